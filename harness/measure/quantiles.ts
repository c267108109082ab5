/**
 * Order statistics and intervals of the mean, as the tables and the comparison print them.
 *
 * Percentiles are nearest-rank: the least observed value with at least p % of the sample at or below it, so a reported
 * p99 is a set-up that happened. simple-statistics' quantile interpolates between two of them (R's type 7) and is not used.
 * Left out: rank tests and intervals of the median.
 */
import { mean, sampleStandardDeviation } from 'simple-statistics';

/**
 * @param sorted   ascending
 * @param percent  above 0 to 100, in percent so that a rank which is whole stays whole
 * @returns        null for an empty sample
 */
export const percentile = (sorted: ArrayLike<number>, percent: number): number | null =>
  sorted.length === 0 ? null : sorted[Math.max(1, Math.ceil((percent * sorted.length) / 100)) - 1]!;

/** Mean over seeds and its two-sided 95 % interval by Student's t; no bounds below two values, no mean without any. */
export interface Interval {
  readonly n: number;
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

const CONFIDENCE = 0.95;

export const intervalOf = (values: readonly number[]): Interval => {
  const n = values.length;
  if (n === 0) return { n, mean: null, low: null, high: null };
  const middle = mean([...values]);
  if (n === 1) return { n, mean: middle, low: null, high: null };
  const half = (tQuantile(CONFIDENCE, n - 1) * sampleStandardDeviation([...values])) / Math.sqrt(n);
  return { n, mean: middle, low: middle - half, high: middle + half };
};

/**
 * The t with P(|T| < t) = share.
 *
 * @param share    above 0, below 1
 * @param freedom  degrees of freedom, whole, from 1
 */
export const tQuantile = (share: number, freedom: number): number => {
  let low = 0;
  let high = Math.PI / 2;
  for (;;) {
    const angle = (low + high) / 2;
    if (angle <= low || angle >= high) return Math.sqrt(freedom) * Math.tan(low);
    if (within(angle, freedom) < share) low = angle;
    else high = angle;
  }
};

/**
 * P(|T| < √freedom · tan(angle)): a finite sum for whole degrees of freedom.
 *
 * @source Abramowitz and Stegun, 26.7.3 (odd) and 26.7.4 (even)
 */
const within = (angle: number, freedom: number): number => {
  const odd = freedom % 2 === 1;
  const squared = Math.cos(angle) * Math.cos(angle);
  let term = odd ? Math.cos(angle) : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k < freedom; k += 2) {
    term *= (squared * (k - 1)) / k;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
};
