/**
 * From recorded values to the workload: order, duplicates, gaps, requests per second.
 *
 * A count is divided by the length of a step of the trace, not by the distance to the next row, so that a gap does not
 * thin out what was counted. Utilisation and resources keep their numbers. Left out: what a utilisation means in
 * requests; only a capacity that the user names can tell.
 */
import { inSeconds, moment, seconds } from '../model/kernel/units.ts';
import type { LoadQuantity, LoadWorkload } from '../model/workload.ts';
import { ordered, reals, risingOrder, tooMany } from './columns.ts';
import { complaint, placeOf } from './complaint.ts';
import { refuseEmptyPart } from './part.ts';
import type { RecordedBase } from './recorded.ts';

/** What stands between rows that are further apart than a step and a half: the last value, or nothing. */
export type GapRule = 'hold' | 'zero';
/** What several rows of the same moment become. */
export type DuplicateRule = 'mean' | 'sum' | 'first' | 'last';
/** What is done with a row that lies before the row above it. */
export type BackwardRule = 'sort' | 'refuse';

/** The rows of a load trace as they come. */
export class LoadRows {
  /** µs on the trace's own clock. */
  readonly at = reals();
  readonly value = reals();
  backward = 0;
  private readonly path: string;
  private readonly limit: number;
  private last = Number.NEGATIVE_INFINITY;
  private backwardLine = 0;

  constructor(path: string, limit: number) {
    this.path = path;
    this.limit = limit;
  }

  push(at: number, value: number, line: number): void {
    if (this.at.length >= this.limit) throw tooMany(this.path, this.limit);
    if (at < this.last) {
      this.backward += 1;
      if (this.backward === 1) this.backwardLine = line;
    }
    this.last = at;
    this.at.push(at);
    this.value.push(value);
  }

  refuseBackward(): void {
    if (this.backward === 0) return;
    throw complaint(
      placeOf(this.path, this.backwardLine),
      `the row lies before the row above it, as ${this.backward} in this file do`,
      'rows were asked to be in the order of time',
      'sort the file, or let it be sorted: backward "sort"',
    );
  }
}

/** A load trace as its reader leaves it: before order, duplicates and gaps. */
export interface RecordedLoad extends RecordedBase {
  readonly kind: 'load';
  readonly rows: LoadRows;
  readonly quantity: LoadQuantity;
  /** The values' unit in the file. */
  readonly unit: string;
  /** What a value is multiplied by before anything else: 0.01 for percent. */
  readonly factor: number;
  /** Length of a step, µs; without it, the median distance of the rows. */
  readonly step?: number;
}

export interface LoadChoices {
  readonly gaps: GapRule;
  readonly duplicates: DuplicateRule;
  readonly backward: BackwardRule;
  /** Requests per second that a utilisation of 1 stands for. */
  readonly utilisationCapacity: number | undefined;
  /** µs after the first row. */
  readonly from: number | undefined;
  readonly to: number | undefined;
}

export interface LoadFacts {
  /** Length of a step, µs. */
  readonly step: number;
  readonly gaps: { readonly count: number; readonly longestSeconds: number };
  readonly duplicates: number;
  /** Clock of the file at the workload's moment 0, µs. */
  readonly start: number;
}

/** @throws {InputError} when one row does not tell how long a step is, or the cut is empty */
export const loadOf = (
  path: string,
  recorded: RecordedLoad,
  choices: LoadChoices,
): { readonly workload: LoadWorkload; readonly facts: LoadFacts } => {
  const { rows } = recorded;
  if (choices.backward === 'refuse') rows.refuseBackward();
  const order = risingOrder(rows.at.values);
  const merged = merge(ordered(rows.at.values, order), ordered(rows.value.values, order), choices.duplicates);
  const step = recorded.step ?? medianStep(merged.at);
  if (step === undefined) {
    throw complaint(
      placeOf(path),
      'one moment does not tell how long a step lasts',
      'a load has two moments or more',
      'give the whole file',
    );
  }
  const per = recorded.quantity === 'count' ? inSeconds(step) : 1;
  const capacity = recorded.quantity === 'utilisation' ? (choices.utilisationCapacity ?? 1) : 1;
  const filled = fill(merged, step, choices.gaps, (value) => (value * recorded.factor * capacity) / per);

  const start = merged.at[0]!;
  const length = merged.at[merged.at.length - 1]! + step - start;
  const from = choices.from ?? 0;
  const to = Math.min(choices.to ?? Number.POSITIVE_INFINITY, length);
  refuseEmptyPart(path, from, to, length);
  const { at, rate } = cut(filled.at, filled.rate, start + from, start + to);
  return {
    workload: { kind: 'load', horizon: moment(to - from), at, rate, quantity: recorded.quantity },
    facts: { step, gaps: filled.gaps, duplicates: merged.duplicates, start: start + from },
  };
};

const merge = (at: Float64Array, value: Float64Array, rule: DuplicateRule) => {
  const moments = reals();
  const values = reals();
  for (let first = 0, next = 0; first < at.length; first = next) {
    let sum = 0;
    for (next = first; next < at.length && at[next] === at[first]; next += 1) sum += value[next]!;
    moments.push(at[first]!);
    values.push(mergedValue(rule, value[first]!, value[next - 1]!, sum, next - first));
  }
  return { at: moments.values, value: values.values, duplicates: at.length - moments.length };
};

const mergedValue = (rule: DuplicateRule, first: number, last: number, sum: number, rows: number): number => {
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
const medianStep = (at: Float64Array): number | undefined => {
  const distances = Float64Array.from({ length: at.length - 1 }, (_, i) => at[i + 1]! - at[i]!).sort();
  return distances[(distances.length - 1) >> 1];
};

interface Merged {
  readonly at: Float64Array;
  readonly value: Float64Array;
}

const fill = (merged: Merged, step: number, rule: GapRule, rateOf: (value: number) => number) => {
  const at = reals();
  const rate = reals();
  let count = 0;
  let longest = 0;
  for (let i = 0; i < merged.at.length; i += 1) {
    const begins = merged.at[i]!;
    const distance = (merged.at[i + 1] ?? begins) - begins;
    at.push(begins);
    rate.push(rateOf(merged.value[i]!));
    if (distance <= step * 1.5) continue;
    count += 1;
    longest = Math.max(longest, distance);
    if (rule === 'zero') {
      at.push(begins + step);
      rate.push(0);
    }
  }
  return { at: at.values, rate: rate.values, gaps: { count, longestSeconds: longest / seconds(1) } };
};

/** The step that holds at `from` begins at 0; steps from `to` on are out. */
const cut = (at: Float64Array, rate: Float64Array, from: number, to: number) => {
  let first = 0;
  while (first + 1 < at.length && at[first + 1]! <= from) first += 1;
  let next = first + 1;
  while (next < at.length && at[next]! < to) next += 1;
  return {
    at: at.slice(first, next).map((begins) => Math.max(begins - from, 0)),
    rate: rate.slice(first, next),
  };
};
