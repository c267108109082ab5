/**
 * Google cluster data of 2011, `task_events`: 13 columns without header, one row per event of a task, times in µs.
 *
 * A task is a domain from being scheduled (or submitted, by option) to its end; one that is evicted and scheduled again is
 * another domain. A time of 0 lies before the trace and 2^63 − 1 after it: both are compared as text, since the second is
 * no exact number here. Requests are shares of the largest machine, which the trace does not describe. The clock starts at
 * the earliest event of the file, so that any one of the 500 parts can be read.
 * @source google/cluster-data, ClusterData2011_2.md; learning-on-chip/reference-traffic
 */
import { micros } from '../model/kernel/units.ts';
import { readEvents, UPDATE } from './event-table.ts';
import { GOOGLE_MACHINE, machineFor } from './machine.ts';
import type { Reader } from './reader.ts';
import type { Row } from './rows.ts';
import { sizeInShares } from './sizes.ts';

const COLUMNS = [
  'time',
  'missing info',
  'job ID',
  'task index',
  'machine ID',
  'event type',
  'user',
  'scheduling class',
  'priority',
  'CPU request',
  'RAM request',
  'disk request',
  'different-machine',
];
const [TIME, MISSING, JOB, TASK, TYPE, CPU, RAM] = [0, 1, 2, 3, 5, 9, 10] as const;

const SUBMIT = 0;
const SCHEDULE = 1;
/** EVICT, FAIL, FINISH, KILL, LOST. */
const ENDS = new Set([2, 3, 4, 5, 6]);
/** UPDATE_PENDING, UPDATE_RUNNING. */
const UPDATES = new Set([7, 8]);
const KIND = 'an event type is a whole number from 0 to 8';

/** 2^63 − 1: after the end of the trace. */
const AFTER = '9223372036854775807';
const MOMENT = `a time is a whole number of µs from 0 up, or ${AFTER}`;
const SHARE = 'a request is a share of a machine, 0 to 1, or empty';

export const googleTasks: Reader = {
  name: 'google-2011',
  about: 'Google cluster data 2011, task_events: tasks scheduled and ended, sizes as shares of a machine',
  kind: 'lifecycle',
  notes: {
    toldBy: '13 fields without header: µs, …, an event type 0 to 8, a user in base64',
    example:
      '0,2,3418309,0,4155527081,1,70s3v5qRyCO/1PCdI6fVXnrW8FU/w+5CKRSa72xgcIo=,3,9,0.125,0.07446,0.0004244,0\n600026273,,3418314,0,3938719206,1,70s3v5qRyCO/1PCdI6fVXnrW8FU/w+5CKRSa72xgcIo=,3,9,0.125,0.07446,0.0004244,0\n1200026273,,3418314,0,3938719206,4,70s3v5qRyCO/1PCdI6fVXnrW8FU/w+5CKRSa72xgcIo=,3,9,0.125,0.07446,0.0004244,0\n',
    glitches: [
      'time 0 is before the trace and 2^63 − 1 after it: censored, compared as text',
      'a task that is evicted and scheduled again is another domain, and a job that reuses its number too',
      'updates do not change the size that a domain began with; they are counted',
      'requests that are empty or 0: cores become 1, a task without memory is left out and counted',
    ],
    options: ['machine', 'createdAt'],
    source: 'google/cluster-data, ClusterData2011_2.md; Reiss, Wilkes, Hellerstein 2011',
    licence: 'CC BY 4.0',
  },
  detect: ({ fields }) =>
    fields.length === COLUMNS.length &&
    /^\d+$/.test(fields[TIME]!) &&
    /^\d*$/.test(fields[MISSING]!) &&
    /^[0-8]$/.test(fields[TYPE]!) &&
    /^\d+$/.test(fields[JOB]!) &&
    /^\d+$/.test(fields[TASK]!),
  read: async (source, options) => {
    const machine = machineFor(options, GOOGLE_MACHINE);
    const createdAt = options.createdAt ?? 'schedule';
    const begins = createdAt === 'schedule' ? SCHEDULE : SUBMIT;
    let synthesised = 0;
    const read = await readEvents(source, options, {
      columns: COLUMNS,
      reads: () => ({ numbers: [TYPE, CPU, RAM], texts: [TIME, MISSING, JOB, TASK] }),
      event: (row, log) => {
        const at = momentAt(row);
        const type = row.number(TYPE, KIND);
        const job = row.text(JOB);
        const id = `${job}/${row.text(TASK)}`;
        if (row.text(MISSING) !== '') synthesised += 1;
        if (type === begins) {
          const size = sizeInShares(row, [CPU, RAM], machine, SHARE);
          if (size === undefined) return 'no memory is requested';
          log.begin(id, at, size, row.line, job);
        } else if (ENDS.has(type)) {
          log.end(id, at, sizeInShares(row, [CPU, RAM], machine, SHARE), row.line, job);
        } else if (UPDATES.has(type)) return UPDATE;
        else if (type === SUBMIT) return 'a submission: the scheduling begins';
        else if (type === SCHEDULE) return 'a scheduling: the submission begins';
        else throw row.fault(TYPE, KIND);
        return undefined;
      },
    });
    return {
      ...read,
      start: read.rows.earliest,
      choices: {
        'clock starts at': 'the earliest event in the file',
        created: createdAt === 'schedule' ? 'when scheduled' : 'when submitted',
        machine: machine.text,
      },
      warnings: [
        ...read.warnings,
        ...machine.warnings,
        ...(synthesised > 0
          ? [
              `${synthesised} rows were added by the publisher for events that are missing; they are read as they are`,
            ]
          : []),
      ],
    };
  },
};

/** µs; −∞ before and ∞ after the trace. */
const momentAt = (row: Row): number => {
  const text = row.text(TIME);
  if (text === '0') return Number.NEGATIVE_INFINITY;
  if (text === AFTER) return Number.POSITIVE_INFINITY;
  const at = micros(/^\d{1,15}$/.test(text) ? Number(text) : Number.NaN);
  if (!Number.isSafeInteger(at)) throw row.fault(TIME, MOMENT);
  return at;
};
