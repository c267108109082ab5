/** The clouds' policies minute by minute: what they see, what they answer, and why, worked out by hand. */
import test from 'ava';
import { azure } from '../../model/policy/azure.ts';
import type { MetricSample, Observation, PolicyMaker } from '../../model/policy/contract.ts';
import { gcpMig } from '../../model/policy/gcp-mig.ts';
import { heat, simpleScaling } from '../../model/policy/simple-scaling.ts';
import { stepScaling } from '../../model/policy/step-scaling.ts';
import { targetTracking } from '../../model/policy/target-tracking.ts';
import { fraction, minutes } from '../../model/kernel/units.ts';
import { at, sampled, seen, settingOf } from './worlds.ts';

/** One minute: utilisation of the sample that has just become visible; NaN: it is missing; undefined: there is none. */
interface Minute {
  readonly use: number | undefined;
  /** Ready; as many as wanted unless given. */
  readonly ready?: number;
  readonly stopping?: number;
  /** Requests per second. */
  readonly load?: number;
}

const lived = (
  maker: PolicyMaker,
  options: Record<string, string>,
  initial: number,
  steps: readonly Minute[],
): readonly (readonly [replicas: number, reason: string])[] => {
  const setting = settingOf(options, {
    tick: minutes(1),
    sample: minutes(1),
    delay: minutes(1),
    initialReplicas: initial,
    maxReplicas: 40,
  });
  const policy = maker.make(setting);
  let [state, wanted] = [policy.initial, initial];
  return steps.map(({ use, ready = wanted, stopping = 0, load = 0 }, i) => {
    const now = at((i + 1) * 60);
    const samples: MetricSample[] =
      use === undefined
        ? []
        : [{ ...sampled(at(i * 60), minutes(1), 0, ready, 10), utilisation: fraction(use), load }];
    const observation: Observation = seen(wanted, {
      at: now,
      ready,
      starting: wanted - ready,
      stopping,
      utilisation: fraction(use ?? Number.NaN),
      samples,
    });
    const [next, { replicas, reason }] = policy.decide(state, observation);
    [state, wanted] = [next, replicas];
    return [replicas, reason];
  });
};
const sizes = (...given: Parameters<typeof lived>): readonly number[] =>
  lived(...given).map(([replicas]) => replicas);
const uses = (...values: readonly (number | undefined)[]): Minute[] => values.map((use) => ({ use }));
const times = (count: number, use: number): Minute[] => Array.from({ length: count }, () => ({ use }));

// ---- target tracking, target 50 %

test('target tracking goes out after three minutes above, by what the ratio needs, rounded up', (t) => {
  // 4 × 0.9 / 0.5 = 7.2
  t.deepEqual(lived(targetTracking, {}, 4, uses(0.9, 0.9, 0.9)), [
    [4, 'no alarm'],
    [4, 'no alarm'],
    [8, 'above target'],
  ]);
});

test('target tracking does not count three minutes with one below, one missing, or none', (t) => {
  t.deepEqual(sizes(targetTracking, {}, 4, uses(0.9, 0.4, 0.9, 0.9)), [4, 4, 4, 4]);
  t.deepEqual(sizes(targetTracking, {}, 4, uses(0.9, Number.NaN, 0.9, 0.9)), [4, 4, 4, 4]);
  t.is(lived(targetTracking, {}, 4, uses(Number.NaN))[0]![1], 'insufficient data');
  t.is(lived(targetTracking, {}, 4, uses(undefined))[0]![1], 'no new datapoint');
});

