/** The HPA as a policy: what it makes of an observation, its reasons, and its laws over many ticks. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import type { Observation } from '../../model/policy/contract.ts';
import { hpa } from '../../model/policy/hpa.ts';
import { between, fraction, inSeconds, seconds } from '../../model/kernel/units.ts';
import { frozen, seen, settingOf, ticksOf } from './worlds.ts';

const RUNS = 200;

const decided = (options: Record<string, string>, observation: Observation) => {
  const policy = hpa.make(settingOf(options));
  return policy.decide(policy.initial, observation)[1];
};

const at = (utilisation: number) => fraction(utilisation);

interface Row {
  readonly what: string;
  readonly options?: Record<string, string>;
  readonly seen: Observation;
  readonly replicas: number;
  readonly reason: string;
}

// target 50 %, minimum 1, maximum 100, a controller that just started
const rows: readonly Row[] = [
  {
    what: 'scales up by use over target', // 75/50 × 4 = 6
    seen: seen(4, { utilisation: at(0.75) }),
    replicas: 6,
    reason: 'above target',
  },
  {
    what: 'leaves alone what is within tolerance', // 55/50 = 1.1
    seen: seen(4, { utilisation: at(0.55) }),
    replicas: 4,
    reason: 'within tolerance',
  },
  {
    what: 'says when the ratio is out of tolerance but no whole replica comes of it', // 44/50 × 4 = 3.52 → 4
    seen: seen(4, { utilisation: at(0.44) }),
    replicas: 4,
    reason: 'below target, recommended size matches current size',
  },
  {
    what: 'counts starting replicas as idle', // (4 × 100 %) / 10 = 40 %: 0.8 against 2 turns the direction
    seen: seen(10, { ready: 4, starting: 6, utilisation: at(1) }),
    replicas: 10,
    reason: 'scale direction would change',
  },
  {
    what: 'counts ready replicas as idle that the sample does not measure', // (4 × 100 %) / 6 = 66 %; 66/50 × 6 = 7.92 → 8
    seen: seen(6, { ready: 6, measured: 4, utilisation: at(1) }),
    replicas: 8,
    reason: 'above target',
  },
  {
    what: 'ignores stopping replicas', // 100/50 × 2 = 4
    seen: seen(2, { stopping: 7, utilisation: at(1) }),
    replicas: 4,
    reason: 'above target',
  },
  {
    what: 'holds a scale-down back after its start', // 10/50 × 4 = 0.8 → 1, held by the first recommendation of 4
    seen: seen(4, { utilisation: at(0.1) }),
    replicas: 4,
    reason: 'below target, ScaleDownStabilized',
  },
  {
    what: 'scales down at once where no window holds it', // 25/50 × 4 = 2
    options: { 'behavior.scaleDown.window': '0s' },
    seen: seen(4, { utilisation: at(0.25) }),
    replicas: 2,
    reason: 'below target',
  },
  {
    what: 'has a tolerance that may be narrowed', // 52/50 × 10 = 10.4 → 11
    options: { tolerance: '0.03' },
    seen: seen(10, { utilisation: at(0.52) }),
    replicas: 11,
    reason: 'above target',
  },
  {
    what: 'has a tolerance of its own upward', // 1.2 = 60/50
    options: { 'tolerance.up': '20%' },
    seen: seen(10, { utilisation: at(0.6) }),
    replicas: 10,
    reason: 'within tolerance',
  },
  {
    what: 'has a tolerance of its own downward', // 0.6 = 30/50
    options: { 'tolerance.down': '40%' },
    seen: seen(10, { utilisation: at(0.3) }),
    replicas: 10,
    reason: 'within tolerance',
  },
  {
    what: 'takes the controller’s stabilisation where its behavior has none of its own', // 25/50 × 4 = 2
    options: { behavior: 'on', 'downscale-stabilization': '0s' },
    seen: seen(4, { utilisation: at(0.25) }),
    replicas: 2,
    reason: 'below target',
  },
  {
    what: 'without behavior at most doubles from above 2', // 100/20 × 10 = 50, to 2 × 10
    options: { target: '20%' },
    seen: seen(10, { utilisation: at(1) }),
    replicas: 20,
    reason: 'above target, ScaleUpLimit',
  },
  {
    what: 'without behavior goes to 4 at most from 1', // 100/10 × 1 = 10, to 4
    options: { target: '10%' },
    seen: seen(1, { utilisation: at(1) }),
    replicas: 4,
    reason: 'above target, ScaleUpLimit',
  },
  {
    what: 'with behavior adds 4 to a small size', // 10, to 1 + 4
    options: { target: '10%', behavior: 'on' },
    seen: seen(1, { utilisation: at(1) }),
    replicas: 5,
    reason: 'above target, ScaleUpLimit',
  },
  {
    what: 'follows scaling policies given as text', // 50 wished for; min(10 + 3, 10 × 1.5)
    options: {
      target: '20%',
      'behavior.scaleUp.policies': '3pods/15s+50%/15s',
      'behavior.scaleUp.select': 'min',
    },
    seen: seen(10, { utilisation: at(1) }),
    replicas: 13,
    reason: 'above target, ScaleUpLimit',
  },
  {
    what: 'does not scale up where that is disabled',
    options: { 'behavior.scaleUp.select': 'disabled' },
    seen: seen(10, { utilisation: at(1) }),
    replicas: 10,
    reason: 'above target, ScaleUpLimit',
  },
  {
    what: 'waits for the scale-up window to agree', // 8 now, but 4 at its start
    options: { 'behavior.scaleUp.window': '60s' },
    seen: seen(4, { utilisation: at(1) }),
    replicas: 4,
    reason: 'above target, ScaleUpStabilized',
  },
  {
    what: 'stops at the maximum', // 2 × 60 = 120
    seen: seen(60, { utilisation: at(1) }),
    replicas: 100,
    reason: 'above target, TooManyReplicas',
  },
  {
    what: 'comes back to the maximum without reading a metric',
    seen: seen(120, { utilisation: at(1) }),
    replicas: 100,
    reason: 'Current number of replicas above Spec.MaxReplicas',
  },
  {
    what: 'keeps its size while there is no sample',
    seen: seen(4),
    replicas: 4,
    reason: 'FailedGetResourceMetric: no sample of a ready replica',
  },
  {
    what: 'keeps its size while none is ready',
    seen: seen(4, { ready: 0, measured: 0, starting: 4 }),
    replicas: 4,
    reason: 'FailedGetResourceMetric: no sample of a ready replica',
  },
  {
    what: 'is off at size 0',
    seen: seen(0),
    replicas: 0,
    reason: 'ScalingDisabled',
  },
];

for (const { what, options = {}, seen: observation, replicas, reason } of rows) {
  test(`hpa ${what}`, (t) => t.deepEqual(decided(options, observation), { replicas, reason }));
}

test('hpa reads thousandths of a processor rounded up, and cuts the mean to a whole percent', (t) => {
  // 55.94 % is 560 thousandths, which is 56 %: 1.12 × 10 = 11.2 → 12; 55.9 % is 559, which is 55 %: within
  t.is(decided({}, seen(10, { utilisation: at(0.5594) })).replicas, 12);
  t.is(decided({}, seen(10, { utilisation: at(0.559) })).replicas, 10);
  // a part of a billionth more is floating point's, not the processor's: still 559 thousandths
  t.is(decided({}, seen(10, { utilisation: at(0.559 + 1e-12) })).replicas, 10);
});

test('hpa may go to zero only by a metric that exists without pods', (t) => {
  t.throws(() => hpa.make(settingOf({}, { minReplicas: 0 })), {
    name: 'InputError',
    message:
      'hpa: min is 0; an HPA that may go to zero needs a metric that exists without pods; add waiting=1 or give min=1',
  });
  const setting = settingOf({ waiting: '2', 'behavior.scaleDown.window': '0s' }, { minReplicas: 0 });
  const policy = hpa.make(setting);
  // nothing waits: 0 / 2 → 0; 5 wait: 5 / 2 → 3, from zero without a tolerance
  t.is(policy.decide(policy.initial, seen(3, { backlog: 0 }))[1].replicas, 0);
  t.is(policy.decide(policy.initial, seen(0, { backlog: 5 }))[1].replicas, 3);
});

const requests = { load: 120, concurrency: 9, backlog: 7 };
const metricRows: readonly (readonly [string, Record<string, string>, Partial<Observation>, number])[] = [
  // 120 / 4 = 30 per replica, 30 / 20 × 4
  ['requests per replica', { rps: '20' }, requests, 6],
  // 9 / 4 = 2.25, 2.25 / 1.5 × 4
  ['requests in the system per replica', { concurrency: '1.5' }, requests, 6],
  // 7 / 1 against 4 replicas: 1.75, ⌈7 / 1⌉
  ['waiting requests as an external metric', { waiting: '1' }, requests, 7],
  // 6 by the rate, 5 by 60 / 50 × 4 = 4.8: the larger
  ['the larger of several', { rps: '20', target: '50%' }, { ...requests, utilisation: at(0.6) }, 6],
  // of 4 ready 3 were measured; the fourth has no sample and counts as idle: 40 × 3 / 4 = 30, 30 / 20 × 4
  ['a replica without a sample as idle upward', { rps: '20' }, { ...requests, measured: 3 }, 6],
];
for (const [what, options, rest, replicas] of metricRows) {
  test(`hpa by other metrics: ${what}`, (t) => t.is(decided(options, seen(4, rest)).replicas, replicas));
}

test('hpa with one metric that fails goes up by the other, and never down', (t) => {
  const options = { rps: '20', waiting: '1', 'behavior.scaleDown.window': '0s' };
  t.is(decided(options, seen(4, { backlog: 7 })).replicas, 7);
  t.is(decided(options, seen(4, { backlog: 1 })).replicas, 4);
});

test('a plain HPA has no behavior field, and one field of it brings all', (t) => {
  const [small, large] = [seen(1, { utilisation: at(1) }), { target: '10%' }];
  t.is(decided(large, small).replicas, 4);
  t.deepEqual(decided({ ...large, behavior: 'off' }, small), decided(large, small));
  t.is(decided({ ...large, 'behavior.scaleUp.window': '0s' }, small).replicas, 5);
});

test('a fall of load reaches the size when the stabilisation window has passed', (t) => {
  const setting = settingOf({}, { initialReplicas: 2 });
  // ticks of 15 s: 8 replicas' worth of work to tick 9, then a half; target 50 %: 16 replicas, then 1
  const work = Array.from({ length: 50 }, (_tick, i) => (i < 10 ? 8 : 0.5));
  const sizes = ticksOf(hpa.make(setting), setting, work).map((step) => step.wanted);
  // full use gives 2 × size each tick: 4, 8, 16, and at 8/16 = 50 % rest
  t.deepEqual(sizes.slice(0, 5), [4, 8, 16, 16, 16]);
  // the last recommendation of 16 is noted at tick 9; at 9 + 20 ticks it is 300 s old and still counts
  t.is(sizes[29], 16);
  t.is(sizes[30], 1);
});

test('the rate limit remembers what it let through within its period', (t) => {
  const setting = settingOf(
    { 'behavior.scaleUp.policies': '4pods/60s', target: '10%' },
    { initialReplicas: 2 },
  );
  const sizes = ticksOf(
    hpa.make(setting),
    setting,
    Array.from({ length: 9 }, () => 100),
  ).map((s) => s.wanted);
  // +4 at 0 s; none at 15, 30, 45 s; the event is 60 s old at 60 s and no longer counts
  t.deepEqual(sizes, [6, 6, 6, 6, 10, 10, 10, 10, 14]);
});

const optionSets = fc.constantFrom<Record<string, string>>(
  {},
  { behavior: 'on' },
  { tolerance: '0' },
  {
    'behavior.scaleUp.policies': '2pods/30s+20%/60s',
    'behavior.scaleUp.select': 'min',
    'behavior.scaleDown.policies': '1pod/60s',
    'behavior.scaleDown.window': '60s',
    'behavior.scaleUp.window': '30s',
  },
  { 'downscale-stabilization': '0s' },
  { 'behavior.scaleDown.select': 'disabled' },
);
const work = fc.array(fc.double({ min: 0, max: 60, noNaN: true }), { minLength: 1, maxLength: 60 });
const leads = fc.integer({ min: 0, max: 6 });

testProp(
  'hpa stays within its bounds, in whole replicas, and always says why',
  [optionSets, work, leads],
  (t, options, loads, lead) => {
    const setting = settingOf(options, { minReplicas: 2, maxReplicas: 40 });
    for (const { wanted, reason } of ticksOf(hpa.make(setting), setting, loads, lead)) {
      t.true(Number.isInteger(wanted) && wanted >= 2 && wanted <= 40);
      t.not(reason, '');
    }
  },
  { seed: 31, numRuns: RUNS },
);

testProp(
  'hpa gives equal answers to equal inputs, and leaves the state it was handed as it was',
  [optionSets, work, leads],
  (t, options, loads, lead) => {
    const setting = settingOf(options);
    t.deepEqual(
      ticksOf(hpa.make(setting), setting, loads, lead), // freezes every state
      ticksOf(hpa.make(setting), setting, loads, lead),
    );
  },
  { seed: 32, numRuns: RUNS },
);

testProp(
  'hpa never scales down before its stabilisation window has passed since its start',
  [
    fc.constantFrom<Record<string, string>>(
      {},
      { behavior: 'on' },
      { 'behavior.scaleUp.policies': '1pod/60s' },
    ),
    work,
    leads,
  ],
  (t, options, loads, lead) => {
    const setting = settingOf(options, { initialReplicas: 20 });
    for (const step of ticksOf(hpa.make(setting), setting, loads, lead)) {
      if (inSeconds(step.at) < 300) t.true(step.wanted >= 20);
    }
    t.pass();
  },
  { seed: 33, numRuns: RUNS },
);

testProp(
  'hpa never goes below what it recommended within the stabilisation window, unless it never got there',
  [fc.constantFrom<Record<string, string>>({}, { behavior: 'on' }), work],
  (t, options, loads) => {
    const setting = settingOf({ ...options, tolerance: '0' }, { initialReplicas: 20 });
    const steps = ticksOf(hpa.make(setting), setting, loads);
    let before = setting.initialReplicas;
    /** The recommendation by hand: all measured, target 50 %, use in thousandths rounded up, percent cut. */
    const recommended = loads.map((load, i) => {
      const size = i === 0 ? setting.initialReplicas : steps[i - 1]!.wanted;
      const milli = Math.ceil(Math.round(Math.min(1, load / size) * 1e9) / 1e6);
      return Math.ceil((Math.trunc(milli / 10) / 50) * size);
    });
    for (const [i, step] of steps.entries()) {
      if (step.wanted < before) {
        const recent = recommended.filter(
          (_size, j) => j <= i && between(steps[j]!.at, step.at) < seconds(300),
        );
        t.true(step.wanted >= Math.min(setting.maxReplicas, Math.max(...recent)));
      }
      before = step.wanted;
    }
    t.pass();
  },
  { seed: 34, numRuns: RUNS },
);

