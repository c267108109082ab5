import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { simulationOf } from '../../model/kernel/simulation.ts';
import { spinLockOf } from '../../model/kernel/spinlock.ts';
import { micros } from '../../model/kernel/units.ts';
import { close } from '../shared.ts';

interface Taker {
  readonly times: number;
  readonly hold: number;
  readonly elsewhere: number;
}

/** When each is done, all of them begun at 0. */
const endsOf = (
  takers: readonly Taker[],
  { processors = 8, transfer = 0, cold = 0 }: { processors?: number; transfer?: number; cold?: number },
): readonly number[] => {
  const simulation = simulationOf();
  const ends: number[] = [];
  const lock = spinLockOf(simulation, {
    processors,
    transfer: micros(transfer),
    cold: micros(cold),
    done: (job) => (ends[job] = simulation.now),
  });
  takers.forEach(({ times, hold, elsewhere }, job) =>
    lock.enter(job, times, micros(hold), micros(elsewhere)),
  );
  simulation.run();
  return ends;
};

const page: Taker = { times: 100_000, hold: 0.13, elsewhere: 0.07 };

test('one alone takes its holds and what it does in between, whatever a handover costs', (t) => {
  t.deepEqual(endsOf([page], { transfer: 0.136, cold: 0.55 }), [20_000]);
});

test('with n that spin, a round is n cold holds and n handovers of c · (n − 1) / 2 each', (t) => {
  for (const n of [2, 5, 8]) {
    const ends = endsOf(
      Array.from({ length: n }, () => page),
      { transfer: 0.136, cold: 0.55 },
    );
    const round = n * (0.13 + 0.55 + (0.136 * (n - 1)) / 2);
    for (const end of ends) t.true(close(end, page.times * round, 1e-4), `${n}: ${end}`);
  }
});

test('no more spin than there are processors', (t) => {
  const ends = endsOf(
    Array.from({ length: 20 }, () => page),
    { processors: 4, transfer: 0.136 },
  );
  t.true(close(Math.max(...ends), page.times * 20 * (0.13 + (0.136 * 3) / 2), 1e-4));
});

test('those who work elsewhere for longer than a round of holds do not notice each other', (t) => {
  const rare = { times: 1000, hold: 1, elsewhere: 20 };
  t.deepEqual(endsOf([rare, rare, rare], { transfer: 0.1, cold: 1 }), [21_000, 21_000, 21_000]);
});

test('somebody timed elsewhere takes a share of the lock, until that is taken back', (t) => {
  const simulation = simulationOf();
  let end = 0;
  const lock = spinLockOf(simulation, {
    processors: 8,
    transfer: micros(0),
    cold: micros(0),
    done: () => (end = simulation.now),
  });
  lock.occupy(1, micros(1));
  lock.enter(0, 1000, micros(1), micros(0));
  simulation.run();
  t.is(end, 2000);
  lock.vacate(1, micros(1));
  lock.enter(0, 1000, micros(1), micros(0));
  simulation.run();
  t.is(end, 3000);
});

const taker = fc.record({
  times: fc.integer({ min: 1, max: 5000 }),
  hold: fc.double({ min: 0, max: 3, noNaN: true }),
  elsewhere: fc.double({ min: 0, max: 20, noNaN: true }),
});

testProp(
  'nobody is done sooner than alone, and a slower line or colder holds hurry nobody',
  [fc.array(taker, { minLength: 1, maxLength: 12 }), fc.double({ min: 0, max: 1, noNaN: true })],
  (t, takers, cost) => {
    const quick = endsOf(takers, {});
    const slow = endsOf(takers, { transfer: cost, cold: cost });
    takers.forEach(({ times, hold, elsewhere }, i) => {
      t.true(quick[i]! >= Math.floor(times * (hold + elsewhere)));
      t.true(slow[i]! >= quick[i]! - 1);
    });
  },
);

test('those that come as others leave meet each other as if they had come first: nothing is left of another hold', (t) => {
  const costs = { processors: 8, transfer: 0.136, cold: 0.55 };
  const long: Taker = { times: 1_000, hold: 4, elsewhere: 1 };
  const simulation = simulationOf();
  const ends: number[] = [];
  const lock = spinLockOf(simulation, {
    processors: costs.processors,
    transfer: micros(costs.transfer),
    cold: micros(costs.cold),
    done: (job) => {
      ends[job] = simulation.now;
      if (job < 4) lock.enter(job + 2, page.times, micros(page.hold), micros(page.elsewhere));
    },
  });
  for (const job of [0, 1]) lock.enter(job, long.times, micros(long.hold), micros(long.elsewhere));
  simulation.run();
  const [first, then] = [endsOf([long, long], costs)[0]!, endsOf([page, page], costs)[0]!];
  for (const job of [0, 1]) {
    t.is(ends[job], first);
    t.true(close(ends[job + 2]! - first, then, 1e-4));
    t.true(close(ends[job + 4]! - ends[job + 2]!, then, 1e-4));
  }
});
