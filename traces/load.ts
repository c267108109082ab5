/**
 * From recorded values to the workload: order, duplicates, gaps, requests per second, and a part of it.
 *
 * A count is divided by the length of a step of the trace, not by the distance to the next row, so that a gap does not
 * thin out what was counted. Utilisation and resources keep their numbers. Left out: what a utilisation means in
 * requests; only a capacity that the user names can tell.
 */
import { risingOrder } from '../model/kernel/order.ts';
import { inSeconds, moment } from '../model/kernel/units.ts';
import type { LoadQuantity, LoadWorkload } from '../model/workload.ts';
import { ordered, reals, tooMany, words } from './columns.ts';
import { complaint, placeOf } from './complaint.ts';
import { endsEarly, OUTSIDE, refuseEmptyPart, tooLong } from './part.ts';
import type { RecordedBase } from './recorded.ts';
import {
  appended,
  cut,
  filled,
  gapsIn,
  medianStep,
  merged,
  repeated,
  type DuplicateRule,
  type EndRule,
  type GapRule,
  type Gaps,
  type Merged,
  type Steps,
} from './steps.ts';

/** What is done with a row that lies before the row above it. */
export type BackwardRule = 'sort' | 'refuse';

/** Above this no value is believed: a service of a million billion requests per step. */
export const VALUE_MOST = 1e15;

/** The rows of a load trace as they come. */
export class LoadRows {
  /** µs on the trace's own clock. */
  at = reals();
  value = reals();
  /** 0 where a row is no line of the file. */
  line = words();
  backward = 0;
  private readonly path: string;
  /** Most rows that are kept. */
  readonly limit: number;
  private last = Number.NEGATIVE_INFINITY;
  /** Line of the first row that does. */
  backwardLine = 0;

  constructor(path: string, limit: number) {
    this.path = path;
    this.limit = limit;
  }

  /** @throws {InputError} when there are too many rows, or the value is beyond belief */
  push(at: number, value: number, line: number): void {
    if (this.at.length >= this.limit) throw tooMany(this.path, this.limit);
    if (!(value <= VALUE_MOST)) throw this.unbelieved(value, line);
    if (at < this.last) {
      this.backward += 1;
      if (this.backward === 1) this.backwardLine = line;
    }
    this.last = at;
    this.at.push(at);
    this.value.push(value);
    this.line.push(line);
  }

  /** All rows at once, as a converted trace has them. */
  restore(rows: Pick<LoadRows, 'at' | 'value' | 'line' | 'backward' | 'backwardLine'>): void {
    if (rows.at.length > this.limit) throw tooMany(this.path, this.limit);
    Object.assign(this, rows);
  }

  refuseBackward(): void {
    if (this.backward === 0) return;
    throw complaint(
      placeOf(this.path, this.backwardLine > 0 ? this.backwardLine : undefined),
      `the row lies before the row above it, as ${this.backward} in this file do`,
      'rows were asked to be in the order of time',
      'sort the file, or let it be sorted: backward "sort"',
    );
  }

  private unbelieved = (value: number, line: number) =>
    complaint(
      placeOf(this.path, line > 0 ? line : undefined),
      `a value is ${value}`,
      `values are at most ${VALUE_MOST}`,
      'correct the row or fetch the file again',
    );
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
  /** What absence means in this format where the user does not say it; `none`: what is absent is written in as zero. */
  readonly gaps?: GapRule | 'none';
  /** What `rowsRead` counts: rows as they were pushed (default), the sum of their values (a log of requests), or others. */
  readonly rowsAre?: 'steps' | 'requests' | 'other';
}

export interface LoadChoices {
  readonly gaps: GapRule | 'none';
  readonly duplicates: DuplicateRule;
  readonly backward: BackwardRule;
  readonly pastEnd: EndRule;
  /** Requests per second that a utilisation of 1 stands for. */
  readonly utilisationCapacity: number | undefined;
  /** µs after the first row. */
  readonly from: number | undefined;
  readonly to: number | undefined;
}

export interface LoadFacts {
  /** Length of a step, µs. */
  readonly step: number;
  readonly gaps: Gaps;
  readonly duplicates: number;
  /** Clock of the file at the workload's moment 0, µs. */
  readonly start: number;
  /** Of the whole trace, gaps as they were filled, µs. */
  readonly length: number;
}

