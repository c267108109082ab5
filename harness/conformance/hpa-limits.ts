/**
 * Vectors of what the HPA does to a proposal: stabilisation, limits of rate, and the events that they count.
 *
 * Left out: where the proposal comes from (hpa-proposals).
 */
import { z } from 'zod';
import type { Micros } from '../../model/kernel/units.ts';
import {
  behaviorDefaults,
  changeInPeriod,
  downscaleWindowDefault,
  legacyLimitDefault,
  limitLegacy,
  limitRate,
  stabilise,
  stabiliseLegacy,
  type Behavior,
  type LegacyLimit,
  type ScalingRules,
} from '../../model/policy/hpa-limits.ts';
import type { Window } from '../../model/policy/windows.ts';
import { ago, NOW, span } from './ages.ts';
import { expectation } from './hpa-proposals.ts';
import { vectorSet, type Values, type VectorSet } from './vector-set.ts';

const rulesCase = z
  .object({
    stabilizationWindowSeconds: z.number().nullish(),
    selectPolicy: z.enum(['Max', 'Min', 'Disabled']).nullish(),
    policies: z
      .array(z.object({ type: z.enum(['Pods', 'Percent']), value: z.number(), periodSeconds: z.number() }))
      .nullish(),
    tolerance: z.number().nullish(),
  })
  .nullish();
type RulesCase = z.infer<typeof rulesCase>;

export const behaviorCase = z.object({ scaleUp: rulesCase, scaleDown: rulesCase });

const rulesOf = (rules: RulesCase, defaults: ScalingRules): ScalingRules => ({
  select: rules?.selectPolicy ?? defaults.select,
  window:
    rules?.stabilizationWindowSeconds === null || rules?.stabilizationWindowSeconds === undefined
      ? defaults.window
      : span(rules.stabilizationWindowSeconds),
  policies:
    rules?.policies?.map(({ type, value, periodSeconds }) => ({
      type,
      value,
      period: span(periodSeconds),
    })) ?? defaults.policies,
});

/** What is left out of a `behavior` field has upstream's defaults; the window downward has the controller's. */
export const behaviorOf = (
  { scaleUp, scaleDown }: z.infer<typeof behaviorCase>,
  downscaleWindow: Micros = downscaleWindowDefault,
): Behavior => ({
  up: rulesOf(scaleUp, behaviorDefaults.up),
  down: rulesOf(scaleDown, { ...behaviorDefaults.down, window: downscaleWindow }),
});

const eventCase = z.object({ change: z.number(), ageSeconds: z.number() });
export const eventCases = z.array(eventCase);

export const eventsOf = (events: z.infer<typeof eventCases> | null | undefined): Window =>
  (events ?? []).map(({ change, ageSeconds }) => ({ at: ago(ageSeconds), amount: change }));

export const recommendationCases = z.array(z.object({ replicas: z.number(), ageSeconds: z.number() }));

export const recommendationsOf = (recommendations: z.infer<typeof recommendationCases>): Window =>
  recommendations.map(({ replicas, ageSeconds }) => ({ at: ago(ageSeconds), amount: replicas }));

const sizes = {
  currentReplicas: z.number(),
  desiredReplicas: z.number(),
  min: z.number(),
  max: z.number(),
  expect: expectation,
};

const rateCase = behaviorCase.extend({
  ...sizes,
  scaleUpEvents: eventCases.nullish(),
  scaleDownEvents: eventCases.nullish(),
});

const answerRate = (one: z.infer<typeof rateCase>): Values => {
  const events = { up: eventsOf(one.scaleUpEvents), down: eventsOf(one.scaleDownEvents) };
  return { ...limitRate(one.currentReplicas, one.desiredReplicas, one, behaviorOf(one), events, NOW) };
};

export const legacyLimits = {
  scaleUpLimitFactor: z.number().optional(),
  scaleUpLimitMinimum: z.number().optional(),
};
const legacyCase = z.object({ ...sizes, ...legacyLimits });

export const legacyLimitOf = ({
  scaleUpLimitFactor,
  scaleUpLimitMinimum,
}: Pick<z.infer<typeof legacyCase>, keyof typeof legacyLimits>): LegacyLimit => ({
  factor: scaleUpLimitFactor ?? legacyLimitDefault.factor,
  minimum: scaleUpLimitMinimum ?? legacyLimitDefault.minimum,
});

const answerLegacy = (one: z.infer<typeof legacyCase>): Values => ({
  ...limitLegacy(one.currentReplicas, one.desiredReplicas, one, legacyLimitOf(one)),
});

const stabilizeBase = {
  desiredReplicas: z.number(),
  recommendations: recommendationCases,
  expect: expectation,
};
const stabilizeCase = z.discriminatedUnion('mode', [
  z.object({
    mode: z.literal('legacy'),
    downscaleWindowSeconds: z.number(),
    ...stabilizeBase,
  }),
  z.object({
    mode: z.literal('behavior'),
    scaleUpWindowSeconds: z.number(),
    scaleDownWindowSeconds: z.number(),
    currentReplicas: z.number(),
    ...stabilizeBase,
  }),
]);

const answerStabilize = (one: z.infer<typeof stabilizeCase>): Values => {
  const recommendations = recommendationsOf(one.recommendations);
  if (one.mode === 'legacy') {
    const window = span(one.downscaleWindowSeconds);
    return { replicas: stabiliseLegacy(one.desiredReplicas, recommendations, NOW, window) };
  }
  const windows = { up: span(one.scaleUpWindowSeconds), down: span(one.scaleDownWindowSeconds) };
  return {
    replicas: stabilise(one.currentReplicas, one.desiredReplicas, recommendations, NOW, windows),
  };
};

const windowCase = z.object({ periodSeconds: z.number(), events: eventCases, expect: expectation });

export const hpaLimitSets: readonly VectorSet[] = [
  vectorSet({
    set: 'hpa_rate_limit',
    schema: rateCase,
    expected: ({ expect }) => expect,
    answer: answerRate,
  }),
  vectorSet({
    set: 'hpa_legacy_normalize',
    schema: legacyCase,
    expected: ({ expect }) => expect,
    answer: answerLegacy,
  }),
  vectorSet({
    set: 'hpa_stabilize',
    schema: stabilizeCase,
    expected: ({ expect }) => expect,
    answer: answerStabilize,
  }),
  vectorSet({
    set: 'hpa_event_window',
    schema: windowCase,
    expected: ({ expect }) => expect,
    answer: ({ events, periodSeconds }) => ({
      changeInPeriod: changeInPeriod(eventsOf(events), NOW, span(periodSeconds)),
    }),
  }),
];
