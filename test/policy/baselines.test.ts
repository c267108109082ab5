/** The policies that every other one is measured against: static and last-value. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { lastValue } from '../../model/policy/last-value.ts';
import { fixed } from '../../model/policy/static.ts';
import { fraction } from '../../model/kernel/units.ts';
import { seen, settingOf, ticksOf } from './worlds.ts';

test('static keeps the replicas of the start', (t) => {
  const setting = settingOf({}, { initialReplicas: 7 });
  const steps = ticksOf(fixed.make(setting), setting, [0, 50, 3]);
  t.deepEqual(
    steps.map(({ wanted, reason }) => [wanted, reason]),
    [
      [7, 'static'],
      [7, 'static'],
      [7, 'static'],
    ],
  );
});

test('static has as many replicas as it is told', (t) => {
  const setting = settingOf({ replicas: '12' });
  t.is(ticksOf(fixed.make(setting), setting, [1])[0]!.wanted, 12);
});

test('static refuses a number out of bounds, or none', (t) => {
  for (const replicas of ['101', '0', '2.5', 'many']) {
    t.throws(() => fixed.make(settingOf({ replicas })), {
      name: 'InputError',
      message: `static: replicas: found "${replicas}"; it is a whole number from 1 to 100`,
    });
  }
});

// a replica serves 10 requests per second, at a target of 50 % it is given 5
const loads: readonly (readonly [load: number, replicas: number, reason: string])[] = [
  [50, 10, 'load of the last sample'],
  [50.1, 11, 'load of the last sample'],
  [0, 1, 'load of the last sample, held at the minimum'],
  [5000, 100, 'load of the last sample, held at the maximum'],
  [NaN, 4, 'no sample yet'],
];

for (const [load, replicas, reason] of loads) {
  test(`last-value at ${load} requests per second wants ${replicas} replicas`, (t) => {
    const policy = lastValue.make(settingOf());
    t.deepEqual(policy.decide(policy.initial, seen(4, { load }))[1], { replicas, reason });
  });
}

test('last-value takes a target of its own', (t) => {
  const policy = lastValue.make(settingOf({ target: '80%' }));
  t.is(policy.decide(policy.initial, seen(4, { load: 80 }))[1].replicas, 10); // 80 / (10 × 0.8)
});

test('last-value does not add a replica for a rounding error', (t) => {
  // 100 × 0.29 is 28.999999999999996 in floating point
  const policy = lastValue.make(settingOf({}, { serviceRate: 100, target: fraction(0.29) }));
  t.is(policy.decide(policy.initial, seen(4, { load: 29 }))[1].replicas, 1);
});

testProp(
  'last-value wants the least number that carries the load at the target',
  [fc.integer({ min: 0, max: 2000 })],
  (t, load) => {
    const setting = settingOf({}, { minReplicas: 0, maxReplicas: 1000 });
    const policy = lastValue.make(setting);
    const { replicas } = policy.decide(policy.initial, seen(4, { load }))[1];
    t.true(replicas * 5 >= load);
    t.true(replicas === 0 || (replicas - 1) * 5 < load);
  },
  { seed: 51 },
);
