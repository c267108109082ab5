/**
 * Jobs of Alibaba's platform for artificial intelligence, 2020: tables of tasks and of instances, both without header.
 *
 * `pai_task_table.csv` has a row per task with its instances and what each of them asked for (#129); `pai_instance_table.csv`
 * a row per instance with its own times, and the size that the task has in the other table, which lies beside it. Times are
 * seconds on a clock that was moved: the hour of the day and the day of the week are right in UTC+8, the date is not. The
 * clock of the replay starts at the earliest moment of the file. Left out: GPUs, and the table of jobs, which has no sizes.
 * @source alibaba/clusterdata, cluster-trace-gpu-v2020/README.md and issue #129
 */
import { gib, mib } from '../model/kernel/units.ts';
import { STATUS } from './alibaba-release.ts';
import { complaint, placeOf } from './complaint.ts';
import { companionOf } from './directory.ts';
import { instancesIn, ONE_PER_INSTANCE, readDomains, secondsOrNone, type Life } from './domain-table.ts';
import type { Size } from './event-log.ts';
import { openTrace, type Source } from './lines.ts';
import type { Reader } from './reader.ts';
import { readTable, type Row } from './rows.ts';
import { MEMORY_MOST_MIB, roundedUp, VCPUS_MOST } from './sizes.ts';

const TASKS = [
  'job_name',
  'task_name',
  'inst_num',
  'status',
  'start_time',
  'end_time',
  'plan_cpu',
  'plan_mem',
  'plan_gpu',
  'gpu_type',
];
const INSTANCES = [
  'job_name',
  'task_name',
  'inst_name',
  'worker_name',
  'inst_id',
  'status',
  'start_time',
  'end_time',
  'machine',
];
const JOBS = ['job_name', 'inst_id', 'user', 'status', 'start_time', 'end_time'];

const NOTES = {
  source: 'alibaba/clusterdata, cluster-trace-gpu-v2020; Weng et al., NSDI 2022',
  licence: 'CC BY 4.0',
};

const SECONDS = /^(\d+(\.\d+)?)?$/;

export const alibabaPaiTasks: Reader = {
  name: 'alibaba-pai-tasks',
  about: 'Alibaba cluster-trace-gpu-v2020, pai_task_table.csv: tasks of AI jobs, a domain per instance',
  kind: 'lifecycle',
  notes: {
    toldBy: '10 fields without header, the fourth a status such as Terminated',
    example:
      '4f057009a5d481acec67b088,tensorflow,1.0,Terminated,1739162.0,1739200.0,600.0,29.296875,50.0,MISC\n8c1e4f05a5d481acec67b001,worker,2.0,Failed,1739170.0,1739190.0,400.0,29.296875,50.0,T4\n8c1e4f05a5d481acec67b001,ps,1.0,Running,1739170.0,,200.0,14.5,,\n9d1e4f05a5d481acec67b002,worker,4.0,Waiting,,,400.0,29.296875,100.0,V100\n',
    glitches: [
      'a start that is empty or 0 has not begun: left out and counted; an end that is so outlives the trace where the task runs',
      'plan_cpu counts 100 per processor, and sizes are those of one instance (#129)',
      'no memory is asked for: left out and counted',
    ],
    ...NOTES,
  },
  detect: ({ fields }) => isLaidOut(fields, TASKS) && /^\d+(\.0*)?$/.test(fields[2]!),
  read: async (source, options) => {
    const read = await readDomains(source, options, {
      columns: TASKS,
      rowsAre: 'tasks',
      domain: (row) => {
        const life = lifeOf(row, TASKS);
        const instances = instancesIn(row, TASKS.indexOf('inst_num'));
        const size = sizeOf(row);
        if (typeof life === 'string') return life;
        if (instances === 0) return 'no instances';
        if (size === undefined) return 'no memory is requested';
        return { ...life, ...size, instances, group: row.text(0) };
      },
    });
    return { ...read, start: read.rows.earliest, choices: { domains: ONE_PER_INSTANCE, ...CHOICES } };
  },
};

