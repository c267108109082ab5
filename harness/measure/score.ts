/**
 * The score of one variant: from three recordings to the metrics of a result document.
 *
 * The same trace and policy are replayed on the variant and on its twin `ideal`, whose creations and destructions take no
 * time; the oracle is replayed on that twin too. What the host costs is the difference to the twin, what the policy costs
 * is the twin's difference to the oracle. All values are simulated, so they are exact. A value is null where there is
 * nothing to take it from: no set-up or destruction completed, no request arrived, no time had demand, or the trace is
 * shorter than two grid steps. Left out: comparison of two scores, prices, and rates per phase of the trace.
 *
 * @source metrics.md sections 1, 2, 4 and 5
 */
import { inGib, inHours, inSeconds } from '../../model/kernel/units.ts';
import type { Exact, Integrals, Recording } from '../../model/recording.ts';
import { intervalOf, percentile, type Interval } from './quantiles.ts';

export type Unit = 's' | '%' | '1' | 'count' | 'VM·h' | '1/VM·h' | 'GiB·h';

export interface Metric {
  readonly value: number | null;
  readonly unit: Unit;
  readonly better: 'lower' | 'higher';
  readonly kind: 'exact';
}

/** What a score is made from; for a lifecycle trace, which is its own policy, the oracle is the ideal twin itself. */
export interface Recordings {
  readonly variant: Recording;
  readonly ideal: Recording;
  readonly oracle: Recording;
}

interface Sorted {
  readonly setups: Float64Array;
  readonly destroys: Float64Array;
}

type Measure = (recordings: Recordings, sorted: Sorted) => number | null;

/** Unit and rule of every key; all of them are better when lower. */
const CATALOG = {
  sla_violation_request_fraction: [
    '1',
    ({ variant: { objective } }) => ratio(objective.missed, objective.total),
  ],
  sla_violation_time_fraction: [
    '1',
    ({ variant: { objective, horizon } }) => ratio(objective.timeMissed, horizon),
  ],
  setup_p50_s: ['s', (_, { setups }) => spanAt(setups, 50)],
  setup_p99_s: ['s', (_, { setups }) => spanAt(setups, 99)],
  setup_mean_s: ['s', (_, { setups }) => spanMean(setups)],
  destroy_p50_s: ['s', (_, { destroys }) => spanAt(destroys, 50)],
  destroy_p99_s: ['s', (_, { destroys }) => spanAt(destroys, 99)],
  setups: ['count', ({ variant }) => variant.setups.length],
  destroys: ['count', ({ variant }) => variant.destroys.length],
  billed_vm_hours: ['VM·h', ({ variant }) => domainHours(billed(variant.integrals))],
  overprovisioned_vm_hours: ['VM·h', ({ variant }) => domainHours(variant.integrals.over)],
  starting_vm_hours: ['VM·h', ({ variant }) => domainHours(variant.integrals.starting)],
  stopping_vm_hours: ['VM·h', ({ variant }) => domainHours(variant.integrals.stopping)],
  lag_loss_vm_hours: ['VM·h', (recordings) => domainHours(lagLoss(recordings))],
  policy_loss_vm_hours: [
    'VM·h',
    ({ ideal, oracle }) => domainHours(apart(ideal.integrals) - apart(oracle.integrals)),
  ],
  indirect_cost_vm_hours: [
    'VM·h',
    (recordings) => {
      const { starting, stopping } = recordings.variant.integrals;
      return domainHours(starting + stopping + lagLoss(recordings));
    },
  ],
  dom0_cpu_s: ['s', ({ variant }) => inSeconds(variant.dom0Cpu)],
  memory_dirty_gib_hours: ['GiB·h', ({ variant }) => inHours(inGib(variant.dirtyMemory))],
  theta_u_pct: ['%', ({ variant }) => percent(variant.elasticity.thetaUnder, timeWithDemand(variant))],
  theta_o_pct: ['%', ({ variant }) => percent(variant.elasticity.thetaOver, timeWithDemand(variant))],
  tau_u_pct: ['%', ({ variant }) => percent(Number(variant.integrals.timeUnder), variant.horizon)],
  tau_o_pct: ['%', ({ variant }) => percent(Number(variant.integrals.timeOver), variant.horizon)],
  instability_pct: [
    '%',
    ({ variant: { elasticity } }) => percent(elasticity.unstableSteps, elasticity.gridSteps),
  ],
  events: ['count', ({ variant }) => variant.events],
  serving_vm_hours: ['VM·h', ({ variant }) => domainHours(variant.integrals.serving)],
  rounding_vm_hours: [
    'VM·h',
    ({ variant: { integrals } }) => domainHours(integrals.rounding - integrals.unbilled),
  ],
  underprovisioned_vm_hours: ['VM·h', ({ variant }) => domainHours(variant.integrals.under)],
  clean_p99_s: ['s', ({ variant }) => spanAt(variant.cleans.toSorted(), 99)],
  wasted_setups: ['count', ({ variant }) => variant.wasted],
  setups_per_vm_hour: [
    '1/VM·h',
    ({ variant }) => ratio(variant.setups.length, domainHours(billed(variant.integrals))),
  ],
  sla_violation_episodes: ['count', ({ variant }) => variant.objective.episodes],
  transaction_attempts_per_commit: [
    '1',
    ({ variant: { transactions } }) => ratio(transactions.attempts, transactions.commits),
  ],
} as const satisfies Record<string, readonly [Unit, Measure]>;

