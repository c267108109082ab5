/**
 * The window over which Knative averages: a ring of buckets, one per second.
 *
 * A write that skips buckets leaves them at 0; one after a whole window of silence begins anew; one from before the window
 * is dropped. The average divides by the buckets since the first write, without those since the last. The sum is kept as
 * it runs, as upstream keeps it, since its rounding errors show in the sixth decimal. Left out: resizing a window.
 *
 * @source knative/serving pkg/autoscaler/aggregation/bucketing.go; policies.md section 4
 */
import { micros, type Micros, type Moment } from '../kernel/units.ts';

export interface Buckets {
  /** Bucket `i` of time stands at `i` modulo their number. */
  readonly values: readonly number[];
  readonly sum: number;
  /** Indices of time of the first and the last bucket written since the silence; undefined before any write. */
  readonly written: { readonly first: number; readonly last: number } | undefined;
}

export interface BucketRule {
  readonly window: Micros;
  /** Time in one bucket. */
  readonly granularity: Micros;
}

const countOf = ({ window, granularity }: BucketRule): number => Math.ceil(window / granularity);

export const emptyBuckets = (rule: BucketRule): Buckets => ({
  values: Array.from({ length: countOf(rule) }, () => 0),
  sum: 0,
  written: undefined,
});

const indexOf = (at: Moment, { granularity }: BucketRule): number => Math.floor(at / granularity);

/** Place in the ring; time before 0 has one as well. */
const placeOf = (index: number, count: number): number => ((index % count) + count) % count;

/** The buckets with the value added to that of the moment. */
export const record = (buckets: Buckets, rule: BucketRule, at: Moment, value: number): Buckets => {
  const index = indexOf(at, rule);
  const { written } = buckets;
  const count = buckets.values.length;
  const reach = (from: number, to: number): Micros => micros((to - from) * rule.granularity);
  if (written !== undefined && reach(index, written.last) >= rule.window) return buckets;

  let { sum } = buckets;
  const values = [...buckets.values];
  let first = Math.min(written?.first ?? index, index);
  const last = Math.max(written?.last ?? index, index);
  if (written !== undefined && index > written.last) {
    if (reach(written.last, index) >= rule.window) {
      first = index;
      values.fill(0);
      sum = 0;
    } else {
      for (let i = written.last + 1; i <= index; i += 1) {
        sum -= values[placeOf(i, count)]!;
        values[placeOf(i, count)] = 0;
      }
    }
  }
  values[placeOf(index, count)]! += value;
  return { values, sum: sum + value, written: { first, last } };
};

/** Upstream cuts off behind so many decimals. */
const DECIMALS = 1_000_000;

/** The mean of the window that ends now; 0 where nothing was written for a window. */
export const windowAverage = ({ values, sum, written }: Buckets, rule: BucketRule, now: Moment): number => {
  if (written === undefined) return 0;
  const index = indexOf(now, rule);
  const silent = Math.max(0, index - written.last);
  if (silent * rule.granularity >= rule.window) return 0;
  let total = sum;
  for (let i = written.last + 1; i <= index; i += 1) total -= values[placeOf(i, values.length)]!;
  const count = Math.min(written.last - written.first + 1, values.length - silent);
  return Math.floor((total / count) * DECIMALS) / DECIMALS;
};

/** Share of the weight that the buckets of a window hold at least, and the least weight of the newest. */
const WEIGHT_HELD = 0.9999;
const NEWEST_LEAST = 0.2;

/**
 * The mean that forgets exponentially, of the algorithm `weighted-exponential`; silence counts as 0.
 *
 * @source policies.md section 4: max(0.2, 1 − (1 − 0.9999)^(1/n)) for the newest bucket
 */
export const weightedAverage = ({ values, written }: Buckets, rule: BucketRule, now: Moment): number => {
  if (written === undefined) return 0;
  const silent = Math.max(0, indexOf(now, rule) - written.last);
  if (silent * rule.granularity > rule.window) return 0;
  const newest = Math.max(NEWEST_LEAST, 1 - Math.exp(Math.log(1 - WEIGHT_HELD) / values.length));
  let weight = newest * Math.exp(silent * Math.log(1 - newest));
  let mean = 0;
  for (let i = 0; i < values.length - silent; i += 1) {
    mean += values[placeOf(written.last - i, values.length)]! * weight;
    weight *= 1 - newest;
  }
  return mean;
};
