/**
 * The Knative Pod Autoscaler: reacts to bursts by a short panic window, comes down by a long stable one, and to zero.
 *
 * Each sample is one scrape and goes into the bucket it ended in. Left out: the activator, which answers the
 * first request after zero at once (here the next tick does), and the sampling of some pods instead of all.
 *
 * @source policies.md section 4
 */
import { between, micros, seconds, START, type Micros, type Moment } from '../kernel/units.ts';
import { oneOf } from '../kernel/spelling.ts';
import type { Observation, Policy, PolicyMaker, PolicySetting } from './contract.ts';
import { deciderAt, decidePods, type Decided, type DeciderSpec, type DeciderState } from './kpa-decider.ts';
import {
  emptyBuckets,
  record,
  weightedAverage,
  windowAverage,
  type BucketRule,
  type Buckets,
} from './kpa-window.ts';
import {
  anySpan,
  option,
  optional,
  readOptions,
  real,
  share,
  span,
  textsOf,
  wholeNumber,
} from './options.ts';
import { sized } from './sizing.ts';

const KNATIVE = 'Knative’s config-autoscaler';

const table = {
  metric: option(
    oneOf('concurrency', 'rps'),
    'what is averaged: requests in the system, or arriving per s',
    'concurrency',
    KNATIVE,
  ),
  total: optional(
    real(0.01, 1e6),
    'of the metric that one replica can do',
    'concurrency: 1, as a modelled replica serves one request at a time (Knative: 100); rps: its service rate (200)',
    'ours',
  ),
  utilization: option(share(0.01, 1), 'part of the total that is aimed at', '70%', KNATIVE),
  window: option(span(seconds(6), seconds(3600), 'from 6 s to 1 h'), 'stable window', '60s', KNATIVE),
  'panic-window': option(
    share(0.01, 1),
    'part of the stable window that panics; whole seconds, at least 1 s',
    '10%',
    KNATIVE,
  ),
  'panic-threshold': option(
    real(1.1, 10),
    'replicas wanted by the panic window over ready ones from which on it panics',
    '2',
    KNATIVE,
  ),
  'max-scale-up': option(
    real(1.01, 1e6),
    'at most so many times the ready replicas in one tick',
    '1000',
    KNATIVE,
  ),
  'max-scale-down': option(
    real(1.01, 1e6),
    'at least the ready replicas divided by this in one tick',
    '2',
    KNATIVE,
  ),
  'scale-down-delay': option(anySpan, 'how long a larger answer holds', '0s', KNATIVE),
  'activation-scale': option(
    wholeNumber(1, 100_000),
    'the least replicas where any are wanted',
    '1',
    KNATIVE,
  ),
  'target-burst': option(
    wholeNumber(-1, 1_000_000),
    'burst that is to be taken without the activator; -1: it is always in the path',
    '211',
    KNATIVE,
  ),
  average: option(oneOf('linear', 'weighted-exponential'), 'how a window is averaged', 'linear', KNATIVE),
  grace: option(
    anySpan,
    'kept at 1 before zero, unless the activator is in the path already',
    '30s',
    KNATIVE,
  ),
  retention: option(anySpan, 'kept at 1 before zero in any case', '0s', KNATIVE),
};

interface KpaSpec extends DeciderSpec {
  readonly metric: 'concurrency' | 'rps';
  readonly stable: BucketRule;
  readonly panic: BucketRule;
  readonly average: (buckets: Buckets, rule: BucketRule, now: Moment) => number;
  readonly grace: Micros;
  readonly retention: Micros;
}

interface KpaState {
  readonly decider: DeciderState;
  readonly stable: Buckets;
  readonly panic: Buckets;
  /** When it last left zero. */
  readonly activeSince: Moment;
  /** Since when the decider wants none; undefined while it wants some. */
  readonly idleSince: Moment | undefined;
}

