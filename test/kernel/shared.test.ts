import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { ConservationError } from '../../model/kernel/faults.ts';
import { sharedOf, type Shared } from '../../model/kernel/shared.ts';
import { simulationOf } from '../../model/kernel/simulation.ts';
import { micros, moment } from '../../model/kernel/units.ts';

interface Visit {
  readonly at: number;
  readonly work: number;
  readonly weight: number;
}
/** A change of what occupies the station besides its jobs. */
interface Occupation {
  readonly at: number;
  readonly change: number;
}
interface Server {
  readonly capacity: number;
  readonly cap: number;
}

const visits = fc.array(
  fc.record({
    at: fc.nat(60),
    work: fc.oneof(fc.nat(50), fc.double({ min: 0, max: 80, noNaN: true })),
    weight: fc.oneof(fc.constant(1), fc.double({ min: 0.05, max: 4, noNaN: true })),
  }),
  { maxLength: 40 },
);
const servers: fc.Arbitrary<Server> = fc.record({
  capacity: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.double({ min: 0.2, max: 8, noNaN: true })),
  cap: fc.oneof(fc.constant(1), fc.constant(Infinity), fc.double({ min: 0.1, max: 3, noNaN: true })),
});
/** Weight that comes and goes again, so that it never falls below nothing. */
const occupations = fc
  .array(
    fc.record({ at: fc.nat(60), span: fc.nat(40), weight: fc.double({ min: 0, max: 3, noNaN: true }) }),
    {
      maxLength: 8,
    },
  )
  .map((stays) =>
    stays.flatMap(({ at, span, weight }): Occupation[] => [
      { at, change: weight },
      { at: at + span, change: -weight },
    ]),
  );

const play = (
  server: Server,
  jobs: readonly Visit[],
  stays: readonly Occupation[] = [],
): { ends: number[]; order: number[]; shared: Shared; now: number } => {
  const simulation = simulationOf();
  const ends: number[] = [];
  const order: number[] = [];
  const shared = sharedOf(simulation, {
    ...server,
    done: (job) => {
      ends[job] = simulation.now;
      order.push(job);
    },
  });
  const enter = simulation.register((job) => shared.enter(job, micros(jobs[job]!.work), jobs[job]!.weight));
  const occupy = simulation.register((stay) => shared.occupy(stays[stay]!.change));
  for (const [stay, { at }] of stays.entries()) simulation.schedule(moment(at), occupy, stay);
  for (const [job, { at }] of jobs.entries()) simulation.schedule(moment(at), enter, job);
  simulation.run();
  return { ends, order, shared, now: simulation.now };
};

/** The exact end of each job by walking from change to change with every job's rate: O(n²), no virtual clock. */
const naive = ({ capacity, cap }: Server, jobs: readonly Visit[], stays: readonly Occupation[]): number[] => {
  const left = jobs.map(({ work }) => work);
  const ends: number[] = jobs.map(() => Infinity);
  const changes = [...jobs, ...stays].map(({ at }) => at).sort((a, b) => a - b);
  let now = 0;
  for (;;) {
    const inside = jobs.flatMap(({ at }, job) => (at <= now && ends[job] === Infinity ? [job] : []));
    const gone = inside.filter((job) => left[job]! <= 1e-12 * (1 + jobs[job]!.work));
    for (const job of gone) ends[job] = now;
    if (gone.length > 0) continue;
    const phantom = stays.reduce((sum, { at, change }) => (at <= now ? sum + change : sum), 0);
    const load = inside.reduce((sum, job) => sum + jobs[job]!.weight, Math.max(0, phantom));
    const unit = Math.min(cap, capacity / load);
    const change = changes.find((at) => at > now) ?? Infinity;
    let next = change;
    for (const job of inside) next = Math.min(next, now + left[job]! / (jobs[job]!.weight * unit));
    if (next === Infinity) return ends;
    for (const job of inside) left[job]! -= (next - now) * jobs[job]!.weight * unit;
    // the next end is this end, whatever rounding left over
    if (next < change) {
      const first = inside.toSorted((a, b) => left[a]! / jobs[a]!.weight - left[b]! / jobs[b]!.weight)[0]!;
      left[first] = 0;
    }
    now = next;
  }
};

testProp(
  'every job ends when a server that knows each rate at each instant says, rounded up to the µs',
  [servers, visits, occupations],
  (t, server, jobs, stays) => {
    const { ends } = play(server, jobs, stays);
    const exact = naive(server, jobs, stays);
    const wrong = exact.flatMap((end, job) =>
      Math.ceil(end - 1e-5) <= ends[job]! && ends[job]! <= Math.ceil(end + 1e-5)
        ? []
        : [{ job, end, was: ends[job] }],
    );
    t.deepEqual(wrong, []);
  },
);

testProp(
  'work is conserved: what jobs brought is the capacity that was used, and nothing is left behind',
  [servers, visits],
  (t, server, jobs) => {
    const { shared, ends } = play(server, jobs);
    const work = jobs.reduce((sum, job) => sum + job.work, 0);
    t.true(Math.abs(shared.busy - work) < 1e-5 * (1 + jobs.length));
    t.deepEqual([shared.jobs, shared.load, ends.length], [0, 0, jobs.length]);
  },
);

testProp(
  'a job alone takes work / (weight · min(cap, capacity / weight))',
  [servers, fc.nat(10_000), fc.double({ min: 0.05, max: 4, noNaN: true })],
  (t, server, work, weight) => {
    const { ends } = play(server, [{ at: 5, work, weight }]);
    const span = work / (weight * Math.min(server.cap, server.capacity / weight));
    t.true(ends[0]! >= 5 + span - 1e-5 && ends[0]! < 5 + span + 1 + 1e-5);
  },
);

