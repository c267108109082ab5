/**
 * Coefficients of laws, and sums of them, with the intervals that they are sure to.
 *
 * Left out: what they mean, and that two of them may err together.
 */
import type { SeriesLaw } from './calibration.ts';
import { formOf } from './laws.ts';

/** A coefficient with its interval. */
export interface Part {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly sure: boolean;
  readonly from: string;
}

/** Laws by series, and the terms they have. */
export type Look = (series: string, term: string) => Part | undefined;

export const lookIn =
  (laws: readonly SeriesLaw[]): Look =>
  (series, term) => {
    const law = laws.find((one) => one.series === series);
    if (law === undefined) return undefined;
    const i = formOf(law.form).terms.findIndex(({ name }) => name === term);
    const value = law.coefficients[i];
    // a slope of one point is no slope
    if (value === undefined || (i > 0 && law.points < 2)) return undefined;
    const interval = law.intervals[i] ?? undefined;
    return {
      value,
      low: interval?.[0] ?? value,
      high: interval?.[1] ?? value,
      sure: interval !== undefined,
      from: series,
    };
  };

export const less = (a: Part | undefined, b: Part | undefined): Part | undefined =>
  a === undefined || b === undefined
    ? undefined
    : {
        value: Math.max(0, a.value - b.value),
        low: Math.max(0, a.low - b.high),
        high: Math.max(0, a.high - b.low),
        sure: a.sure && b.sure,
        from: `${a.from} − ${b.from}`,
      };

export const scaled = (a: Part | undefined, factor: number, minus = 0): Part | undefined =>
  a === undefined
    ? undefined
    : {
        ...a,
        value: Math.max(0, a.value * factor - minus),
        low: Math.max(0, a.low * factor - minus),
        high: Math.max(0, a.high * factor - minus),
      };

/** Parameters by name; undefined where nothing was measured. */
export type Parts = Readonly<Record<string, Part | undefined>>;

/** One that nothing is said about but its value. */
export const sole = (value: number, from: string): Part => ({
  value,
  low: value,
  high: value,
  sure: false,
  from,
});
