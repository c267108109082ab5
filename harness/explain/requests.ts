/**
 * When each domain was really asked for and given up, which the rows of a host do not say.
 *
 * A host's row begins when the host is sent the job: after a wait for room on any host, and for a domain given up while it
 * was still coming up, after its own set-up. A lifecycle trace says when it wanted what; for a load the decisions are
 * walked once more, the youngest leaving first, as in service/autoscaled. Left out: what the wait was for (tasks).
 */
import type { DecisionRow, Recording, TaskRows } from '../../model/recording.ts';
import type { LifecycleRules } from '../../model/service/lifecycle.ts';
import {
  isCensoredEnd,
  isCensoredStart,
  type LifecycleWorkload,
  type Workload,
} from '../../model/workload.ts';

/** By ordinal of the domain, µs since start. */
export interface Requests {
  readonly creations: ReadonlyMap<number, number>;
  readonly destructions: ReadonlyMap<number, number>;
}

/** A recording whose rows were kept. */
export type Detailed = Recording & { readonly creations: TaskRows; readonly destructions: TaskRows };

export const requestsOf = (workload: Workload, rules: LifecycleRules, recording: Detailed): Requests =>
  workload.kind === 'lifecycle'
    ? ofTrace(workload, rules, recording)
    : ofDecisions(recording.decisions, recording.creations);

const ofTrace = (trace: LifecycleWorkload, rules: LifecycleRules, recording: Detailed): Requests => {
  const creations = new Map<number, number>();
  const destructions = new Map<number, number>();
  const built = new Set(recording.creations.domain);
  for (let row = 0; row < trace.created.length; row += 1) {
    const before = isCensoredStart(trace, row);
    if (before && rules.censored === 'drop') continue;
    // one that ran before is created only where no host had room to find it on
    const found = before && rules.censored === 'preboot' && !built.has(row);
    if (!found) creations.set(row, trace.created[row]!);
    const ends = !isCensoredEnd(trace, row);
    if (ends && (found || rules.destroy === 'wall')) destructions.set(row, trace.deleted[row]!);
  }
  // counted from ready, a lifetime ends when the host is told
  const { domain, asked } = recording.destructions;
  for (const [index, ordinal] of domain.entries()) {
    if (!destructions.has(ordinal)) destructions.set(ordinal, asked[index]!);
  }
  return { creations, destructions };
};

const ofDecisions = (decisions: readonly DecisionRow[], rows: TaskRows): Requests => {
  const creations = new Map<number, number>();
  const destructions = new Map<number, number>();
  let next = decisions[0]?.from ?? 0;
  const starting: number[] = [];
  const serving = Array.from({ length: next }, (_one, ordinal) => ordinal);
  // rows stand in the order in which they ended
  let row = 0;
  const becomeReady = (until: number): void => {
    for (; row < rows.domain.length; row += 1) {
      const ordinal = rows.domain[row]!;
      if (rows.ended[row]! > until || ordinal >= next) return;
      const place = starting.indexOf(ordinal);
      if (place < 0) continue;
      starting.splice(place, 1);
      serving.push(ordinal);
    }
  };
  for (const { at, from, to } of decisions) {
    becomeReady(at);
    for (let count = from; count < to; count += 1) {
      creations.set(next, at);
      starting.push(next);
      next += 1;
    }
    for (let count = from; count > to; count -= 1) {
      const leaving = starting.pop() ?? serving.pop();
      if (leaving !== undefined) destructions.set(leaving, at);
    }
  }
  return { creations, destructions };
};
