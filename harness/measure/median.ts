/**
 * The median of a sample and its interval by order statistics: exact for any continuous law, whatever its shape.
 *
 * The k-th smallest and the k-th largest of n values hold the median with probability 1 − 2·P(Bin(n, ½) < k); the interval
 * is the narrowest such pair that keeps the level, so its true coverage is at least that. Left out: interpolation between
 * two pairs, which would need the law.
 *
 * @source David and Nagaraja, Order Statistics, 3rd edition, section 7.1
 */
import { median } from 'simple-statistics';

export interface MedianInterval {
  readonly n: number;
  readonly median: number;
  /** Undefined where so few values cannot keep the level. */
  readonly low: number | undefined;
  readonly high: number | undefined;
  /** Probability that low to high holds the median; 0 where there are no bounds. */
  readonly coverage: number;
}

/**
 * @param values  at least one
 * @param level   above 0, below 1
 */
export const medianInterval = (values: readonly number[], level: number): MedianInterval => {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const rank = rankFor(n, level);
  if (rank === 0) return { n, median: median(sorted), low: undefined, high: undefined, coverage: 0 };
  return {
    n,
    median: median(sorted),
    low: sorted[rank - 1],
    high: sorted[n - rank],
    coverage: 1 - 2 * below(n, rank),
  };
};

/** The fewest values whose least and greatest hold the median at this level: 6 for 95 %. */
export const fewestFor = (level: number): number => {
  let n = 1;
  while (rankFor(n, level) === 0) n += 1;
  return n;
};

/** The largest k with P(Bin(n, ½) < k) ≤ (1 − level) / 2; 0 where there is none. */
const rankFor = (n: number, level: number): number => {
  let rank = 0;
  while (rank < n / 2 && below(n, rank + 1) <= (1 - level) / 2) rank += 1;
  return rank;
};

/** P(Bin(n, ½) < k); by logarithms, so that 2⁻ⁿ does not vanish. */
const below = (n: number, k: number): number => {
  let log = -n * Math.LN2;
  let sum = 0;
  for (let i = 0; i < k; i += 1) {
    sum += Math.exp(log);
    log += Math.log((n - i) / (i + 1));
  }
  return sum;
};
