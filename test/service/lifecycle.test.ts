/** The domains a lifecycle trace wants, when it wants them, and creations that are late. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { simulationOf } from '../../model/kernel/simulation.ts';
import { after, fraction, micros, moment, seconds } from '../../model/kernel/units.ts';
import { latenessOf } from '../../model/service/lateness.ts';
import { sweep, type LifecycleRules } from '../../model/service/lifecycle.ts';
import { lifetime, meanRate, type LifecycleWorkload } from '../../model/workload.ts';
import { burst, livedOn, livesOf, loadOf } from '../replay/world.ts';
import { stock } from '../host/world.ts';

const wantedPeak = (trace: LifecycleWorkload, rules: LifecycleRules): number => {
  let peak = 0;
  sweep(trace, rules, (alive) => {
    peak = Math.max(peak, alive);
  });
  return peak;
};

const WALL = { destroy: 'wall', censored: 'preboot' } as const;

test('the peak of a trace is the most domains wanted at once, those of before counted unless they are dropped', (t) => {
  const trace = livesOf(100, [...burst(3, { to: 50 }), ...burst(2, { from: 10, to: 20 }), { from: 40 }]);
  t.is(wantedPeak(trace, WALL), 5);
  t.is(wantedPeak(trace, { ...WALL, censored: 'drop' }), 2);
  t.is(wantedPeak(livesOf(100, []), WALL), 0);
});

test('a sweep tells domains and memory after each creation', (t) => {
  const told: number[][] = [];
  const trace = livesOf(100, [
    { from: 1, to: 10, mib: 100 },
    { from: 5, mib: 200 },
    { from: 20, mib: 50 },
  ]);
  sweep(trace, WALL, (alive, memory, at) => told.push([alive, memory, at / seconds(1)]));
  t.deepEqual(told, [
    [1, 100, 1],
    [2, 300, 5],
    [2, 250, 20],
  ]);
  t.is(lifetime(trace, 0), seconds(9));
});

test('a load has a mean over its steps, the last one up to the horizon', (t) => {
  const load = loadOf(100, [
    [0, 10],
    [60, 20],
  ]);
  t.is(meanRate(load), 14);
  t.is(meanRate(loadOf(0, [])), 0);
});

const lateOf = (threshold: number, horizon: number) => {
  const simulation = simulationOf();
  const lateness = latenessOf(simulation, seconds(threshold), fraction(0.05), moment(seconds(horizon)));
  const at = (when: number, act: () => void): void =>
    simulation.schedule(moment(seconds(when)), simulation.register(act), 0);
  return { simulation, lateness, at };
};

test('a creation that is ready at its threshold is in time, and one a microsecond later is late', (t) => {
  for (const [ready, missed] of [
    [10, 0],
    [10.000001, 1],
  ] as const) {
    const { simulation, lateness, at } = lateOf(10, 100);
    at(0, () => lateness.asked());
    at(ready, () => lateness.over(0, true));
    simulation.run();
    t.like(lateness.close(), { total: 1, missed, threshold: seconds(10), timeMissed: missed });
  }
});

test('late creations that overlap are one episode, and apart two', (t) => {
  const { simulation, lateness, at } = lateOf(10, 200);
  for (const when of [0, 5, 50]) at(when, () => lateness.asked());
  at(17, () => lateness.over(0, true)); // late from 10
  at(20, () => lateness.over(1, true)); // late from 15
  at(62, () => lateness.over(2, true)); // late from 60
  simulation.run();
  t.like(lateness.close(), {
    total: 3,
    missed: 3,
    episodes: 2,
    timeMissed: seconds(12),
    episodeLongest: seconds(10),
  });
});

test('a creation cancelled before its threshold does not count; cancelled after it, it was missed', (t) => {
  const { simulation, lateness, at } = lateOf(10, 100);
  at(0, () => lateness.asked());
  at(0, () => lateness.asked());
  at(5, () => lateness.over(0, false));
  at(30, () => lateness.over(1, false));
  simulation.run();
  t.like(lateness.close(), { total: 1, missed: 1, timeMissed: seconds(20), episodes: 1 });
});

test('what Apdex tolerates is late by no more than three thresholds, and creations are counted where they were asked', (t) => {
  const { simulation, lateness, at } = lateOf(10, 200);
  for (const when of [0, 70, 70, 130]) at(when, () => lateness.asked());
  at(40, () => lateness.over(0, true)); // four times the threshold
  at(110.000001, () => lateness.over(1, true)); // and a microsecond
  at(75, () => lateness.over(2, false)); // given up in time: it does not count
  at(135, () => lateness.over(3, true));
  simulation.run();
  const { total, missed, tolerated, series } = lateness.close();
  t.deepEqual([total, missed, tolerated], [3, 2, 1]);
  t.deepEqual([...series.total], [1, 1, 1, 0]);
  t.deepEqual([...series.missed], [1, 1, 0, 0]);
});

test('a creation that nobody finishes is late until the horizon, and what is late after it takes no time', (t) => {
  const { simulation, lateness, at } = lateOf(10, 50);
  at(20, () => lateness.asked());
  simulation.run();
  t.like(lateness.close(), { total: 1, missed: 1, timeMissed: seconds(20), episodes: 1 });

  const beyond = lateOf(10, 50);
  beyond.at(45, () => beyond.lateness.asked());
  beyond.at(60, () => beyond.lateness.over(0, true));
  beyond.simulation.run();
  t.like(beyond.lateness.close(), { total: 1, missed: 1, timeMissed: 0, episodes: 0, episodeLongest: 0 });
});

testProp(
  'lateness is that of a count by hand, for any creations that end in any order',
  [
    fc.array(fc.record({ asked: fc.integer({ min: 0, max: 50 }), took: fc.integer({ min: 0, max: 60 }) }), {
      minLength: 1,
      maxLength: 10,
    }),
    fc.integer({ min: 1, max: 30 }),
  ],
  (t, creations, threshold) => {
    const horizon = 120;
    const { simulation, lateness } = lateOf(threshold, horizon);
    const ending = simulation.register((creation) => lateness.over(creation, true));
    const asking = simulation.register((row) => {
      const creation = lateness.asked();
      simulation.schedule(after(simulation.now, seconds(creations[row]!.took)), ending, creation);
    });
    for (const [row, { asked }] of creations.entries())
      simulation.schedule(moment(seconds(asked)), asking, row);
    simulation.run();
    const late = (second: number): boolean =>
      creations.some(({ asked, took }) => asked + threshold <= second && second < asked + took);
    const seen = Array.from({ length: horizon }, (_, second) => late(second));
    t.like(lateness.close(), {
      total: creations.length,
      missed: creations.filter(({ took }) => took > threshold).length,
      timeMissed: seconds(seen.filter(Boolean).length),
    });
  },
);

test('the objective of a replay counts the set-ups that took longer than was promised', (t) => {
  const trace = livesOf(120, burst(6, { from: 5 }));
  const setups = livedOn(stock, trace).setups.toSorted();
  const threshold = micros(setups[2]!);
  t.true(threshold < setups[3]!);
  t.like(livedOn(stock, trace, { lifecycle: { threshold } }).objective, {
    total: 6,
    missed: 3,
    episodes: 1,
    timeMissed: setups[5]! - threshold,
  });
});
