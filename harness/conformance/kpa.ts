/**
 * Vectors of Knative's KPA: the decider step by step, and the average of its window.
 *
 * Left out: bounds and the way to zero, which are another part's.
 */
import { z } from 'zod';
import { after, seconds, START, type Moment } from '../../model/kernel/units.ts';
import { deciderAt, decidePods, type DeciderSpec } from '../../model/policy/kpa-decider.ts';
import { emptyBuckets, record, weightedAverage, windowAverage } from '../../model/policy/kpa-window.ts';
import { span } from './ages.ts';
import { equal, vectorSet, type Agree, type Values, type VectorSet } from './vector-set.ts';

const at = (t: number): Moment => after(START, span(t));

const deciderCase = z.object({
  spec: z.object({
    target: z.number().positive(),
    totalValue: z.number(),
    targetBurstCapacity: z.number(),
    panicThreshold: z.number(),
    maxScaleUpRate: z.number(),
    maxScaleDownRate: z.number(),
    stableWindow: z.number(),
    reachable: z.boolean(),
    scaleDownDelay: z.number(),
    activationScale: z.number().nullish(),
  }),
  readyAtCreation: z.number(),
  steps: z
    .array(
      z.object({
        t: z.number(),
        readyPods: z.number(),
        stableValue: z.number(),
        panicValue: z.number(),
        expect: z
          .object({ desired: z.number(), excessBurstCapacity: z.number(), panicking: z.boolean() })
          .partial(),
      }),
    )
    .min(1),
});
type DeciderCase = z.infer<typeof deciderCase>;

/** Several steps may stand at the same time. */
const stepNamed = (name: string, { t }: { readonly t: number }, index: number): string =>
  `${name} of step ${index + 1}, ${t} s`;

const answerDecider = ({ spec, readyAtCreation, steps }: DeciderCase): Values => {
  const rule: DeciderSpec = {
    ...spec,
    stableWindow: span(spec.stableWindow),
    scaleDownDelay: span(spec.scaleDownDelay),
    activationScale: spec.activationScale ?? 1,
    tick: seconds(2), // upstream's
  };
  let state = deciderAt(at(steps[0]!.t), readyAtCreation);
  return Object.fromEntries(
    steps.flatMap((step, index) => {
      const {
        pods,
        excessBurstCapacity,
        state: next,
      } = decidePods(rule, state, {
        at: at(step.t),
        ready: step.readyPods,
        stable: step.stableValue,
        panic: step.panicValue,
      });
      state = next;
      return Object.entries({
        desired: pods,
        excessBurstCapacity,
        panicking: next.panicSince !== undefined,
      }).map(([name, value]) => [stepNamed(name, step, index), value]);
    }),
  );
};

const expectedOfDecider = ({ steps }: DeciderCase): Values =>
  Object.fromEntries(
    steps.flatMap((step, index) =>
      Object.entries(step.expect).map(([name, value]) => [stepNamed(name, step, index), value]),
    ),
  );

/** Upstream's own tests compute the excess in another order. */
const withinOne: Agree = (got, expected, name) =>
  name.startsWith('excessBurstCapacity') && typeof got === 'number' && typeof expected === 'number'
    ? Math.abs(got - expected) <= 1
    : equal(got, expected, name);

const windowCase = z.object({
  windowSeconds: z.number().positive(),
  bucketSeconds: z.number().positive(),
  algorithm: z.enum(['linear', 'weighted-exponential']).nullish(),
  ops: z.array(z.tuple([z.enum(['record', 'average']), z.number(), z.number()])).min(1),
});
type WindowCase = z.infer<typeof windowCase>;

const averageNamed = (t: number, index: number): string => `average of step ${index + 1}, ${t} s`;

const answerWindow = ({ windowSeconds, bucketSeconds, algorithm, ops }: WindowCase): Values => {
  const rule = { window: span(windowSeconds), granularity: span(bucketSeconds) };
  const average = algorithm === 'weighted-exponential' ? weightedAverage : windowAverage;
  let buckets = emptyBuckets(rule);
  return Object.fromEntries(
    ops.flatMap(([op, t, value], index): readonly (readonly [string, number])[] => {
      if (op === 'average') return [[averageNamed(t, index), average(buckets, rule, at(t))]];
      buckets = record(buckets, rule, at(t), value);
      return [];
    }),
  );
};

/** Averages are given to six decimals; of the last one it is not said how it is rounded. */
const SIXTH = 1.000_001e-6;

export const kpaSets: readonly VectorSet[] = [
  ...['kpa_decider', 'kpa_sequences'].map((set) =>
    vectorSet({
      set,
      schema: deciderCase,
      expected: expectedOfDecider,
      answer: answerDecider,
      agree: withinOne,
    }),
  ),
  vectorSet({
    set: 'kpa_window_average',
    schema: windowCase,
    expected: ({ ops }) =>
      Object.fromEntries(
        ops.flatMap(([op, t, value], index) => (op === 'average' ? [[averageNamed(t, index), value]] : [])),
      ),
    answer: answerWindow,
    agree: (got, expected) =>
      typeof got === 'number' && typeof expected === 'number' && Math.abs(got - expected) <= SIXTH,
  }),
];
