/** Knative's KPA: the ring of buckets, the decider and the way to zero, by tables worked out by hand. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { deciderAt, decidePods, type DeciderSpec, type DeciderView } from '../../model/policy/kpa-decider.ts';
import { emptyBuckets, record, weightedAverage, windowAverage } from '../../model/policy/kpa-window.ts';
import { kpa } from '../../model/policy/kpa.ts';
import { seconds } from '../../model/kernel/units.ts';
import { at, sampled, seen, settingOf } from './worlds.ts';

// ---- window

const rule = { window: seconds(5), granularity: seconds(1) };
type Write = readonly [t: number, value: number];
const averageAfter = (writes: readonly Write[], t: number, of = windowAverage, ring = rule): number =>
  of(
    writes.reduce((buckets, [when, value]) => record(buckets, ring, at(when), value), emptyBuckets(ring)),
    ring,
    at(t),
  );

const windows: readonly (readonly [what: string, writes: readonly Write[], t: number, average: number])[] = [
  ['of nothing is 0', [], 3, 0],
  [
    'divides by the seconds since the first write',
    [
      [0, 1],
      [1, 3],
    ],
    1,
    2,
  ],
  [
    'counts a hole within as 0',
    [
      [0, 6],
      [2, 3],
    ],
    2,
    3,
  ],
  [
    'leaves out the seconds since the last write',
    [
      [0, 1],
      [1, 2],
      [2, 3],
    ],
    3,
    2,
  ],
  [
    'forgets what left the window',
    [
      [0, 50],
      [3, 4],
      [4, 6],
      [5, 8],
    ],
    5,
    18 / 5,
  ],
  ['after a window of silence is 0', [[0, 5]], 5, 0],
  [
    'begins anew with a write after a window of silence',
    [
      [0, 50],
      [5, 3],
    ],
    5,
    3,
  ],
  [
    'drops a write from before the window',
    [
      [9, 2],
      [4, 100],
    ],
    9,
    2,
  ],
  [
    'takes a late write within the window, and with it the beginning',
    [
      [9, 2],
      [7, 4],
    ],
    9,
    2,
  ],
  [
    'adds writes of one second',
    [
      [0, 1],
      [0.9, 2],
    ],
    0,
    3,
  ],
  [
    'is cut off after six decimals',
    [
      [0, 2],
      [1, 0],
      [2, 0],
    ],
    2,
    0.666666,
  ],
];
for (const [what, writes, t, average] of windows) {
  test(`the average of a window ${what}`, (t_) => t_.is(averageAfter(writes, t), average));
}

test('buckets may be longer than a second, and a window then holds so many whole ones', (t) => {
  const ring = { window: seconds(5), granularity: seconds(3) };
  // two buckets, [0, 3) and [3, 6): (10 + 2 + 3) and (4 + 5)
  const writes = [
    [0, 10],
    [1, 2],
    [2, 3],
    [3, 4],
    [4, 5],
  ] as const;
  t.is(averageAfter(writes, 4, windowAverage, ring), 12);
  // the third takes the place of the first
  t.is(averageAfter([...writes, [6, 7]], 6, windowAverage, ring), 8);
});

test('the weighted average forgets the older the faster, silence included', (t) => {
  // five buckets: the newest weighs 1 − 0.0001^(1/5)
  const newest = 1 - Math.exp(Math.log(0.0001) / 5);
  const two = averageAfter(
    [
      [0, 10],
      [1, 20],
    ],
    1,
    weightedAverage,
  );
  t.true(Math.abs(two - (20 * newest + 10 * newest * (1 - newest))) < 1e-9);
  const later = averageAfter(
    [
      [0, 10],
      [1, 20],
    ],
    2,
    weightedAverage,
  );
  t.true(Math.abs(later - two * (1 - newest)) < 1e-9);
  // of sixty buckets it would be 0.14, and is 0.2 at least
  const minute = { window: seconds(60), granularity: seconds(1) };
  t.true(Math.abs(averageAfter([[0, 10]], 0, weightedAverage, minute) - 2) < 1e-12);
});

testProp(
  'a window with a write every second averages the last ones, as a plain list does',
  [fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 30 })],
  (t, values) => {
    const last = values.length - 1;
    const plain = values.slice(-5);
    const mean = plain.reduce((sum, value) => sum + value, 0) / plain.length;
    const found = averageAfter(
      values.map((value, i) => [i, value] as const),
      last,
    );
    t.true(Math.abs(found - mean) <= 1.1e-6);
  },
  { seed: 81 },
);

// ---- decider

const spec: DeciderSpec = {
  target: 10,
  totalValue: 13,
  targetBurstCapacity: 100,
  panicThreshold: 2,
  maxScaleUpRate: 10,
  maxScaleDownRate: 2,
  stableWindow: seconds(60),
  reachable: true,
  scaleDownDelay: seconds(0),
  activationScale: 1,
  tick: seconds(2),
};

const once = (view: Partial<DeciderView>, rest: Partial<DeciderSpec> = {}, readyBefore = 1) =>
  decidePods({ ...spec, ...rest }, deciderAt(at(0), readyBefore), {
    at: at(0),
    ready: 4,
    stable: 40,
    panic: 40,
    ...view,
  });

interface Row {
  readonly what: string;
  readonly view: Partial<DeciderView>;
  readonly spec?: Partial<DeciderSpec>;
  readonly pods: number;
}
const rows: readonly Row[] = [
  { what: 'rounds up', view: { stable: 41, panic: 0 }, pods: 5 },
  { what: 'is limited upward by the rate', view: { ready: 1, stable: 1000, panic: 0 }, pods: 10 },
  {
    what: 'rounds the limit upward up, so that it can grow',
    view: { ready: 2, stable: 30, panic: 0 },
    spec: { maxScaleUpRate: 1.1 },
    pods: 3,
  },
  { what: 'is limited downward by the rate', view: { ready: 8, stable: 1, panic: 0 }, pods: 4 },
  { what: 'rounds the limit downward down', view: { ready: 3, stable: 0, panic: 0 }, pods: 1 },
  { what: 'goes to zero from one', view: { ready: 1, stable: 0, panic: 0 }, pods: 0 },
  { what: 'counts no pod as one', view: { ready: 0, stable: 50, panic: 0 }, pods: 5 },
  {
    what: 'goes down without limit where nothing reaches it',
    view: { ready: 100, stable: 1, panic: 0 },
    spec: { reachable: false },
    pods: 1,
  },
  {
    what: 'wakes up with the activation scale',
    view: { ready: 1, stable: 1, panic: 0 },
    spec: { activationScale: 3 },
    pods: 3,
  },
  {
    what: 'keeps none where none is wanted, whatever the activation scale',
    view: { ready: 1, stable: 0, panic: 0 },
    spec: { activationScale: 3 },
    pods: 0,
  },
  { what: 'panics at the threshold itself', view: { ready: 4, stable: 10, panic: 80 }, pods: 8 },
  { what: 'does not panic just below it', view: { ready: 4, stable: 10, panic: 70 }, pods: 2 },
  {
    what: 'in panic takes the stable one where it is larger',
    view: { ready: 1, stable: 90, panic: 30 },
    pods: 9,
  },
];
for (const { what, view, spec: rest, pods } of rows) {
  test(`the decider ${what}`, (t) => t.is(once(view, rest).pods, pods));
}

test('excess burst capacity: what is ready less the burst and the present', (t) => {
  // 4 × 13 − 100 − 7.5 = −55.5
  t.is(once({ panic: 7.5 }).excessBurstCapacity, -56);
  t.is(once({ panic: 7.5 }, { targetBurstCapacity: 0 }).excessBurstCapacity, 0);
  t.is(once({ panic: 7.5 }, { targetBurstCapacity: -1 }).excessBurstCapacity, -1);
});

/** Pods at each step [seconds, ready, stable, panic]. */
const walk = (
  steps: readonly (readonly [number, number, number, number])[],
  rest: Partial<DeciderSpec> = {},
  created = 1,
) => {
  let state = deciderAt(at(0), created);
  return steps.map(([t, ready, stable, panic]) => {
    const decided = decidePods({ ...spec, ...rest }, state, { at: at(t), ready, stable, panic });
    state = decided.state;
    return decided.pods;
  });
};

