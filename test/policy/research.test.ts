/** The five of ICPE '17, step by step, worked out by hand; and what the published scripts do differently. */
import test from 'ava';
import { adapt } from '../../model/policy/adapt.ts';
import { conpaas } from '../../model/policy/conpaas.ts';
import type { PolicyMaker } from '../../model/policy/contract.ts';
import { hist } from '../../model/policy/hist.ts';
import { leastSquares } from '../../model/policy/least-squares.ts';
import { react } from '../../model/policy/react.ts';
import { reg } from '../../model/policy/reg.ts';
import { seconds } from '../../model/kernel/units.ts';
import { at, sampled, seen, settingOf } from './worlds.ts';

const EXACT = { variant: 'paper-exact' };

/** Sizes at steps of 30 s for loads in replicas' worth of planned work (5 requests per second each). */
const lived = (
  maker: PolicyMaker,
  options: Record<string, string>,
  initial: number,
  needs: readonly number[],
  from = 0,
): readonly (readonly [replicas: number, reason: string])[] => {
  const setting = settingOf(options, { tick: seconds(30), sample: seconds(30), initialReplicas: initial });
  const policy = maker.make(setting);
  let [state, wanted] = [policy.initial, initial];
  return needs.map((need, i) => {
    const now = at(from + (i + 1) * 30);
    const sample = sampled(now, seconds(30), need / 2, wanted, 10);
    const [next, { replicas, reason }] = policy.decide(state, seen(wanted, { at: now, samples: [sample] }));
    [state, wanted] = [next, replicas];
    return [replicas, reason];
  });
};
const sizes = (...given: Parameters<typeof lived>): readonly number[] =>
  lived(...given).map(([replicas]) => replicas);
const times = (count: number, need: number): number[] => Array.from({ length: count }, () => need);

for (const maker of [react, adapt, hist, reg, conpaas]) {
  test(`${maker.name} keeps its size while there is no sample`, (t) => {
    const policy = maker.make(settingOf());
    t.deepEqual(policy.decide(policy.initial, seen(4))[1], { replicas: 4, reason: 'no sample yet' });
  });
}

test('a step of several samples has their mean load, the longer the heavier', (t) => {
  const policy = react.make(settingOf());
  const samples = [sampled(at(20), seconds(20), 4, 4, 10), sampled(at(30), seconds(10), 1, 4, 10)];
  // (4 × 20 + 1 × 10) / 30 = 3 replicas' worth of full work, 6 at half: 2 are missing, and ⌈2.4⌉ are added
  t.is(policy.decide(policy.initial, seen(4, { samples }))[1].replicas, 7);
});

// ---- React
for (const [n, need, cleaned, exact, what] of [
  [4, 5, 6, 5, 'a fifth more than one is missing'], // 4 + 1.2
  [4, 9, 10, 10, 'five are missing'], // 4 + 6
  [4, 14, 16, 16, 'ten are missing'],
  [5, 4.6, 5, 5, 'the load is within a tenth of the size'], // 1.1 × 4.6 = 5.06
  [10, 4, 5, 5, 'six are too many'], // 1.2 × 4 = 4.8
  [5, 4.1, 5, 6, 'the size is its need, and a tenth more than the load below it'], // 1.2 × 5
  [10, 0, 1, 1, 'there is no load'],
] as const) {
  test(`react: of ${n} where ${what}`, (t) => {
    t.is(sizes(react, {}, n, [need])[0], cleaned);
    t.is(sizes(react, EXACT, n, [need])[0], exact);
  });
}

// ---- Adapt
test('adapt adds at once what is missing and a tenth more', (t) => {
  // the first estimate is made after five steps: until then the controller carries nothing
  t.deepEqual(sizes(adapt, {}, 4, [4, 10, 10, 10]), [4, 11, 11, 11]);
});

