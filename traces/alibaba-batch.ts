/**
 * Batch tasks of Alibaba's clusters: `batch_task.csv` of 2017 and of 2018 without header, and CloudSimPy's `jobs.csv`.
 *
 * A task has so many instances, all of one size, created together and ended together: each instance is a domain, and a
 * burst of one row can be thousands. What belongs together is the job. Left out: the order that task names prescribe.
 * @source alibaba/clusterdata, cluster-trace-v2017 and v2018, schema and issues #29, #167; CloudSimPy
 */
import { seconds } from '../model/kernel/units.ts';
import { LifecycleRows } from './domains.ts';
import type { RecordedLifecycle } from './lifecycle.ts';
import type { Source } from './lines.ts';
import {
  ALIBABA_2017_MACHINE,
  ALIBABA_2018_MACHINE,
  machineText,
  machineWarning,
  sizeWithin,
  type Machine,
} from './machine.ts';
import type { Reader, ReadOptions } from './reader.ts';
import { Dropped } from './recorded.ts';
import { readTable } from './rows.ts';

interface Layout {
  /** Columns of a format without header; those of one with it. */
  readonly columns: readonly string[];
  readonly headed: boolean;
  readonly start: number;
  /** A moment, or a span after the start. */
  readonly end: number;
  readonly endIs: 'moment' | 'span';
  readonly instances: number;
  readonly job: number;
  readonly cpu: number;
  readonly memory: number;
  readonly core: number;
  readonly whole: number;
  readonly machine: Machine;
}

const V2017: Layout = {
  columns: ['create time', 'end time', 'job id', 'task id', 'instances', 'status', 'cpus', 'memory'],
  headed: false,
  start: 0,
  end: 1,
  endIs: 'moment',
  instances: 4,
  job: 2,
  cpu: 6,
  memory: 7,
  core: 1,
  whole: 1,
  machine: ALIBABA_2017_MACHINE,
};

const V2018: Layout = {
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
  start: 5,
  end: 6,
  endIs: 'moment',
  instances: 1,
  job: 2,
  cpu: 7,
  memory: 8,
  core: 100,
  whole: 100,
  machine: ALIBABA_2018_MACHINE,
};

const JOBS: Layout = {
  columns: ['', 'submit_time', 'duration', 'cpu', 'memory', 'job_id', 'task_id', 'instances_num', 'disk'],
  headed: true,
  start: 1,
  end: 2,
  endIs: 'span',
  instances: 7,
  job: 5,
  cpu: 3,
  memory: 4,
  core: 1,
  whole: 1,
  machine: ALIBABA_2017_MACHINE,
};

const STATUS = /^(Waiting|Ready|Running|Terminated|Failed|Cancelled|Interrupted|Interupted|Unknown)$/;

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
      'start 0 is a task that has not begun: left out; end 0 is one that has not ended: censored',
    ],
    options: ['machine'],
    source: 'alibaba/clusterdata, cluster-trace-v2017, issues #10, #29',
    licence: 'research or study',
  },
  detect: ({ fields }) =>
    fields.length === V2017.columns.length && /^-?\d+$/.test(fields[0]!) && STATUS.test(fields[5]!),
  read: (source, options) => readTasks(source, options, V2017),
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
      'an end of 0 is a task that has not ended: censored; an end before the start is left out and counted (#167)',
      'sizes that are empty: one processor, and left out without memory',
    ],
    options: ['machine'],
    source: 'alibaba/clusterdata, cluster-trace-v2018, issue #167; Guo et al., IWQoS 2019',
    licence: 'research or study',
  },
  detect: ({ fields }) => fields.length === V2018.columns.length && STATUS.test(fields[4]!),
  read: (source, options) => readTasks(source, options, V2018),
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
  read: (source, options) => readTasks(source, options, JOBS),
};

const TIME = 'a time is a number of seconds';
const SPAN = 'a duration is a number of seconds from 0 up';
const INSTANCES = 'instances are a whole number from 0 to 1000000';
const INSTANCES_MOST = 1_000_000;
const CPU = 'processors are a number from 0 up, or empty';
const MEMORY = 'memory is a share of a machine, or empty';

const readTasks = async (
  source: Source,
  options: ReadOptions,
  layout: Layout,
): Promise<RecordedLifecycle> => {
  const machine = options.machine ?? layout.machine;
  const rows = new LifecycleRows(source, options);
  const dropped = new Dropped();
  const table = await readTable(source, {
    ...(layout.headed
      ? { header: (header) => layout.columns.forEach((name) => header.column(name, 'alibaba-jobs')) }
      : { columns: layout.columns }),
    row: (row) => {
      const created = row.micros(layout.start, seconds(1), TIME);
      const end = row.micros(layout.end, seconds(1), layout.endIs === 'span' ? SPAN : TIME);
      if (layout.endIs === 'span' && end < 0) throw row.fault(layout.end, SPAN);
      const open = layout.endIs === 'moment' && end === 0;
      const deleted = layout.endIs === 'span' ? created + end : end;
      const instances = row.number(layout.instances, INSTANCES);
      if (!Number.isInteger(instances) || instances < 0 || instances > INSTANCES_MOST)
        throw row.fault(layout.instances, INSTANCES);
      const cores = row.isEmpty(layout.cpu) ? 0 : row.atLeast(layout.cpu, 0, CPU) / layout.core;
      const share = row.isEmpty(layout.memory) ? 0 : row.atLeast(layout.memory, 0, MEMORY) / layout.whole;
      if (cores > 65_535) throw row.fault(layout.cpu, CPU);
      if (share > 1) throw row.fault(layout.memory, MEMORY);
      if (created === 0 && layout.endIs === 'moment') dropped.add('has not begun', row.line);
      else if (instances === 0) dropped.add('no instances', row.line);
      else if (share === 0) dropped.add('no memory is requested', row.line);
      else if (!open && deleted < created) dropped.add('ends before it begins', row.line);
      else if (!open && deleted <= 0 && created < 0) dropped.add('ended before the trace', row.line);
      else {
        const size = { ...sizeWithin(machine, 0, share), vcpus: Math.max(1, Math.ceil(cores)) };
        const domain = {
          created: created < 0 ? undefined : created,
          deleted: open ? undefined : deleted,
          ...size,
          group: rows.grouped ? row.text(layout.job) : undefined,
        };
        for (let instance = 0; instance < instances; instance += 1) rows.push(domain);
      }
    },
  });
  const assumed = options.machine === undefined;
  return {
    kind: 'lifecycle',
    rows,
    rowsRead: table.rows,
    rowsPerDomain: 'several',
    dropped,
    start: 0,
    choices: {
      domains: 'one per instance of a task, all created together',
      memory: `shares of a machine of ${machineText(machine, assumed)}`,
      group: 'job',
    },
    warnings: [...table.warnings, ...(assumed ? [machineWarning(machine)] : [])],
  };
};
