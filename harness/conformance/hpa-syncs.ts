/**
 * Vectors of whole reconciles of the HPA: one, or a sequence of them on a demand that comes from outside.
 *
 * In a sequence every pod is ready at once. Left out: writes that fail.
 */
import { z } from 'zod';
import { moment, seconds } from '../../model/kernel/units.ts';
import type { Pods } from '../../model/policy/hpa-metric.ts';
import { freshState, syncHpa, type HpaSpec, type HpaState } from '../../model/policy/hpa-sync.ts';
import { NOW, span } from './ages.ts';
import {
  behaviorCase,
  behaviorOf,
  eventCases,
  eventsOf,
  legacyLimitOf,
  legacyLimits,
  recommendationCases,
  recommendationsOf,
} from './hpa-limits.ts';
import { expectation, metricCase, metricOf, readings, toleranceCase } from './hpa-proposals.ts';
import { equal, vectorSet, type Values, type VectorSet } from './vector-set.ts';

const specCase = z.object({
  min: z.number(),
  max: z.number(),
  tolerance: toleranceCase,
  behavior: behaviorCase.nullish(),
  downscaleStabilizationSeconds: z.number(),
  ...legacyLimits,
});

const specOf = (one: z.infer<typeof specCase>): HpaSpec => {
  const downscaleWindow = span(one.downscaleStabilizationSeconds);
  return {
    min: one.min,
    max: one.max,
    tolerance: {
      up: one.behavior?.scaleUp?.tolerance ?? one.tolerance.up,
      down: one.behavior?.scaleDown?.tolerance ?? one.tolerance.down,
    },
    behavior:
      one.behavior === null || one.behavior === undefined
        ? undefined
        : behaviorOf(one.behavior, downscaleWindow),
    downscaleWindow,
    legacyLimit: legacyLimitOf(one),
  };
};

const syncCase = specCase.extend({
  specReplicas: z.number(),
  statusReplicas: z.number(),
  metrics: z.array(metricCase),
  ...readings,
  /** Null: the controller just started, and records the current size first. */
  recommendations: recommendationCases.nullable(),
  scaleUpEvents: eventCases.nullish(),
  scaleDownEvents: eventCases.nullish(),
  expect: expectation,
});

const answerSync = (one: z.infer<typeof syncCase>): Values => {
  const before: HpaState = {
    recommendations: one.recommendations === null ? undefined : recommendationsOf(one.recommendations),
    up: eventsOf(one.scaleUpEvents),
    down: eventsOf(one.scaleDownEvents),
  };
  const { desired, reasons, limit } = syncHpa(specOf(one), before, {
    at: NOW,
    size: { spec: one.specReplicas, status: one.statusReplicas },
    metrics: one.metrics.map((metric) => metricOf(metric, one)),
  });
  return { desiredReplicas: desired, reason: [limit, ...reasons.map((reason) => reason.split(':')[0])] };
};

const sequenceCase = specCase.extend({
  initialReplicas: z.number(),
  target: z.number().positive(),
  requestMilli: z.number().positive(),
  steps: z.array(z.object({ t: z.number(), demandMilli: z.number(), replicasAfter: z.number() })).min(1),
});
type Sequence = z.infer<typeof sequenceCase>;

/** The demand shared out in whole milli-units, so that its sum is the demand. */
const sharing = (demandMilli: number, replicas: number, requestMilli: number): Pods[] => {
  const each = Math.floor(demandMilli / replicas);
  const more = demandMilli - each * replicas;
  return [
    { count: more, usageMilli: each + 1 },
    { count: replicas - more, usageMilli: each },
  ].map((alike) => ({ ...alike, class: 'ready', serving: true, requestMilli }));
};

const stepNamed = (t: number): string => `replicasAfter at ${t} s`;

const answerSequence = (one: Sequence): Values => {
  const spec = specOf(one);
  let [state, replicas] = [freshState, one.initialReplicas];
  return Object.fromEntries(
    one.steps.map(({ t, demandMilli }) => {
      const done = syncHpa(spec, state, {
        at: moment(Math.round(seconds(t))),
        size: { spec: replicas, status: replicas },
        metrics: [
          {
            kind: 'resource-utilization',
            target: one.target,
            pods: sharing(demandMilli, replicas, one.requestMilli),
          },
        ],
      });
      [state, replicas] = [done.state, done.desired];
      return [stepNamed(t), replicas];
    }),
  );
};

export const hpaSyncSets: readonly VectorSet[] = [
  vectorSet({
    set: 'hpa_sync',
    schema: syncCase,
    expected: ({ expect }) => expect,
    answer: answerSync,
    // a case names one of the conditions' reasons, without the message after it
    agree: (got, expected, name) =>
      name === 'reason' && Array.isArray(got) ? got.includes(expected) : equal(got, expected, name),
  }),
  vectorSet({
    set: 'hpa_sequences',
    schema: sequenceCase,
    expected: ({ steps }) =>
      Object.fromEntries(steps.map(({ t, replicasAfter }) => [stepNamed(t), replicasAfter])),
    answer: answerSequence,
  }),
];
