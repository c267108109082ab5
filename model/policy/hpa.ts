/**
 * The Kubernetes Horizontal Pod Autoscaler on the mean processor utilisation of the replicas.
 *
 * A replica is a pod that asks for one whole processor. One tick is one sync (15 s upstream). Replicas that the newest
 * sample measured count as ready pods; ready ones that it did not measure throughout are not yet trusted, as within the
 * processor initialisation period; starting ones are Pending; stopping ones are ignored. Left out: pods that live longer
 * than that period without a sample, scaling to zero (which needs another kind of metric), several metrics.
 *
 * @source policies.md section 1
 */
import type { Observation, Policy, PolicyMaker } from './contract.ts';
import { hpaOptions, hpaSettingOf } from './hpa-options.ts';
import type { Metric, Pods } from './hpa-metric.ts';
import { freshState, syncHpa, type HpaState } from './hpa-sync.ts';

export const hpa: PolicyMaker = {
  kind: 'policy',
  name: 'hpa',
  about: 'Kubernetes HPA v2 on mean utilisation, with or without its behavior field',
  options: hpaOptions,
  make: (setting): Policy<HpaState> => {
    const { spec, targetPercent } = hpaSettingOf(setting);
    return {
      name: 'hpa',
      initial: freshState,
      decide: (state, seen) => {
        const { desired, reasons, ...sync } = syncHpa(spec, state, {
          at: seen.at,
          size: { spec: seen.wanted, status: seen.ready + seen.starting },
          metrics: [utilisationSeen(seen, targetPercent)],
        });
        return [sync.state, { replicas: desired, reason: reasons.join(', ') }];
      },
    };
  },
};

/** What a replica asks for; only the ratio of use to request matters, as all are alike. */
const REQUEST_MILLI = 1000;

const utilisationSeen = (seen: Observation, target: number): Metric => {
  const sampled = !Number.isNaN(seen.utilisation);
  const groups: readonly Pods[] = [
    {
      count: seen.measured,
      class: sampled ? 'ready' : 'missing',
      serving: true,
      usageMilli: sampled ? usageMilli(seen.utilisation) : undefined,
    },
    { count: seen.ready - seen.measured, class: 'unready', serving: true },
    { count: seen.starting, class: 'unready', serving: false },
    { count: seen.stopping, class: 'ignored', serving: false },
  ];
  const pods = groups
    .filter(({ count }) => count > 0)
    .map((alike) => ({ ...alike, requestMilli: REQUEST_MILLI }));
  return { kind: 'resource-utilization', target, pods };
};

/** Use is measured in whole billionths of a processor, and read in thousandths, rounded up (Quantity.MilliValue). */
const usageMilli = (utilisation: number): number =>
  Math.ceil(Math.round(utilisation * REQUEST_MILLI * 1e6) / 1e6);
