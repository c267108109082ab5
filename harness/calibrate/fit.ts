/**
 * Fitting a law to measurements: relative errors, weighted so that a disturbed run counts little, no negative cost.
 *
 * Least squares of relative errors, repeated with weights that fall with a point's own error (the sum of absolute errors
 * in the end), and of all subsets of terms the best in which every coefficient is from 0 up. Left out: errors in the
 * conditions, which are counts.
 */
import { mean, rSquared } from 'simple-statistics';
import { formOf, valueOf, type Conditions, type FormName, type Law } from './laws.ts';

export interface Point {
  readonly at: Conditions;
  /** Above 0. */
  readonly value: number;
}

export interface Fitted extends Law {
  /** Per coefficient, 95 %; null where there are too few points to say. */
  readonly intervals: readonly (readonly [low: number, high: number] | null)[];
  /** Share of the variance explained; null where nothing varies. */
  readonly r2: number | null;
  /** (model − measured) / measured, in the order of the points. */
  readonly residuals: readonly number[];
}

/** Coefficients that are known already, by the number of their term. */
export type Given = ReadonlyMap<number, number>;
const NOTHING: Given = new Map();

/** Fits a form to points, which must be there; what is given stays as it is, without an interval. */
export const fitted = (form: FormName, points: readonly Point[], given: Given = NOTHING): Fitted => {
  const law = { form, coefficients: coefficientsOf(form, points, given) };
  const pairs = points.map(({ at, value }) => [valueOf(law, at), value]);
  const varies = points.some(({ value }) => value !== points[0]!.value);
  return {
    ...law,
    intervals: intervalsOf(form, points, law.coefficients, given),
    r2: varies ? rSquared(pairs, (model) => model) : null,
    residuals: points.map(({ at, value }) => valueOf(law, at) / value - 1),
  };
};

const ROUNDS = 25;
/** Relative error below which a point counts in full: what the best of several runs still varies by. */
const NOISE = 0.01;

const coefficientsOf = (form: FormName, points: readonly Point[], given: Given): readonly number[] => {
  const { offset, terms } = formOf(form);
  const free = terms.flatMap((term, i) => (given.has(i) ? [] : [{ term, i }]));
  const rest = ({ at, value }: Point): number =>
    [...given].reduce((left, [i, each]) => left - each * terms[i]!.of(at), value - offset(at));
  // each row is a point divided by its value, so that errors are relative
  const rows = points.map(({ at, value }) => free.map(({ term }) => term.of(at) / value));
  const wanted = points.map((point) => rest(point) / point.value);
  let weights = points.map(() => 1);
  let best: readonly number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    best = nonNegative(rows, wanted, weights);
    weights = rows.map((row, i) => 1 / Math.max(NOISE, Math.abs(dot(row, best) - wanted[i]!)));
  }
  return terms.map((_term, i) => given.get(i) ?? best[free.findIndex((one) => one.i === i)]!);
};

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, one, i) => sum + one * b[i]!, 0);

/** Of all subsets of columns, the least squares without a negative coefficient; forms have seven terms at most. */
const nonNegative = (
  rows: readonly (readonly number[])[],
  wanted: readonly number[],
  weights: readonly number[],
): readonly number[] => {
  const width = rows[0]!.length;
  // a column that is the same everywhere but for a factor, or 0, says nothing of its own
  let best: readonly number[] = Array.from({ length: width }, () => 0);
  let least = Infinity;
  for (let subset = 1; subset < 1 << width; subset += 1) {
    const columns = Array.from({ length: width }, (_column, i) => i).filter((i) => (subset >> i) & 1);
    const solved = solve(rows, wanted, weights, columns);
    if (solved === undefined || solved.some((one) => one < 0)) continue;
    const candidate = Array.from({ length: width }, () => 0);
    columns.forEach((column, i) => (candidate[column] = solved[i]!));
    const loss = rows.reduce((sum, row, i) => {
      const off = dot(row, candidate) - wanted[i]!;
      return sum + weights[i]! * off * off;
    }, 0);
    // more terms have to be worth it
    if (loss < least * (1 - 1e-9)) {
      least = loss;
      best = candidate;
    }
  }
  return best;
};

/** Weighted normal equations by elimination with pivots; undefined where the columns do not tell terms apart. */
const solve = (
  rows: readonly (readonly number[])[],
  wanted: readonly number[],
  weights: readonly number[],
  columns: readonly number[],
): readonly number[] | undefined => {
  const n = columns.length;
  const sizes = columns.map((c) =>
    Math.sqrt(rows.reduce((sum, row, i) => sum + weights[i]! * row[c]! * row[c]!, 0)),
  );
  if (sizes.includes(0)) return undefined;
  const matrix = columns.map((a, i) => [
    ...columns.map(
      (b, j) =>
        rows.reduce((sum, row, k) => sum + weights[k]! * row[a]! * row[b]!, 0) / (sizes[i]! * sizes[j]!),
    ),
    rows.reduce((sum, row, k) => sum + weights[k]! * row[a]! * wanted[k]!, 0) / sizes[i]!,
  ]);
  for (let i = 0; i < n; i += 1) {
    let pivot = i;
    for (let k = i + 1; k < n; k += 1) if (Math.abs(matrix[k]![i]!) > Math.abs(matrix[pivot]![i]!)) pivot = k;
    if (Math.abs(matrix[pivot]![i]!) < COLLINEAR) return undefined;
    [matrix[i], matrix[pivot]] = [matrix[pivot]!, matrix[i]!];
    for (let k = 0; k < n; k += 1) {
      if (k === i) continue;
      const share = matrix[k]![i]! / matrix[i]![i]!;
      for (let j = i; j <= n; j += 1) matrix[k]![j]! -= share * matrix[i]![j]!;
    }
  }
  return matrix.map((row, i) => row[n]! / row[i]! / sizes[i]!);
};
const COLLINEAR = 1e-9;

/** By leaving out one point at a time (jackknife). */
const intervalsOf = (
  form: FormName,
  points: readonly Point[],
  coefficients: readonly number[],
  given: Given,
): readonly (readonly [number, number] | null)[] => {
  const n = points.length;
  const found = coefficients.filter((one, i) => one > 0 && !given.has(i)).length;
  if (n <= found + 1) return coefficients.map(() => null);
  const without = points.map((_point, i) => coefficientsOf(form, points.toSpliced(i, 1), given));
  return coefficients.map((value, c) => {
    if (given.has(c)) return null;
    const centre = mean(without.map((one) => one[c]!));
    const spread = without.reduce((sum, one) => sum + (one[c]! - centre) * (one[c]! - centre), 0);
    const half = NORMAL_95 * Math.sqrt(((n - 1) / n) * spread);
    return [Math.max(0, value - half), value + half];
  });
};
const NORMAL_95 = 1.96;
