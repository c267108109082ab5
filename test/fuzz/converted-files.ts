/** Converted traces of both kinds, as `trace convert` writes them. Left out: what happens to them. */
import { converted } from '../../traces/converted.ts';
import { recordedIn } from '../../traces/ingest.ts';
import { fileOf } from '../traces/files.ts';

const JOBS = `,submit_time,duration,cpu,memory,job_id,task_id,instances_num,disk
0,0.0,12.5,1.0,0.006,1,1,3,0
1,40,8,0.5,0.006,2,1,1,0
2,31,60,2,0.25,1,2,2,0
3,90,0,4,0.5,3,1,1,0
`;
const LOAD = 'time_s,load_count\n0,1\n120,3\n60,2\n60,4\n600,7\n';

export const convertedFiles = async (): Promise<Readonly<Record<string, Buffer>>> => {
  const file = async (text: string): Promise<Buffer> => {
    const { recorded, original } = await recordedIn(fileOf('trace.csv', text), { keepGroups: true });
    return Buffer.concat(await converted(recorded, original));
  };
  return { lifecycle: await file(JOBS), load: await file(LOAD) };
};
