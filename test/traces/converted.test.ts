/** A converted trace against its original: the same workload, the same report, for any options of a replay. */
import { readFileSync } from 'node:fs';
import test from 'ava';
import type { IngestOptions } from '../../traces/choices.ts';
import { converted } from '../../traces/converted.ts';
import { ingest, recordedIn } from '../../traces/ingest.ts';
import { complaintOf, fileOf } from './files.ts';

const convertedOf = async (path: string, options: IngestOptions = {}): Promise<string> => {
  const { recorded, original } = await recordedIn(path, { ...options, keepGroups: true });
  return fileOf('trace.columns', Buffer.concat(converted(recorded, original)));
};

const ID = 'x/XsOfHO4ocsV99i4NluqKDuxctW2MMVmwqOPAlg4wp8mqbBOe3wxBlQo0+Qx+uf';
const vm = (i: number): string =>
  `${ID},${ID},${ID.slice(0, 60)}${String(i % 7).padStart(4, 'g')},${((i * 37) % 50) * 300},${i % 5 === 0 ? 2_591_700 : 15_000 + i * 300},1,1,1,Interactive,${i % 3 === 0 ? '>24' : 2},1.75`;
const VMTABLE = `${Array.from({ length: 60 }, (_, i) => vm(i)).join('\n')}\n`;

const SAMPLES: Readonly<Record<string, string>> = {
  vmtable: VMTABLE,
  lifecycles:
    'created_iso,deleted_iso,vcpus,memory_gib\n2026-01-02 03:04:05,,1,2\n2026-01-02 03:04:00,2026-01-02 03:04:09,1,2\n',
  dropped: 'created_s,deleted_s,vcpus,memory_gib\n5,1,1,1\n0,7,1,1\n,9,1,1\n',
  load: 'time_s,load_count\n0,1\n120,3\n60,2\n60,4\n600,7\n',
  nab: 'timestamp,value\n2014-02-14 14:30:00,1\n2014-02-14 14:35:00,2\n2014-02-14 14:45:00,2',
};

const OPTIONS: readonly IngestOptions[] = [
  {},
  { placement: 'seeded', placementSeed: 3 },
  { from: 3, to: 500 },
  { compress: 2 },
];

for (const [name, text] of Object.entries(SAMPLES)) {
  test(`${name}: a converted trace gives the bytes of the original`, async (t) => {
    const path = fileOf('trace.csv', text);
    const columns = await convertedOf(path);
    for (const options of name === 'vmtable' ? [...OPTIONS, { sample: 0.4 }] : OPTIONS) {
      const [whole, again] = [await ingest(path, options), await ingest(columns, options)];
      t.deepEqual(again.workload, whole.workload);
      t.deepEqual({ ...again.report, path: '' }, { ...whole.report, path: '' });
    }
  });
}

test('choices of parsing are made in converting, and are refused later', async (t) => {
  const path = fileOf('trace.csv', VMTABLE);
  const columns = await convertedOf(path, { topCores: 48 });
  const { report, workload } = await ingest(columns);
  t.regex(report.choices['sizes']!, /48 cores/);
  t.true(workload.kind === 'lifecycle' && workload.vcpus.includes(48));
  t.regex(
    await complaintOf(ingest(columns, { topCores: 30 })),
    /: is a converted trace, and topCores was chosen when it was converted; .+; leave it out/,
  );
});

test('a converted trace that was changed or cut is refused', async (t) => {
  const bytes = readFileSync(await convertedOf(fileOf('trace.csv', VMTABLE)));
  for (const at of [9, 41, 60, bytes.length - 3]) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1;
    t.regex(
      await complaintOf(ingest(fileOf('a', changed))),
      /: is a converted trace that is cut or damaged; /,
    );
  }
  for (const size of [20, 50, bytes.length - 8])
    t.regex(
      await complaintOf(ingest(fileOf('a', bytes.subarray(0, size)))),
      /: is a converted trace that is cut or damaged; /,
    );
});