test('panic never goes down, and ends when a stable window has passed since it was last over', (t) => {
  t.deepEqual(
    walk([
      [0, 2, 10, 80], // over: 8
      [2, 4, 10, 90], // over again at 2 s
      [40, 9, 10, 10], // not over, and not down
      [62, 9, 10, 10], // exactly a window: still
      [64, 9, 10, 10], // more than a window: stable, limited to ⌊9 / 2⌋
    ]),
    [8, 9, 9, 9, 4],
  );
});

test('a decider that is made while several are ready begins in panic with as many', (t) => {
  t.deepEqual(
    walk(
      [
        [2, 5, 0, 0],
        [60, 5, 0, 0],
        [62, 5, 0, 0],
      ],
      {},
      5,
    ),
    [5, 5, 2],
  );
  t.deepEqual(walk([[2, 1, 0, 0]], {}, 1), [0]);
});

test('the scale-down delay holds the largest answer of its ticks, two of one tick included', (t) => {
  const delay = { scaleDownDelay: seconds(6), panicThreshold: 100 }; // three ticks
  t.deepEqual(
    walk(
      [
        [0, 4, 40, 0],
        [2, 4, 30, 0],
        [3, 4, 20, 0],
        [4, 4, 20, 0],
        [6, 4, 20, 0],
        [8, 4, 20, 0],
      ],
      delay,
    ),
    // 4 holds for the ticks of 0, 2 and 4 s; then 3 for those of 2, 4 and 6
    [4, 4, 4, 4, 3, 2],
  );
  // one that nothing reaches is not held
  t.deepEqual(
    walk(
      [
        [0, 4, 40, 0],
        [2, 4, 10, 0],
      ],
      { ...delay, reachable: false },
    ),
    [4, 1],
  );
});

