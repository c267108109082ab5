/** Peak and oracle: what they know of the future, on demands small enough to see through. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { oracle, peak, quantile } from '../../model/policy/bounds.ts';
import { keptFor, oracleL } from '../../model/policy/oracle-l.ts';
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

// ---- a quantile of the time

test('quantile is enough for a part of the time, and the last step counts as long as the others', (t) => {
  // 2 for 100 s, 9 for 30 s, 3 for as long as the mean of the two, 65 s
  const foresight = foresightOf(steps, 0);
  const of = (q: string): number => wants(quantile, foresight, 0, settingOf({ q })).replicas;
  t.deepEqual([of('0'), of('0.5'), of('0.52'), of('0.84'), of('0.85'), of('100%')], [2, 2, 3, 3, 9, 9]);
  t.is(wants(quantile, foresightOf([], 0), 0).replicas, 1);
});

// ---- with a lead and a price for each start

const prices = (lead: number, teardown: number, minimum: number) => ({
  lead: seconds(lead),
  teardown: seconds(teardown),
  minimum: seconds(minimum),
});
const kept = (trace: readonly (readonly [number, number])[], of = prices(20, 0, 60)) => {
  const { at: moments, demand } = keptFor(foresightOf(trace, 0), of);
  return Array.from(moments, (moment, i) => [moment / 1e6, demand[i]!] as const);
};

test('oracle-l keeps a replica over a gap that is cheaper than to stop and start', (t) => {
  // two runs of 10 s, 25 s apart: twice 60 s at least, or 20 + 45 s together
  t.deepEqual(
    kept([
      [0, 1],
      [10, 0],
      [35, 1],
      [45, 0],
    ]),
    [
      [0, 1],
      [45, 0],
    ],
  );
  // 100 s apart: twice 60 s, or 20 + 120 s
  t.deepEqual(
    kept([
      [0, 1],
      [10, 0],
      [110, 1],
      [120, 0],
    ]),
    [
      [0, 1],
      [10, 0],
      [110, 1],
      [120, 0],
    ],
  );
  // of long runs only the lead is saved: 15 s is kept, 25 s is not
  const long = (gap: number) =>
    kept([
      [0, 1],
      [500, 0],
      [500 + gap, 1],
      [1000, 0],
    ]).length;
  t.deepEqual([long(15), long(25)], [2, 4]);
});

test('oracle-l decides for every level by itself, and the levels stay nested', (t) => {
  // the second level is away for 15 s and kept, the third for 100 s and let go
  const trace = [
    [0, 3],
    [300, 2],
    [342, 1],
    [357, 2],
    [400, 3],
    [900, 0],
  ] as const;
  t.deepEqual(kept(trace), [
    [0, 3],
    [300, 2],
    [400, 3],
    [900, 0],
  ]);
});

/** What sizes cost, in seconds: each start its lead, the minimum, and its time. */
const costOf = (trace: readonly (readonly [number, number])[], minimum: number, lead: number): number => {
  const open: number[] = [];
  let cost = 0;
  for (const [second, size] of trace) {
    while (open.length > size) cost += Math.max(minimum, lead + second - open.pop()!);
    while (open.length < size) open.push(second);
  }
  return cost;
};

testProp(
  'oracle-l covers the demand, and no other choice of gaps costs less',
  [
    fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 })), {
      minLength: 1,
      maxLength: 8,
    }),
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 0, max: 90 }),
  ],
  (t, runs, lead, minimum) => {
    let now = 0;
    const trace = runs.flatMap(([length, gap]) => {
      const from = now;
      now += length + gap;
      return [
        [from, 1],
        [from + length, 0],
      ] as const;
    });
    const found = kept(trace, prices(lead, 0, minimum));
    for (const [second, size] of trace) t.true(found.findLast(([start]) => start <= second)![1] >= size);
    let least = Infinity;
    for (let choice = 0; choice < 2 ** (runs.length - 1); choice += 1) {
      const other = trace.filter((_step, i) => {
        const gap = Math.floor((i - 1) / 2);
        return i === 0 || i === trace.length - 1 || (choice >> gap) % 2 === 0;
      });
      least = Math.min(least, costOf(other, minimum, lead));
    }
    t.is(costOf(found, minimum, lead), least);
  },
  { seed: 43, numRuns: 150 },
);

test('oracle-l asks its lead ahead, which may be given', (t) => {
  const foresight = foresightOf(
    [
      [0, 1],
      [100, 5],
    ],
    20,
  );
  const asks = (options: Record<string, string>, second: number): number =>
    wants(oracleL, foresight, second, settingOf(options)).replicas;
  // 20 s and a tick of 15 s
  t.deepEqual([asks({}, 64), asks({}, 65)], [1, 5]);
  t.deepEqual([asks({ lead: '60s' }, 24), asks({ lead: '60s' }, 25)], [1, 5]);
});
