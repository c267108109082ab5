/**
 * Standard Workload Format of the Parallel Workloads Archive: a job per line, 18 numbers, `;` comments with the header.
 *
 * A job is a domain with as many virtual processors as it was given, from its submission (or its start, by option) for its
 * run time. Memory is in kilobytes per processor where a log has it; most have not, and then it is assumed.
 * @source Parallel Workloads Archive, the standard workload format; DISSECT-CF and CloudSim Plus, which read it as VMs
 */
import { readJobs, type JobLayout } from './jobs.ts';
import type { Reader } from './reader.ts';

const SWF: JobLayout = {
  format: 'swf',
  comment: ';',
  fields: [18, 18],
  epoch: /^;\s*UnixStartTime:\s*(\d+)\s*$/m,
  inMillis: () => false,
};

export const swf: Reader = {
  name: 'swf',
  about: 'Standard Workload Format: batch jobs, a domain each, from the Parallel Workloads Archive',
  kind: 'lifecycle',
  notes: {
    toldBy: 'comments with `;`, then 18 numbers between blanks',
    example:
      '; UnixStartTime: 749433603\n; MaxProcs: 128\n    1      0     -1   1451    128     -1    -1    -1     -1    -1 -1   1   1   1 -1 -1 -1 -1\n    2   1460     -1      0      4     -1  2048    -1     -1    -1 -1   2   1  -1 -1 -1 -1 -1\n',
    glitches: [
      'wait time and status are -1 in many logs: they are not asked for; a job that has a run time ran',
      'run times of 0 are zero lifetimes, kept; negative ones are left out and counted',
      'memory is missing in most logs: the option says what a processor has',
    ],
    options: ['createdAt', 'memoryPerCore'],
    source: 'Parallel Workloads Archive; OpenDC and DISSECT-CF read the same columns',
    licence: 'the archive asks to be acknowledged',
  },
  detect: ({ first }) => first.startsWith(';'),
  read: (source, options) => readJobs(source, options, SWF),
};
