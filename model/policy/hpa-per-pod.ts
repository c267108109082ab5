/**
 * How many replicas the Kubernetes HPA proposes by a metric that each pod has: a resource's utilisation, or an average.
 *
 * Every division is cut off, as upstream computes it: at a target of 50 %, a true 50.9 % is 50 %. Where the ready pods
 * point one way, the others are filled in so that they dampen it. Left out: classing a pod (hpa-readiness).
 *
 * @source policies.md section 1, "Utilisation metric"
 */
import {
  asCount,
  countOf,
  groundOf,
  within,
  type Pods,
  type Proposal,
  type Tolerance,
} from './hpa-metric.ts';

/** Sums over pods that were given a usage. */
interface Used {
  readonly count: number;
  readonly usage: number;
  readonly request: number;
}

/** How a metric of each pod is read. */
interface Reading {
  readonly needsRequest: boolean;
  readonly ratio: (used: Used) => number;
  /** What a pod without a sample is taken to use when the others point down. */
  readonly missingUsage: (pods: Pods) => number;
  readonly shown: (used: Used) => Pick<Proposal, 'utilizationPercent' | 'averageValueMilli'>;
}

/** Of so much usage on average over the pods; cut off. */
const averageOf = ({ usage, count }: Used): number => Math.trunc(usage / count);
const percentOf = ({ usage, request }: Used): number => Math.trunc((usage * 100) / request);

export const utilization = (target: number): Reading => ({
  needsRequest: true,
  ratio: (used) => percentOf(used) / target,
  // all that it asked for, or the target where that is more than all
  missingUsage: ({ requestMilli = 0 }) => Math.trunc((requestMilli * Math.max(100, target)) / 100),
  shown: (used) => ({ utilizationPercent: percentOf(used), averageValueMilli: averageOf(used) }),
});

export const average = (target: number): Reading => ({
  needsRequest: false,
  ratio: (used) => averageOf(used) / target,
  missingUsage: () => target,
  shown: (used) => ({ averageValueMilli: averageOf(used) }),
});

const usedBy = (pods: readonly Pods[], usageOf: (pods: Pods) => number | undefined): Used => {
  let [count, usage, request] = [0, 0, 0];
  for (const alike of pods) {
    const each = usageOf(alike);
    if (each === undefined) continue;
    count += alike.count;
    usage += alike.count * each;
    request += alike.count * (alike.requestMilli ?? 0);
  }
  return { count, usage, request };
};

/** The proposal, or in words why there is none. */
export const perPod = (
  pods: readonly Pods[],
  current: number,
  tolerance: Tolerance,
  reading: Reading,
): Proposal | string => {
  if (countOf(pods, () => true) === 0) return 'no pods';
  const measured = usedBy(pods, (alike) => (alike.class === 'ready' ? alike.usageMilli : undefined));
  if (measured.count === 0) return 'no sample of a ready replica';
  if (reading.needsRequest) {
    if (pods.some((alike) => alike.requestMilli === undefined)) return 'a pod has no request';
    if (measured.request === 0) return 'the pods request nothing';
  }

  const shown = reading.shown(measured);
  const ratio = reading.ratio(measured);
  const unreadyIdle = ratio > 1 && countOf(pods, (alike) => alike.class === 'unready') > 0;
  const missing = countOf(pods, (alike) => alike.class === 'missing') > 0;
  if (!unreadyIdle && !missing) {
    if (within(ratio, tolerance)) return { replicas: current, ground: 'within tolerance', ...shown };
    // by the pods that were measured, not by the size asked for: 1 of 4 is there, at 200 % → 2
    return { replicas: asCount(Math.ceil(ratio * measured.count)), ground: groundOf(ratio), ...shown };
  }

  const filled = usedBy(pods, (alike): number | undefined => {
    switch (alike.class) {
      case 'ready':
        return alike.usageMilli;
      case 'unready':
        return unreadyIdle ? 0 : undefined;
      case 'missing':
        return ratio < 1 ? reading.missingUsage(alike) : ratio > 1 ? 0 : undefined;
      case 'ignored':
        return undefined;
      default:
        return alike.class satisfies never;
    }
  });
  const refilled = reading.ratio(filled);
  if (within(refilled, tolerance)) return { replicas: current, ground: 'within tolerance', ...shown };
  const replicas = asCount(Math.ceil(refilled * filled.count));
  const turned =
    (ratio < 1 && refilled > 1) ||
    (ratio > 1 && refilled < 1) ||
    (refilled < 1 && replicas > current) ||
    (refilled > 1 && replicas < current);
  return turned
    ? { replicas: current, ground: 'scale direction would change', ...shown }
    : { replicas, ground: groundOf(refilled), ...shown };
};
