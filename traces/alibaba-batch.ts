/**
 * Batch tasks of Alibaba's clusters: `batch_task.csv` of 2017 and of 2018 without header, and CloudSimPy's `jobs.csv`.
 *
 * Each instance of a task is a domain. What belongs together is the job.
 * @source alibaba/clusterdata, cluster-trace-v2017 and v2018, schema and issues #11, #29, #167; CloudSimPy
 */
import { seconds } from '../model/kernel/units.ts';
import {
  lifeOf,
  memoryText,
  RELEASE_2017,
  RELEASE_2018,
  requestIn,
  sizeOf,
  STATUS,
  type Release,
} from './alibaba-release.ts';
import { instancesIn, ONE_PER_INSTANCE, readDomains, type Life } from './domain-table.ts';
import type { RecordedLifecycle } from './lifecycle.ts';
import type { Source } from './lines.ts';
import { machineFor, type Machine } from './machine.ts';
import type { Reader, ReadOptions } from './reader.ts';
import type { Row } from './rows.ts';

interface Layout {
  readonly release: Release;
  /** Columns of a format without header; those of one with it. */
  readonly columns: readonly string[];
  readonly headed: boolean;
  readonly lifeOf: (row: Row) => Life | string;
  readonly instances: number;
  readonly job: number;
  /** Processors and memory. */
  readonly request: readonly [cpu: number, memory: number];
}

const V2017: Layout = {
  release: RELEASE_2017,
  columns: ['create time', 'end time', 'job id', 'task id', 'instances', 'status', 'cpus', 'memory'],
  headed: false,
  lifeOf: (row) => lifeOf(row, [0, 1, 5], RELEASE_2017),
  instances: 4,
  job: 2,
  request: [6, 7],
};

const V2018: Layout = {
  release: RELEASE_2018,
  columns: [
    'task_name',
    'instance_num',
    'job_name',
    'task_type',
    'status',
    'start_time',
    'end_time',
    'plan_cpu',
    'plan_mem',
  ],
  headed: false,
  lifeOf: (row) => lifeOf(row, [5, 6, 4], RELEASE_2018),
  instances: 1,
  job: 2,
  request: [7, 8],
};

const JOBS: Layout = {
  release: RELEASE_2017,
  columns: ['', 'submit_time', 'duration', 'cpu', 'memory', 'job_id', 'task_id', 'instances_num', 'disk'],
  headed: true,
  lifeOf: (row) => {
    const created = row.micros(1, seconds(1), 'a time is a number of seconds');
    row.atLeast(2, 0, SPAN);
    return { created, deleted: created + row.micros(2, seconds(1), SPAN) };
  },
  instances: 7,
  job: 5,
  request: [3, 4],
};
export const alibabaBatch2017: Reader = {
  name: 'alibaba-batch-2017',
  about: 'Alibaba cluster-trace-v2017, batch_task.csv: batch tasks, a domain per instance',
  kind: 'lifecycle',
  notes: {
    toldBy: '8 fields without header, the sixth a status such as Terminated',
    example:
      '-792,-788,1,1,12,Terminated,1,0.0122\n41562,41618,2,2,3,Terminated,1,0.0092\n41600,0,3,9,2,Running,1,0.0092\n0,0,3,10,2,Ready,1,0.0092\n',
    glitches: [
      'negative times are before the trace; a task that ended there is left out and counted',
      'start 0 is before the trace: censored; with an end of 0 it has not begun: left out and counted',
      'end 0 outlives the trace where the task runs: censored; where it failed, its end was not recorded: left out and counted',
      'in the first release 100 processors are one (#11): tasks that ask for more than a machine has are counted and warned of',
    ],
    options: ['machine'],
    source: 'alibaba/clusterdata, cluster-trace-v2017, issues #10, #11, #29',
    licence: 'research or study',
  },
  detect: ({ fields }) =>
    fields.length === V2017.columns.length && /^-?\d+$/.test(fields[0]!) && STATUS.test(fields[5]!),
  read: (source, options) => readBatch(source, options, V2017),
};

