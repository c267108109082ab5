/**
 * Jobs of a cluster with spot GPUs, Alibaba 2026 (`job_info_df.csv`): a row each with its workers, submission and duration.
 *
 * Processors are those of one worker: 94 workers that share 15 of them would be none. The trace has no memory: so much per
 * processor is assumed. A job that ends at the last moment of the file outlives it: jobs of exactly 184 days less a second
 * show that the record ends there. Left out: GPUs, and which jobs may be evicted.
 * @source alibaba/clusterdata, cluster-trace-v2026-spot-gpu/README.md
 */
import { seconds } from '../model/kernel/units.ts';
import { AssumedMemory } from './assumed-memory.ts';
import { instancesIn, ONE_PER_INSTANCE, placesOf, readDomains } from './domain-table.ts';
import type { Reader } from './reader.ts';
import { roundedUp, vcpusUpOf } from './sizes.ts';

const COLUMNS = {
  cpu: 'cpu_request',
  workers: 'worker_num',
  submitted: 'submit_time',
  duration: 'duration',
  organization: 'organization',
} as const;
const SPAN = 'a time is a number of seconds from 0 up';

export const alibabaSpot: Reader = {
  name: 'alibaba-spot',
  about: 'Alibaba cluster-trace-v2026-spot-gpu, job_info_df.csv: jobs with GPUs, a domain per worker',
  kind: 'lifecycle',
  notes: {
    toldBy: 'header `job_name,organization,gpu_model,…`',
    example:
      'job_name,organization,gpu_model,cpu_request,gpu_request,worker_num,submit_time,duration,job_type\n239255,13,A10,20,1,1,0,2764799,HP\n437260,57,A100-SXM4-80GB,15,1,16,9589663,41060,Spot\n253689,13,A10,8,1,1,0,15897599,HP\n',
    glitches: [
      'jobs of moment 0 may have been there before: the trace does not say, and they are read as submitted then',
      'jobs that end at the last moment of the file are censored: the record ends there, not they',
      'no memory in the trace: the option says what a processor has',
    ],
    options: ['memoryPerCore'],
    source: 'alibaba/clusterdata, cluster-trace-v2026-spot-gpu; Duan et al., GFS, ASPLOS 2026',
    licence: 'none stated; the README of the repository allows research or study',
  },
  detect: ({ first }) => first.startsWith('job_name,organization,gpu_model,'),
  read: async (source, options) => {
    const memory = new AssumedMemory(options);
    let at: Readonly<Record<keyof typeof COLUMNS, number>> | undefined;
    const read = await readDomains(source, options, {
      rowsAre: 'tasks',
      header: (header) => {
        at = placesOf(header, 'alibaba-spot', COLUMNS);
      },
      domain: (row) => {
        const { cpu, workers, submitted, duration, organization } = at!;
        const instances = instancesIn(row, workers);
        const vcpus = vcpusUpOf(row, cpu);
        row.atLeast(submitted, 0, SPAN);
        row.atLeast(duration, 0, SPAN);
        const created = row.micros(submitted, seconds(1), SPAN);
        const deleted = created + row.micros(duration, seconds(1), SPAN);
        if (instances === 0) return 'no workers';
        const memoryMib = memory.mibOf(vcpus);
        return { created, deleted, vcpus, memoryMib, instances, group: row.text(organization) };
      },
      outlives: 'latest',
    });
    return {
      ...read,
      start: 0,
      choices: {
        domains: ONE_PER_INSTANCE,
        sizes: `cpu_request of one worker, ${roundedUp}; GPUs left out`,
        ...memory.choices(),
        'deleted last': 'at the latest moment in the file: censored end',
        group: 'organization',
      },
      warnings: [...read.warnings, ...memory.warnings('jobs')],
    };
  },
};