export const kpa: PolicyMaker = {
  kind: 'policy',
  name: 'kpa',
  about: 'Knative KPA: stable and panic windows, rate limits, scale to zero',
  options: textsOf(table),
  leastReplicas: 0,
  cadence: { tick: seconds(2), sample: seconds(1), delay: seconds(0) },
  docs: {
    standing: 'exact',
    formula: [
      'target = max(0.01, total × utilization); R = max(1, ready)',
      'up = ⌈max-scale-up × R⌉, down = ⌊R / max-scale-down⌋',
      'stable = clamp(⌈average of window / target⌉, down, up), panic likewise with panic-window',
      'panics from ⌈panic average / target⌉ / R ≥ panic-threshold until that has not been so for more than window',
      'panicking: the largest of stable and panic since it began; else stable; then the largest of scale-down-delay',
      'to 0: active for window, and wanted for grace (0 where total × ready − target-burst − panic average < 0) and retention',
    ],
    rounding: 'an average is cut off after 6 decimals, pods are rounded up, then limited',
    leftOut: 'the activator’s own path, sampling of pods, container concurrency limits',
    source: 'knative/serving pkg/autoscaler, kpa/scaler.go; policies.md section 4',
  },
  make: (setting): Policy<KpaState> => {
    const spec = specOf(setting);
    return {
      name: 'kpa',
      initial: {
        decider: deciderAt(START, setting.initialReplicas),
        stable: emptyBuckets(spec.stable),
        panic: emptyBuckets(spec.panic),
        activeSince: START,
        idleSince: undefined,
      },
      decide: (before, seen) => {
        const scraped = scrape(spec, before, seen);
        if (scraped.stable.written === undefined) {
          return [scraped, sized(seen.wanted, setting, 'no metrics yet')];
        }
        const decided = decidePods(spec, scraped.decider, {
          at: seen.at,
          ready: seen.ready,
          stable: spec.average(scraped.stable, spec.stable, seen.at),
          panic: spec.average(scraped.panic, spec.panic, seen.at),
        });
        return toZero(spec, setting, { ...scraped, decider: decided.state }, seen, decided);
      },
    };
  },
};

const specOf = (setting: PolicySetting): KpaSpec => {
  const given = readOptions('kpa', table, setting.options);
  const totalValue = given.total ?? (given.metric === 'rps' ? setting.serviceRate : 1);
  // Knative has buckets of the second that it scrapes every second; a scrape a bucket, or the holes would count as idle
  const granularity = setting.sample;
  const wholeSeconds = Math.round((given.window * given['panic-window']) / seconds(1));
  const panicWindow = Math.max(granularity, seconds(Math.max(1, wholeSeconds)));
  return {
    metric: given.metric,
    target: Math.max(0.01, totalValue * given.utilization),
    totalValue,
    targetBurstCapacity: given['target-burst'],
    panicThreshold: given['panic-threshold'],
    maxScaleUpRate: given['max-scale-up'],
    maxScaleDownRate: given['max-scale-down'],
    stableWindow: given.window,
    reachable: true,
    scaleDownDelay: given['scale-down-delay'],
    activationScale: given['activation-scale'],
    tick: setting.tick,
    stable: { window: given.window, granularity },
    panic: { window: micros(panicWindow), granularity },
    average: given.average === 'linear' ? windowAverage : weightedAverage,
    grace: given.grace,
    retention: given.retention,
  };
};

const scrape = (spec: KpaSpec, state: KpaState, { samples }: Observation): KpaState => {
  let { stable, panic } = state;
  for (const sample of samples) {
    const value = spec.metric === 'rps' ? sample.load : sample.concurrency;
    stable = record(stable, spec.stable, sample.end, value);
    panic = record(panic, spec.panic, sample.end, value);
  }
  return { ...state, stable, panic };
};

const toZero = (
  spec: KpaSpec,
  setting: PolicySetting,
  state: KpaState,
  { at, wanted }: Observation,
  { pods, ground, excessBurstCapacity }: Decided,
): ReturnType<Policy<KpaState>['decide']> => {
  if (pods > 0) {
    const activeSince = wanted === 0 ? at : state.activeSince;
    return [{ ...state, activeSince, idleSince: undefined }, sized(pods, setting, ground)];
  }
  const idleSince = state.idleSince ?? at;
  const next = { ...state, idleSince };
  if (wanted === 0 || setting.minReplicas > 0) return [next, sized(0, setting, ground)];
  const grace = excessBurstCapacity < 0 ? 0 : spec.grace;
  const waits =
    between(state.activeSince, at) < spec.stableWindow ||
    between(idleSince, at) < Math.max(grace, spec.retention);
  return [next, waits ? sized(1, setting, 'kept at 1 before zero') : sized(0, setting, 'idle, to zero')];
};
