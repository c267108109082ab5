/** Adjustments, steps and alarms: the arithmetic of rule-based scaling, by tables worked out by hand. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { newCapacity, type AdjustmentType } from '../../model/policy/adjustment.ts';
import { adjustmentIn } from '../../model/policy/adjustment-option.ts';
import { alarmOf } from '../../model/policy/alarm.ts';
import { stepScale, type StepRule } from '../../model/policy/step-scaling.ts';
import { warmAtStart, warmedUp, warming, warmingReady } from '../../model/policy/warm-up.ts';
import { seconds } from '../../model/kernel/units.ts';
import { at, seen } from './worlds.ts';

const PERCENT = 'PercentChangeInCapacity';
const bounds = { min: 0, max: 100 };

interface Row {
  readonly what: string;
  readonly current: number;
  readonly type?: AdjustmentType;
  readonly amount: number;
  readonly atLeast?: number;
  readonly bounds?: { readonly min: number; readonly max: number };
  readonly becomes: number;
}

const rows: readonly Row[] = [
  { what: 'a part of one upward is one', current: 1, amount: 33, becomes: 2 },
  { what: 'a part of one downward is one', current: 2, amount: -33, becomes: 1 },
  { what: 'more than one upward is cut off', current: 1, amount: 225, becomes: 3 },
  { what: 'more than one downward is cut off', current: 2, amount: -66, becomes: 1 },
  { what: 'exactly one stays one', current: 10, amount: 10, becomes: 11 },
  { what: 'nothing of nothing', current: 0, amount: 100, becomes: 0 },
  { what: 'no percent', current: 7, amount: 0, becomes: 7 },
  { what: 'at least three upward', current: 1, amount: 100, atLeast: 3, becomes: 4 },
  { what: 'at least three downward', current: 9, amount: -10, atLeast: 3, becomes: 6 },
  {
    what: 'at least three does not hold a larger change back',
    current: 10,
    amount: 50,
    atLeast: 3,
    becomes: 15,
  },
  {
    what: 'at least three of no change at all is downward, as Heat has it',
    current: 9,
    amount: 0,
    atLeast: 3,
    becomes: 6,
  },
  {
    what: 'at least three is of no account for a number',
    current: 9,
    type: 'ChangeInCapacity',
    amount: 1,
    atLeast: 3,
    becomes: 10,
  },
  {
    what: 'a number downward below the minimum',
    current: 2,
    type: 'ChangeInCapacity',
    amount: -10,
    bounds: { min: 1, max: 5 },
    becomes: 1,
  },
  {
    what: 'exactly, above the maximum',
    current: 2,
    type: 'ExactCapacity',
    amount: 11,
    bounds: { min: 0, max: 5 },
    becomes: 5,
  },
  { what: 'exactly none', current: 2, type: 'ExactCapacity', amount: 0, becomes: 0 },
  {
    what: 'a size beyond the maximum comes back by any change',
    current: 9,
    type: 'ChangeInCapacity',
    amount: -1,
    bounds: { min: 0, max: 5 },
    becomes: 5,
  },
];
for (const { what, current, type = PERCENT, amount, atLeast, becomes, bounds: held = bounds } of rows) {
  test(`adjustment: ${what}`, (t) => t.is(newCapacity(current, { type, amount, atLeast }, held), becomes));
}

testProp(
  'a percentage moves in its own direction, by one at least and never further than it says, rounded toward the size',
  [fc.integer({ min: 1, max: 1000 }), fc.integer({ min: -100, max: 300 })],
  (t, current, amount) => {
    const change =
      newCapacity(current, { type: PERCENT, amount, atLeast: undefined }, { min: 0, max: 10_000 }) - current;
    t.is(Math.sign(change) + 0, Math.sign(amount) + 0);
    const exact = Math.abs((current * amount) / 100);
    t.true(Math.abs(change) <= Math.max(exact, 1) && Math.abs(change) > exact - 1);
  },
  { seed: 91 },
);

for (const [text, type, amount] of [
  ['+2', 'ChangeInCapacity', 2],
  ['-1', 'ChangeInCapacity', -1],
  ['+25%', PERCENT, 25],
  ['-10%', PERCENT, -10],
  ['4', 'ExactCapacity', 4],
] as const) {
  test(`adjustment as text: ${text}`, (t) => t.deepEqual(adjustmentIn(text, 'x'), { type, amount }));
}
for (const text of ['', 'two', '+', '25%', '+2.5', '=4']) {
  test(`adjustment as text refuses "${text}"`, (t) => {
    t.throws(() => adjustmentIn(text, 'heat: out'), {
      name: 'InputError',
      message: `heat: out: found "${text}"; a change is +2 for two more, -25% for a quarter less, 4 for exactly four`,
    });
  });
}

// ---- steps: 10 % from 10 points on, 30 % from 20 on, both ways
const out: StepRule = {
  type: PERCENT,
  atLeast: undefined,
  steps: [
    { lower: 0, upper: 10, adjustment: 0 },
    { lower: 10, upper: 20, adjustment: 10 },
    { lower: 20, upper: null, adjustment: 30 },
  ],
};
const down: StepRule = {
  type: PERCENT,
  atLeast: undefined,
  steps: [
    { lower: -10, upper: 0, adjustment: 0 },
    { lower: -20, upper: -10, adjustment: -10 },
    { lower: null, upper: -20, adjustment: -30 },
  ],
};
for (const [distance, direction, current, becomes, what] of [
  [9.99, 'out', 10, 10, 'below the second step'],
  [10, 'out', 10, 11, 'at the lower bound of the second step, which holds it'],
  [19.99, 'out', 10, 11, 'just below its upper'],
  [20, 'out', 11, 14, 'at the third, which has no end'],
  [-9.99, 'in', 10, 10, 'above the second step downward'],
  [-10, 'in', 10, 9, 'at its upper bound, which holds it'],
  [-20, 'in', 10, 7, 'at the third downward'],
  [60.3 - 50.3, 'out', 10, 11, 'at a bound that floating point misses by a hair'],
  [-5, 'out', 10, 10, 'upward where the metric is below the threshold'],
] as const) {
  test(`step scaling ${what}`, (t) => {
    const rule = direction === 'out' ? out : down;
    t.is(stepScale(current, distance, direction, rule, bounds), becomes);
  });
}

test('a step of nothing changes nothing, whatever the least change of a percentage is', (t) => {
  t.is(stepScale(10, 5, 'out', { ...out, atLeast: 3 }, bounds), 10);
  t.is(stepScale(10, 15, 'out', { ...out, atLeast: 3 }, bounds), 13);
});

test('a metric between two steps changes nothing', (t) => {
  const holed: StepRule = { ...out, steps: [out.steps[0]!, out.steps[2]!] };
  t.is(stepScale(10, 15, 'out', holed, bounds), 10);
});

// ---- alarms
const NOT = Number.NaN;
for (const [points, datapoints, periods, state] of [
  [[], 1, 1, 'insufficient'],
  [[9], 1, 1, 'alarm'],
  [[9, 9], 3, 3, 'ok'],
  [[9, 9, 9], 3, 3, 'alarm'],
  [[9, 1, 9], 3, 3, 'ok'],
  [[9, 1, 9], 2, 3, 'alarm'],
  [[9, 9, 1, 9], 2, 2, 'ok'],
  [[9, NOT, 9], 3, 3, 'ok'],
  [[9, 9, NOT], 1, 3, 'insufficient'],
] as const) {
  test(`alarm of ${datapoints} in ${periods} over 5 at ${points.join(', ')}: ${state}`, (t) => {
    t.is(
      alarmOf(points, { datapoints, periods }, (value) => value > 5),
      state,
    );
  });
}

// ---- warm-up
test('replicas warm up from the tick that finds them ready; the youngest leave first', (t) => {
  const warmUp = seconds(60);
  const tick = (s: number, ready: number, starting = 0) =>
    seen(ready + starting, { at: at(s), ready, starting });
  let state = warmAtStart(3);
  t.is(warming(state, tick(0, 3, 2)), 2);
  state = warmedUp(state, tick(15, 5), warmUp);
  t.is(warmingReady(state), 2);
  state = warmedUp(state, tick(30, 6, 1), warmUp);
  t.deepEqual([warmingReady(state), warming(state, tick(30, 6, 1))], [3, 4]);
  // two of the young leave: the one of 30 s, and one of 15 s
  const fewer = warmedUp(state, tick(45, 4), warmUp);
  t.is(warmingReady(fewer), 1);
  // at 75 s those of 15 s are warm
  t.is(warmingReady(warmedUp(state, tick(75, 6), warmUp)), 1);
  t.is(warmingReady(warmedUp(warmAtStart(3), tick(15, 5), seconds(0))), 0);
});