testProp(
  'twice the rate, or less that occupies the server, never lets anyone go later',
  [servers, visits, occupations],
  (t, server, jobs, stays) => {
    const { ends } = play(server, jobs, stays);
    const faster = play({ capacity: 2 * server.capacity, cap: 2 * server.cap }, jobs, stays).ends;
    const freer = play(
      server,
      jobs,
      stays.map(({ at, change }) => ({ at, change: change / 2 })),
    ).ends;
    t.true(ends.every((end, job) => faster[job]! <= end && freer[job]! <= end));
  },
);

testProp(
  'those who end in the same µs are told in the order in which they came',
  [servers, visits],
  (t, server, unsorted) => {
    const jobs = unsorted.toSorted((a, b) => a.at - b.at);
    const { ends, order } = play(server, jobs);
    t.deepEqual(
      order,
      ends.map((_, job) => job).sort((a, b) => ends[a]! - ends[b]! || a - b),
    );
  },
);

test('dom0 with two processors: two jobs run at full rate, four at half', (t) => {
  const job = { at: 0, work: 100, weight: 1 };
  t.deepEqual(play({ capacity: 2, cap: 1 }, [job, job]).ends, [100, 100]);
  t.deepEqual(play({ capacity: 2, cap: 1 }, [job, job, job, job]).ends, [200, 200, 200, 200]);
  // one processor and a half are occupied from 0 on: 2/3.5 each for two jobs, 100 / (2 / 3.5) = 175
  const stays = [{ at: 0, change: 1.5 }];
  t.deepEqual(play({ capacity: 2, cap: 1 }, [job, job], stays).ends, [175, 175]);
});

test('what occupies the server counts as use of it, also while there is no job', (t) => {
  const stays = [
    { at: 10, change: 0.5 },
    { at: 30, change: 2.5 },
    { at: 40, change: -3 },
  ];
  const { shared } = play({ capacity: 2, cap: 1 }, [], stays);
  t.is(shared.busy, 20 * 0.5 + 10 * 2);
});

test('a job without work ends at once, by an event of its own', (t) => {
  const simulation = simulationOf();
  const told: number[] = [];
  const shared = sharedOf(simulation, { capacity: 1, done: (job) => told.push(job) });
  shared.enter(1, micros(50));
  shared.enter(2, micros(0));
  t.deepEqual(told, []);
  t.is(shared.jobs, 2);
  simulation.run(moment(0));
  t.deepEqual(told, [2]);
  simulation.run();
  t.deepEqual([told, simulation.now], [[2, 1], 50]);
});

test('a job told done may come back at once; it waits for its turn among those of the moment', (t) => {
  const simulation = simulationOf();
  const told: string[] = [];
  const shared = sharedOf(simulation, {
    capacity: 1,
    done: (job) => {
      told.push(`${job}@${simulation.now}`);
      if (told.length < 6) shared.enter(job, micros(job === 1 ? 0 : 30));
    },
  });
  for (const job of [1, 2, 3]) shared.enter(job, micros(10));
  simulation.run();
  t.deepEqual(told, ['1@30', '2@30', '3@30', '1@30', '1@30', '1@30', '2@90', '3@90']);
});

test('a change of capacity holds from that moment on, and none stands still', (t) => {
  const simulation = simulationOf();
  const ends: number[] = [];
  const shared = sharedOf(simulation, { capacity: 10, done: () => ends.push(simulation.now) });
  const change = simulation.register((capacity) => shared.setCapacity(capacity));
  shared.enter(1, micros(1000));
  simulation.schedule(moment(50), change, 0);
  simulation.schedule(moment(150), change, 25);
  simulation.run();
  t.deepEqual(ends, [170]); // 50 µs · 10 + 20 µs · 25
  t.is(shared.busy, 1000);
});

test('a station that never empties keeps its µs through years of virtual time', (t) => {
  // 4000 days; every job of 1 s alone beside a job that stays: 2 s each, ending on the µs
  const simulation = simulationOf();
  const late: number[] = [];
  let started = 0;
  const second = 1_000_000;
  const shared = sharedOf(simulation, {
    capacity: 1,
    done: () => {
      const span = simulation.now - started;
      if (span !== 2 * second) late.push(span);
    },
  });
  const start = simulation.register(() => {
    started = simulation.now;
    shared.enter(1, micros(second));
  });
  shared.enter(0, micros(1e15));
  for (let day = 1; day <= 4000; day += 1) simulation.schedule(moment(day * 86_400 * second), start, 0);
  simulation.run(moment(4001 * 86_400 * second));
  t.deepEqual(late, []);
});

test('what cannot be is refused: less than no work, no weight, and taking more than was occupied', (t) => {
  const shared = sharedOf(simulationOf(), { capacity: 1, done: () => {} });
  const fault = { instanceOf: ConservationError };
  t.throws(() => shared.enter(1, micros(-1)), fault);
  t.throws(() => shared.enter(1, micros(1), 0), fault);
  t.throws(() => shared.setCapacity(-1), fault);
  shared.occupy(0.1);
  shared.occupy(0.2);
  shared.occupy(-0.3); // 0.1 + 0.2 − 0.3 is not 0 in floats, and is taken for 0
  t.is(shared.load, 0);
  t.throws(() => shared.occupy(-0.01), fault);
});
