/**
 * Which replicas are still warming up: asked for and not ready, or ready for less than the warm-up.
 *
 * A policy sees numbers, not replicas: those that became ready between two ticks are counted as ready from the later one
 * on, and the youngest are the first to leave. Left out: replicas that come and go between two ticks.
 */
import { after, type Micros, type Moment } from '../kernel/units.ts';
import type { Observation } from './contract.ts';

interface Group {
  readonly count: number;
  readonly until: Moment;
}

export interface WarmUp {
  /** Ready at the last tick. */
  readonly ready: number;
  /** Ready and warming, oldest first. */
  readonly groups: readonly Group[];
}

/** Those of the start have been there for long. */
export const warmAtStart = (ready: number): WarmUp => ({ ready, groups: [] });

export const warmedUp = (before: WarmUp, { at, ready }: Observation, warmUp: Micros): WarmUp => {
  const still = before.groups.filter(({ until }) => until > at);
  if (ready >= before.ready) {
    const came = ready - before.ready;
    const joined = came > 0 && warmUp > 0 ? [...still, { count: came, until: after(at, warmUp) }] : still;
    return { ready, groups: joined };
  }
  let left = before.ready - ready;
  const groups = still
    .toReversed()
    .map(({ count, until }) => {
      const gone = Math.min(left, count);
      left -= gone;
      return { count: count - gone, until };
    })
    .filter(({ count }) => count > 0);
  return { ready, groups: groups.toReversed() };
};

/** Ready replicas that are not yet warm. */
export const warmingReady = ({ groups }: WarmUp): number => groups.reduce((sum, { count }) => sum + count, 0);

/** All that are not yet warm, the starting ones as well. */
export const warming = (state: WarmUp, { starting }: Observation): number => starting + warmingReady(state);
