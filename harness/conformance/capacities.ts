/**
 * Vectors of adjustments: what one makes of a capacity, and the step that a metric falls into.
 *
 * Left out: alarms, cooldowns and warm-up, which decide when an adjustment is made.
 */
import { z } from 'zod';
import { newCapacity } from '../../model/policy/adjustment.ts';
import { stepScale } from '../../model/policy/step-scaling.ts';
import { vectorSet, type VectorSet } from './vector-set.ts';

const type = z.enum(['ChangeInCapacity', 'ExactCapacity', 'PercentChangeInCapacity']);

const adjustmentCase = z.object({
  current: z.number(),
  adjustment: z.number(),
  type,
  minAdjustmentStep: z.number().nullish(),
  min: z.number(),
  max: z.number(),
  expect: z.number(),
});

const steps = z.array(
  z.object({ lower: z.number().nullable(), upper: z.number().nullable(), adjustment: z.number() }),
);

const stepCase = z.object({
  threshold: z.number(),
  scaleOutSteps: steps.nullish(),
  scaleInSteps: steps.nullish(),
  type,
  current: z.number(),
  metric: z.number(),
  minAdjustmentStep: z.number().nullish(),
  min: z.number().nullish(),
  max: z.number().nullish(),
  expect: z.number(),
});

export const capacitySets: readonly VectorSet[] = [
  vectorSet({
    set: 'adjustment_rounding',
    schema: adjustmentCase,
    expected: ({ expect }) => ({ capacity: expect }),
    answer: ({ current, adjustment, type: kind, minAdjustmentStep, ...bounds }) => ({
      capacity: newCapacity(
        current,
        { type: kind, amount: adjustment, atLeast: minAdjustmentStep ?? undefined },
        bounds,
      ),
    }),
  }),
  vectorSet({
    set: 'step_scaling',
    schema: stepCase,
    expected: ({ expect }) => ({ capacity: expect }),
    answer: ({ current, metric, threshold, type: kind, minAdjustmentStep, min, max, ...one }) => {
      const distance = metric - threshold;
      const direction = distance >= 0 ? 'out' : 'in';
      const chosen = (direction === 'out' ? one.scaleOutSteps : one.scaleInSteps) ?? [];
      const rule = { type: kind, atLeast: minAdjustmentStep ?? undefined, steps: chosen };
      return {
        capacity: stepScale(current, distance, direction, rule, { min: min ?? 0, max: max ?? Infinity }),
      };
    },
  }),
];
