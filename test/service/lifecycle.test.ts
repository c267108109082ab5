/** The domains a lifecycle trace wants, when it wants them, and creations that are late. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { ConservationError } from '../../model/kernel/faults.ts';
import { simulationOf } from '../../model/kernel/simulation.ts';
import { after, fraction, micros, moment, seconds } from '../../model/kernel/units.ts';
import { latenessOf } from '../../model/service/lateness.ts';
import { aliveAsLoad, sweep } from '../../model/service/alive.ts';
import type { LifecycleRules } from '../../model/service/lifecycle.ts';
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

const lives = fc.array(
  fc.record({
    from: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }),
    lasts: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }),
    mib: fc.integer({ min: 1, max: 9 }),
  }),
  { maxLength: 12 },
);

testProp(
  'domains alive are those created and not ended: in a sweep after each creation, as a load at each change',
  [lives, fc.constantFrom('preboot', 'drop')],
  (t, drawn, censored) => {
    const trace = livesOf(
      60,
      drawn
        .toSorted((a, b) => (a.from ?? 0) - (b.from ?? 0))
        .map(({ from, lasts, mib }) => ({
          mib,
          ...(from === undefined ? {} : { from }),
          ...(lasts === undefined ? {} : { to: (from ?? 0) + lasts }),
        })),
    );
    const counted = drawn.filter(({ from }) => censored === 'preboot' || from !== undefined);
    const aliveAt = (now: number) =>
      counted.filter(({ from = 0, lasts }) => from <= now && (lasts === undefined || from + lasts > now));
    const load = aliveAsLoad(trace, { censored });
    const moments = [
      0,
      ...counted.flatMap(({ from = 0, lasts }) => [from, ...(lasts === undefined ? [] : [from + lasts])]),
    ];
    const expected = [...new Set(moments)].filter((at) => at < 60).toSorted((a, b) => a - b);
    t.deepEqual(
      [...load.at],
      expected.map((at) => seconds(at)),
    );
    t.deepEqual(
      [...load.rate],
      expected.map((at) => aliveAt(at).length),
    );
    const last = new Map<number, readonly number[]>();
    sweep(trace, { censored }, (alive, memory, at) => last.set(at / seconds(1), [alive, memory]));
    const mibOf = (those: readonly { mib: number }[]): number => those.reduce((sum, { mib }) => sum + mib, 0);
    for (const [at, [alive, memory]] of last) {
      // those that live for no time are counted while they are created, and perhaps gone when the next one is
      const momentary = counted.filter(({ from = 0, lasts }) => from === at && lasts === 0);
      const lasting = aliveAt(at);
      t.true(alive! >= lasting.length && alive! <= lasting.length + momentary.length);
      t.true(memory! >= mibOf(lasting) && memory! <= mibOf(lasting) + mibOf(momentary));
    }
  },
);

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
  /** A creation that is asked for, and ready or given up, at these seconds. */
  const creation = (asked: number, { ready, givenUp }: { ready?: number; givenUp?: number } = {}): void => {
    let place: number;
    at(asked, () => {
      place = lateness.asked();
    });
    const over = ready ?? givenUp;
    if (over !== undefined) at(over, () => lateness.over(place, ready !== undefined));
  };
  return { simulation, lateness, creation };
};

test('a creation that is ready at its threshold is in time, and one a microsecond later is late', (t) => {
  for (const [ready, missed] of [
    [10, 0],
    [10.000001, 1],
  ] as const) {
    const { simulation, lateness, creation } = lateOf(10, 100);
    creation(0, { ready });
    simulation.run();
    t.like(lateness.close(), { total: 1, missed, threshold: seconds(10), timeMissed: missed });
  }
});