test('target tracking answers an alarm that stays every minute, by the replicas that are warm', (t) => {
  const still = lived(targetTracking, {}, 4, [
    ...uses(0.9, 0.9, 0.9),
    { use: 1, ready: 4 }, // 4 × 1 / 0.5 = 8: on their way
    { use: 1, ready: 8 }, // the 4 new ones warm up: still 8
    { use: 1, ready: 8 },
  ]);
  t.deepEqual(still.slice(3), [
    [8, 'above target, replicas on their way cover it'],
    [8, 'above target, replicas on their way cover it'],
    [8, 'above target, replicas on their way cover it'],
  ]);
  // after five minutes of warm-up all 8 count: 8 × 1 / 0.5
  const warm = sizes(targetTracking, { 'warm-up': '1min' }, 4, [
    ...uses(0.9, 0.9, 0.9),
    { use: 1, ready: 8 },
    { use: 1, ready: 8 },
  ]);
  t.is(warm.at(-1), 16);
});

test('target tracking goes in after fifteen minutes below nine tenths of the target, by fewer than the ratio allows', (t) => {
  // 10 × (1 − 0.24/0.5) = 5.2, of which 5 leave
  const steps = lived(targetTracking, {}, 10, times(15, 0.24));
  t.is(steps[13]![1], 'no alarm');
  t.deepEqual(steps[14], [5, 'below target']);
  // 0.45 is not below 0.9 × 0.5
  t.deepEqual(sizes(targetTracking, {}, 10, times(20, 0.45)).at(-1), 10);
});

test('target tracking does not go in while a replica warms up', (t) => {
  const steps = lived(targetTracking, {}, 4, [
    ...uses(0.9, 0.9, 0.9),
    { use: 0.2, ready: 4 },
    ...times(20, 0.2),
  ]);
  // the new ones are ready in the fifth minute and warm in the tenth; fifteen low minutes are over in the eighteenth
  t.deepEqual(
    steps.map(([replicas]) => replicas).slice(3, 17),
    Array.from({ length: 14 }, () => 8),
  );
  t.is(steps[17]![0], 4); // 8 − ⌊8 × 0.6⌋
  const slow = lived(targetTracking, { 'warm-up': '30min' }, 4, [
    ...uses(0.9, 0.9, 0.9),
    { use: 0.2, ready: 4 },
    ...times(20, 0.2),
  ]);
  t.deepEqual(slow.at(-1), [8, 'below target, held by the warm-up']);
});

test('target tracking of two metrics goes out by any and in by all, to the larger', (t) => {
  // 60 requests a minute and replica aimed at; 20 per second on 4 are 300: 5 × 4
  const both = { target: '50%', requests: '60' };
  const busy = Array.from({ length: 3 }, () => ({ use: 0.1, load: 20 }));
  t.is(sizes(targetTracking, both, 4, busy)[2], 20);
  const one = Array.from({ length: 20 }, () => ({ use: 0.1, load: 4 })); // 60 a minute: at its target
  t.is(sizes(targetTracking, both, 4, one).at(-1), 4);
  // use asks for 4 − ⌊4 × 0.8⌋ = 1, requests at 30 of 60 for 2
  const idle = Array.from({ length: 15 }, () => ({ use: 0.1, load: 2 }));
  t.is(sizes(targetTracking, both, 4, idle).at(-1), 2);
  t.is(sizes(targetTracking, { requests: '60' }, 4, idle).at(-1), 2);
});

// ---- step scaling, high 70 %, low 30 %

test('step scaling takes the step that the breach falls into', (t) => {
  t.deepEqual(lived(stepScaling, {}, 4, uses(0.65))[0], [4, 'no alarm']);
  t.deepEqual(lived(stepScaling, {}, 4, uses(0.7))[0], [5, 'step out']);
  t.deepEqual(lived(stepScaling, {}, 4, uses(0.8))[0], [7, 'step out']);
});

test('step scaling counts warming replicas as there: the same breach adds nothing, a larger one the difference', (t) => {
  const percent = { high: '50%', out: '0:+10%/20:+30%' };
  const steps = lived(stepScaling, percent, 10, [
    { use: 0.6 }, // 10 % of 10
    { use: 0.62, ready: 10 }, // one is on its way
    { use: 0.7, ready: 11 }, // 30 % of the 10 that are warm: 13
  ]);
  t.deepEqual(steps, [
    [11, 'step out'],
    [11, 'step out, replicas on their way cover it'],
    [13, 'step out'],
  ]);
});

