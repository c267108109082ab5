/**
 * The score of one variant: from recordings to the metrics of a result document.
 *
 * The same trace and policy are replayed on the variant and on its twin `ideal`, whose creations and destructions take no
 * time; the oracle is replayed on that twin too, and so is the load without scaling. What the host costs is the difference
 * to the twin, what the policy costs is the twin's difference to the oracle. All values are simulated, so they are exact.
 * A value is null where there is nothing to take it from. Left out: comparison of two scores (ranking), prices, and rates
 * per phase of the trace.
 */
import { costMetrics } from './cost-metrics.ts';
import { elasticityMetrics } from './elasticity-metrics.ts';
import type { Definition, Metric, Recordings, Sorted } from './metric.ts';
import { objectiveMetrics } from './objective-metrics.ts';
import { intervalOf, type Interval } from './quantiles.ts';
import { setupMetrics } from './setup-metrics.ts';

/** By subject, as docs/metrics.md has them. */
export const SUBJECTS = {
  'The objective': objectiveMetrics,
  'Set-up and tear-down': setupMetrics,
  'Cost, in hours of a domain': costMetrics,
  Elasticity: elasticityMetrics,
} as const;

const CATALOG = { ...objectiveMetrics, ...setupMetrics, ...costMetrics, ...elasticityMetrics };

export type MetricKey = keyof typeof CATALOG;
export type Metrics = Readonly<Record<MetricKey, Metric>>;

/** Every key others rely on, in the order in which documents and tables show them. */
export const METRIC_KEYS = Object.keys(CATALOG) as readonly MetricKey[];

export const definitionOf = (key: MetricKey): Definition => CATALOG[key];

export const scoreOf = (recordings: Recordings): Metrics => {
  const { setups, destroys } = recordings.variant;
  const sorted: Sorted = { setups: setups.toSorted(), destroys: destroys.toSorted() };
  return perKey((key): Metric => {
    const { unit, better, measure } = definitionOf(key);
    return { value: measure(recordings, sorted), unit, better, kind: 'exact' };
  });
};

/** Mean and interval of every metric over seeds; a seed in which a metric is null does not count there, as `n` shows. */
export const intervals = (scores: readonly Metrics[]): Readonly<Record<MetricKey, Interval>> =>
  perKey((key) =>
    intervalOf(scores.map((score) => score[key].value).filter((value): value is number => value !== null)),
  );

const perKey = <T>(make: (key: MetricKey) => T): Readonly<Record<MetricKey, T>> =>
  Object.fromEntries(METRIC_KEYS.map((key) => [key, make(key)])) as Record<MetricKey, T>;