test('late creations that overlap are one episode, and apart two', (t) => {
  const { simulation, lateness, creation } = lateOf(10, 200);
  creation(0, { ready: 17 }); // late from 10
  creation(5, { ready: 20 }); // late from 15
  creation(50, { ready: 62 }); // late from 60
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
  const { simulation, lateness, creation } = lateOf(10, 100);
  creation(0, { givenUp: 5 });
  creation(0, { givenUp: 30 });
  simulation.run();
  t.like(lateness.close(), { total: 1, missed: 1, timeMissed: seconds(20), episodes: 1 });
});

test('what Apdex tolerates is late by no more than three thresholds, and creations are counted where they were asked', (t) => {
  const { simulation, lateness, creation } = lateOf(10, 200);
  creation(0, { ready: 40 }); // four times the threshold
  creation(70, { ready: 110.000001 }); // and a microsecond
  creation(70, { givenUp: 75 }); // in time: it does not count
  creation(130, { ready: 135 });
  simulation.run();
  const { total, missed, tolerated, series } = lateness.close();
  t.deepEqual([total, missed, tolerated], [3, 2, 1]);
  t.deepEqual([...series.total], [1, 1, 1, 0]);
  t.deepEqual([...series.missed], [1, 1, 0, 0]);
});

test('a creation that nobody finishes is late until the horizon, and what is late after it takes no time', (t) => {
  const { simulation, lateness, creation } = lateOf(10, 50);
  creation(20);
  simulation.run();
  t.like(lateness.close(), { total: 1, missed: 1, timeMissed: seconds(20), episodes: 1 });

  const beyond = lateOf(10, 50);
  beyond.creation(45, { ready: 60 });
  beyond.simulation.run();
  t.like(beyond.lateness.close(), { total: 1, missed: 1, timeMissed: 0, episodes: 0, episodeLongest: 0 });
});

test('a creation is over once: a second time is a fault, in time, late or given up', (t) => {
  for (const life of [{ ready: 5 }, { ready: 15 }, { givenUp: 5 }]) {
    const { simulation, lateness, creation } = lateOf(10, 50);
    creation(0, life);
    simulation.run();
    t.throws(() => lateness.over(0, true), { instanceOf: ConservationError, message: /over twice/ });
  }
});

test('places of creations are taken again, whether they were ready in time, late or given up', (t) => {
  for (const [took, ready] of [
    [5, true],
    [15, true],
    [5, false],
    [15, false],
  ] as const) {
    const { simulation, lateness } = lateOf(10, 100_000);
    const over = simulation.register((place) => lateness.over(place, ready));
    const places = new Set<number>();
    const ask = simulation.register((left) => {
      const place = lateness.asked();
      places.add(place);
      simulation.schedule(after(simulation.now, seconds(took)), over, place);
      if (left > 0) simulation.schedule(after(simulation.now, seconds(20)), ask, left - 1);
    });
    simulation.schedule(moment(0), ask, 1_000);
    simulation.run();
    t.true(places.size <= 2, `${took} s, ${ready}: ${places.size} places`);
  }
});

testProp(
  'lateness is that of a count by hand, for any creations that end in any order',
  [
    fc.array(
      fc.record({
        asked: fc.integer({ min: 0, max: 50 }),
        took: fc.integer({ min: 0, max: 60 }),
        ready: fc.boolean(),
      }),
      { minLength: 1, maxLength: 10 },
    ),
    fc.integer({ min: 1, max: 30 }),
  ],
  (t, creations, threshold) => {
    const horizon = 120;
    const { simulation, lateness, creation } = lateOf(threshold, horizon);
    for (const { asked, took, ready } of creations)
      creation(asked, ready ? { ready: asked + took } : { givenUp: asked + took });
    simulation.run();
    const late = (second: number): boolean =>
      creations.some(({ asked, took }) => asked + threshold <= second && second < asked + took);
    const seen = Array.from({ length: horizon }, (_, second) => late(second));
    const missed = creations.filter(({ took }) => took > threshold);
    t.like(lateness.close(), {
      total: creations.filter(({ took, ready }) => ready || took > threshold).length,
      missed: missed.length,
      tolerated: missed.filter(({ took, ready }) => ready && took <= 4 * threshold).length,
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
