/**
 * Curves of the variants over one quantity: a line with its marks, and a band for the 95 % interval over seeds.
 *
 * Left out: what is measured; families say that.
 */
import { outcomeOf, type Outcome } from '../experiments/testbed.ts';
import type { Situation } from '../experiments/scenarios.ts';
import { banded, compared, type Drawing, type Row } from './figure.ts';
import {
  lookOfVariant,
  variantColour,
  variantDash,
  variantShape,
  variantSize,
  variantWidth,
} from './style.ts';

/** One place on the axis, in one panel. */
export interface Point {
  readonly panel: string;
  readonly x: number;
  readonly situation: Situation;
}

export interface Axis {
  /** Name of the column, with its unit. */
  readonly field: string;
  readonly title: string;
  /** An axis in decades or doublings, and where its values stand if not at 1, 2, 5; an even one where it is not given. */
  readonly log?: { readonly base: number; readonly values?: readonly number[] };
}

export interface Measured extends Axis {
  /** One number per run. */
  readonly of: (outcome: Outcome) => number;
}

/** A row for each variant at each point: mean and interval over seeds. */
export const measuredRows = async (
  drawing: Drawing,
  points: readonly Point[],
  x: Axis,
  y: Measured,
): Promise<readonly Row[]> => {
  const total = points.length * compared.length;
  const rows: Row[] = [];
  for (const { panel, x: at, situation } of points) {
    for (const variant of compared) {
      const values = drawing.seeds.map((seed) => y.of(outcomeOf({ ...situation, variant, seed })));
      const { mean, low, high } = banded(values);
      rows.push({
        panel,
        variant: variant.name,
        [x.field]: at,
        [y.field]: mean,
        [`${y.field}_low95`]: low,
        [`${y.field}_high95`]: high,
      });
      await drawing.within(rows.length / total);
    }
  }
  return rows;
};

/** 1, 2 and 5 in every decade, from the last one at or below `low` to the first one at or above `high`. */
export const oneTwoFive = (low: number, high: number): readonly number[] => {
  const steps: number[] = [];
  for (let decade = -9; decade <= 9; decade += 1) {
    for (const digit of [1, 2, 5]) steps.push(Number(`${digit}e${decade}`));
  }
  const first = steps.findLastIndex((one) => one <= low);
  const last = steps.findIndex((one) => one >= high);
  return steps.slice(Math.max(0, first), last < 0 ? undefined : last + 1);
};

const xOf = ({ field, title, log }: Axis): object => ({
  field,
  type: 'quantitative',
  scale: log === undefined ? { zero: true, nice: true } : { type: 'log', base: log.base, nice: false },
  axis: log === undefined ? { title, format: 'd' } : { title, values: log.values, format: 'd' },
});

const yOf = ({ field, title, log }: Axis, rows: readonly Row[]): object => {
  if (log === undefined)
    return { field, type: 'quantitative', scale: { zero: true, nice: true }, axis: { title } };
  const all = rows.flatMap((row) => [Number(row[`${field}_low95`]), Number(row[`${field}_high95`])]);
  const values = oneTwoFive(Math.min(...all), Math.max(...all));
  const scale = { type: 'log', base: log.base, nice: false, domain: [values[0], values.at(-1)] };
  return { field, type: 'quantitative', scale, axis: { title, values, format: '~r' } };
};

/** A panel of curves, or a row of them with one y axis for all; `panels` in the order in which they are shown. */
export const curvesSpec = (
  x: Axis,
  y: Axis,
  panels: readonly string[],
  rows: readonly Row[],
): Readonly<Record<string, unknown>> => {
  const size = panels.length > 1 ? { width: 300, height: 280 } : { width: 560, height: 320 };
  const up = yOf(y, rows);
  const encoding = { x: xOf(x), y: up, color: variantColour };
  const layers = {
    ...size,
    transform: [lookOfVariant],
    layer: [
      {
        mark: { type: 'area', opacity: 0.18 },
        encoding: {
          ...encoding,
          y: { ...up, field: `${y.field}_low95` },
          y2: { field: `${y.field}_high95` },
        },
      },
      // the first one is the widest, so that it shows below one that coincides with it
      { mark: 'line', encoding: { ...encoding, strokeDash: variantDash, strokeWidth: variantWidth } },
      {
        mark: { type: 'point', filled: false, strokeWidth: 1.6, fill: 'white' },
        encoding: { ...encoding, shape: variantShape, size: variantSize },
      },
    ],
  };
  return panels.length === 1
    ? layers
    : { facet: { column: { field: 'panel', type: 'nominal', sort: panels, title: null } }, spec: layers };
};
