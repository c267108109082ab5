/** Stabilisation and limits of the HPA, worked out by hand, and their laws. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import {
  behaviorDefaults,
  limitLegacy,
  limitRate,
  stabilise,
  stabiliseLegacy,
  withEvent,
  type Behavior,
  type ScaleEvents,
  type ScalingPolicy,
} from '../../model/policy/hpa-limits.ts';
import { EMPTY, withLevel, type Window } from '../../model/policy/windows.ts';
import { after, before, between, micros, seconds, START, type Moment } from '../../model/kernel/units.ts';

const RUNS = 300;
const at = (s: number): Moment => after(START, seconds(s));
const NOW = at(10_000);
const ages = (...entries: (readonly [amount: number, age: number])[]): Window =>
  entries.map(([amount, age]) => ({ at: before(NOW, seconds(age)), amount }));

const none: ScaleEvents = { up: EMPTY, down: EMPTY };
const anything = { min: 1, max: 1000 };
const pods = (value: number, period: number): ScalingPolicy => ({
  type: 'Pods',
  value,
  period: seconds(period),
});
const percent = (value: number, period: number): ScalingPolicy => ({
  type: 'Percent',
  value,
  period: seconds(period),
});
const behaving = (up: Partial<Behavior['up']>, down: Partial<Behavior['down']> = {}): Behavior => ({
  up: { ...behaviorDefaults.up, ...up },
  down: { ...behaviorDefaults.down, ...down },
});

test('without behavior, one sync at most doubles the size, or goes to 4', (t) => {
  t.deepEqual(limitLegacy(10, 50, anything), { replicas: 20, reason: 'ScaleUpLimit' });
  t.deepEqual(limitLegacy(1, 50, anything), { replicas: 4, reason: 'ScaleUpLimit' });
  t.deepEqual(limitLegacy(10, 20, anything), { replicas: 20, reason: 'DesiredWithinRange' });
});

test('without behavior, the bounds are named where they bind', (t) => {
  t.deepEqual(limitLegacy(10, 50, { min: 1, max: 15 }), { replicas: 15, reason: 'TooManyReplicas' });
  t.deepEqual(limitLegacy(10, 2, { min: 5, max: 15 }), { replicas: 5, reason: 'TooFewReplicas' });
});

test('without behavior, a recommendation holds a scale-down for the window, its last instant included', (t) => {
  for (const [age, replicas] of [
    [299, 9],
    [300, 9],
    [301, 3],
  ] as const) {
    t.is(stabiliseLegacy(3, ages([9, age]), NOW, seconds(300)), replicas);
  }
});

test('with behavior, a recommendation exactly as old as the window is out of it', (t) => {
  const windows = { up: seconds(0), down: seconds(300) };
  t.is(stabilise(9, 3, ages([9, 299]), NOW, windows), 9);
  t.is(stabilise(9, 3, ages([9, 300]), NOW, windows), 3);
});

test('with behavior, the size moves no further than all recommendations agree to', (t) => {
  const windows = { up: seconds(60), down: seconds(300) };
  const recent = ages([12, 30], [5, 200]);
  t.is(stabilise(4, 20, recent, NOW, windows), 12); // up: the least of 20 and 12; 5 is out of the 60 s
  t.is(stabilise(15, 3, recent, NOW, windows), 12); // down: the most of 3, 12 and 5
  t.is(stabilise(10, 3, recent, NOW, windows), 10); // between 3 and 12: stays
});

test('without behavior, an old high recommendation goes on to scale up; with it, it only holds', (t) => {
  const recent = ages([20, 15]);
  t.is(stabiliseLegacy(8, recent, NOW, seconds(300)), 20);
  t.is(stabilise(8, 8, recent, NOW, { up: seconds(0), down: seconds(300) }), 8);
});

interface Row {
  readonly what: string;
  readonly behavior: Behavior;
  readonly events?: Partial<ScaleEvents>;
  readonly from: number;
  readonly to: number;
  readonly replicas: number;
  readonly reason: string;
}

const rows: readonly Row[] = [
  {
    what: 'the defaults let 4 pods or 100 % through, whichever is more', // max(10 + 4, 10 × 2)
    behavior: behaviorDefaults,
    from: 10,
    to: 50,
    replicas: 20,
    reason: 'ScaleUpLimit',
  },
  {
    what: 'the defaults let a small size grow by 4', // max(1 + 4, 1 × 2)
    behavior: behaviorDefaults,
    from: 1,
    to: 50,
    replicas: 5,
    reason: 'ScaleUpLimit',
  },
  {
    what: 'Min takes the policy that lets least through', // min(10 + 4, 10 × 2)
    behavior: behaving({ select: 'Min' }),
    from: 10,
    to: 50,
    replicas: 14,
    reason: 'ScaleUpLimit',
  },
  {
    what: 'a percentage of replicas added is rounded up', // 3 × 1.1 = 3.3 → 4
    behavior: behaving({ policies: [percent(10, 60)] }),
    from: 3,
    to: 50,
    replicas: 4,
    reason: 'ScaleUpLimit',
  },
  {
    what: 'what was added within the period is counted in', // began at 100 − 15 = 85; 85 + 20 = 105
    behavior: behaving({ policies: [pods(20, 60)] }),
    events: { up: ages([15, 59], [40, 60]) },
    from: 100,
    to: 500,
    replicas: 105,
    reason: 'ScaleUpLimit',
  },
  {
    what: 'what was removed within the period may be added again', // began at 100 + 30 = 130; 130 + 20 = 150
    behavior: behaving({ policies: [pods(20, 60)] }),
    events: { down: ages([30, 10]) },
    from: 100,
    to: 500,
    replicas: 150,
    reason: 'ScaleUpLimit',
  },
  {
    what: 'more than allowed in the period leaves the size', // began at 60; 60 + 20 = 80 < 100
    behavior: behaving({ policies: [pods(20, 60)] }),
    events: { up: ages([40, 10]) },
    from: 100,
    to: 500,
    replicas: 100,
    reason: 'ScaleUpLimit',
  },
  {
    what: 'a percentage of replicas removed is cut off', // 7 × 0.9 = 6.3 → 6: one may go
    behavior: behaving({}, { policies: [percent(10, 60)] }),
    from: 7,
    to: 1,
    replicas: 6,
    reason: 'ScaleDownLimit',
  },
  {
    what: 'more removed than allowed in the period leaves the size', // began at 140; 140 − 20 = 120 > 100
    behavior: behaving({}, { policies: [pods(20, 60)] }),
    events: { down: ages([40, 10]) },
    from: 100,
    to: 1,
    replicas: 100,
    reason: 'ScaleDownLimit',
  },
  {
    what: 'Max removes by the policy that lets most through', // min(100 − 5, 100 × 0.5)
    behavior: behaving({}, { policies: [pods(5, 60), percent(50, 60)] }),
    from: 100,
    to: 1,
    replicas: 50,
    reason: 'ScaleDownLimit',
  },
  {
    what: 'Min removes by the policy that lets least through', // max(100 − 5, 100 × 0.5)
    behavior: behaving({}, { select: 'Min', policies: [pods(5, 60), percent(50, 60)] }),
    from: 100,
    to: 1,
    replicas: 95,
    reason: 'ScaleDownLimit',
  },
  {
    what: 'Disabled keeps the size upward',
    behavior: behaving({ select: 'Disabled' }),
    from: 10,
    to: 50,
    replicas: 10,
    reason: 'ScaleUpLimit',
  },
  {
    what: 'Disabled keeps the size downward',
    behavior: behaving({}, { select: 'Disabled' }),
    from: 10,
    to: 2,
    replicas: 10,
    reason: 'ScaleDownLimit',
  },
  {
    what: 'the maximum is named where it is the stricter one',
    behavior: behaving({ policies: [pods(5000, 60)] }),
    from: 10,
    to: 5000,
    replicas: 1000,
    reason: 'TooManyReplicas',
  },
  {
    what: 'the minimum is named where it is the stricter one',
    behavior: behaviorDefaults,
    from: 10,
    to: 0,
    replicas: 1,
    reason: 'TooFewReplicas',
  },
  {
    what: 'what the rules allow goes through',
    behavior: behaviorDefaults,
    from: 10,
    to: 13,
    replicas: 13,
    reason: 'DesiredWithinRange',
  },
];

for (const { what, behavior, events, from, to, replicas, reason } of rows) {
  test(`rate: ${what}`, (t) => {
    const limited = limitRate(from, to, anything, behavior, { ...none, ...events }, NOW);
    t.deepEqual(limited, { replicas, reason });
  });
}

test('a new event takes the place of one that is out of every period of its direction', (t) => {
  const behavior = behaving({ policies: [pods(4, 15), pods(9, 60)] });
  const events = { up: ages([1, 61], [2, 60], [3, 10]), down: ages([7, 500]) };
  const noted = withEvent(events, behavior, NOW, 10, 14);
  t.deepEqual(noted.up, ages([4, 0], [2, 60], [3, 10]));
  t.is(noted.down, events.down);
  t.is(withEvent(noted, behavior, NOW, 14, 12).down.length, 1); // 500 s is out of the 15 s of scale-down
});

test('levels that repeat, or are too old, do not lengthen a window', (t) => {
  let window: Window = EMPTY;
  for (let s = 0; s < 100_000; s += 15)
    window = withLevel(window, at(s), s < 50_000 ? 3 : s % 2, seconds(300));
  t.true(window.length <= 21); // one per 15 s of 300 s, both ends
});

testProp(
  'a window that forgets repeated levels has the same largest and smallest over any span',
  [
    fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 3 })), {
      minLength: 1,
      maxLength: 40,
    }),
    fc.integer({ min: 0, max: 300 }),
  ],
  (t, steps, spanSeconds) => {
    let [now, short] = [START, EMPTY];
    const whole: { at: Moment; amount: number }[] = [];
    for (const [gap, amount] of steps) {
      now = after(now, seconds(gap));
      whole.push({ at: now, amount });
      short = withLevel(short, now, amount, seconds(300));
      const windows = { up: seconds(spanSeconds), down: seconds(spanSeconds) };
      for (const current of [0, 1, 2, 3]) {
        t.is(stabilise(current, 2, short, now, windows), stabilise(current, 2, whole, now, windows));
      }
      t.is(
        stabiliseLegacy(0, short, now, seconds(spanSeconds)),
        stabiliseLegacy(0, whole, now, seconds(spanSeconds)),
      );
    }
  },
  { seed: 21, numRuns: RUNS },
);

const onePolicy = fc
  .record({
    type: fc.constantFrom('Pods' as const, 'Percent' as const),
    value: fc.integer({ min: 1, max: 100 }),
    period: fc.integer({ min: 1, max: 120 }),
  })
  .map((policy): ScalingPolicy => ({ ...policy, period: seconds(policy.period) }));

const wishes = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 300 })), {
  maxLength: 60,
});

testProp(
  'a rate limit never lets through more than its policy allows, measured against the size when the period began',
  [onePolicy, onePolicy, wishes, fc.integer({ min: 1, max: 100 })],
  (t, up, down, steps, initial) => {
    const behavior = behaving({ policies: [up] }, { policies: [down] });
    const sizes = [{ at: before(START, seconds(1)), size: initial }];
    /** The size in force after everything that is a period old or older, read off the history itself. */
    const sizeAgo = (now: Moment, period: ScalingPolicy['period']): number =>
      sizes.findLast((entry) => between(entry.at, now) >= period)?.size ?? initial;
    let [now, size, events] = [START, initial, none];
    for (const [gap, wish] of steps) {
      now = after(now, seconds(gap));
      const { replicas } = limitRate(size, wish, anything, behavior, events, now);
      if (replicas > size) {
        const start = sizeAgo(now, up.period);
        const most = up.type === 'Pods' ? start + up.value : Math.ceil(start * (1 + up.value / 100));
        t.true(replicas <= most, `${size} → ${replicas}, at most ${most}`);
      }
      if (replicas < size) {
        const start = sizeAgo(now, down.period);
        const least = down.type === 'Pods' ? start - down.value : Math.trunc(start * (1 - down.value / 100));
        t.true(replicas >= least, `${size} → ${replicas}, at least ${least}`);
      }
      if (replicas !== size) events = withEvent(events, behavior, now, size, replicas);
      size = replicas;
      sizes.push({ at: now, size });
    }
    t.pass();
  },
  { seed: 22, numRuns: RUNS },
);