test('step scaling goes in after its datapoints, and not while anything warms up', (t) => {
  t.deepEqual(sizes(stepScaling, {}, 6, times(6, 0.2)), [6, 6, 6, 6, 5, 4]);
  const held = lived(stepScaling, { 'datapoints.in': '1' }, 4, [{ use: 0.9 }, { use: 0.1, ready: 7 }]);
  t.deepEqual(held[1], [7, 'step in, held by the warm-up']);
  t.deepEqual(
    sizes(stepScaling, { 'datapoints.in': '1', in: '0:-1/-20:-50%'.replace('-1/', '-10%/') }, 8, uses(0.1)),
    [4],
  );
});

test('step scaling refuses steps that go back, mix kinds, or lie on the wrong side, and thresholds that cross', (t) => {
  for (const [options, message] of [
    [{ out: '10:+1/0:+3' }, /^step-scaling: out: found "10:\+1\/0:\+3"; steps are POINTS:CHANGE/],
    [{ out: '0:+1/10:+30%' }, /all of one kind/],
    [{ in: '10:-1' }, /^step-scaling: in: found "10:-1"/],
    [{ out: '+1' }, /as in 0:\+1\/10:\+3$/],
    [{ high: '30%', low: '40%' }, /^step-scaling: low is 0.4 and high is 0.3; low lies below high/],
  ] as const) {
    t.throws(() => stepScaling.make(settingOf(options)), { name: 'InputError', message });
  }
});

// ---- simple scaling and Heat

test('simple scaling makes one adjustment, waits for it to end, and then for the cooldown', (t) => {
  const steps = lived(simpleScaling, { cooldown: '2min' }, 4, [
    { use: 0.9 },
    { use: 0.9, ready: 4 }, // still starting
    { use: 0.9 }, // ready: the cooldown begins, until the fifth minute
    { use: 0.9 },
    { use: 0.9 },
  ]);
  t.deepEqual(steps, [
    [5, 'alarm out'],
    [5, 'alarm out, dropped: a change is being made'],
    [5, 'alarm out, dropped: cooldown'],
    [5, 'alarm out, dropped: cooldown'],
    [6, 'alarm out'],
  ]);
});

test('simple scaling waits for a replica that is being destroyed as well', (t) => {
  const quick = { cooldown: '0s', 'datapoints.in': '1' };
  const steps = lived(simpleScaling, quick, 4, [{ use: 0.1 }, { use: 0.1, stopping: 1 }, { use: 0.1 }]);
  t.deepEqual(
    steps.map(([replicas]) => replicas),
    [3, 3, 2],
  );
});

test('Heat counts its cooldown from the change, and an alarm that changes nothing starts none', (t) => {
  const steps = lived(heat, { cooldown: '2min' }, 4, uses(0.9, 0.9, 0.9));
  t.deepEqual(steps, [
    [5, 'alarm out'],
    [5, 'alarm out, dropped: cooldown'],
    [6, 'alarm out'],
  ]);
  // at the maximum of 40 the alarm has no effect, and downward there is no cooldown to wait for
  const top = lived(heat, { 'datapoints.in': '1' }, 40, uses(0.9, 0.1));
  t.deepEqual(top, [
    [40, 'alarm out, no change'],
    [39, 'alarm in'],
  ]);
});

test('Heat adjusts by a percentage, at least so many, or to a number', (t) => {
  t.is(sizes(heat, { out: '+10%', 'min-adjustment': '3' }, 4, uses(0.9))[0], 7);
  t.is(sizes(heat, { out: '12' }, 4, uses(0.9))[0], 12);
  t.throws(() => heat.make(settingOf({ low: '80%' })), { message: /^heat: low is 0.8 and high is 0.7;/ });
});

// ---- Azure, out above 80 %, in below 60 %