/** Entries in all the lists of a state. */
const entriesIn = (state: unknown): number =>
  Object.values(state as Record<string, readonly unknown[]>).reduce((sum, list) => sum + list.length, 0);

test('the state of the hpa stays small, however long it runs', (t) => {
  const setting = settingOf({
    'behavior.scaleUp.policies': '4pods/60s',
    'behavior.scaleDown.policies': '4pods/60s',
    'behavior.scaleDown.window': '300s',
  });
  const restless = Array.from({ length: 3000 }, (_tick, i) => 20 + 15 * Math.sin(i) * Math.sin(i / 7));
  const steps = ticksOf(hpa.make(setting), setting, restless);
  // 300 s / 15 s + 1 recommendations, and 60 s / 15 s + 1 events each way
  t.true(Math.max(...steps.map((step) => entriesIn(step.state))) <= 21 + 5 + 5);
});

const wrong: readonly (readonly [what: string, options: Record<string, string>, message: RegExp])[] = [
  [
    'an option it does not know',
    { tolerence: '0.1' },
    /^hpa: found option "tolerence"; known: target, rps, .*; did you mean "tolerance"\?$/,
  ],
  ['a bare number for a percentage', { target: '60' }, /^hpa: target: found "60"; .*did you mean "60%"\?$/],
  ['half a percent', { target: '0.605' }, /^hpa: target: found "0.605"; it is a whole percent, as in 60%$/],
  [
    'a span without a unit',
    { 'behavior.scaleDown.window': '300' },
    /found "300"; a bare number has no unit; .*\(ms, s, min, h\)/,
  ],
  [
    'a window that upstream refuses',
    { 'behavior.scaleUp.window': '2h' },
    /found "2h"; it is a span from 0 s to 1 h$/,
  ],
  [
    'a scaling policy without a period',
    { 'behavior.scaleUp.policies': '4pods+100%/15s' },
    /^hpa: behavior.scaleUp.policies: found "4pods"; a scaling policy is PODS\/PERIOD/,
  ],
  [
    'a period that upstream refuses',
    { 'behavior.scaleUp.policies': '4pods/31min' },
    /^hpa: behavior.scaleUp.policies: found "31min"; it is a span from 1 s to 30 min$/,
  ],
  [
    'an unknown choice of policy',
    { 'behavior.scaleDown.select': 'mix' },
    /found "mix"; known: max, min, disabled; did you mean "m(ax|in)"\?$/,
  ],
  [
    'fields of behavior beside behavior=off',
    { behavior: 'off', 'behavior.scaleUp.policies': '4pods/15s', 'tolerance.up': '0.2' },
    /^hpa: found behavior "off" beside tolerance.up, behavior.scaleUp.policies;/,
  ],
  [
    'two mistakes, in two lines',
    { behavior: 'maybe', tolerance: '-1' },
    /tolerance: found "-1".*\n.*behavior: found "maybe"/,
  ],
];

for (const [what, options, message] of wrong) {
  test(`hpa refuses ${what}`, (t) => {
    t.throws(() => hpa.make(settingOf(options)), { name: 'InputError', message });
  });
}

test('every option of the hpa that is described is read', (t) => {
  const values: Record<string, string> = {
    target: '60%',
    rps: '8',
    concurrency: '0.8',
    waiting: '2',
    tolerance: '0.05',
    'tolerance.up': '5%',
    'tolerance.down': '0.2',
    behavior: 'on',
    'behavior.scaleUp.window': '0s',
    'behavior.scaleUp.policies': '4pods/15s+100%/15s',
    'behavior.scaleUp.select': 'max',
    'behavior.scaleDown.window': '5min',
    'behavior.scaleDown.policies': '10%/1min',
    'behavior.scaleDown.select': 'disabled',
    'downscale-stabilization': '300s',
  };
  t.deepEqual(Object.keys(hpa.options), Object.keys(values));
  t.notThrows(() => hpa.make(settingOf(frozen(values))));
});
