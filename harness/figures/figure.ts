/**
 * A figure: its data, what it shows, and what was assumed; and what it is drawn from.
 *
 * Left out: how it is drawn (style, render) and where it is written (files).
 */
import type { Profile } from '../../model/host/profile.ts';
import { variantsNamed, type Variant } from '../../model/host/variants.ts';
import { intervalOf } from '../measure/quantiles.ts';
import type { Inside, Within } from '../work/pieces.ts';

/** One row of the data beside a figure; the names of its columns carry the units. */
export type Row = Readonly<Record<string, string | number | null>>;

export interface Figure {
  readonly name: string;
  readonly title: string;
  /** What is shown and what was assumed, below the title. */
  readonly caption: string;
  readonly rows: readonly Row[];
  /** A Vega-Lite specification without its data, title and style. */
  readonly spec: Readonly<Record<string, unknown>>;
}

export interface Setting {
  readonly profile: Profile;
  readonly seeds: readonly number[];
  /** Fewer points and draws, to see that it runs. */
  readonly quick: boolean;
  /** Hosts drawn from the believed ranges, for claims. */
  readonly draws: number;
}

/** A setting, and where a figure says how much of it is done. */
export interface Drawing extends Setting, Inside {
  readonly within: Within;
}

/** A figure by name, drawn when asked for; undefined where what it needs is not there. */
export interface Family {
  readonly name: string;
  /** Seconds that it takes on a machine of 2 cores, about. */
  readonly effort: (setting: Setting) => number;
  readonly draw: (drawing: Drawing) => Promise<Figure | undefined>;
}

/** Stock, each fix alone, and all of them: what every family compares. */
export const compared: readonly Variant[] = variantsNamed(
  'stock,parallel-boot,xenstore-cache,local-scrub,all',
);

/** Six significant digits: more than the model deserves, and the same bytes everywhere. */
export const rounded = (value: number): number => Number(value.toPrecision(6));

/** Mean and 95 % interval over seeds; no wider than the mean where one seed was run. */
export const banded = (values: readonly number[]): { mean: number; low: number; high: number } => {
  const { mean, low, high } = intervalOf(values);
  const middle = mean ?? 0;
  // a mean time is above 0, whatever Student's t says about so few seeds
  const least = Math.min(...values, middle) / 2;
  return {
    mean: rounded(middle),
    low: rounded(Math.max(low ?? middle, least)),
    high: rounded(high ?? middle),
  };
};

/** Fewer points where the setting is quick: the first, the middle and the last. */
export const thinned = <T>({ quick }: Setting, points: readonly T[]): readonly T[] =>
  quick && points.length > 3 ? [points[0]!, points[points.length >> 1]!, points.at(-1)!] : points;