test('Azure: 60 % of 3 would be 90 % of 2, above 80, so it stays; 50 % would be 75 %, and it goes', (t) => {
  t.deepEqual(lived(azure, { below: '61%', window: '1min' }, 3, uses(0.6))[0], [
    3,
    'in, held: it would flap',
  ]);
  t.deepEqual(lived(azure, { window: '1min' }, 3, uses(0.5))[0], [2, 'in']);
});

test('Azure seeks a size between where the one asked for would flap', (t) => {
  // 50 % on 6: 4 fewer would be 150 %, 3 fewer 100 %, 2 fewer 75 %
  t.is(sizes(azure, { in: '-4', window: '1min' }, 6, uses(0.5))[0], 4);
});

test('Azure takes the mean of its window, and waits for the cooldown both ways', (t) => {
  // 0.9 and 0.5: 0.7 on average
  t.deepEqual(sizes(azure, { window: '2min' }, 3, uses(0.9, 0.5)).slice(0, 1), [4]);
  t.is(lived(azure, { window: '5min' }, 3, uses(0.75, 0.9))[1]![0], 4);
  const steps = lived(azure, { window: '1min', cooldown: '3min' }, 3, uses(0.9, 0.9, 0.9, 0.9));
  t.deepEqual(steps, [
    [4, 'out'],
    [4, 'out, held by the cooldown'],
    [4, 'out, held by the cooldown'],
    [5, 'out'],
  ]);
});

test('Azure goes out by any rule, and in only where all agree', (t) => {
  const two = { 'rps.above': '8', 'rps.below': '4', window: '1min' };
  const minute = (use: number, perReplica: number): Minute[] => [{ use, load: perReplica * 4 }];
  t.is(sizes(azure, two, 4, minute(0.5, 9))[0], 5);
  t.is(sizes(azure, two, 4, minute(0.5, 5))[0], 4);
  t.is(sizes(azure, two, 4, minute(0.5, 3))[0], 3);
  t.throws(() => azure.make(settingOf({ 'rps.below': '3' })), {
    message: /^azure: found rps.below without rps.above;/,
  });
});

// ---- Google Cloud, target 50 %

test('a managed instance group keeps the peak of ten minutes', (t) => {
  const steps = sizes(gcpMig, {}, 4, [...uses(0.9), ...times(12, 0.1)]);
  // 4 × 0.9 / 0.5 = 7.2; seen in the first minute, and gone when it is ten minutes old
  t.is(steps[0], 8);
  t.is(steps[9], 8);
  t.true(steps[10]! < 8);
});

test('a managed instance group ignores replicas that initialise', (t) => {
  // 4 of 8 are new: 4 × 0.9 / 0.5 again and not 8 × 0.9 / 0.5
  const steps = sizes(gcpMig, {}, 4, [{ use: 0.9 }, { use: 0.9, ready: 8 }, { use: 0.9, ready: 8 }]);
  t.deepEqual(steps, [8, 8, 15]);
});

test('scale-in controls count from the peak, a part of it rounded down, and may let all go at once', (t) => {
  const quick = { stabilization: '0s', 'scale-in.window': '3min' };
  t.deepEqual(
    sizes(gcpMig, { ...quick, 'scale-in.max': '2' }, 10, uses(0.5, 0.05, 0.05, 0.05)),
    [10, 8, 8, 1],
  );
  t.deepEqual(sizes(gcpMig, { ...quick, 'scale-in.max': '25%' }, 10, uses(0.5, 0.05)), [10, 8]);
  t.deepEqual(sizes(gcpMig, { stabilization: '0s' }, 10, uses(0.5, 0.05)), [10, 1]);
});

test('a managed instance group may only grow, or be off', (t) => {
  const quick = { stabilization: '0s' };
  t.deepEqual(sizes(gcpMig, { ...quick, mode: 'only-out' }, 4, uses(0.9, 0.1)), [8, 8]);
  t.deepEqual(lived(gcpMig, { ...quick, mode: 'off' }, 4, uses(0.9)), [[4, 'off']]);
  t.deepEqual(lived(gcpMig, quick, 4, uses(undefined)), [[4, 'no metrics']]);
});
