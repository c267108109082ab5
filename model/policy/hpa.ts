/**
 * The Kubernetes Horizontal Pod Autoscaler, on utilisation and on metrics of the requests.
 *
 * A replica is a pod that asks for one whole processor. One tick is one sync (15 s upstream). Replicas that the newest
 * sample measured count as ready pods; ready ones that it did not measure throughout are not yet trusted, as within the
 * processor initialisation period; starting ones are Pending; stopping ones are ignored. Left out: pods that live longer
 * than that period without a sample.
 *
 * @source policies.md section 1
 */
import { seconds } from '../kernel/units.ts';
import type { Observation, Policy, PolicyMaker } from './contract.ts';
import { hpaOptions, hpaSettingOf, type HpaTargets } from './hpa-options.ts';
import type { Metric, Pods } from './hpa-metric.ts';
import { freshState, syncHpa, type HpaState } from './hpa-sync.ts';

export const hpa: PolicyMaker = {
  kind: 'policy',
  name: 'hpa',
  about: 'Kubernetes HPA v2 on utilisation or requests, with or without its behavior field',
  options: hpaOptions,
  cadence: { tick: seconds(15), sample: seconds(15), delay: seconds(15) },
  docs: {
    standing: 'exact',
    formula: [
      'utilisation: ratio = ⌊100 × use / request⌋ / target; n within tolerance; else ⌈ratio × pods measured⌉',
      'pods that are not ready, or not measured, are filled in against the direction; where that turns it, n',
      'rps, concurrency: ratio = ⌊mean⌋ / target; waiting: ⌈sum / target⌉; of several metrics the largest',
      'without behavior: the largest of downscale-stabilization, then at most max(2n, 4)',
      'with behavior: n moved into [least of the up window, largest of the down window], then limited by the policies',
      'then within min and max',
    ],
    rounding: 'a use is rounded up to thousandths, a mean or percentage cut off, replicas rounded up',
    leftOut: 'failing metrics’ fallback values (KEP-5679), pods without a sample beyond their initialisation',
    source: 'kubernetes pkg/controller/podautoscaler, KEPs 853, 2021, 4951; policies.md section 1',
  },
  make: (setting): Policy<HpaState> => {
    const { spec, targets } = hpaSettingOf(setting);
    return {
      name: 'hpa',
      initial: freshState,
      decide: (state, seen) => {
        const { desired, reasons, ...sync } = syncHpa(spec, state, {
          at: seen.at,
          size: { spec: seen.wanted, status: seen.ready + seen.starting },
          metrics: metricsSeen(seen, targets),
        });
        return [sync.state, { replicas: desired, reason: reasons.join(', ') }];
      },
    };
  },
};

/** What a replica asks for; only the ratio of use to request matters, as all are alike. */
const REQUEST_MILLI = 1000;

const metricsSeen = (seen: Observation, targets: HpaTargets): readonly Metric[] => {
  const { utilisation, rps, concurrency, waiting } = targets;
  const each = (total: number): number => total / seen.measured;
  return [
    ...(utilisation === undefined ? [] : [utilisationSeen(seen, utilisation)]),
    ...(rps === undefined ? [] : [averageSeen(seen, each(seen.load), rps)]),
    ...(concurrency === undefined ? [] : [averageSeen(seen, each(seen.concurrency), concurrency)]),
    ...(waiting === undefined ? [] : [waitingSeen(seen, waiting)]),
  ];
};

const utilisationSeen = (seen: Observation, target: number): Metric => {
  const use = usageMilli(seen.utilisation);
  const groups = podsOf(seen, { usageMilli: use }, 'unready');
  const pods = groups.map((alike) => ({ ...alike, requestMilli: REQUEST_MILLI }));
  return { kind: 'resource-utilization', target, pods };
};

/** Of a metric other than the processor's, readiness is of no account: a pod without a sample is missing. */
const averageSeen = (seen: Observation, mean: number, target: number): Metric => ({
  kind: 'pods-average',
  target,
  pods: podsOf(seen, { usageMilli: milli(mean) }, 'missing'),
});

const waitingSeen = (seen: Observation, target: number): Metric => ({
  kind: 'external-average',
  target,
  valueMilli: Math.round(seen.backlog * 1000),
  pods: [],
});

/** The replicas in groups; one with a sample has what the newest said. */
const podsOf = (
  seen: Observation,
  sample: Pick<Pods, 'usageMilli'>,
  unmeasured: 'unready' | 'missing',
): readonly Pods[] => {
  const sampled = sample.usageMilli !== undefined;
  const groups: readonly Pods[] = [
    { ...sample, count: seen.measured, class: sampled ? 'ready' : 'missing', serving: true },
    { count: seen.ready - seen.measured, class: unmeasured, serving: true },
    { count: seen.starting, class: 'unready', serving: false },
    { count: seen.stopping, class: 'ignored', serving: false },
  ];
  return groups.filter(({ count }) => count > 0);
};

/** Thousandths, as amounts are kept; undefined where nothing was measured. */
const milli = (amount: number): number | undefined =>
  Number.isFinite(amount) ? Math.round(amount * 1000) : undefined;

/** Use is measured in whole billionths of a processor, and read in thousandths, rounded up (Quantity.MilliValue). */
const usageMilli = (utilisation: number): number | undefined =>
  Number.isNaN(utilisation) ? undefined : Math.ceil(Math.round(utilisation * REQUEST_MILLI * 1e6) / 1e6);
