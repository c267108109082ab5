/**
 * Instances of batch tasks of Alibaba's clusters, `batch_instance.csv` of 2017 and of 2018 without header: a row each.
 *
 * A row is one try of an instance, and a domain. Its size is the largest use that was measured, since what was asked for
 * stands in the table of tasks; where no memory was measured, so much per processor is assumed. Left out: machines, and
 * which tries belong to one instance.
 * @source alibaba/clusterdata, cluster-trace-v2017 and v2018, schema and issues #10, #28, #30
 */
import {
  amountIn,
  lifeOf,
  memoryText,
  RELEASE_2017,
  RELEASE_2018,
  sizeOf,
  STATUS,
  type Release,
} from './alibaba-release.ts';
import { AssumedMemory } from './assumed-memory.ts';
import { readDomains } from './domain-table.ts';
import type { RecordedLifecycle } from './lifecycle.ts';
import type { Source } from './lines.ts';
import { machineFor } from './machine.ts';
import type { Reader, ReadOptions } from './reader.ts';
import type { Row } from './rows.ts';
import { VCPUS_MOST } from './sizes.ts';

interface Layout {
  readonly release: Release;
  readonly columns: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly status: number;
  readonly job: number;
  /** Average and maximum, in whichever order: the larger one counts. */
  readonly cpus: readonly [number, number];
  readonly memories: readonly [number, number];
}

const V2017: Layout = {
  release: RELEASE_2017,
  columns: [
    'start_timestamp',
    'end_timestamp',
    'job_id',
    'task_id',
    'machineID',
    'status',
    'seq_no',
    'total_seq_no',
    'real_cpu_max',
    'real_cpu_avg',
    'real_mem_max',
    'real_mem_avg',
  ],
  start: 0,
  end: 1,
  status: 5,
  job: 2,
  cpus: [8, 9],
  memories: [10, 11],
};

const V2018: Layout = {
  release: RELEASE_2018,
  columns: [
    'instance_name',
    'task_name',
    'job_name',
    'task_type',
    'status',
    'start_time',
    'end_time',
    'machine_id',
    'seq_no',
    'total_seq_no',
    'cpu_avg',
    'cpu_max',
    'mem_avg',
    'mem_max',
  ],
  start: 5,
  end: 6,
  status: 4,
  job: 2,
  cpus: [10, 11],
  memories: [12, 13],
};

const isLaidOut = (fields: readonly string[], { columns, start, end, status }: Layout): boolean =>
  fields.length === columns.length &&
  STATUS.test(fields[status]!) &&
  [start, end].every((at) => /^-?\d+$/.test(fields[at]!));

export const alibabaInstances2017: Reader = {
  name: 'alibaba-instances-2017',
  about: 'Alibaba cluster-trace-v2017, batch_instance.csv: instances of batch tasks, sized by their use',
  kind: 'lifecycle',
  notes: {
    toldBy: '12 fields without header, the sixth a status such as Terminated',
    example:
      '41562,41618,120,686,299,Terminated,1,1,1.51,0.28,0.0291,0.0287\n41570,41598,120,686,300,Failed,1,2,0.92,0.93,0.0020,0.0022\n41600,0,3,9,12,Running,1,1,,,,\n0,0,3,10,,Ready,1,1,,,,\n',
    glitches: [
      'negative times and a start of 0 are before the trace: censored; with an end of 0 it has not begun: left out and counted',
      'end 0 outlives the trace where the instance runs: censored; where it failed, its end was not recorded: left out and counted',
      'a maximum below the average (#30): the larger of the two counts',
      'use that was not measured: one processor, and memory by the option',
      'rows without job and task (1.31 %, #10) stand alone',
    ],
    options: ['machine', 'memoryPerCore'],
    source: 'alibaba/clusterdata, cluster-trace-v2017, schema and issues #10, #28, #30',
    licence: 'research or study',
  },
  detect: ({ fields }) => isLaidOut(fields, V2017),
  read: (source, options) => readInstances(source, options, V2017),
};

export const alibabaInstances2018: Reader = {
  name: 'alibaba-instances-2018',
  about: 'Alibaba cluster-trace-v2018, batch_instance.csv: instances of batch tasks, sized by their use',
  kind: 'lifecycle',
  notes: {
    toldBy: '14 fields without header, the fifth a status such as Terminated',
    example:
      'ins_1,M1,j_1,1,Terminated,157213,157295,m_2,1,1,13,16,0.02,0.02\nins_2,M1,j_1,1,Terminated,157213,157301,m_9,1,1,87,130,0.31,0.35\nins_3,task_LTg0MTUw==,j_2,12,Running,157400,0,m_2,1,1,,,,\n',
    glitches: [
      'an end of 0 lies behind the trace: censored; an end before the start is left out and counted',
      'the schema describes cpu_max and mem_avg the wrong way round; the names are right, as the page of the trace has them',
      'use that was not measured, empty or -1 (memory: 101 too): one processor, and memory by the option',
    ],
    options: ['machine', 'memoryPerCore'],
    source: 'alibaba/clusterdata, cluster-trace-v2018, schema.md and trace_2018.md; Guo et al., IWQoS 2019',
    licence: 'research or study',
  },
  detect: ({ fields }) => isLaidOut(fields, V2018),
  read: (source, options) => readInstances(source, options, V2018),
};

const CPU = 'use of processors is a number from 0 up, or empty';
const MEMORY = 'use of memory is a share of a machine, or empty';

const readInstances = async (
  source: Source,
  options: ReadOptions,
  layout: Layout,
): Promise<RecordedLifecycle> => {
  const { release, cpus, memories } = layout;
  const machine = machineFor(options, release.machine);
  const assumedMemory = new AssumedMemory(options);
  const read = await readDomains(source, options, {
    rowsAre: 'domains',
    columns: layout.columns,
    domain: (row) => {
      const life = lifeOf(row, [layout.start, layout.end, layout.status], release);
      const cores = largestOf(row, cpus, release.invalid.cpu, CPU) / release.core;
      const share = largestOf(row, memories, release.invalid.memory, MEMORY) / release.whole;
      if (cores > VCPUS_MOST) throw row.fault(cpus[1], CPU);
      if (share > 1) throw row.fault(memories[1], MEMORY);
      if (typeof life === 'string') return life;
      const size = sizeOf(cores, share, machine);
      const memoryMib = share > 0 ? size.memoryMib : assumedMemory.mibOf(size.vcpus);
      return { ...life, ...size, memoryMib, group: row.text(layout.job) };
    },
  });
  return {
    ...read,
    start: 0,
    choices: {
      domains: 'one per row: a try of an instance',
      sizes: `the largest use that was measured; memory as ${memoryText(machine)}`,
      ...assumedMemory.choices(),
      group: 'job',
    },
    warnings: [...read.warnings, ...machine.warnings, ...assumedMemory.warnings('instances')],
  };
};

/** 0 where nothing was measured. */
const largestOf = (
  row: Row,
  columns: readonly number[],
  invalid: readonly number[],
  accepted: string,
): number =>
  columns.reduce((largest, column) => Math.max(largest, amountIn(row, column, invalid, accepted)), 0);
