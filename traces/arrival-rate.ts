/**
 * The same domains asked for more often: creations come closer together, and lifetimes stay as recorded.
 *
 * So many times as many domains are alive at once. A domain whose creation is not known keeps the place of its destruction
 * in the trace; one that would outlive the shorter trace gets a censored end. Left out: more domains than were recorded.
 */
import { moment } from '../model/kernel/units.ts';
import { CENSORED_END, isCensoredEnd, isCensoredStart, type LifecycleWorkload } from '../model/workload.ts';
import { complaint } from './complaint.ts';

/** @param factor  how many times as often; 1 changes nothing */
export const atRate = (trace: LifecycleWorkload, factor: number): LifecycleWorkload => {
  if (factor === 1) return trace;
  const horizon = Math.floor(trace.horizon / factor);
  if (horizon < 1) {
    throw complaint(
      '--read rate',
      `is ${factor}, and the trace becomes shorter than 1 µs`,
      'a trace lasts 1 µs or more',
      'choose a smaller number',
    );
  }
  const created = trace.created.map((at) => Math.min(Math.floor(at / factor), horizon));
  const deleted = new Float64Array(created.length);
  const marks = trace.marks.slice();
  for (let row = 0; row < created.length; row += 1) {
    const lifetime = trace.deleted[row]! - trace.created[row]!;
    const open = isCensoredEnd(trace, row);
    const before = isCensoredStart(trace, row);
    const ends = before ? Math.floor(trace.deleted[row]! / factor) : created[row]! + lifetime;
    if (open || ends > horizon) {
      deleted[row] = horizon;
      marks[row]! |= CENSORED_END;
    } else deleted[row] = ends;
  }
  return { ...trace, horizon: moment(horizon), created, deleted, marks };
};
