import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { ConservationError } from '../../model/kernel/faults.ts';
import { fraction, millis, minutes, moment, seconds } from '../../model/kernel/units.ts';
import type { Objective } from '../../model/recording.ts';
import { backlogOf } from '../../model/service/backlog.ts';
import { demandOf, missedAllowed, type Service } from '../../model/service/capacity.ts';
import { missedOf } from '../../model/service/missed.ts';
import { fluidOf } from '../../model/service/fluid.ts';
import { readingOf, type Requests } from '../../model/service/requests.ts';
import { responsesOf, steadyAt } from '../../model/service/response.ts';
import { responseTail } from '../../model/kernel/erlang.ts';
import { Tally } from '../../model/service/tally.ts';
import { close } from '../shared.ts';

const tenth: Service = { serviceTime: millis(100), threshold: millis(500), quantile: fraction(0.95) };

/** Beyond what any of these tests looks at. */
const LATER = 60e6;

/** From a moment on: requests per second, and replicas ready. */
interface Phase {
  readonly at: number;
  readonly load: number;
  readonly ready: number;
}

const fed = (service: Service, phases: readonly Phase[], horizon = LATER): Requests => {
  const requests = fluidOf(service, moment(horizon));
  for (const { at, load, ready } of phases) {
    requests.load(moment(at), load);
    requests.ready(moment(at), ready);
  }
  return requests;
};

const run = (service: Service, phases: readonly Phase[], horizon: number): Objective =>
  fed(service, phases, horizon).close(moment(horizon));

const phasesOf = (
  ready: number,
  load: number,
  gap: { readonly min: number; readonly max: number } = { min: 1_000, max: 3_000_000 },
): fc.Arbitrary<readonly Phase[]> =>
  fc
    .array(
      fc.record({
        gap: fc.integer(gap),
        load: fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: load, noNaN: true })),
        ready: fc.integer({ min: 0, max: ready }),
      }),
      { minLength: 1, maxLength: 12 },
    )
    .map((rows) => {
      let at = 0;
      return rows.map(({ gap, load, ready }, i) => ({ at: i === 0 ? 0 : (at += gap), load, ready }));
    });

const endOf = (phases: readonly Phase[], rest: number): number => phases.at(-1)!.at + rest;
const arrivedIn = (phases: readonly Phase[], horizon: number): number =>
  phases.reduce((sum, { at, load }, i) => sum + (load * ((phases[i + 1]?.at ?? horizon) - at)) / 1e6, 0);

test('a steady load misses as Erlang says, at the demand within the objective and with one less beyond it', (t) => {
  const demand = demandOf(tenth)(50);
  const enough = run(tenth, [{ at: 0, load: 50, ready: demand }], 10e6);
  t.is(enough.total, 500);
  t.true(enough.missed / enough.total <= missedAllowed(tenth));
  t.is(enough.timeMissed, 0);
  t.is(enough.episodes, 0);
  t.is(enough.fluidShare, 0);
  const tooFew = run(tenth, [{ at: 0, load: 50, ready: demand - 1 }], 10e6);
  t.true(tooFew.missed / tooFew.total > missedAllowed(tenth));
  t.is(tooFew.timeMissed, 10e6);
  t.is(tooFew.episodes, 1);
  t.is(tooFew.episodeLongest, seconds(10));
});

test('what Apdex tolerates lies between the threshold and four times it, in a steady state and in a backlog', (t) => {
  const steady = run(tenth, [{ at: 0, load: 50, ready: 6 }], 10e6);
  const tail = (t: number) => responseTail({ arrivals: 50, rate: 10, servers: 6 }, t);
  t.true(close(steady.tolerated, 500 * (tail(0.5) - tail(2)), 1e-9));
  // twice what is served for 4 s: the delay grows evenly to 4 s, and for 1.5 s of arrivals it passes from 0.5 s to 2 s
  const phases = [
    { at: 0, load: 2_000, ready: 100 },
    { at: 4e6, load: 0, ready: 100 },
  ];
  t.true(Math.abs(run(tenth, phases, 20e6).tolerated / 3_000 - 1) < 0.02);
});

test('requests are counted in the minute of their arrival, and add up to all of them', (t) => {
  const { series, total, missed } = run(
    tenth,
    [
      { at: 0, load: 10, ready: 0 },
      { at: 90e6, load: 20, ready: 40 },
    ],
    200e6,
  );
  t.is(series.interval, minutes(1));
  t.deepEqual(
    [...series.total].map((n) => Math.round(n)),
    [600, 900, 1200, 400],
  );
  const sum = (values: Float64Array): number => values.reduce((all, one) => all + one, 0);
  t.true(close(sum(series.total), total, 1e-9) && close(sum(series.missed), missed, 1e-9));
  t.true(close(series.missed[0]!, 600, 1e-9));
});

