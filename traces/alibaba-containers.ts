/**
 * Containers of Alibaba's clusters: `container_event.csv` of 2017 and `container_meta.csv` of 2018, both without header.
 *
 * 2017 has a row for Create and one for Remove, both at the end of the operation; 2018 a row per change of state, of which
 * the first `started` begins and `stopped` ends a container. Times of 0 and below lie before the trace. Memory is a share
 * of a machine (2017: 0 to 1, 2018: 0 to 100) that the trace does not describe.
 * @source alibaba/clusterdata, cluster-trace-v2017 and cluster-trace-v2018, schema and issues #12, #29, #47, #52
 */
import { seconds } from '../model/kernel/units.ts';
import {
  memoryText,
  RELEASE_2017,
  RELEASE_2018,
  requestIn,
  sizeOf,
  type Release,
} from './alibaba-release.ts';
import { readEvents } from './event-table.ts';
import { machineFor } from './machine.ts';
import type { Reader, ReadOptions } from './reader.ts';
import type { Source } from './lines.ts';
import type { Row } from './rows.ts';
import type { RecordedLifecycle } from './lifecycle.ts';

interface Layout {
  readonly release: Release;
  readonly columns: readonly string[];
  readonly id: number;
  readonly time: number;
  readonly state: number;
  /** Processors and memory. */
  readonly request: readonly [cpu: number, memory: number];
  readonly begins: string;
  readonly ends: string;
  /** What belongs together: an application, where the trace names one. */
  readonly group: number | undefined;
}

const V2017: Layout = {
  release: RELEASE_2017,
  columns: ['timestamp', 'event', 'instance id', 'machine id', 'cpus', 'memory', 'disk', 'cpu ids'],
  id: 2,
  time: 0,
  state: 1,
  request: [4, 5],
  begins: 'Create',
  ends: 'Remove',
  group: undefined,
};

const V2018: Layout = {
  release: RELEASE_2018,
  columns: [
    'container_id',
    'machine_id',
    'time_stamp',
    'app_du',
    'status',
    'cpu_request',
    'cpu_limit',
    'mem_size',
  ],
  id: 0,
  time: 2,
  state: 4,
  request: [5, 7],
  begins: 'started',
  ends: 'stopped',
  group: 3,
};

const STATES_2018 = /^(started|stopped|allocated|unknown)$/;

export const alibabaContainers2017: Reader = {
  name: 'alibaba-containers-2017',
  about: 'Alibaba cluster-trace-v2017, container_event.csv: containers created and removed',
  kind: 'lifecycle',
  notes: {
    toldBy: '8 fields without header, the second Create or Remove',
    example:
      '0,Create,1,149,4,0.0212,0.05,1|2|3|4\n34424,Create,2,150,8,0.0424,0.05,\n41000,Remove,2,150,8,0.0424,0.05,\n',
    glitches: [
      'time 0 and negative times are before the trace: censored, and no burst stands at 0',
      'Create and Remove mark the end of an operation that takes minutes, as the publisher says',
    ],
    options: ['machine'],
    source: 'alibaba/clusterdata, cluster-trace-v2017',
    licence: 'research or study',
  },
  detect: ({ fields }) =>
    fields.length === V2017.columns.length &&
    /^-?\d+$/.test(fields[V2017.time]!) &&
    /^(Create|Remove)$/.test(fields[V2017.state]!),
  read: (source, options) => readContainers(source, options, V2017),
};

export const alibabaContainers2018: Reader = {
  name: 'alibaba-containers-2018',
  about: 'Alibaba cluster-trace-v2018, container_meta.csv: containers by their changes of state',
  kind: 'lifecycle',
  notes: {
    toldBy: '8 fields without header, the fifth started, stopped or allocated',
    example:
      'c_1,m_2556,0,app_5052,started,400,400,1.56\nc_2,m_962,287942,app_8170,started,400,400,1.56\nc_2,m_962,300000,app_8170,stopped,400,400,1.56\n',
    glitches: [
      'several rows for a container are changes of its state: the first started begins it, the others are counted',
      'a container that is started again after it stopped is another domain',
      '-1, and 101 of memory, are no sizes: a container that begins without one is left out and counted',
    ],
    options: ['machine'],
    source: 'alibaba/clusterdata, cluster-trace-v2018, issues #47, #52',
    licence: 'research or study',
  },
  detect: ({ fields }) =>
    fields.length === V2018.columns.length &&
    /^\d+$/.test(fields[V2018.time]!) &&
    STATES_2018.test(fields[V2018.state]!),
  read: (source, options) => readContainers(source, options, V2018),
};

const TIME = 'a time is a number of seconds';

const readContainers = async (
  source: Source,
  options: ReadOptions,
  layout: Layout,
): Promise<RecordedLifecycle> => {
  const { release, request } = layout;
  const machine = machineFor(options, release.machine);
  const sizeIn = (row: Row) => {
    const { cores, share } = requestIn(row, request, release);
    return cores === 0 || share === 0 ? undefined : sizeOf(cores, share, machine);
  };
  const read = await readEvents(source, options, {
    columns: layout.columns,
    event: (row, log) => {
      const time = row.micros(layout.time, seconds(1), TIME);
      const at = time <= 0 ? Number.NEGATIVE_INFINITY : time;
      const state = row.text(layout.state);
      const id = row.text(layout.id);
      const group = layout.group === undefined ? undefined : row.text(layout.group);
      const size = sizeIn(row);
      if (state === layout.ends) log.end(id, at, size, row.line, group);
      else if (state !== layout.begins) return 'a state that neither begins nor ends';
      else if (log.isAlive(id)) return 'a further state of a container that is there';
      else if (size === undefined) return 'begins without processors or memory';
      else log.begin(id, at, size, row.line, group);
      return undefined;
    },
  });
  return {
    ...read,
    start: 0,
    choices: {
      'time 0 or below': 'before the trace: censored start',
      memory: memoryText(machine),
    },
    warnings: [...read.warnings, ...machine.warnings],
  };
};