export type MetricKey = keyof typeof CATALOG;
export type Metrics = Readonly<Record<MetricKey, Metric>>;

/** Every key others rely on, in the order in which documents and tables show them. */
export const METRIC_KEYS = Object.keys(CATALOG) as readonly MetricKey[];

export const scoreOf = (recordings: Recordings): Metrics => {
  const { setups, destroys } = recordings.variant;
  const sorted: Sorted = { setups: setups.toSorted(), destroys: destroys.toSorted() };
  return perKey((key): Metric => {
    const [unit, measure]: readonly [Unit, Measure] = CATALOG[key];
    return { value: measure(recordings, sorted), unit, better: 'lower', kind: 'exact' };
  });
};

/** Mean and interval of every metric over seeds; a seed in which a metric is null does not count there, as `n` shows. */
export const intervals = (scores: readonly Metrics[]): Readonly<Record<MetricKey, Interval>> =>
  perKey((key) =>
    intervalOf(scores.map((score) => score[key].value).filter((value): value is number => value !== null)),
  );

const perKey = <T>(make: (key: MetricKey) => T): Readonly<Record<MetricKey, T>> =>
  Object.fromEntries(METRIC_KEYS.map((key) => [key, make(key)])) as Record<MetricKey, T>;

/** What is billed: the domains that are there, less what the rule leaves out, and what it adds. */
const billed = ({ occupied, unbilled, rounding }: Integrals): Exact => occupied - unbilled + rounding;

/** What was under-provisioned because the host takes its time; below 0 where the delay happened to help. */
const lagLoss = ({ variant, ideal }: Recordings): Exact => variant.integrals.under - ideal.integrals.under;

/** ∫ |s − d|. */
const apart = ({ under, over }: Integrals): Exact => under + over;

const timeWithDemand = ({ horizon, integrals }: Recording): number =>
  Number(BigInt(horizon) - integrals.timeWithoutDemand);

const domainHours = (total: Exact): number => inHours(Number(total));
const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
const percent = (part: number, whole: number): number | null => (whole > 0 ? (100 * part) / whole : null);

const spanAt = (sorted: Float64Array, rank: number): number | null => {
  const span = percentile(sorted, rank);
  return span === null ? null : inSeconds(span);
};

const spanMean = (spans: Float64Array): number | null =>
  spans.length === 0 ? null : inSeconds(spans.reduce((sum, span) => sum + span, 0) / spans.length);