test('a long replay is counted in whole minutes, no more intervals than are kept', (t) => {
  const year = 365 * 86_400e6;
  const tally = new Tally(year);
  tally.spread(0, year, 365, 0);
  const { interval, total } = tally.series();
  t.is(interval % minutes(1), 0);
  t.true(total.length <= 65_536 && total.length * interval >= year);
  t.true(
    close(
      total.reduce((all, one) => all + one, 0),
      365,
      1e-9,
    ),
  );
});

test('no load and no replicas: nothing arrives and nothing is missed', (t) => {
  const objective = run(tenth, [{ at: 0, load: 0, ready: 0 }], 10e6);
  t.like(objective, { total: 0, missed: 0, timeMissed: 0, episodes: 0, fluidShare: 0 });
});

test('load without a replica waits for the first, and what is left at the horizon is missed', (t) => {
  t.like(run(tenth, [{ at: 0, load: 5, ready: 0 }], 10e6), {
    total: 50,
    missed: 50,
    timeMissed: 10e6,
    episodes: 1,
  });
  const requests = fed(tenth, [{ at: 0, load: 5, ready: 0 }]);
  requests.ready(moment(2e6), 100);
  // 10 requests wait; 100 replicas serve 1000/s and 5/s arrive: gone after 10/995 s
  t.true(close(requests.sample(moment(2e6)).backlog, 10, 1e-12));
  t.true(close(requests.sample(moment(2_010_051)).backlog, 0, 1e-12));
  const objective = requests.close(moment(10e6));
  // Of the first 2 s all miss that come before 1.5 s, and a late one finds little left of its 0.5 s
  t.true(objective.missed > 5 * 1.5 && objective.missed < 5 * 2.5, `${objective.missed}`);
  t.is(objective.episodes, 1);
});

test('a lull after an overload: nobody arrives, but one who did would wait', (t) => {
  // 2 s of 20/s on one replica (10/s) leave 20 requests, which take 2 s more; at 4 s all is served.
  const phases = [
    { at: 0, load: 20, ready: 1 },
    { at: 2e6, load: 0, ready: 1 },
  ];
  const objective = run(tenth, phases, 20e6);
  t.true(close(objective.total, 40, 1e-12));
  // At no load a response takes longer than s with e^(−10 s): 0.05 at 0.2996 s. The last delay that leaves it is 0.2004 s.
  const end = 4e6 - (500_000 - 1e5 * Math.log(20));
  t.is(objective.episodes, 1);
  t.true(Math.abs(objective.timeMissed - end) < 1, `${objective.timeMissed} µs`);
  t.true(objective.fluidShare > 0 && objective.fluidShare < 1);
});

test('the fluid delay is until those before are served, by the replicas of then', (t) => {
  const seen: (readonly number[])[] = [];
  const line = backlogOf(1e9, (from, until, perMicro, _, delayFrom, delayUntil) =>
    seen.push([from, until, perMicro, delayFrom, delayUntil]),
  );
  const steady = steadyAt(0, 1);
  // 10 arrive in [0, 10), none is served; 5 more in [10, 20), served at 1 per µs; nobody in [20, 25), served at 1 per µs.
  line.join(0, 10, 1, steady);
  line.join(10, 20, 0.5, steady);
  line.serve(10, 20, 1); // the first ten
  line.join(20, 25, 0, steady);
  line.serve(20, 25, 1); // the five, and the end of the line
  t.true(line.empty());
  t.deepEqual(seen, [
    [0, 10, 1, 10, 10],
    [10, 20, 0.5, 10, 5],
    [20, 25, 0, 5, 0],
  ]);
});

test('a line keeps stretches in order when it outgrows its room, and settles those that waited too long at once', (t) => {
  const seen: number[] = [];
  const line = backlogOf(100, (from, _until, _perMicro, _steady, delay) => seen.push(from, delay));
  for (let i = 0; i < 1_000; i += 1) {
    line.join(i, i + 1, 1 + (i % 2), steadyAt(1, 1));
    line.giveUp(i + 1);
  }
  t.is(seen.length / 2, 900); // until + 100 ≤ 1000
  line.serve(1_000, 1_100, 15); // 1500 in all, of which 1350 have been settled already
  t.true(line.empty());
  t.deepEqual(
    seen.filter((_, i) => i % 2 === 0),
    Array.from({ length: 1_000 }, (_, i) => i),
  );
  t.is(seen[2 * 900 + 1], 1_000 + 1_350 / 15 - 900);
});

