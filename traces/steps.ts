/**
 * A load as a step function, and what is done to one: moments merged, gaps filled, a part cut out, its end moved.
 *
 * A value holds from its moment to the next. Left out: what the values count, and where rows come from (load).
 */
import { seconds } from '../model/kernel/units.ts';
import { reals, words } from './columns.ts';

/** What stands between rows that are further apart than a step and a half. */
export const gapRules = ['hold', 'zero', 'error', 'drop'] as const;
export type GapRule = (typeof gapRules)[number];

/** What several rows of the same moment become. */
export const duplicateRules = ['mean', 'sum', 'first', 'last'] as const;
export type DuplicateRule = (typeof duplicateRules)[number];

/** What is there where more was asked for than the trace has. */
export const endRules = ['stop', 'error', 'hold', 'zero', 'repeat'] as const;
export type EndRule = (typeof endRules)[number];

export interface Steps {
  /** µs, strictly rising. */
  readonly at: Float64Array;
  readonly value: Float64Array;
}

export interface Merged extends Steps {
  /** Of the first row of each moment; 0 where the file's lines are no steps. */
  readonly line: Uint32Array;
  /** How many rows became each. */
  readonly rows: Uint32Array;
  /** Rows at the moment of an earlier one. */
  readonly duplicates: number;
}

/** @param at  rising, with equal moments side by side */
export const merged = (
  at: Float64Array,
  value: Float64Array,
  line: Uint32Array,
  rule: DuplicateRule,
): Merged => {
  const moments = reals();
  const values = reals();
  const lines = words();
  const rows = words();
  for (let first = 0, next = 0; first < at.length; first = next) {
    let sum = 0;
    for (next = first; next < at.length && at[next] === at[first]; next += 1) sum += value[next]!;
    moments.push(at[first]!);
    values.push(valueBy(rule, value[first]!, value[next - 1]!, sum, next - first));
    lines.push(line[first]!);
    rows.push(next - first);
  }
  return {
    at: moments.values,
    value: values.values,
    line: lines.values,
    rows: rows.values,
    duplicates: at.length - moments.length,
  };
};

const valueBy = (rule: DuplicateRule, first: number, last: number, sum: number, rows: number): number => {
  switch (rule) {
    case 'first':
      return first;
    case 'last':
      return last;
    case 'sum':
      return sum;
    case 'mean':
      return rows === 1 ? first : sum / rows;
    default:
      return rule satisfies never;
  }
};

/** The lower median, so that it is a distance that occurs; two clock changes or a drifting step do not move it. */
export const medianStep = (at: Float64Array): number | undefined => {
  const distances = Float64Array.from({ length: at.length - 1 }, (_, i) => at[i + 1]! - at[i]!).sort();
  return distances[(distances.length - 1) >> 1];
};

export interface Gaps {
  readonly count: number;
  readonly longestSeconds: number;
  /** Place of the first row behind a gap; undefined without one. */
  readonly behind: number | undefined;
}

/** A distance of more than a step and a half is a gap: one missing row makes two steps, a drifting step stays one. */
export const gapsIn = (at: Float64Array, step: number): Gaps => {
  let count = 0;
  let longest = 0;
  let behind: number | undefined;
  for (let i = 1; i < at.length; i += 1) {
    const distance = at[i]! - at[i - 1]!;
    if (distance <= step * 1.5) continue;
    count += 1;
    longest = Math.max(longest, distance);
    behind ??= i;
  }
  return { count, longestSeconds: longest / seconds(1), behind };
};

/** After each gap's first row: the value on, nothing, or the rows behind it at once. */
export const filled = ({ at, value }: Steps, step: number, rule: 'hold' | 'zero' | 'drop'): Steps => {
  if (rule === 'hold') return { at, value };
  const moments = reals();
  const values = reals();
  let closed = 0;
  for (let i = 0; i < at.length; i += 1) {
    moments.push(at[i]! - closed);
    values.push(value[i]!);
    const distance = (at[i + 1] ?? at[i]!) - at[i]!;
    if (distance <= step * 1.5) continue;
    if (rule === 'drop') {
      closed += distance - step;
    } else {
      moments.push(at[i]! + step);
      values.push(0);
    }
  }
  return { at: moments.values, value: values.values };
};

/** The steps again and again until `end`; `length` is that of one round, µs. */
export const repeated = ({ at, value }: Steps, length: number, end: number): Steps => {
  const moments = reals();
  const values = reals();
  const start = at[0]!;
  for (let round = 0; start + round * length < end; round += 1) {
    for (let i = 0; i < at.length && at[i]! + round * length < end; i += 1) {
      moments.push(at[i]! + round * length);
      values.push(value[i]!);
    }
  }
  return { at: moments.values, value: values.values };
};

/** One more value at the end. */
export const appended = ({ at, value }: Steps, moment: number, last: number): Steps => ({
  at: Float64Array.from([...at, moment]),
  value: Float64Array.from([...value, last]),
});

/** The steps that hold between `from` and `to`, from 0 on; the one that holds at `from` begins at 0. */
export const cut = ({ at, value }: Steps, from: number, to: number): Steps => {
  let first = 0;
  while (first + 1 < at.length && at[first + 1]! <= from) first += 1;
  let next = first + 1;
  while (next < at.length && at[next]! < to) next += 1;
  return {
    at: at.slice(first, next).map((begins) => Math.max(begins - from, 0)),
    value: value.slice(first, next),
  };
};
