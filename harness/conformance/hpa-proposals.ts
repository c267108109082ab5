/**
 * Vectors of the HPA's metrics: what one metric asks for, and which class a pod is of.
 *
 * Left out: what becomes of a proposal (hpa-limits, hpa-syncs).
 */
import { z } from 'zod';
import type { Metric, Pods } from '../../model/policy/hpa-metric.ts';
import { classOf } from '../../model/policy/hpa-readiness.ts';
import { propose } from '../../model/policy/hpa-replicas.ts';
import { ago, NOW, span } from './ages.ts';
import { equal, vectorSet, type Values, type VectorSet } from './vector-set.ts';

export const expectation = z.record(z.string(), z.unknown());

const podClass = z.enum(['ready', 'unready', 'missing', 'ignored']);
const podCase = z.object({
  requestMilli: z.number().nullish(),
  usageMilli: z.number().nullish(),
  ready: z.boolean().optional(),
  phase: z.string().optional(),
  class: podClass.optional(),
});
type PodCase = z.infer<typeof podCase>;

/** What a metric reads, beside its kind and target: of itself, or of the case around it. */
export const readings = {
  pods: z.array(podCase).nullish(),
  value: z.number().nullish(),
  valueMilli: z.number().nullish(),
  values: z.array(z.number()).nullish(),
};
const readingsCase = z.object(readings);
type Readings = z.infer<typeof readingsCase>;

export const metricCase = z.object({
  kind: z.enum([
    'resource-utilization',
    'pods-average',
    'object-value',
    'object-average',
    'external-value',
    'external-average',
  ]),
  target: z.number().positive(),
  ...readings,
});

export const toleranceCase = z.object({ down: z.number(), up: z.number() });

const podsOf = (pods: readonly PodCase[]): Pods[] =>
  pods.map(
    ({ class: as = 'ready', ready = as === 'ready', phase = 'Running', usageMilli, requestMilli }) => ({
      count: 1,
      class: as,
      serving: ready && phase === 'Running',
      usageMilli: usageMilli ?? undefined,
      requestMilli: requestMilli ?? undefined,
    }),
  );

export const metricOf = (metric: z.infer<typeof metricCase>, outer?: Readings): Metric => {
  const values = metric.values ?? outer?.values;
  const value = metric.valueMilli ?? metric.value ?? outer?.valueMilli ?? outer?.value;
  return {
    kind: metric.kind,
    target: metric.target,
    valueMilli: values?.reduce((sum, one) => sum + one, 0) ?? value ?? undefined,
    pods: podsOf(metric.pods ?? outer?.pods ?? []),
  };
};

const calcCase = metricCase.extend({
  currentReplicas: z.number(),
  statusReplicas: z.number().optional(),
  tolerance: toleranceCase,
  expect: expectation,
});

const answerCalc = (one: z.infer<typeof calcCase>): Values => {
  const size = { spec: one.currentReplicas, status: one.statusReplicas ?? one.currentReplicas };
  const proposal = propose(metricOf(one), size, one.tolerance);
  return 'failure' in proposal ? { error: proposal.because } : { ...proposal };
};

const readinessCase = z.object({
  resource: z.string(),
  cpuInitializationPeriodSeconds: z.number(),
  initialReadinessDelaySeconds: z.number(),
  pod: z.object({
    phase: z.enum(['Pending', 'Running', 'Succeeded', 'Failed']).optional(),
    deleting: z.boolean().optional(),
    deleted: z.boolean().optional(),
    deletionTimestamp: z.unknown().optional(),
    usageMilli: z.number().nullish(),
    startedSecondsAgo: z.number().nullish(),
    noReadyCondition: z.boolean().optional(),
    ready: z.boolean().optional(),
    readyTransitionSecondsAgo: z.number().nullish(),
    metricAgeSeconds: z.number().nullish(),
    metricWindowSeconds: z.number().nullish(),
  }),
  expect: expectation,
});

const answerReadiness = ({ pod, ...one }: z.infer<typeof readinessCase>): Values => ({
  class: classOf(
    {
      phase: pod.phase ?? 'Running',
      deleting:
        pod.deleting ??
        pod.deleted ??
        (pod.deletionTimestamp !== undefined &&
          pod.deletionTimestamp !== null &&
          pod.deletionTimestamp !== false),
      sample:
        typeof pod.usageMilli === 'number'
          ? { at: ago(pod.metricAgeSeconds ?? 0), window: span(pod.metricWindowSeconds ?? 0) }
          : undefined,
      startedAt: typeof pod.startedSecondsAgo === 'number' ? ago(pod.startedSecondsAgo) : undefined,
      readiness:
        pod.noReadyCondition === true
          ? undefined
          : { ready: pod.ready ?? false, since: ago(pod.readyTransitionSecondsAgo ?? 0) },
    },
    one.resource === 'cpu' ? 'cpu' : 'other',
    NOW,
    {
      initialization: span(one.cpuInitializationPeriodSeconds),
      initialDelay: span(one.initialReadinessDelaySeconds),
    },
  ),
});

export const hpaProposalSets: readonly VectorSet[] = [
  vectorSet({
    set: 'hpa_replica_calc',
    schema: calcCase,
    // that no decision is possible is what is compared; in which words is not
    expected: ({ expect }) => ('error' in expect ? { error: expect['error'] } : expect),
    answer: answerCalc,
    agree: (got, expected, name) => (name === 'error' ? got !== undefined : equal(got, expected, name)),
  }),
  vectorSet({
    set: 'hpa_readiness',
    schema: readinessCase,
    expected: ({ expect }) => expect,
    answer: answerReadiness,
  }),
];
