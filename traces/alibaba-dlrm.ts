/**
 * The Alibaba DLRM trace of 2025: instances of 156 online services, with second-resolution creations and deletions.
 *
 * An empty creation was there before the trace, an empty deletion outlives it; 4,677 rows are both. The clock starts at
 * the file's 0 and ends at its latest moment.
 * @source alibaba/clusterdata, cluster-trace-gpu-v2025/README.md
 */
import { gib } from '../model/kernel/units.ts';
import { placesOf, readDomains, secondsOrNone } from './domain-table.ts';
import type { Reader } from './reader.ts';
import { memoryMibOf, vcpusOf } from './sizes.ts';

const COLUMNS = {
  vcpus: 'cpu_request',
  memory: 'memory_request',
  app: 'app_name',
  created: 'creation_time',
  deleted: 'deletion_time',
} as const;

export const alibabaDlrm: Reader = {
  name: 'alibaba-dlrm',
  about: 'Alibaba cluster-trace-gpu-v2025, disaggregated_DLRM_trace.csv: instances of online services',
  kind: 'lifecycle',
  notes: {
    toldBy: 'header `instance_sn,role,app_name,…`',
    example:
      'instance_sn,role,app_name,cpu_request,cpu_limit,gpu_request,gpu_limit,rdma_request,rdma_limit,memory_request,memory_limit,disk_request,disk_limit,max_instance_per_node,creation_time,scheduled_time,deletion_time\ninstance_0,CN,app_0,64,64,0,0,1,1,320.0,320.0,544.0,640.0,-1,10.0,10.0,20.0\ninstance_1,HN,app_0,8,8,1,1,25,100,40.0,40.0,60.0,80.0,2,,,15.0\n',
    glitches: [
      'empty creations and deletions are censored; 4,677 rows have neither',
      'times such as 475.00000000000006 are rounded to whole µs',
      'creation and scheduling lie up to 238,116 s apart: the creation is taken, it is the request',
    ],
    source: 'alibaba/clusterdata, cluster-trace-gpu-v2025',
    licence: 'none stated; its README allows research or study',
  },
  detect: ({ first }) => first.startsWith('instance_sn,role,app_name,'),
  read: async (source, options) => {
    let at: Readonly<Record<keyof typeof COLUMNS, number>> | undefined;
    const read = await readDomains(source, options, {
      rowsAre: 'domains',
      header: (header) => {
        at = placesOf(header, 'alibaba-dlrm', COLUMNS);
      },
      domain: (row) => ({
        created: secondsOrNone(row, at!.created),
        deleted: secondsOrNone(row, at!.deleted),
        vcpus: vcpusOf(row, at!.vcpus),
        memoryMib: memoryMibOf(row, at!.memory, gib(1)),
        group: row.text(at!.app),
      }),
    });
    return {
      ...read,
      start: 0,
      choices: {
        created: 'creation_time, not scheduled_time',
        sizes: 'cpu_request and memory_request, GPUs left out',
      },
    };
  },
};
