/**
 * From the scores of one variant, a seed each, to its place in the result document.
 *
 * A value is the mean over seeds, with a 95 % interval where there are several; the difference to stock is taken seed by
 * seed, since both met the same arrivals. Left out: which of two variants is better.
 */
import type { Recording, StepTotals } from '../../model/recording.ts';
import { inSeconds } from '../../model/kernel/units.ts';
import { intervalOf } from '../measure/quantiles.ts';
import { METRIC_KEYS, type MetricKey, type Metrics } from '../measure/score.ts';

export interface SeedScore {
  readonly seed: number;
  readonly recording: Recording;
  readonly metrics: Metrics;
}

/**
 * @param policy  label of the policy that drove the replays
 * @param stock   of the same policy
 */
export const resultOf = (
  policy: string,
  name: string,
  fixes: readonly string[],
  runs: readonly SeedScore[],
  stock: readonly SeedScore[],
): unknown => ({
  policy,
  name,
  fixes,
  metrics: Object.fromEntries(
    METRIC_KEYS.map((key) => [
      key,
      metricOf(key, runs.map(valueOf(key)), runs[0]!.metrics, stock.map(valueOf(key))),
    ]),
  ),
  by_seed: runs.map((run) => ({
    seed: run.seed,
    metrics: Object.fromEntries(METRIC_KEYS.map((key) => [key, run.metrics[key].value])),
  })),
  waits: waitsOf(runs.map(({ recording }) => recording.steps)),
  law: 'held',
});

const valueOf =
  (key: MetricKey) =>
  ({ metrics }: SeedScore): number | null =>
    metrics[key].value;

const metricOf = (
  key: MetricKey,
  values: readonly (number | null)[],
  first: Metrics,
  stock: readonly (number | null)[],
): unknown => {
  const numbers = values.filter((value) => value !== null);
  const { unit, better, kind } = first[key];
  if (values.length === 1 || numbers.length < values.length) {
    return { value: values.length === 1 ? values[0] : null, unit, better, kind };
  }
  const differences = values.flatMap((value, index) => {
    const base = stock[index];
    return value === null || base === null || base === undefined ? [] : [value - base];
  });
  const { mean, ...bounds } = written(numbers);
  return {
    value: mean,
    unit,
    better,
    kind,
    interval: bounds,
    ...(differences.length === values.length ? { difference_to_stock: written(differences) } : {}),
  };
};

const written = (values: readonly number[]): { mean: number | null; [key: string]: unknown } => {
  const { mean, low, high } = intervalOf(values);
  return { mean, low, high, level: 0.95, seeds: values.length };
};

/** Seconds over all tasks of all seeds, step by step, divided by the seeds: the mean of one replay. */
const waitsOf = (runs: readonly (readonly StepTotals[])[]): unknown =>
  runs[0]!.map((step, index) => {
    const same = runs.map((steps) => steps[index]!);
    const mean = (of: (one: StepTotals) => number): number =>
      inSeconds(same.reduce((sum, one) => sum + of(one), 0)) / runs.length;
    return {
      task: step.task,
      phase: step.phase,
      station: step.station,
      waited_s: mean((one) => one.waited),
      served_s: mean((one) => one.served),
      waited_max_s: inSeconds(Math.max(...same.map((one) => one.waitedMax))),
    };
  });
