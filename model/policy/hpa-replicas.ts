/**
 * How many replicas its metrics ask the Kubernetes HPA for, before any stabilisation or limit.
 *
 * A metric that each pod has is in hpa-per-pod; that of one object, or from outside, is here. Left out: what becomes of a
 * proposal (hpa-sync).
 *
 * @source policies.md section 1, "Object/External Value", "Several metrics"
 */
import {
  asCount,
  countOf,
  groundOf,
  within,
  type Ground,
  type Metric,
  type MetricKind,
  type NoProposal,
  type Proposal,
  type Size,
  type Tolerance,
} from './hpa-metric.ts';
import { average, perPod, utilization } from './hpa-per-pod.ts';

const FAILURES: Readonly<Record<MetricKind, string>> = {
  'resource-utilization': 'FailedGetResourceMetric',
  'pods-average': 'FailedGetPodsMetric',
  'object-value': 'FailedGetObjectMetric',
  'object-average': 'FailedGetObjectMetric',
  'external-value': 'FailedGetExternalMetric',
  'external-average': 'FailedGetExternalMetric',
};

/** What one metric asks for. */
export const propose = (metric: Metric, size: Size, tolerance: Tolerance): Proposal | NoProposal => {
  const proposed = byKind(metric, size, tolerance);
  return typeof proposed === 'string' ? { failure: FAILURES[metric.kind], because: proposed } : proposed;
};

/**
 * What all metrics together ask for: the most that any does. Where some fail, the others may scale up but not down.
 *
 * @param metrics  at least one
 */
export const proposeAll = (
  metrics: readonly Metric[],
  size: Size,
  tolerance: Tolerance,
): Proposal | NoProposal => {
  let most: Proposal | undefined;
  let failed: NoProposal | undefined;
  for (const metric of metrics) {
    const one = propose(metric, size, tolerance);
    if ('failure' in one) failed ??= one;
    else if (most === undefined || one.replicas > most.replicas) most = one;
  }
  if (failed !== undefined && (most === undefined || most.replicas < size.spec)) return failed;
  return most ?? { failure: 'InvalidMetricSourceType', because: 'no metric' };
};

/** The proposal, or in words why there is none. */
const byKind = (metric: Metric, size: Size, tolerance: Tolerance): Proposal | string => {
  switch (metric.kind) {
    case 'resource-utilization':
      return perPod(metric.pods, size.spec, tolerance, utilization(metric.target));
    case 'pods-average':
      return perPod(metric.pods, size.spec, tolerance, average(metric.target));
    case 'object-value':
    case 'external-value':
      return ofValue(metric, size.spec, tolerance);
    case 'object-average':
    case 'external-average':
      return ofAverageValue(metric, size.status, tolerance);
    default:
      return metric.kind satisfies never;
  }
};

const ofValue = (
  { valueMilli, target, pods }: Metric,
  current: number,
  tolerance: Tolerance,
): Proposal | string => {
  if (valueMilli === undefined) return 'no value';
  const ratio = valueMilli / target;
  const proposed = (replicas: number, ground: Ground): Proposal => ({
    replicas: asCount(replicas),
    ground,
    valueMilli,
  });
  // from zero there is no pod to multiply by, and no tolerance
  if (current === 0) return proposed(Math.ceil(ratio), groundOf(ratio));
  if (within(ratio, tolerance)) return proposed(current, 'within tolerance');
  if (countOf(pods, () => true) === 0) return 'no pods';
  return proposed(Math.ceil(ratio * countOf(pods, (alike) => alike.serving)), groundOf(ratio));
};

const ofAverageValue = (
  { valueMilli, target }: Metric,
  existing: number,
  tolerance: Tolerance,
): Proposal | string => {
  if (valueMilli === undefined) return 'no value';
  // at size 0 this is not a number or not finite, and so out of any tolerance
  const ratio = valueMilli / (target * existing);
  const averageValueMilli = existing === 0 ? 0 : Math.ceil(valueMilli / existing);
  return within(ratio, tolerance)
    ? { replicas: existing, ground: 'within tolerance', averageValueMilli }
    : { replicas: asCount(Math.ceil(valueMilli / target)), ground: groundOf(ratio), averageValueMilli };
};
