/**
 * The domains of a lifecycle trace that are alive over time, as it wants them: what a fleet is sized by, or a load.
 *
 * One pass over creations and ends, each in the order of time, in columns. Left out: what becomes of them on a host.
 */
import { risingOrder } from '../kernel/order.ts';
import { moment, type Moment } from '../kernel/units.ts';
import { isCensoredEnd, isCensoredStart, type LifecycleWorkload, type LoadWorkload } from '../workload.ts';
import type { LifecycleRules } from './lifecycle.ts';

type Counted = Pick<LifecycleRules, 'censored'>;

/** Calls back at each creation with the domains alive and the memory they hold, MiB. */
export const sweep = (
  trace: LifecycleWorkload,
  rules: Counted,
  change: (alive: number, memoryMib: number, at: Moment) => void,
): void => {
  const rows = trace.created.length;
  const order = risingOrder(trace.deleted);
  let next = 0;
  let alive = 0;
  let memory = 0;
  for (let row = 0; row < rows; row += 1) {
    if (!counts(trace, rules, row)) continue;
    const at = trace.created[row]!;
    for (; next < rows; next += 1) {
      const ending = order === undefined ? next : order[next]!;
      if (trace.deleted[ending]! > at) break;
      if (!counts(trace, rules, ending) || isCensoredEnd(trace, ending)) continue;
      alive -= 1;
      memory -= trace.memoryMib[ending]!;
    }
    alive += 1;
    memory += trace.memoryMib[row]!;
    change(alive, memory, moment(at));
  }
};

/**
 * The load that a lifecycle trace stands for when an autoscaler is to serve it: one request per second and domain alive.
 *
 * @returns  a `count` whose steps are the start and the moments at which a domain is created or ends
 */
export const aliveAsLoad = (trace: LifecycleWorkload, rules: Counted): LoadWorkload => {
  const { horizon } = trace;
  const starts = trace.created.filter((_at, row) => counts(trace, rules, row));
  const ends = trace.deleted
    .filter((_at, row) => counts(trace, rules, row) && !isCensoredEnd(trace, row))
    .sort();
  const most = starts.length + ends.length + 1;
  const at = new Float64Array(most);
  const rate = new Float64Array(most);
  let steps = 0;
  let alive = 0;
  let started = 0;
  let ended = 0;
  for (let now = 0; now < horizon; steps += 1) {
    for (; starts[started]! <= now; started += 1) alive += 1;
    for (; ends[ended]! <= now; ended += 1) alive -= 1;
    at[steps] = now;
    rate[steps] = alive;
    now = Math.min(starts[started] ?? horizon, ends[ended] ?? horizon);
  }
  return { kind: 'load', horizon, at: at.slice(0, steps), rate: rate.slice(0, steps), quantity: 'count' };
};

const counts = (trace: LifecycleWorkload, rules: Counted, row: number): boolean =>
  rules.censored !== 'drop' || !isCensoredStart(trace, row);
