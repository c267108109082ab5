/**
 * Grid Workloads Format of the Grid Workloads Archive: as SWF in its first columns, `#` comments, 11 to 29 columns.
 *
 * Lines that end with ASKALON count their submission in milliseconds. Missing words and numbers are -1 or N/A.
 * @source Grid Workloads Archive; DISSECT-CF, GWFReader
 */
import { readJobs, type JobLayout } from './jobs.ts';
import type { Reader } from './reader.ts';

const GWF: JobLayout = {
  format: 'gwf',
  comment: '#',
  fields: [11, 30],
  epoch: undefined,
  inMillis: (line) => /ASKALON\s*$/i.test(line),
};

/** Characters of a line that may be one. */
const LONGEST = 4_000;
const LIKE = /^\s*\d+\s+-?\d+(?:\.\d+)?\s+-?\d+(?:\.\d+)?\s+-?\d+(?:\.\d+)?\s+-?\d+\s/;

export const gwf: Reader = {
  name: 'gwf',
  about: 'Grid Workloads Format: grid jobs, a domain each, from the Grid Workloads Archive',
  kind: 'lifecycle',
  notes: {
    toldBy: '11 to 30 fields between blanks, the first five numbers',
    example:
      '# JobID SubmitTime WaitTime RunTime NProcs AverageCPUTimeUsed UsedMemory ReqNProcs ReqTime ReqMemory Status UserID\n0 1136070024 203761 138 1 138 98652 1 259200 -1 1 user0\n1 1136070690 203128 12 2 12 24576 2 259200 -1 1 user1\n',
    glitches: [
      'lines that end with ASKALON have milliseconds in the submission',
      'texts are -1 or N/A where they are missing',
      'status and wait are as in SWF: not asked for',
    ],
    options: ['createdAt', 'memoryPerCore'],
    source: 'Grid Workloads Archive; DISSECT-CF, GWFReader',
    licence: 'the archive asks to be cited',
  },
  detect: ({ first, more }) => {
    const [least, most] = GWF.fields;
    const count = first.length > LONGEST ? 0 : first.trim().split(/\s+/).length;
    return more && LIKE.test(first) && count >= least && count <= most;
  },
  read: (source, options) => readJobs(source, options, GWF),
};
