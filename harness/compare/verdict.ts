/**
 * What is concluded from a metric in two documents: improved, regressed, unchanged, or undecided.
 *
 * A simulated metric is exact: any change beyond what was allowed counts, in the direction that is better for it. A
 * measured one is judged by the ratio of rounds that were timed in turns: the exact 95 % interval of its median must lie
 * wholly beyond the larger of the floor and what was allowed; wholly within is unchanged, anything else is undecided,
 * never unchanged. Left out: which metrics are gated.
 */
import type { Better } from '../measure/metric.ts';
import { fewestFor, medianInterval, type MedianInterval } from '../measure/median.ts';

export type Verdict = 'improved' | 'regressed' | 'unchanged' | 'undecided';

/** Of the interval of the median ratio. */
export const LEVEL = 0.95;
/** Below this no timing on a shared machine is believed, whatever its interval. */
export const FLOOR = 0.03;

/** What tells what happened and is no merit. */
const NEITHER = 'it changed, and neither way is better';

export interface Judgement {
  readonly verdict: Verdict;
  /** Head over base, less one; null where one of them is 0 or has no value. */
  readonly change: number | null;
  readonly note?: string;
}

/** @param allowed  change for the worse that still passes, as a fraction of the base */
export const judgeExact = (
  base: number | null,
  head: number | null,
  better: Better,
  allowed: number,
): Judgement => {
  if (base === head) return { verdict: 'unchanged', change: base === null ? null : 0 };
  if (base === null || head === null) {
    const side = base === null ? 'head' : 'base';
    return { verdict: 'undecided', change: null, note: `has a value in ${side} only` };
  }
  const change = base === 0 ? null : (head - base) / Math.abs(base);
  if (Math.abs(head - base) <= allowed * Math.abs(base)) {
    return { verdict: 'unchanged', change, note: 'within what is allowed' };
  }
  if (better === 'neither') return { verdict: 'undecided', change, note: NEITHER };
  return { verdict: head < base === (better === 'lower') ? 'improved' : 'regressed', change };
};

export interface MeasuredJudgement extends Judgement {
  /** Of head over base, round by round. */
  readonly interval: MedianInterval;
}

/** @param ratios  head over base, a value per round; at least one */
export const judgeMeasured = (
  ratios: readonly number[],
  better: Better,
  allowed: number,
): MeasuredJudgement => {
  const interval = medianInterval(ratios, LEVEL);
  const change = interval.median - 1;
  const margin = Math.max(FLOOR, allowed);
  const { low, high } = interval;
  if (low === undefined || high === undefined) {
    const needed = fewestFor(LEVEL);
    return { verdict: 'undecided', change, interval, note: `${interval.n} rounds, needs ${needed}` };
  }
  const [slower, faster] = [1 + margin, 1 / (1 + margin)];
  if (better === 'neither' && (low > slower || high < faster)) {
    return { verdict: 'undecided', change, interval, note: NEITHER };
  }
  if (low > slower) return { verdict: better === 'lower' ? 'regressed' : 'improved', change, interval };
  if (high < faster) return { verdict: better === 'lower' ? 'improved' : 'regressed', change, interval };
  if (low >= faster && high <= slower) return { verdict: 'unchanged', change, interval };
  return { verdict: 'undecided', change, interval, note: roundsNote(interval, slower, faster) };
};

/** More than that nobody waits for. */
const MOST_ROUNDS = 2000;

/**
 * How many rounds would decide, if the spread stays: an interval of a median narrows with the root of the rounds, and must
 * become narrower than the distance from the median to the nearest limit.
 */
const roundsNote = ({ n, median, low, high }: MedianInterval, slower: number, faster: number): string => {
  const half = Math.max(Math.log(high! / median), Math.log(median / low!));
  const distance = Math.min(Math.abs(Math.log(median / slower)), Math.abs(Math.log(median / faster)));
  const needed = Math.ceil(n * Math.max(1, (half / distance) ** 2)) + 1;
  return needed > MOST_ROUNDS
    ? `${n} rounds; it lies on the limit, and more than ${MOST_ROUNDS} would not decide`
    : `${n} rounds, needs about ${needed}`;
};
