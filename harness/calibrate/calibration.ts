/**
 * Calibration: a law for every series that was measured, fitted on the smaller hosts and judged on the larger ones.
 *
 * What a user asks of a calibrated profile is beyond what was measured: more guests, more memory, more clients. So each
 * series is split by its conditions, the smaller ones are fitted, the larger ones predicted, and the error of that is what
 * is said; the laws that go into the profile are then fitted to all. Left out: series of one point, which are taken as
 * constants and predict nothing.
 */
import { mean, median } from 'simple-statistics';
import type { Fitted } from './fit.ts';
import { effortOf, fittedAll, shown } from './kin.ts';
import { formOf, valueOf, type Conditions } from './laws.ts';
import type { Measurement } from './measurements.ts';
import type { Unit } from './reading.ts';
import { unwatched, type Within } from '../work/pieces.ts';

export interface SeriesLaw extends Fitted {
  readonly series: string;
  readonly unit: Unit;
  readonly points: number;
  /** Of the conditions that were measured. */
  readonly upTo: Conditions;
}

export interface Prediction {
  readonly measurement: Measurement;
  readonly model: number;
  /** |model − measured| / measured */
  readonly error: number;
}

export interface Calibration {
  readonly laws: readonly SeriesLaw[];
  /** What a fit on the smaller conditions says about the larger ones. */
  readonly predictions: readonly Prediction[];
  /** How many measurements that fit was given. */
  readonly fittedOn: number;
  /** Mean and median of the predictions' errors; null where there were too few conditions to split. */
  readonly mape: number | null;
  readonly medianError: number | null;
}

/** Fits every series. */
export const calibrated = async (
  measured: readonly Measurement[],
  within: Within = unwatched,
): Promise<Calibration> => {
  const series = bySeries(measured);
  const parts = new Map([...series].map(([name, points]) => [name, split(points)] as const));
  const smaller = new Map([...parts].map(([name, part]) => [name, part.smaller] as const));
  const most = effortOf(series);
  const all = most + effortOf(smaller);
  const laws = await fittedAll(series, (part) => within((part * most) / all));
  const early = await fittedAll(smaller, (part) => within((most + part * (all - most)) / all));
  const predictions: Prediction[] = [];
  let fittedOn = 0;
  for (const [name, part] of parts) {
    const told = part.larger.filter(({ at }) => isTold(at, name, smaller));
    if (told.length === 0) continue;
    fittedOn += part.smaller.length;
    for (const measurement of told) {
      const model = valueOf(early.get(name)!, measurement.at);
      predictions.push({ measurement, model, error: Math.abs(model / measurement.value - 1) });
    }
  }
  const errors = predictions.map(({ error }) => error);
  return {
    laws: [...series].map(([name, points]) => ({
      series: name,
      unit: points[0]!.unit,
      points: points.length,
      upTo: largestOf(points),
      ...withSpread(laws.get(name)!, points),
    })),
    predictions,
    fittedOn,
    mape: errors.length === 0 ? null : mean(errors),
    medianError: errors.length === 0 ? null : median(errors),
  };
};

/** Where one set of conditions was measured several times, its coefficient is as sure as their mean. */
const withSpread = (law: Fitted, points: readonly Measurement[]): Fitted => {
  const [only] = points;
  const { terms } = formOf(law.form);
  if (points.length !== 1 || terms.length !== 1 || only!.spread === null) return law;
  const each = terms[0]!.of(only!.at);
  const [low, high] = only!.spread;
  return { ...law, intervals: [[low / each, high / each]] };
};

const bySeries = (measured: readonly Measurement[]): Map<string, Measurement[]> => {
  const series = new Map<string, Measurement[]>();
  for (const one of measured) series.set(one.series, [...(series.get(one.series) ?? []), one]);
  return series;
};

interface Parts {
  readonly smaller: readonly Measurement[];
  readonly larger: readonly Measurement[];
}

/** The third of the conditions that lies furthest out is predicted, the rest is fitted. */
const split = (points: readonly Measurement[]): Parts => {
  const ordered = points.toSorted((a, b) => extentOf(a, points) - extentOf(b, points));
  const smaller = ordered.slice(0, Math.max(2, Math.ceil((ordered.length * 2) / 3)));
  return { smaller, larger: ordered.slice(smaller.length) };
};

/** A term that only larger conditions show, of this series and of its kin, cannot be predicted from the smaller ones. */
const isTold = (
  at: Conditions,
  name: string,
  smaller: ReadonlyMap<string, readonly Measurement[]>,
): boolean => {
  const own = smaller.get(name)!;
  const { form, kin } = own[0]!;
  const family =
    kin === undefined
      ? [own]
      : [...smaller.values()].filter(([first]) => first!.kin === kin && first!.form === form);
  return formOf(form).terms.every(
    (term, i) => term.of(at) === 0 || family.some((points) => shown(points, i)),
  );
};

const KEYS = ['guests', 'watches', 'clients', 'mib', 'vcpus', 'vifs', 'kernel'] as const;

const largestOf = (points: readonly Measurement[]): Conditions =>
  Object.fromEntries(
    KEYS.map((key) => [key, Math.max(...points.map(({ at }) => at[key] ?? 0))] as const).filter(
      ([, most]) => most > 0,
    ),
  );

/** How far out a measurement lies among those of its series: its conditions as shares of their largest. */
const extentOf = ({ at }: Measurement, points: readonly Measurement[]): number => {
  const most = largestOf(points);
  return KEYS.reduce((sum, key) => sum + (most[key] === undefined ? 0 : (at[key] ?? 0) / most[key]), 0);
};
