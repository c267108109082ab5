/**
 * What OpenDC calls GWF: workflow tasks as CSV with a header, blanks around the values; not the Grid Workloads Format.
 *
 * A task is a domain from its submission for its run time, both in seconds, with the processors that it was given (NProcs),
 * or else asked for. The trace has no memory: so much per processor is assumed. Left out: what a task waits for, since its
 * submission is that of the log.
 * @source atlarge-research/opendc, GwfTaskTableReader (removed in July 2025)
 */
import { seconds } from '../model/kernel/units.ts';
import { AssumedMemory } from './assumed-memory.ts';
import { readDomains } from './domain-table.ts';
import type { Reader } from './reader.ts';
import { VCPUS_MOST } from './sizes.ts';

const COLUMNS = ['WorkflowID', 'JobID', 'SubmitTime', 'RunTime', 'NProcs', 'ReqNProcs', 'Dependencies'];
const [WORKFLOW, SUBMIT, RUN, GIVEN, ASKED] = [0, 2, 3, 4, 5] as const;
const TIME = 'a time is a number of seconds';
const PROCESSORS = `processors are a number up to ${VCPUS_MOST}, -1 where they are not known`;

export const opendcGwf: Reader = {
  name: 'opendc-gwf',
  about: 'OpenDC workflow tasks as CSV (WorkflowID, JobID, SubmitTime, RunTime, NProcs, …), a domain each',
  kind: 'lifecycle',
  notes: {
    toldBy: 'header `WorkflowID, JobID, SubmitTime, RunTime, NProcs, ReqNProcs, Dependencies`',
    example:
      'WorkflowID, JobID , SubmitTime, RunTime, NProcs, ReqNProcs, Dependencies\n0 , 1 , 16 , 11 , 1 , 1 , \n0 , 2 , 40 , 11 , 2 , 2 , 1\n1 , 3 , 87 , 0 , -1 , 4 , 1 2\n',
    glitches: [
      'blanks around names and values',
      'OpenDC calls it GWF; the format of the Grid Workloads Archive is another one (gwf)',
      'negative run times are left out and counted; run times of 0 are zero lifetimes, kept',
    ],
    options: ['memoryPerCore'],
    source: 'atlarge-research/opendc, GwfTaskTableReader',
    licence: 'MIT (OpenDC); that of the trace',
  },
  detect: ({ fields }) => fields.join() === COLUMNS.join(),
  read: async (source, options) => {
    const memory = new AssumedMemory(options);
    const read = await readDomains(source, options, {
      rowsAre: 'domains',
      comments: true,
      header: (header) => COLUMNS.forEach((name) => header.column(name, 'opendc-gwf')),
      domain: (row) => {
        const created = row.micros(SUBMIT, seconds(1), TIME);
        const run = row.micros(RUN, seconds(1), TIME);
        const [given, asked] = [row.number(GIVEN, PROCESSORS), row.number(ASKED, PROCESSORS)];
        const vcpus = Math.ceil(given > 0 ? given : Math.max(asked, 0));
        if (vcpus > VCPUS_MOST) throw row.fault(given > 0 ? GIVEN : ASKED, PROCESSORS);
        if (run < 0) return 'no run time';
        if (vcpus === 0) return 'no processors';
        const memoryMib = memory.mibOf(vcpus);
        return { created, deleted: created + run, vcpus, memoryMib, group: row.text(WORKFLOW) };
      },
    });
    return {
      ...read,
      start: Math.min(0, read.rows.earliest),
      choices: { created: 'submission', ...memory.choices(), group: 'workflow' },
      warnings: [...read.warnings, ...memory.warnings('tasks')],
    };
  },
};
