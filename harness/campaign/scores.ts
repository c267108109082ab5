/**
 * From the scores of one variant, a seed each, to its place in the result document.
 *
 * A value is the mean over seeds, with a 95 % interval where there are several; the difference to stock is taken seed by
 * seed, since both met the same arrivals. Left out: which of two variants is better.
 */
import type { Recording, StepTotals } from '../../model/recording.ts';
import { inSeconds } from '../../model/kernel/units.ts';
import { intervalOf } from '../measure/quantiles.ts';
import type { Metric } from '../measure/metric.ts';
import type { Headroom, IsoSla, Narrowed } from './job.ts';

export interface SeedScore {
  readonly seed: number;
  readonly recording: Recording;
  /** By key; every seed has the same ones. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** Where it was searched for: the policy's on this variant. */
  readonly headroom: Headroom | undefined;
  /** Where the search was ended before it was over. */
  readonly narrowed: Narrowed | undefined;
}

/**
 * What slow birth costs at the same SLA: replicas that must stand beyond the policy's wish, and the hours billed beyond
 * those of the ideal host, which has the headroom that the policy itself needs. Null where the SLA is not reached, or the
 * search was ended before it was over.
 */
export const isoMetrics = (own: Headroom | undefined, twin: Headroom | undefined): SeedScore['metrics'] => {
  const replicas = own?.replicas ?? null;
  const reached = replicas !== null && (twin?.replicas ?? null) !== null;
  const exact = { better: 'lower', kind: 'exact' } as const;
  return {
    iso_sla_headroom_replicas: { value: replicas, unit: 'count', ...exact },
    iso_sla_extra_vm_hours: {
      value: reached ? own!.billedVmHours - twin!.billedVmHours : null,
      unit: 'VM·h',
      ...exact,
    },
  };
};

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
  isoSla?: IsoSla,
): unknown => ({
  policy,
  name,
  fixes,
  metrics: Object.fromEntries(
    Object.entries(runs[0]!.metrics).map(([key, first]) => [
      key,
      metricOf(first, runs.map(valueOf(key)), stock.map(valueOf(key))),
    ]),
  ),
  ...(isoSla === undefined ? {} : { iso_sla: isoSlaOf(isoSla, runs) }),
  by_seed: runs.map((run) => ({
    seed: run.seed,
    metrics: Object.fromEntries(Object.entries(run.metrics).map(([key, { value }]) => [key, value])),
  })),
  waits: waitsOf(runs.map(({ recording }) => recording.steps)),
  law: 'held',
});

const isoSlaOf = ({ target, within }: IsoSla, runs: readonly SeedScore[]): unknown => {
  const found = runs.flatMap(({ headroom }) => (headroom === undefined ? [] : [headroom]));
  const unfinished = runs.flatMap(({ seed, narrowed }) =>
    narrowed === undefined
      ? []
      : [{ seed, at_least_replicas: narrowed.above + 1, at_most_replicas: narrowed.atMost }],
  );
  return {
    target_request_fraction: target,
    within_replicas: within,
    seeds_reached: found.filter(({ replicas }) => replicas !== null).length,
    violation_request_fraction: intervalOf(found.map(({ missed }) => missed)).mean,
    billed_vm_hours: intervalOf(found.map(({ billedVmHours }) => billedVmHours)).mean,
    ...(unfinished.length === 0 ? {} : { unfinished }),
  };
};

const valueOf =
  (key: string) =>
  ({ metrics }: SeedScore): number | null =>
    metrics[key]!.value;

const metricOf = (
  { unit, better, kind }: Metric,
  values: readonly (number | null)[],
  stock: readonly (number | null)[],
): unknown => {
  const numbers = values.filter((value) => value !== null);
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
