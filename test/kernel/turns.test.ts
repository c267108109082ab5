import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { ConservationError } from '../../model/kernel/faults.ts';
import { simulationOf } from '../../model/kernel/simulation.ts';
import { turnsByRequestOf } from '../../model/kernel/turns-by-request.ts';
import { turnsOf, type Turns } from '../../model/kernel/turns.ts';
import { micros, moment } from '../../model/kernel/units.ts';

interface Client {
  readonly at: number;
  readonly requests: number;
  readonly service: number;
  readonly own: number;
  readonly marks: number;
}

const clients = fc.array(
  fc.record({
    at: fc.nat(2000),
    requests: fc.integer({ min: 0, max: 60 }),
    service: fc.double({ min: 1, max: 60, noNaN: true }),
    own: fc.oneof(fc.double({ min: 0, max: 100, noNaN: true }), fc.constant(20_000)),
    marks: fc.nat(3),
  }),
  { maxLength: 20 },
);
const passes = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 300, noNaN: true }));

const play = (
  make: typeof turnsOf,
  pass: number,
  set: readonly Client[],
): { ends: number[]; order: number[]; turns: Turns; now: number } => {
  const simulation = simulationOf();
  const ends: number[] = [];
  const order: number[] = [];
  const turns = make(simulation, {
    done: (job) => {
      ends[job] = simulation.now;
      order.push(job);
    },
  });
  turns.setPass(micros(pass));
  const enter = simulation.register((job) => {
    const { requests, service, own, marks } = set[job]!;
    turns.enter(job, requests, micros(service), micros(own), marks);
  });
  for (const [job, { at }] of set.entries()) simulation.schedule(moment(at), enter, job);
  simulation.run();
  return { ends, order, turns, now: simulation.now };
};

const sumOf = (set: readonly Client[], of: (client: Client) => number): number =>
  set.reduce((sum, client) => sum + of(client), 0);

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * (1 + b);

for (const make of [turnsOf, turnsByRequestOf]) {
  const way = make === turnsOf ? 'fluid' : 'by request';
  testProp(
    `${way}: every request that was asked is served once, with its marks, in no more time than passes`,
    [passes, clients],
    (t, pass, set) => {
      const { ends, turns, now } = play(make, pass, set);
      t.true(
        near(
          turns.served,
          sumOf(set, ({ requests }) => requests),
        ),
      );
      t.true(
        near(
          turns.marks(),
          sumOf(set, ({ requests, marks }) => requests * marks),
        ),
      );
      const services = sumOf(set, ({ requests, service }) => requests * service);
      // the part of a µs that the end of each job is rounded up by may lack or be too much
      t.true(turns.busy >= services - set.length - 1e-6 && turns.busy <= now + 1e-6);
      t.deepEqual([ends.length, turns.jobs, turns.utilisation], [set.length, 0, 0]);
    },
  );
}

testProp('nobody is faster than alone', [passes, clients], (t, pass, set) => {
  const { ends } = play(turnsOf, pass, set);
  const early = set.filter(
    ({ at, requests, service, own }, job) => ends[job]! < at + requests * (service + own + pass) - 1e-4,
  );
  t.deepEqual(early, []);
});

/** µs per request of the first `busy` clients, all there from the start: time until their last request is answered. */
const pace = (
  make: typeof turnsOf,
  pass: number,
  busy: number,
  service: number,
  own: number,
  slow: number,
): number => {
  const simulation = simulationOf();
  const requests = 2000;
  let end = 0;
  const turns = make(simulation, {
    done: () => (end = simulation.now),
  });
  turns.setPass(micros(pass));
  for (let job = 0; job < busy; job += 1) turns.enter(job, requests, micros(service), micros(own));
  for (let job = 0; job < slow; job += 1) turns.enter(busy + job, 1e9, micros(service), micros(20_000));
  while (turns.jobs > slow) simulation.run(moment(simulation.now + 10_000));
  return end / requests;
};

// services and own times as measured (spec B.3, B.4), passes of about 0, 40, 400, 1000 and 3000 guests
for (const [busy, slow] of [
  [1, 0],
  [4, 0],
  [16, 0],
  [4, 50],
] as const) {
  test(`fluid and one event per request agree within 2 %: ${busy} busy and ${slow} slow clients`, (t) => {
    const off: unknown[] = [];
    for (const [service, own] of [
      [15, 20],
      [15, 30],
      [30, 20],
      [30, 30],
      [30, 60],
    ] as const) {
      for (const pass of [0, 5, 20, 50, 130, 400]) {
        const fluid = pace(turnsOf, pass, busy, service, own, slow);
        const exact = pace(turnsByRequestOf, pass, busy, service, own, slow);
        if (Math.abs(fluid / exact - 1) > 0.02) off.push({ service, own, pass, fluid, exact });
      }
    }
    t.deepEqual(off, []);
  });
}