testProp(
  'delays, missed requests and missed time agree with a fine-grained walk',
  [phasesOf(6, 90, { min: 100_000, max: 1_500_000 }), fc.integer({ min: 100_000, max: 4_000_000 })],
  (t, uneven, rest) => {
    const phases = uneven.map((phase) => ({ ...phase, at: onGrid(phase.at) }));
    const horizon = onGrid(endOf(phases, rest));
    const exact = run(tenth, phases, horizon);
    const walked = walk(tenth, phases, horizon, 200);
    const slack = 0.004 * walked.total + 0.05;
    t.true(close(exact.total, walked.total, 1e-3) || walked.total < 0.1);
    t.true(
      Math.abs(exact.missed - walked.missed) <= slack,
      `missed ${exact.missed}, walked ${walked.missed}`,
    );
    t.true(
      Math.abs(exact.timeMissed - walked.timeMissed) <= 2_000 * (phases.length + 1),
      `time ${exact.timeMissed}, walked ${walked.timeMissed}`,
    );
  },
  { seed: 9, numRuns: 150 },
);

testProp(
  'looking in between changes nothing',
  [phasesOf(8, 120), fc.integer({ min: 1, max: 6_000_000 }), fc.integer({ min: 50_000, max: 700_000 })],
  (t, phases, rest, period) => {
    const horizon = endOf(phases, rest);
    const plain = run(tenth, phases, horizon);
    const looked = fluidOf(tenth, moment(horizon));
    let next = period;
    for (const { at, load, ready } of phases) {
      for (; next < at; next += period) looked.sample(moment(next));
      looked.ready(moment(at), ready + 5); // of two states at one moment the last counts
      looked.load(moment(at), load);
      looked.ready(moment(at), ready);
    }
    for (; next < horizon; next += period) looked.sample(moment(next));
    const objective = looked.close(moment(horizon));
    t.true(close(objective.total, plain.total, 1e-9));
    t.true(close(objective.missed, plain.missed, 1e-7), `${objective.missed} ${plain.missed}`);
    t.true(Math.abs(objective.timeMissed - plain.timeMissed) < 1);
    t.is(objective.episodes, plain.episodes);
  },
  { seed: 10 },
);

testProp(
  'every request that arrives is counted once, missed or not, and time is not missed twice',
  [phasesOf(40, 800), fc.integer({ min: 1, max: 10_000_000 })],
  (t, phases, rest) => {
    const horizon = endOf(phases, rest);
    const objective = run(tenth, phases, horizon);
    t.true(close(objective.total, arrivedIn(phases, horizon), 1e-9));
    t.true(objective.missed >= 0 && objective.missed <= objective.total * (1 + 1e-9));
    t.true(objective.timeMissed >= 0 && objective.timeMissed <= horizon * (1 + 1e-12));
    t.true(objective.episodeLongest <= Math.ceil(objective.timeMissed));
    t.true(objective.episodes * objective.episodeLongest + objective.episodes >= objective.timeMissed);
    t.true(objective.fluidShare >= 0 && objective.fluidShare <= 1);
  },
  { seed: 11 },
);

testProp(
  'more capacity never adds misses: doubled, or one replica more throughout',
  [phasesOf(20, 300), fc.integer({ min: 1, max: 5_000_000 }), fc.boolean()],
  (t, phases, rest, doubled) => {
    const horizon = endOf(phases, rest);
    const more = phases.map((phase) => ({ ...phase, ready: doubled ? 2 * phase.ready : phase.ready + 1 }));
    const before = run(tenth, phases, horizon);
    const after = run(tenth, more, horizon);
    t.true(after.missed <= before.missed * (1 + 1e-9) + 1e-9, `${before.missed} → ${after.missed}`);
    t.true(after.timeMissed <= before.timeMissed + 1, `${before.timeMissed} → ${after.timeMissed}`);
  },
  { seed: 12, numRuns: 300 },
);