test('adapt comes down by a quarter of the imbalance, less what has not become whole', (t) => {
  // five steps of 20: ñ = (1 + 80) / 5 at the fifth step, mean n = 20, R = (20 / 16.2) × (10 − 20) / 4 = −3.086…
  const steps = lived(adapt, {}, 20, times(6, 10));
  t.deepEqual(steps.slice(3, 5), [
    [20, 'enough'],
    [17, 'controller, down'],
  ]);
  // then every step: ñ = 101 / 6, mean n = 17, R = (17 / 16.83) × −7 / 4 = −1.767; with −0.086 carried −1.85: 1 leaves
  t.is(steps[5]![0], 16);
});

test('adapt never goes below the need on its way down', (t) => {
  t.true(sizes(adapt, { 'down-rate': '1' }, 20, times(30, 10)).every((size) => size >= 10));
  t.is(sizes(adapt, {}, 20, times(60, 10)).at(-1), 10);
});

test('adapt: what the controller carries upward is added where nothing is missing, but not by the script', (t) => {
  // the first estimate comes in the fifth step; R = (mean n / ñ) × (12 − 4) is large and is added with the repair
  const needs = [4, 4, 4, 4, 12, 4];
  const [cleaned, exact] = [sizes(adapt, {}, 4, needs), sizes(adapt, EXACT, 4, needs)];
  t.deepEqual(cleaned.slice(0, 4), [4, 4, 4, 4]);
  // ñ = 17 / 5, mean n = 4: R = 4 / 3.4 × 8 = 9.41; ⌈1.1 × 12⌉ + 9
  t.deepEqual([cleaned[4], exact[4]], [23, 23]);
});

// ---- Hist
test('hist takes the need of this hour so far, and n while it knows nothing', (t) => {
  t.deepEqual(lived(hist, {}, 4, [4])[0], [4, 'no history of this hour']);
  // one value of 4, then 6: the percentile of one is it
  t.deepEqual(sizes(hist, {}, 4, [4, 6, 6]), [4, 4, 6]);
});

test('hist takes the element at a part of the sorted list', (t) => {
  // of 1 to 10 at 0.9 the tenth; errors are as they come: 5, 1, 9 … needed after 5, 5, 5 …
  const [calm, ...ten] = [5, 5, 1, 9, 3, 7, 10, 2, 8, 4, 6] as const;
  const steps = lived(hist, { short: '10' }, calm, [...ten, 5]);
  // the last five errors before the eleventh step, by the sizes that were there
  const before = [calm, ...steps.map(([replicas]) => replicas)];
  const needs = [...ten, 5];
  const errors = needs.map((need, i) => before[i]! - need).slice(-5);
  const error = errors.reduce((sum, one) => sum + one, 0) / 5;
  t.deepEqual(steps.at(-1), [Math.ceil(10 - error), 'percentile of this hour']);
});

test('hist corrects by the mean of the last five errors, by a fifth of it where nothing would remain', (t) => {
  const steps = sizes(hist, {}, 4, times(8, 2));
  // errors: 2 (4 − 2), then 0 …; the fifth step has 2, 0, 0, 0, 0: 0.4 on average; ⌈2 − 0.4⌉
  t.deepEqual(steps.slice(0, 4), [4, 2, 2, 2]);
  t.is(steps[4], 2);
  // an error that is larger than the history: 1 − 2 is not above 0, so 1 − 2/5, rounded up
  t.is(sizes(hist, { percentile: '0' }, 9, [1, 1, 1, 1, 1]).at(-1), 1);
});

test('hist of the next hour begins without a history, and remembers the first of the next day', (t) => {
  const [first] = lived(hist, {}, 4, [9], 0);
  t.deepEqual(first, [4, 'no history of this hour']);
  // the 120th step is at 3600 s, in the second hour
  const steps = lived(hist, {}, 4, [...times(119, 3), 3]);
  t.is(steps[118]![1], 'percentile of this hour');
  t.is(steps[119]![1], 'no history of this hour');
});

test('hist repairs after more than five short steps of ten; the script forgets and never does', (t) => {
  // a percentile of 0 keeps the least need of the hour, 1, while 10 are needed
  const needs = [1, ...times(9, 10)];
  const options = { percentile: '0', kept: '1000' };
  const cleaned = lived(hist, options, 1, needs);
  t.true(cleaned.some(([replicas, reason]) => reason === 'repair' && replicas === 11)); // ⌈1.05 × 10⌉
  t.false(lived(hist, { ...options, ...EXACT }, 1, needs).some(([, reason]) => reason === 'repair'));
});