export const alibabaPaiInstances: Reader = {
  name: 'alibaba-pai-instances',
  about: 'Alibaba cluster-trace-gpu-v2020, pai_instance_table.csv (beside pai_task_table.csv): AI instances',
  kind: 'lifecycle',
  notes: {
    toldBy: '9 fields without header, the sixth a status such as Terminated',
    example:
      'af724763f4f5d0beef445849,worker,0d39aa86,54dbcd2d,e387fbc1,Terminated,2081336.0,2083889.0,471dda9e\naf724763f4f5d0beef445849,worker,0d39aa87,54dbcd2e,e387fbc1,Terminated,2081341.0,2083889.0,471dda9f\nbf724763f4f5d0beef445850,ps,0d39aa88,,e387fbc2,Running,2081400.0,,471dda9e\n',
    glitches: [
      'sizes are in pai_task_table.csv, which lies beside it, plain or packed: an instance without a task there is left out and counted',
      'a row is one launch: a worker that is launched again is another domain',
    ],
    ...NOTES,
  },
  // the table of jobs is claimed too, and told for what it is
  detect: ({ fields }) => isLaidOut(fields, INSTANCES) || isLaidOut(fields, JOBS),
  read: async (source, options) => {
    const { sizes, companion } = await tasksBeside(source);
    const read = await readDomains(source, options, {
      columns: INSTANCES,
      rowsAre: 'domains',
      domain: (row) => {
        const life = lifeOf(row, INSTANCES);
        const size = sizes.get(taskOf(row));
        if (typeof life === 'string') return life;
        if (size === undefined) return 'a task without a size';
        return { ...life, ...size, group: row.text(0) };
      },
    });
    return {
      ...read,
      start: read.rows.earliest,
      choices: { domains: 'one per row: a launch of an instance', ...CHOICES, tasks: companion },
    };
  },
};

const CHOICES = {
  'clock starts at': 'the earliest moment in the file',
  sizes: `GB read as GiB; cores ${roundedUp}, GPUs left out`,
  group: 'job',
};

/** By the number of fields, a status, and times that are numbers or nothing. */
const isLaidOut = (fields: readonly string[], columns: readonly string[]): boolean => {
  const field = (name: string): string => fields[columns.indexOf(name)]!;
  return (
    fields.length === columns.length &&
    STATUS.test(field('status')) &&
    SECONDS.test(field('start_time')) &&
    SECONDS.test(field('end_time'))
  );
};

const lifeOf = (row: Row, columns: readonly string[]): Life | string => {
  const [created, deleted] = ['start_time', 'end_time'].map(
    // 0 is as good as nothing, as the publisher's own analysis has it
    (name) => secondsOrNone(row, columns.indexOf(name)) || undefined,
  );
  if (created === undefined) return 'has not begun';
  const runs = row.text(columns.indexOf('status')) === 'Running';
  if (deleted === undefined && !runs) return 'no end was recorded';
  return { created, deleted };
};

const CPU = 'plan_cpu is 100 per processor, or empty';
const MEMORY = 'plan_mem is a number of GB, or empty';

/** Undefined when no memory is asked for. */
const sizeOf = (row: Row): Size | undefined => {
  const [cpu, memory] = [TASKS.indexOf('plan_cpu'), TASKS.indexOf('plan_mem')] as const;
  const cores = row.isEmpty(cpu) ? 0 : row.atLeast(cpu, 0, CPU) / 100;
  const gigabytes = row.isEmpty(memory) ? 0 : row.atLeast(memory, 0, MEMORY);
  const vcpus = Math.max(1, Math.ceil(cores));
  const memoryMib = Math.ceil((gigabytes * gib(1)) / mib(1));
  if (vcpus > VCPUS_MOST) throw row.fault(cpu, CPU);
  if (memoryMib > MEMORY_MOST_MIB) throw row.fault(memory, MEMORY);
  return memoryMib === 0 ? undefined : { vcpus, memoryMib };
};

const taskOf = (row: Row): string => `${row.text(0)}/${row.text(1)}`;

const TASK_TABLE = 'pai_task_table.csv';

const tasksBeside = async (source: Source) => {
  if (source.head.toString('latin1').split('\n', 1)[0]!.split(',').length === JOBS.length) {
    throw complaint(
      placeOf(source.path),
      'this is the table of jobs, which have no sizes',
      `the trace is ${TASK_TABLE}, or pai_instance_table.csv beside it`,
      'give one of these',
    );
  }
  const beside = await companionOf(
    source.path,
    TASK_TABLE,
    'the sizes of instances are in the table of tasks, in the same folder',
    'put one there, or give it as the trace: it has the same instances without their own times',
  );
  const companion = await openTrace(beside, source.limits);
  const sizes = new Map<string, Size>();
  try {
    await readTable(companion, {
      columns: TASKS,
      row: (row) => {
        const size = sizeOf(row);
        if (size !== undefined) sizes.set(taskOf(row), size);
      },
    });
  } finally {
    await companion.close();
  }
  return { sizes, companion: `${TASK_TABLE}, sha256 ${companion.facts().sha256}` };
};