// ---- policy

/** Answers of the policy to [seconds, requests in the system], one sample a second, all wanted replicas ready. */
const lived = (options: Record<string, string>, rest: object, concurrency: readonly number[]) => {
  const setting = settingOf(options, { tick: seconds(2), sample: seconds(1), delay: seconds(0), ...rest });
  const policy = kpa.make(setting);
  let [state, wanted] = [policy.initial, setting.initialReplicas];
  return concurrency.flatMap((value, i) => {
    if (i % 2 === 0) return [];
    const earlier = sampled(at(i), seconds(1), concurrency[i - 1]!, wanted, 10);
    const newest = sampled(at(i + 1), seconds(1), value, wanted, 10);
    const [next, { replicas, reason }] = policy.decide(
      state,
      seen(wanted, { at: at(i + 1), samples: [earlier, newest] }),
    );
    [state, wanted] = [next, replicas];
    return [[replicas, reason] as const];
  });
};

test('kpa aims at 70 % of one request at a time per replica, averaged over the seconds so far', (t) => {
  // 4 and 6 in the system: 5 on average, / 0.7 = 7.1 → 8; 8 / 4 is over the panic threshold
  t.deepEqual(lived({}, { initialReplicas: 4 }, [4, 6])[0], [8, 'panic']);
  // with 100 at once per replica, as Knative has it, 5 need one
  t.deepEqual(lived({ total: '100' }, { initialReplicas: 1 }, [4, 6])[0], [1, 'stable']);
  // by the rate: 50 per s at 70 % of 10 per s and replica
  t.deepEqual(lived({ metric: 'rps' }, { initialReplicas: 4 }, [5, 5])[0], [8, 'panic']);
});

test('kpa says nothing before there is a sample', (t) => {
  const policy = kpa.make(settingOf({}, { tick: seconds(2) }));
  t.deepEqual(policy.decide(policy.initial, seen(4))[1], { replicas: 4, reason: 'no metrics yet' });
});

test('kpa goes to zero after the stable window, and waits for the grace where the activator is not in the path', (t) => {
  const still = { initialReplicas: 1, minReplicas: 0 };
  const nothing = Array.from({ length: 100 }, () => 0);
  const inPath = lived({}, still, nothing).map(([replicas]) => replicas);
  // the 30th tick is at 60 s
  t.deepEqual([inPath[28], inPath[29]], [1, 0]);
  const kept = lived({ retention: '80s' }, still, nothing).map(([replicas]) => replicas);
  // wanted from the first tick, at 2 s, on: until 82 s
  t.deepEqual([kept[39], kept[40]], [1, 0]);
  // a burst of 0 keeps the activator out: 30 s of grace, but the window is longer
  const out = lived({ 'target-burst': '0', window: '6s' }, still, nothing).map(([replicas]) => replicas);
  t.deepEqual([out[14], out[15]], [1, 0]);
  t.true(lived({}, { initialReplicas: 1, minReplicas: 1 }, nothing).every(([replicas]) => replicas === 1));
});

test('kpa comes back from zero with the first request that a sample shows', (t) => {
  const answers = lived({}, { initialReplicas: 0, minReplicas: 0 }, [0, 0, 0, 2]);
  t.deepEqual(
    answers.map(([replicas]) => replicas),
    [0, 1],
  );
});