// ---- Reg
test('reg goes up by what is missing and a twentieth more', (t) => {
  t.deepEqual(lived(reg, {}, 4, [10])[0], [11, 'too few']); // ⌈1.05 × 10⌉
  // 4.02 on 4 lacks 3 requests of a step of 30 s, no more than 5
  t.deepEqual(lived(reg, {}, 4, [4.02])[0], [4, 'enough']);
  t.is(lived(reg, { slack: '0' }, 4, [4.02])[0]![0], 5);
});

test('reg comes down along a parabola, one step ahead, and a fifth more', (t) => {
  // needs 20, 18, 16, 14 on 30: a line; one step ahead 12, ⌈1.2 × 12⌉
  t.deepEqual(lived(reg, {}, 30, [20, 18, 16, 14]).at(-1), [15, 'fitted']);
  // the script reads it where it stands: ⌈1.2 × 14⌉
  t.is(sizes(reg, EXACT, 30, [20, 18, 16, 14]).at(-1), 17);
  // 25, 16, 9, 4 are squares: one step ahead 1
  t.is(sizes(reg, {}, 40, [25, 16, 9, 4]).at(-1), 2);
});

test('reg keeps its size where the curve runs below one, and forgets what is older than its points', (t) => {
  // one point is a level, ⌈1.2 × 9⌉; two are a line, at −1 one step ahead; three a parabola, at 0
  t.deepEqual(lived(reg, {}, 30, [9, 4, 1]), [
    [11, 'fitted'],
    [11, 'too many, no fit'],
    [11, 'too many, no fit'],
  ]);
  t.is(sizes(reg, { points: '3' }, 40, [100, 30, 30, 30]).at(-1), 36);
});

// ---- ConPaaS
test('conpaas follows the need until it has a window, then a forecast', (t) => {
  const steps = lived(conpaas, { window: '4' }, 4, [3, 5, 5, 5, 5]);
  t.deepEqual(
    steps.slice(0, 3).map(([replicas]) => replicas),
    [3, 5, 5],
  );
  t.is(steps[2]![1], 'too few steps for a forecast');
  t.is(steps[3]![1], 'autoregression');
});

test('conpaas takes the model that was nearest last time; the script always the autoregression', (t) => {
  const line = Array.from({ length: 12 }, (_need, i) => 2 + i);
  const options = { window: '6', horizon: '1', order: '1' };
  // on a straight line both line and autoregression are exact: the first of them rules
  t.true(['autoregression', 'line'].includes(lived(conpaas, options, 2, line).at(-1)![1]));
  t.is(sizes(conpaas, { ...options }, 2, line).at(-1), 14); // 2 + 12
  const jump = [...times(8, 4), 12, 12, 12, 12];
  const reasons = lived(conpaas, options, 4, jump).map(([, reason]) => reason);
  t.true(new Set(reasons.slice(9)).size >= 1);
  t.true(
    lived(conpaas, { ...options, ...EXACT }, 4, jump)
      .slice(5)
      .every(([, reason]) => reason === 'autoregression'),
  );
});

test('conpaas of a load that one replica carries is one', (t) => {
  t.deepEqual(lived(conpaas, { window: '3' }, 9, [0.5, 0.5, 0.5]).at(-1), [1, 'one replica carries it']);
});

// ---- least squares
test('least squares go through points that lie on a curve, and leave out what brings nothing new', (t) => {
  const points = [0, 1, 2, 3, 4];
  const fit = leastSquares(
    points.map((x) => [1, x, x * x]),
    points.map((x) => 3 - 2 * x + 0.5 * x * x),
  );
  for (const [i, wanted] of [3, -2, 0.5].entries()) t.true(Math.abs(fit[i]! - wanted) < 1e-9);
  t.deepEqual(
    leastSquares(
      points.map(() => [1, 1]),
      [2, 2, 2, 2, 2],
    ),
    [2, 0],
  );
  // the mean is the best constant
  t.deepEqual(leastSquares([[1], [1], [1]], [1, 2, 6]), [3]);
});
