import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { ConservationError } from '../../model/kernel/faults.ts';
import { lineOf } from '../../model/kernel/line.ts';
import { simulationOf } from '../../model/kernel/simulation.ts';
import { micros, moment } from '../../model/kernel/units.ts';

interface Visit {
  readonly at: number;
  readonly service: number;
}

/** Services in quarters of a µs: their sums are exact. */
const visits = fc.array(fc.record({ at: fc.nat(40), service: fc.nat(60).map((quarters) => quarters / 4) }), {
  maxLength: 80,
});
const inTime = (jobs: readonly Visit[]): Visit[] => jobs.toSorted((a, b) => a.at - b.at);

const play = (servers: number, jobs: readonly Visit[]): { ends: number[]; busy: number } => {
  const simulation = simulationOf();
  const ends: number[] = [];
  const line = lineOf(simulation, { servers, done: (job) => (ends[job] = simulation.now) });
  const enter = simulation.register((job) => line.enter(job, micros(jobs[job]!.service)));
  for (const [job, { at }] of jobs.entries()) simulation.schedule(moment(at), enter, job);
  simulation.run();
  return { ends, busy: line.busy };
};

testProp(
  'each job starts when the first server is free, in the order of coming, and its end is rounded up once',
  [fc.integer({ min: 1, max: 5 }), visits],
  (t, servers, unsorted) => {
    const jobs = inTime(unsorted);
    const free: number[] = Array.from({ length: servers }, () => 0);
    const expected = jobs.map(({ at, service }) => {
      free.sort((a, b) => a - b);
      free[0] = Math.max(at, free[0]!) + service;
      return Math.ceil(free[0]);
    });
    const { ends, busy } = play(servers, jobs);
    t.deepEqual(ends, expected);
    t.is(
      busy,
      jobs.reduce((sum, { service }) => sum + service, 0),
    );
  },
);

testProp(
  'a server twice as fast, or one more of them, never lets anyone go later',
  [fc.integer({ min: 1, max: 4 }), visits],
  (t, servers, unsorted) => {
    const jobs = inTime(unsorted);
    const { ends } = play(servers, jobs);
    const faster = play(
      servers,
      jobs.map(({ at, service }) => ({ at, service: service / 2 })),
    ).ends;
    const more = play(servers + 1, jobs).ends;
    t.true(ends.every((end, job) => faster[job]! <= end && more[job]! <= end));
  },
);

test('parts of a µs add up along the line instead of being rounded at each job', (t) => {
  // 10 jobs of 0.3 µs take 3 µs, not 10
  const { ends } = play(
    1,
    Array.from({ length: 10 }, () => ({ at: 0, service: 0.3 })),
  );
  t.is(ends[9], 3);
});

test('who is in line, in service, and how long servers worked can be read at any moment', (t) => {
  const simulation = simulationOf();
  const line = lineOf(simulation, { servers: 2, done: () => {} });
  for (const job of [1, 2, 3]) line.enter(job, micros(10));
  const look = simulation.register(() => {});
  simulation.schedule(moment(4), look, 0);
  simulation.schedule(moment(14), look, 0);
  simulation.run(moment(4));
  t.deepEqual([line.inService, line.waiting, line.busy], [2, 1, 8]);
  simulation.run(moment(14));
  t.deepEqual([line.inService, line.waiting, line.busy], [1, 0, 24]);
  t.throws(() => line.enter(4, micros(-1)), { instanceOf: ConservationError });
});