test('the turn of the loop, in cases worked out by hand', (t) => {
  // alone: 30 own + 30 service + 20 pass
  t.is(pace(turnsOf, 20, 1, 30, 30, 0), 80);
  // all back within the scan (30 ≤ 40): 4 services share one pass
  t.is(pace(turnsOf, 40, 4, 30, 30, 0), 4 * 30 + 40);
  // the last one answered is away when the next scan ends: 3 of 4 per pass, so 4/3 passes for everyone's turn
  t.is(pace(turnsOf, 20, 4, 30, 30, 0), Math.ceil(2000 * (4 * 30 + (20 * 4) / 3)) / 2000);
  // three at 30/60/20: passes of one and of two alternate, 90 + 2 · 20
  t.is(pace(turnsOf, 20, 3, 30, 60, 0), 90 + 40);
  // nobody waits: four services and a pass for each fit into 30 + 970 + 20
  t.is(pace(turnsOf, 20, 4, 30, 970, 0), 1020);
});

test('a client that is waited for when it is in, and not when it is out, is on the edge: its cycle is the turn', (t) => {
  // two of 10 + 40 and one of 40 + 40, pass 20: with the third R is 90, below its 100; without it R is 100, not below
  const client = { at: 0, requests: 1000, marks: 0 };
  const set = [
    { ...client, service: 10, own: 40 },
    { ...client, service: 10, own: 40 },
    { ...client, service: 40, own: 40 },
  ];
  t.deepEqual(play(turnsOf, 20, set).ends, [100_000, 100_000, 100_000]);
  t.true(play(turnsByRequestOf, 20, set).ends.every((end) => Math.abs(end / 100_000 - 1) < 0.001));
});

testProp(
  'a server or clients twice as fast never let anyone go later: like clients, all there from the start',
  [
    passes,
    fc.integer({ min: 1, max: 20 }),
    fc.record({
      service: fc.double({ min: 1, max: 60, noNaN: true }),
      own: fc.double({ min: 0, max: 200, noNaN: true }),
    }),
    fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 20, maxLength: 20 }),
  ],
  (t, pass, count, { service, own }, requests) => {
    const set = (fasterServer: number, fasterClients: number): Client[] =>
      requests.slice(0, count).map((n) => ({
        at: 0,
        requests: n,
        service: service / fasterServer,
        own: own / fasterClients,
        marks: 0,
      }));
    const { ends } = play(turnsOf, pass, set(1, 1));
    const server = play(turnsOf, pass / 2, set(2, 1)).ends;
    const client = play(turnsOf, pass, set(1, 2)).ends;
    t.true(ends.every((end, job) => server[job]! <= end && client[job]! <= end));
  },
);

testProp(
  'everything twice as fast: nobody goes later, whatever the mixture',
  [passes, clients],
  (t, pass, set) => {
    const half = set.map((client) => ({
      ...client,
      at: 0,
      service: client.service / 2,
      own: client.own / 2,
    }));
    const slow = play(
      turnsOf,
      pass,
      set.map((client) => ({ ...client, at: 0 })),
    ).ends;
    const fast = play(turnsOf, pass / 2, half).ends;
    t.true(slow.every((end, job) => fast[job]! <= end));
  },
);

testProp(
  'like clients that end together are told in the order in which they came',
  [passes, fc.nat(30)],
  (t, pass, n) => {
    const set = Array.from({ length: n }, () => ({ at: 3, requests: 7.5, service: 11.3, own: 20, marks: 0 }));
    const { order, ends } = play(turnsOf, pass, set);
    t.deepEqual(
      order,
      set.map((_, job) => job),
    );
    t.true(ends.every((end) => end === ends[0]));
  },
);

test('work of a moment is announced once, after everyone done was told; a pass that did not change is no news', (t) => {
  const simulation = simulationOf();
  const seen: string[] = [];
  const turns = turnsOf(simulation, {
    done: (job) => {
      seen.push(`done ${job}`);
      if (job === 1) turns.enter(9, 1, micros(10), micros(10));
    },
    changed: () => seen.push(`${turns.jobs} at ${simulation.now}`),
  });
  turns.enter(1, 5, micros(10), micros(10));
  turns.enter(2, 5, micros(10), micros(10));
  turns.setPass(micros(0));
  simulation.run();
  t.deepEqual(seen, ['1 at 0', '2 at 0', 'done 1', 'done 2', '1 at 100', 'done 9', '0 at 120']);
});

/** Of so many clients with a service of 30 µs and 170 µs of their own. */
const utilisation = (count: number, pass: number): number => {
  const turns = turnsOf(simulationOf(), { done: () => {} });
  turns.setPass(micros(pass));
  for (let job = 0; job < count; job += 1) turns.enter(job, 100, micros(30), micros(170));
  return turns.utilisation;
};

test('a busier daemon shows in its utilisation: services and the passes for them, all of it when clients wait', (t) => {
  t.is(utilisation(0, 50), 0);
  t.is(utilisation(1, 50), 80 / 250);
  t.is(utilisation(2, 0), 60 / 200);
  t.true(utilisation(2, 50) > utilisation(1, 50) && utilisation(2, 50) < 2 * utilisation(1, 50));
  t.is(utilisation(8, 50), 1);
});

test('what cannot be is refused: requests of no time at all, less than no requests, a pass of no number', (t) => {
  const turns = turnsOf(simulationOf(), { done: () => {} });
  const fault = { instanceOf: ConservationError };
  t.throws(() => turns.enter(1, 1, micros(0), micros(0)), fault);
  t.throws(() => turns.enter(1, -1, micros(1), micros(1)), fault);
  t.throws(() => turns.setPass(micros(Number.NaN)), fault);
});
