/** One sync of the HPA: its shortcuts, and leaving a size of zero. */
import test from 'ava';
import { behaviorDefaults, legacyLimitDefault } from '../../model/policy/hpa-limits.ts';
import type { Metric } from '../../model/policy/hpa-metric.ts';
import { freshState, syncHpa, type HpaSpec } from '../../model/policy/hpa-sync.ts';
import { seconds } from '../../model/kernel/units.ts';
import { at } from './worlds.ts';

const plain: HpaSpec = {
  min: 2,
  max: 10,
  tolerance: { up: 0.1, down: 0.1 },
  behavior: undefined,
  downscaleWindow: seconds(300),
  legacyLimit: legacyLimitDefault,
};

const behaving: HpaSpec = { ...plain, behavior: behaviorDefaults };

/** A queue that 1 replica would work off. */
const queue: Metric = { kind: 'object-value', target: 10_000, valueMilli: 9_000, pods: [] };
const processor: Metric = {
  kind: 'resource-utilization',
  target: 50,
  pods: [{ count: 3, class: 'ready', serving: true, usageMilli: 1000, requestMilli: 1000 }],
};

const sync = (spec: HpaSpec, size: number, metric: Metric, scaledToZero?: boolean) =>
  syncHpa(spec, freshState, {
    at: at(0),
    size: { spec: size, status: size },
    metrics: [metric],
    ...(scaledToZero === undefined ? {} : { scaledToZero }),
  });

test('a size below the minimum goes to it, without reading a metric', (t) => {
  const { desired, reasons } = sync(plain, 1, processor);
  t.is(desired, 2);
  t.deepEqual(reasons, ['Current number of replicas below Spec.MinReplicas']);
});

test('a change by a shortcut is an event of the rate limit as well', (t) => {
  t.deepEqual(sync(behaving, 12, processor).state.down, [{ at: at(0), amount: 2 }]);
  t.deepEqual(sync(behaving, 1, processor).state.up, [{ at: at(0), amount: 1 }]);
  t.deepEqual(sync(plain, 12, processor).state.down, []);
});

test('a size of zero that came from elsewhere switches the HPA off', (t) => {
  const { desired, reasons } = sync(plain, 0, queue);
  t.is(desired, 0);
  t.deepEqual(reasons, ['ScalingDisabled']);
});

test('an HPA that may scale to zero leaves it by a metric of an object, not by one of pods', (t) => {
  const toZero = { ...plain, min: 0 };
  t.is(sync(toZero, 0, queue).desired, 1); // ceil(9/10)
  t.is(sync(toZero, 0, processor).desired, 0);
  t.is(sync(toZero, 0, queue, false).desired, 0);
});

test('an HPA that scaled to zero before its minimum was raised comes back to the minimum', (t) => {
  t.is(sync(behaving, 0, queue, true).desired, 2);
});

test('what is remembered is the proposal, neither stabilised nor limited', (t) => {
  // 100/50 × 3 = 6
  t.deepEqual(sync(behaving, 3, processor).state.recommendations, [
    { at: at(0), amount: 3 },
    { at: at(0), amount: 6 },
  ]);
  const wide = { ...processor, target: 15 };
  t.like(sync(plain, 3, wide), {
    desired: 6,
    limit: 'ScaleUpLimit',
    reasons: ['above target', 'ScaleUpLimit'],
  });
  t.deepEqual(sync(plain, 3, wide).state.recommendations?.at(-1), { at: at(0), amount: 20 }); // 100/15 × 3 = 20
});

test('without any metric there is no proposal, and the size stays', (t) => {
  const nothing = syncHpa(plain, freshState, { at: at(0), size: { spec: 5, status: 5 }, metrics: [] });
  t.is(nothing.desired, 5);
  t.deepEqual(nothing.reasons, ['InvalidMetricSourceType: no metric']);
});