/** @throws {InputError} when one row does not tell how long a step is, a gap is not wanted, or the cut is empty */
export const loadOf = (
  path: string,
  recorded: RecordedLoad,
  choices: LoadChoices,
): { readonly workload: LoadWorkload; readonly facts: LoadFacts } => {
  const { rows } = recorded;
  if (choices.backward === 'refuse') rows.refuseBackward();
  const order = risingOrder(rows.at.values);
  const inOrder = merged(
    ordered(rows.at.values, order),
    ordered(rows.value.values, order),
    ordered(rows.line.values, order),
    choices.duplicates,
  );
  const step = recorded.step ?? medianStep(inOrder.at);
  if (step === undefined) throw oneMoment(path);
  const start = inOrder.at[0]!;
  const gaps = choices.gaps === 'none' ? NO_GAPS : gapsIn(inOrder.at, step);
  const whole = withoutGaps(path, inOrder, step, gaps, choices.gaps);
  const length = whole.at.at(-1)! + step - start;
  if (!Number.isSafeInteger(length)) throw tooLong(path);

  const from = choices.from ?? 0;
  const to = Math.min(choices.to ?? length, choices.pastEnd === 'stop' ? length : Number.POSITIVE_INFINITY);
  refuseEmptyPart(path, from, to, choices.pastEnd === 'stop' ? length : Math.max(length, to));
  const ended = to > length ? beyond(path, whole, length, start + to, choices.pastEnd, rows.limit) : whole;
  const { at: placed } = choices.gaps === 'drop' ? whole : inOrder;
  const round = choices.pastEnd === 'repeat' ? length : undefined;
  countOutside(recorded, inOrder, placed, { from: start + from, to: start + to, round });

  const part = cut(ended, start + from, start + to);
  const per = recorded.quantity === 'count' ? inSeconds(step) : 1;
  const capacity = recorded.quantity === 'utilisation' ? (choices.utilisationCapacity ?? 1) : 1;
  const rate = part.value.map((value) => (value * recorded.factor * capacity) / per);
  return {
    workload: { kind: 'load', horizon: moment(to - from), at: part.at, rate, quantity: recorded.quantity },
    facts: { step, gaps, duplicates: inOrder.duplicates, start: start + from, length },
  };
};

const NO_GAPS: Gaps = { count: 0, longestSeconds: 0, behind: undefined };

const withoutGaps = (
  path: string,
  inOrder: Merged,
  step: number,
  { behind }: Gaps,
  rule: GapRule | 'none',
): Steps => {
  if (behind === undefined) return inOrder;
  if (rule !== 'error') return filled(inOrder, step, rule === 'none' ? 'hold' : rule);
  const line = inOrder.line[behind]!;
  const apart = inSeconds(inOrder.at[behind]! - inOrder.at[behind - 1]!);
  throw complaint(
    placeOf(path, line > 0 ? line : undefined),
    `${apart} s lie between this row and the one before it`,
    `a step lasts ${inSeconds(step)} s and gaps were asked to be an error`,
    'choose --gaps hold, zero or drop, or a part without gaps by --from and --to',
  );
};

/** More was asked for than the trace has. */
const beyond = (
  path: string,
  whole: Steps,
  length: number,
  end: number,
  rule: EndRule,
  limit: number,
): Steps => {
  switch (rule) {
    case 'stop':
    case 'hold':
      return whole;
    case 'zero':
      return appended(whole, whole.at[0]! + length, 0);
    case 'repeat':
      if (((end - whole.at[0]!) / length) * whole.at.length > limit) throw tooMany(path, limit);
      return repeated(whole, length, end);
    case 'error':
      throw endsEarly(path, length);
    default:
      return rule satisfies never;
  }
};

interface Window {
  readonly from: number;
  readonly to: number;
  /** After how long the load begins again, µs; undefined when it does not. */
  readonly round: number | undefined;
}

/** Rows that the part asked for does not reach, in whichever round: before the step that holds at `from`, or from `to` on. */
const countOutside = (
  { rowsAre = 'steps', dropped }: RecordedLoad,
  { rows, value }: Merged,
  at: Float64Array,
  { from, to, round }: Window,
): void => {
  if (rowsAre === 'other') return;
  const end = round === undefined ? Number.POSITIVE_INFINITY : at[0]! + round;
  let outside = 0;
  for (let i = 0; i < value.length; i += 1) {
    const ends = at[i + 1] ?? end;
    const later = round === undefined ? 0 : round * Math.max(0, Math.floor((from - ends) / round) + 1);
    if (ends + later <= from || at[i]! + later >= to) outside += rowsAre === 'steps' ? rows[i]! : value[i]!;
  }
  if (outside > 0) dropped.add(OUTSIDE, 0, outside);
};

const oneMoment = (path: string) =>
  complaint(
    placeOf(path),
    'one moment does not tell how long a step lasts',
    'a load has two moments or more',
    'give the whole file',
  );