testProp(
  'where only scale-up is limited and nothing shrinks, any window of a period holds at most its pods',
  [fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 120 }), wishes],
  (t, value, period, steps) => {
    const behavior = behaving({ policies: [pods(value, period)] }, { select: 'Disabled' });
    const sizes: { at: Moment; size: number }[] = [];
    let [now, size, events] = [START, 1, none];
    for (const [gap, wish] of steps) {
      now = after(now, micros(seconds(gap) / 2));
      const { replicas } = limitRate(size, wish, anything, behavior, events, now);
      if (replicas !== size) events = withEvent(events, behavior, now, size, replicas);
      size = replicas;
      sizes.push({ at: now, size });
      for (const earlier of sizes) {
        if (between(earlier.at, now) < seconds(period)) t.true(size - earlier.size <= value);
      }
    }
    t.pass();
  },
  { seed: 23, numRuns: RUNS },
);

testProp(
  'a limit keeps to the bounds and to the way between the size and what is desired',
  [onePolicy, onePolicy, fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 400 })],
  (t, up, down, current, desired) => {
    const bounds = { min: 1, max: 200 };
    const limited = [
      limitRate(current, desired, bounds, behaving({ policies: [up] }, { policies: [down] }), none, NOW),
      limitLegacy(current, desired, bounds),
    ];
    for (const { replicas } of limited) {
      t.true(replicas >= bounds.min && replicas <= bounds.max);
      t.true(replicas >= Math.min(current, desired) && replicas <= Math.max(current, desired));
      t.true(Number.isInteger(replicas));
    }
  },
  { seed: 24, numRuns: RUNS },
);
