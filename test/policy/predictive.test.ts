/** Forecasts on series small enough to see through, and the policies that take the larger of one and a reaction. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import type { PolicyMaker } from '../../model/policy/contract.ts';
import {
  regressedAhead,
  seasonAgo,
  smoothed,
  smoothedAhead,
  smoothedFrom,
} from '../../model/policy/forecast.ts';
import { autoregressive, holtWinters, seasonalNaive } from '../../model/policy/predictive.ts';
import { seconds } from '../../model/kernel/units.ts';
import { at, sampled, seen, settingOf } from './worlds.ts';

test('as a season ago: the same place of the last season, and of the one before that further ahead', (t) => {
  const series = [1, 2, 3, 4, 5];
  t.deepEqual(
    [1, 2, 3, 4].map((ahead) => seasonAgo(series, 3, ahead)),
    [3, 4, 5, 3],
  );
  t.is(seasonAgo([1, 2], 3, 1), undefined);
});

test('Holt-Winters from two seasons: level and season of the first, trend between their means', (t) => {
  const weights = { level: 0, trend: 0, season: 0 };
  // nothing is learnt: level 2 + 4 trends of 1, and the season of the first
  const state = smoothedFrom([1, 3, 3, 5], 2, weights);
  t.deepEqual(state, { level: 4, trend: 1, season: [-1, 1], count: 4 });
  t.deepEqual(
    [1, 2, 3].map((ahead) => smoothedAhead(state, ahead)),
    [4, 7, 6],
  );
});

test('one step of Holt-Winters by hand', (t) => {
  const before = { level: 10, trend: 1, season: [2, -2], count: 2 };
  // l = 0.5 × (15 − 2) + 0.5 × 11 = 12; b = 0.25 × 2 + 0.75 × 1 = 1.25; s = 0.5 × 3 + 0.5 × 2 = 2.5
  t.deepEqual(smoothed(before, 15, { level: 0.5, trend: 0.25, season: 0.5 }), {
    level: 12,
    trend: 1.25,
    season: [2.5, -2],
    count: 3,
  });
});

testProp(
  'Holt-Winters forecasts a line with a season exactly, whatever its weights',
  [
    fc.record({
      level: fc.double({ min: 0, max: 1, noNaN: true }),
      trend: fc.constant(0),
      season: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    fc.integer({ min: 1, max: 12 }),
  ],
  (t, weights, ahead) => {
    const at_ = (i: number): number => 100 + [5, -3, -2][i % 3]!;
    const series = Array.from({ length: 12 }, (_value, i) => at_(i));
    t.true(Math.abs(smoothedAhead(smoothedFrom(series, 3, weights), ahead) - at_(11 + ahead)) < 1e-6);
  },
  { seed: 61 },
);

test('an autoregression goes on as the series does', (t) => {
  // x(t) = 2 + 0.5 x(t − 1)
  const series = [20, 12, 8, 6, 5, 4.5];
  t.deepEqual(
    regressedAhead(series, 1, 2).map((value) => Math.round(value * 1e6) / 1e6),
    [4.25, 4.125],
  );
  t.deepEqual(
    regressedAhead([7, 7, 7, 7], 1, 2).map((value) => Math.round(value * 1e9) / 1e9),
    [7, 7],
  );
  // one value tells no lag: its mean
  t.deepEqual(regressedAhead([6], 3, 2), [6, 6]);
});

/** Sizes at ticks of 15 s for loads, requests per second, held for a minute each. */
const lived = (maker: PolicyMaker, options: Record<string, string>, perMinute: readonly number[]) => {
  const policy = maker.make(settingOf(options, { initialReplicas: 1 }));
  let [state, wanted] = [policy.initial, 1];
  return perMinute.flatMap((load, minute) =>
    [1, 2, 3, 4].map((quarter) => {
      const now = at(minute * 60 + quarter * 15);
      const sample = sampled(now, seconds(15), load / 10, wanted, 10);
      const [next, { replicas, reason }] = policy.decide(
        state,
        seen(wanted, { at: now, samples: [sample], load, utilisation: sample.utilisation }),
      );
      [state, wanted] = [next, replicas];
      return [replicas, reason] as const;
    }),
  );
};

test('seasonal-naive prepares for what came a season ago, a lead before it', (t) => {
  // a season of 4 minutes: 10, 10, 10, 50 requests per second; a replica is planned for 5
  const season = [10, 10, 10, 50];
  const steps = lived(seasonalNaive, { period: '4min', lead: '1min' }, [...season, ...season]);
  t.is(steps[3]![1], 'load of the last sample, no forecast yet');
  // a lead of one minute reaches the 8th minute, from the end of the 6th on
  t.deepEqual(steps[22], [2, 'load of the last sample']);
  t.deepEqual(steps[23 + 1], [10, 'seasonal-naive forecast']);
  // in the 8th itself the load is there, and the forecast of the 9th is 10
  t.deepEqual(steps[31], [10, 'load of the last sample']);
});

test('a predictive policy never asks for less than the reactive one beside it', (t) => {
  const falling = [60, 50, 40, 30, 20, 10, 60, 10];
  for (const maker of [seasonalNaive, holtWinters, autoregressive]) {
    const steps = lived(maker, maker === autoregressive ? {} : { period: '2min' }, falling);
    for (const [i, [replicas]] of steps.entries()) t.true(replicas >= falling[Math.floor(i / 4)]! / 5);
  }
});

test('the margin is added to the forecast, and the reactive part may be an HPA', (t) => {
  const flat = Array.from({ length: 6 }, () => 50);
  const sizes = lived(seasonalNaive, { period: '2min', margin: '0.25' }, flat).map(([replicas]) => replicas);
  t.is(sizes.at(-1), 13); // 50 × 1.25 / 5
  const steps = lived(seasonalNaive, { period: '2min', reactive: 'hpa' }, flat);
  t.regex(steps[0]![1], /above target.*, no forecast yet/);
});

test('ar follows a ramp a lead ahead', (t) => {
  const ramp = Array.from({ length: 14 }, (_load, i) => 10 + 5 * i);
  const steps = lived(autoregressive, { order: '1', lead: '2min' }, ramp);
  // at the end of minute 14 the load is 75, and two minutes on 85: 17 replicas
  t.deepEqual(steps.at(-1), [17, 'ar forecast']);
});