export const alibabaBatch2018: Reader = {
  name: 'alibaba-batch-2018',
  about: 'Alibaba cluster-trace-v2018, batch_task.csv: batch tasks, a domain per instance',
  kind: 'lifecycle',
  notes: {
    toldBy: '9 fields without header, the fifth a status such as Terminated',
    example:
      'M1,1,j_1,A,Terminated,157213,157295,100,0.3\nR2_1,2,j_1,A,Terminated,157329,157376,50,0.39\ntask_LTg0MTUw==,1,j_2,12,Running,157400,0,100,0.2\n',
    glitches: [
      'an end of 0 lies behind the trace: censored; an end before the start is left out and counted (#167)',
      'sizes that are empty or -1 (memory: 101 too): one processor, and left out and counted without memory',
    ],
    options: ['machine'],
    source: 'alibaba/clusterdata, cluster-trace-v2018, issue #167; Guo et al., IWQoS 2019',
    licence: 'research or study',
  },
  detect: ({ fields }) => fields.length === V2018.columns.length && STATUS.test(fields[4]!),
  read: (source, options) => readBatch(source, options, V2018),
};

export const alibabaJobs: Reader = {
  name: 'alibaba-jobs',
  about: 'jobs.csv of CloudSimPy: the batch tasks of Alibaba 2017, prepared; a domain per instance',
  kind: 'lifecycle',
  notes: {
    toldBy: 'header `,submit_time,duration,cpu,memory,…`, its first name empty',
    example:
      ',submit_time,duration,cpu,memory,job_id,task_id,instances_num,disk\n0,0,13.0,0.5,0.0097,2,1,3,0\n1,5,42.5,1.0,0.0097,2,2,1,0\n',
    glitches: [
      'task numbers repeat between jobs: a task is not told by its number',
      'fractions of a processor are rounded up to a whole one',
    ],
    options: ['machine'],
    source: 'CloudSimPy, from alibaba/clusterdata, cluster-trace-v2017',
    licence: 'MIT (CloudSimPy); the data for research or study',
  },
  detect: ({ first }) => first.startsWith(',submit_time,duration,cpu,memory,'),
  read: (source, options) => readBatch(source, options, JOBS),
};

const SPAN = 'a duration is a number of seconds from 0 up';

const readBatch = async (
  source: Source,
  options: ReadOptions,
  layout: Layout,
): Promise<RecordedLifecycle> => {
  const { release, columns, headed, request } = layout;
  const machine = machineFor(options, release.machine);
  let large = 0;
  const read = await readDomains(source, options, {
    rowsAre: 'tasks',
    ...(headed
      ? { header: (header) => columns.forEach((name) => header.column(name, 'alibaba-jobs')) }
      : { columns }),
    domain: (row) => {
      const life = layout.lifeOf(row);
      const instances = instancesIn(row, layout.instances);
      const { cores, share } = requestIn(row, request, release);
      if (typeof life === 'string') return life;
      if (instances === 0) return 'no instances';
      if (share === 0) return 'no memory is requested';
      if (cores > release.machine.cores) large += 1;
      return { ...life, ...sizeOf(cores, share, machine), instances, group: row.text(layout.job) };
    },
  });
  return {
    ...read,
    start: 0,
    choices: { domains: ONE_PER_INSTANCE, memory: memoryText(machine), group: 'job' },
    warnings: [
      ...read.warnings,
      ...machine.warnings,
      ...(large > 0 ? [largeWarning(large, release.machine)] : []),
    ],
  };
};

const largeWarning = (tasks: number, { cores }: Machine): string =>
  `${tasks} tasks ask for more than the ${cores} processors of a machine; where 100 was written for one processor, as in the first release of 2017 (issue #11), divide the column by 100`;
