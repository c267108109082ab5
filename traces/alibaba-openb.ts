/**
 * Alibaba cluster-trace-gpu-v2023 (openb): pods of a GPU cluster, one row each, with creation, scheduling and deletion.
 *
 * Deletions at the latest moment in the file are its end, not the pods': censored. A pod's creation is its request; by
 * option it is its scheduling, and pods that were never scheduled are left out. Left out: GPUs.
 * @source alibaba/clusterdata, cluster-trace-gpu-v2023
 */
import { placesOf, readDomains, secondsOrNone } from './domain-table.ts';
import type { Reader } from './reader.ts';
import { MEMORY_MOST_MIB, roundedUp, VCPUS_MOST } from './sizes.ts';

const COLUMNS = {
  cpu: 'cpu_milli',
  memory: 'memory_mib',
  created: 'creation_time',
  deleted: 'deletion_time',
  scheduled: 'scheduled_time',
} as const;
const CORES = `processors are a number of thousandths from 0 to ${VCPUS_MOST}000`;
const MEMORY = 'memory is a number of MiB from 0 up';

export const alibabaOpenb: Reader = {
  name: 'alibaba-openb',
  about: 'Alibaba cluster-trace-gpu-v2023, openb_pod_list: pods of a GPU cluster',
  kind: 'lifecycle',
  notes: {
    toldBy: 'header `name,cpu_milli,memory_mib,…`',
    example:
      'name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time\nopenb-pod-0000,12000,16384,1,1000,,LS,Running,0,12537496,0\nopenb-pod-0001,6000,12288,1,460,,LS,Pending,427061,12902960,\n',
    glitches: [
      'deletions at the latest moment in the file (34 rows) are the end of the trace: censored',
      'Pending pods have no scheduled time: their creation is a request that was not met, kept unless created=schedule',
      'pod_phase Running with a deletion time: the phase is not asked for',
      'a memory of 0 is left out and counted',
    ],
    options: ['createdAt'],
    source: 'alibaba/clusterdata, cluster-trace-gpu-v2023; Weng et al., ATC 2023',
    licence: 'none stated; its README allows research or study',
  },
  detect: ({ first }) => first.startsWith('name,cpu_milli,memory_mib,'),
  read: async (source, options) => {
    const { createdAt = 'request' } = options;
    let at: Readonly<Record<keyof typeof COLUMNS, number>> | undefined;
    const read = await readDomains(source, options, {
      rowsAre: 'domains',
      header: (header) => {
        at = placesOf(header, 'alibaba-openb', COLUMNS);
      },
      domain: (row) => {
        const places = at!;
        const requested = secondsOrNone(row, places.created);
        const scheduled = secondsOrNone(row, places.scheduled);
        const deleted = secondsOrNone(row, places.deleted);
        const milli = row.atLeast(places.cpu, 0, CORES);
        if (milli > 1_000 * VCPUS_MOST) throw row.fault(places.cpu, CORES);
        const memory = row.atLeast(places.memory, 0, MEMORY);
        if (memory > MEMORY_MOST_MIB) throw row.fault(places.memory, MEMORY);
        if (createdAt === 'schedule' && scheduled === undefined) return 'never scheduled';
        if (memory === 0) return 'no memory is requested';
        return {
          created: createdAt === 'schedule' ? scheduled : requested,
          deleted,
          vcpus: Math.max(1, Math.ceil(milli / 1_000)),
          memoryMib: Math.ceil(memory),
        };
      },
      outlives: 'latest',
    });
    return {
      ...read,
      start: 0,
      choices: {
        created: createdAt === 'schedule' ? 'scheduled_time' : 'creation_time, scheduled or not',
        'deleted last': 'at the latest moment in the file: censored end',
        sizes: `cpu_milli ${roundedUp}, GPUs left out`,
      },
    };
  },
};
