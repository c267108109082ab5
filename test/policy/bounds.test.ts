/** Peak and oracle: what they know of the future, on demands small enough to see through. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { oracle, peak } from '../../model/policy/bounds.ts';
import type { Foresight } from '../../model/policy/contract.ts';
import { after, micros, seconds, START } from '../../model/kernel/units.ts';
import { at, seen, settingOf } from './worlds.ts';

const foresightOf = (steps: readonly (readonly [at: number, demand: number])[], lead: number): Foresight => ({
  at: Float64Array.from(steps, ([s]) => at(s)),
  demand: Float64Array.from(steps, ([, demand]) => demand),
  lead: seconds(lead),
});

const wants = (maker: typeof oracle, foresight: Foresight, second: number, setting = settingOf()) => {
  const policy = maker.make(setting, foresight);
  return policy.decide(policy.initial, seen(1, { at: at(second) }))[1];
};

// 2 until 100 s, then 9 until 130 s, then 3
const steps = [
  [0, 2],
  [100, 9],
  [130, 3],
] as const;

test('peak wants the largest demand from the first tick to the last', (t) => {
  for (const second of [0, 99, 115, 1000]) {
    t.deepEqual(wants(peak, foresightOf(steps, 20), second), {
      replicas: 9,
      reason: 'largest demand of the trace',
    });
  }
});

test('oracle asks a lead and a tick before the demand rises, and not before', (t) => {
  // lead 20 s, tick 15 s: it reaches 35 s ahead, so it sees 100 s from 65 s on
  t.is(wants(oracle, foresightOf(steps, 20), 64).replicas, 2);
  t.is(wants(oracle, foresightOf(steps, 20), 65).replicas, 9);
});

test('oracle lets go as soon as the demand has fallen', (t) => {
  t.is(wants(oracle, foresightOf(steps, 20), 129).replicas, 9);
  t.is(wants(oracle, foresightOf(steps, 20), 130).replicas, 3);
});

test('oracle without a lead still sees to the next tick', (t) => {
  t.is(wants(oracle, foresightOf(steps, 0), 84).replicas, 2);
  t.is(wants(oracle, foresightOf(steps, 0), 85).replicas, 9);
});

test('bounds keep to the minimum and the maximum and say so', (t) => {
  const setting = settingOf({}, { minReplicas: 4, maxReplicas: 6 });
  t.deepEqual(wants(oracle, foresightOf(steps, 0), 0, setting), {
    replicas: 4,
    reason: 'largest demand within reach, held at the minimum',
  });
  t.deepEqual(wants(peak, foresightOf(steps, 0), 0, setting), {
    replicas: 6,
    reason: 'largest demand of the trace, held at the maximum',
  });
});

test('bounds of a trace without demand are the minimum', (t) => {
  t.is(wants(oracle, foresightOf([], 0), 0).replicas, 1);
  t.is(wants(peak, foresightOf([], 0), 0).replicas, 1);
});

test('oracle and peak take no options of their own', (t) => {
  for (const bound of [oracle, peak]) {
    t.throws(() => bound.make(settingOf({ lead: '3s' }), foresightOf(steps, 0)), {
      name: 'InputError',
      message: `${bound.name}: found option "lead"; known: min, max, initial, tick, sample, delay`,
    });
  }
});

const demands = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 50 })), {
    minLength: 1,
    maxLength: 50,
  })
  .map((gaps) => {
    let now = 0;
    return gaps.map(([gap, demand], i) => [(now += i === 0 ? 0 : gap), demand] as const);
  });

testProp(
  'no demand finds the oracle late: what it asked for a lead ago covers every moment up to the next decision',
  [demands, fc.integer({ min: 0, max: 90 }), fc.integer({ min: 1, max: 30 })],
  (t, trace, lead, tick) => {
    const setting = settingOf({}, { tick: seconds(tick), minReplicas: 0 });
    const policy = oracle.make(setting, foresightOf(trace, lead));
    const horizon = trace.at(-1)![0] + 10;
    for (let asked = 0; asked <= horizon; asked += tick) {
      const { replicas } = policy.decide(policy.initial, seen(1, { at: at(asked) }))[1];
      for (let s = asked; s <= asked + lead + tick; s += 1) {
        t.true(replicas >= trace.findLast(([start]) => start <= s)![1]);
      }
    }
  },
  { seed: 41 },
);

testProp(
  'oracle never wants more than peak, and peak never changes',
  [demands, fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 4000 })],
  (t, trace, lead, second) => {
    const foresight = foresightOf(trace, lead);
    const most = wants(peak, foresight, 0);
    t.true(wants(oracle, foresight, second).replicas <= most.replicas);
    t.deepEqual(wants(peak, foresight, second), most);
  },
  { seed: 42 },
);

test('oracle sees nothing of what lies beyond its reach', (t) => {
  const far = after(START, micros(seconds(35) + 1));
  const foresight = { at: Float64Array.of(0, far), demand: Float64Array.of(1, 50), lead: seconds(20) };
  t.is(wants(oracle, foresight, 0).replicas, 1);
});
