/**
 * What a metric is: a number of a replay with its unit, which way is better, and where its definition comes from.
 *
 * A definition is all there is of it: the score computes by it and docs/metrics.md is printed from it. Left out: the
 * metrics themselves, a file by subject.
 */
import type { Durations } from '../../model/kernel/column.ts';
import { inHours, inSeconds } from '../../model/kernel/units.ts';
import type { Exact, Integrals, Recording } from '../../model/recording.ts';
import { percentile } from './quantiles.ts';

export type Unit =
  | 's'
  | 'd'
  | '%'
  | '1'
  | 'count'
  | 'VM'
  | 'VM·h'
  | '1/VM·h'
  | '1/min'
  | '1/week'
  | 'GiB'
  | 'GiB·h';

/** Neither: it tells what happened, and no autoscaler should be praised or blamed for it alone. */
export type Better = 'lower' | 'higher' | 'neither';

export interface Metric {
  readonly value: number | null;
  readonly unit: Unit;
  readonly better: Better;
  readonly kind: 'exact';
}

/** What a score is made from; for a lifecycle trace, which is its own policy, the oracle is the ideal twin itself. */
export interface Recordings {
  readonly variant: Recording;
  readonly ideal: Recording;
  readonly oracle: Recording;
  /** A replay of the same load without scaling; none for a lifecycle trace. */
  readonly unscaled?: Recording | undefined;
}

/** Durations of the variant in ascending order, µs. */
export interface Sorted {
  readonly setups: Durations;
  readonly destroys: Durations;
}

export interface Definition {
  readonly unit: Unit;
  readonly better: Better;
  /** What it is, in a sentence without a final stop; a formula where one says it shorter. */
  readonly about: string;
  /** Who defined it, and where. */
  readonly source: string;
  /** It is a difference to another replay: the variant alone does not have it. */
  readonly againstTwin?: true;
  /** Null where there is nothing to take it from. */
  readonly measure: (recordings: Recordings, sorted: Sorted) => number | null;
}

/** Metrics of one subject by their keys in a result document. */
export type Definitions = Readonly<Record<string, Definition>>;

/** A share of nothing is not defined. */
export const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
export const percent = (part: number, whole: number): number | null =>
  whole > 0 ? (100 * part) / whole : null;

export const domainHours = (total: Exact): number => inHours(Number(total));

/** What is billed: the domains that are there, less what the rule leaves out, and what it adds. */
export const billed = ({ occupied, unbilled, rounding }: Integrals): Exact => occupied - unbilled + rounding;

/** What was under-provisioned because the host takes its time; below 0 where the delay happened to help. */
export const lagLoss = ({ variant, ideal }: Pick<Recordings, 'variant' | 'ideal'>): Exact =>
  variant.integrals.under - ideal.integrals.under;

/** Nearest rank, in seconds. */
export const spanAt = (sorted: ArrayLike<number>, rank: number): number | null => {
  const span = percentile(sorted, rank);
  return span === null ? null : inSeconds(span);
};

export const spanMean = (spans: Durations): number | null => {
  let sum = 0;
  for (const span of spans) sum += span;
  return spans.length === 0 ? null : inSeconds(sum / spans.length);
};
