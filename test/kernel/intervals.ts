/**
 * What several tests measure with: the confidence interval of a simulated mean.
 *
 * Left out: everything that only one test needs; it stands there.
 */

export interface Interval {
  readonly mean: number;
  /** Half the width of the 99.9 % interval. */
  readonly half: number;
}

/** Student's interval of the mean of independent values: one per batch or replication, at least ten. */
export const interval999 = (values: readonly number[]): Interval => {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  const variance = values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / (n - 1);
  return { mean, half: student999(n - 1) * Math.sqrt(variance / n) };
};

/** The 99.95 % quantile of Student's t, by Cornish and Fisher from the normal's: 3.3915 at 99, as tabled. */
const student999 = (freedom: number): number => {
  const z = 3.290527;
  const z3 = z * z * z;
  const z5 = z3 * z * z;
  return z + (z3 + z) / (4 * freedom) + (5 * z5 + 16 * z3 + 3 * z) / (96 * freedom * freedom);
};

/** Collects observations of one long run into batches of equal size, the first left out as warm-up. */
export const batchesOf = (size: number): { add(x: number): void; readonly means: number[] } => {
  const means: number[] = [];
  let sum = 0;
  let count = 0;
  let warm = false;
  return {
    means,
    add: (x) => {
      sum += x;
      count += 1;
      if (count < size) return;
      if (warm) means.push(sum / size);
      warm = true;
      sum = 0;
      count = 0;
    },
  };
};
