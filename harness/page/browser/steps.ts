/**
 * Step functions in the page: unpacked, asked for a value, and turned into rows of a chart.
 *
 * Left out: where they come from.
 */
import type { PackedSteps } from './data.ts';

/** value[i] from at[i] on, milliseconds; 0 before the first. */
export interface Steps {
  readonly at: readonly number[];
  readonly value: readonly number[];
}

export const unpacked = ({ t, v }: PackedSteps): Steps => {
  let now = 0;
  return { at: t.map((span) => (now += span)), value: v };
};

/** Index of the last change at or before a moment; −1 where there is none. */
const indexAt = (at: readonly number[], moment: number): number => {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at[middle]! <= moment) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

export const valueAt = ({ at, value }: Steps, moment: number): number => value[indexAt(at, moment)] ?? 0;

/** The greatest value that holds at any time in [from, until]. */
export const greatestIn = (steps: Steps, from: number, until: number): number =>
  Math.max(...heldIn(steps, from, until));

/** The least value that holds at any time in [from, until]. */
export const leastIn = (steps: Steps, from: number, until: number): number =>
  Math.min(...heldIn(steps, from, until));

/** The value at the beginning, and those that changes within lead to. */
const heldIn = (steps: Steps, from: number, until: number): readonly number[] => [
  valueAt(steps, from),
  ...steps.value.slice(indexAt(steps.at, from) + 1, indexAt(steps.at, until) + 1),
];

export interface BandRow {
  readonly t: number;
  readonly low: number;
  readonly high: number;
}

/** Rows for a band between two curves, in steps, held to the end. */
export const bandRows = (low: Steps, high: Steps, offset: number, end: number): BandRow[] => {
  const moments = [...new Set([...low.at, ...high.at])].toSorted((a, b) => a - b);
  if (moments.length === 0) return [];
  return [...moments, end].map((t) => ({ t: offset + t, low: valueAt(low, t), high: valueAt(high, t) }));
};

/** The next change of any of them after a moment (or, backward, the last one before it); undefined at the end. */
export const nextChange = (
  curves: readonly Steps[],
  moment: number,
  direction: 1 | -1,
): number | undefined => {
  const found = curves.flatMap(({ at }) => {
    let index = indexAt(at, moment);
    if (direction === 1) index += 1;
    else while (index >= 0 && at[index]! >= moment) index -= 1;
    return at[index] ?? [];
  });
  if (found.length === 0) return undefined;
  return direction === 1 ? Math.min(...found) : Math.max(...found);
};

export interface StepRow {
  readonly t: number;
  readonly v: number;
}

/**
 * Rows for a line in steps, the last value held to the end.
 *
 * @param sign  −1 draws it downward
 */
export const stepRows = ({ at, value }: Steps, offset: number, end: number, sign: 1 | -1 = 1): StepRow[] => {
  const rows = at.map((t, i): StepRow => ({ t: offset + t, v: sign * value[i]! }));
  const last = rows.at(-1);
  return last === undefined ? [] : [...rows, { t: offset + end, v: last.v }];
};