testProp(
  'the mean over a moving delay is what a fine sum gives, on both sides of the threshold',
  [
    fc.integer({ min: 0, max: 60 }),
    fc.double({ min: 0, max: 80, noNaN: true }),
    fc.double({ min: 0, max: 900_000, noNaN: true }),
    fc.oneof(fc.double({ min: 0, max: 900_000, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
  ],
  (t, replicas, offered, from, width) => {
    const steady = steadyAt(offered, replicas);
    const { missAt, missOver } = responsesOf(tenth);
    const cells = 3_000;
    let sum = 0;
    for (let i = 0; i < cells; i += 1) sum += missAt(steady, from + (width * (i + 0.5)) / cells);
    t.true(Math.abs(missOver(steady, from, from + width) - sum / cells) < 3e-4);
    t.true(close(missOver(steady, from, from + width), missOver(steady, from + width, from), 1e-9));
    const tiny = missOver(steady, from, from + 1e-3 * Math.min(1, width));
    t.true(close(tiny, missAt(steady, from), 1e-4), 'a delay that hardly moves');
  },
  { seed: 13 },
);

test('readings: use is shared by the ready replicas, full with a backlog, and NaN without any', (t) => {
  const requests = fed(tenth, [{ at: 0, load: 20, ready: 4 }]); // 2 of 4 at work
  const first = requests.sample(moment(0));
  const second = requests.sample(moment(1e6));
  // Erlang C of 2 in 4 is 4/23; C·ρ/(1 − ρ) of them wait
  t.deepEqual(readingOf(first, second), { utilisation: 0.5, load: 20, backlog: 0, concurrency: 2 + 4 / 23 });
  t.deepEqual([second.waiting, second.inSystem], [4 / 23, 2 + 4 / 23]);
  requests.ready(moment(1e6), 1); // 10/s served of 20/s
  const third = requests.sample(moment(3e6));
  const over = readingOf(second, third);
  t.is(over.utilisation, 1);
  t.is(over.load, 20);
  t.true(close(over.backlog, 20, 1e-12));
  t.true(close(over.concurrency, 1 + 20 / 2, 1e-12));
  t.true(close(third.inSystem, 1 + 20, 1e-12));
  requests.load(moment(3e6), 0); // 20 waiting take 2 s; then 2 s idle
  const fourth = requests.sample(moment(7e6));
  t.true(close(readingOf(third, fourth).utilisation, 0.5, 1e-9));
  t.is(readingOf(third, fourth).load, 0);
  t.true(close(readingOf(third, fourth).concurrency, (2 * (1 + 20 / 2)) / 4, 1e-9));
  t.deepEqual([fourth.waiting, fourth.inSystem], [0, 0]);
  requests.ready(moment(7e6), 0);
  t.is(readingOf(fourth, requests.sample(moment(8e6))).utilisation, Number.NaN);
});

test('requests in the system are as of just before now, and with no replica all of them wait', (t) => {
  const requests = fed(tenth, [{ at: 0, load: 20, ready: 4 }]);
  requests.load(moment(1e6), 30);
  requests.ready(moment(1e6), 0);
  t.is(requests.sample(moment(1e6)).inSystem, 2 + 4 / 23);
  const later = requests.sample(moment(2e6));
  t.true(close(later.waiting, 30, 1e-12) && close(later.inSystem, 30, 1e-12));
});

test('missed spans that touch are one episode, and the longest is known', (t) => {
  const missed = missedOf(millis(500), fraction(0.05), 100);
  missed.span(0, 10);
  missed.span(10, 25);
  missed.span(30, 30);
  missed.span(40, 50);
  t.like(missed.close(), { timeMissed: 35, episodes: 2, episodeLongest: 25 as never });
});

test('time that runs back in the requests is a fault of the model', (t) => {
  const requests = fed(tenth, [{ at: 5, load: 1, ready: 1 }]);
  t.throws(() => requests.sample(moment(4)), { instanceOf: ConservationError });
});

const onGrid = (at: number): number => Math.ceil(at / 1_000) * 1_000;

/** The definition itself on a grid: served volume, arrived volume, and a delay by looking ahead. */
const walk = (
  service: Service,
  phases: readonly Phase[],
  horizon: number,
  cell: number,
): { total: number; missed: number; timeMissed: number } => {
  const cells = Math.floor(horizon / cell);
  const arrived = new Float64Array(cells + 1);
  const served = new Float64Array(cells + 1);
  const phaseOf = new Int32Array(cells);
  for (let i = 0, phase = 0; i < cells; i += 1) {
    while ((phases[phase + 1]?.at ?? Infinity) <= i * cell) phase += 1;
    phaseOf[i] = phase;
    const { load, ready } = phases[phase]!;
    arrived[i + 1] = arrived[i]! + (load * cell) / 1e6;
    served[i + 1] = Math.min(arrived[i + 1]!, served[i]! + (ready * cell) / service.serviceTime);
  }
  const { missAt } = responsesOf(service);
  const result = { total: arrived[cells]!, missed: 0, timeMissed: 0 };
  for (let i = 0, done = 0; i < cells; i += 1) {
    done = Math.max(done, i);
    while (done <= cells && served[done]! < arrived[i]! - 1e-9) done += 1;
    const { load, ready } = phases[phaseOf[i]!]!;
    const never = done > cells || (done === cells && served[cells]! < arrived[i + 1]! - 1e-9);
    const delay = never ? Infinity : (done - i) * cell;
    const miss = missAt(steadyAt((load * service.serviceTime) / 1e6, ready), delay);
    result.missed += (miss * load * cell) / 1e6;
    if (miss > missedAllowed(service)) result.timeMissed += cell;
  }
  return result;
};
