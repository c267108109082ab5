import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { simulationOf } from '../../model/kernel/simulation.ts';
import { tryLockOf } from '../../model/kernel/trylock.ts';
import { micros, moment } from '../../model/kernel/units.ts';

test('pollers win in proportion to how long a win holds the lock', (t) => {
  const simulation = simulationOf();
  const ends: number[] = [];
  const lock = tryLockOf(simulation, { done: (job) => (ends[job] = simulation.now) });
  lock.enter(1, micros(300), micros(1));
  lock.enter(2, micros(300), micros(3));
  simulation.run();
  // the second has 3/4 of it: 400 µs, then 200 µs of the first are left alone
  t.deepEqual(ends.slice(1), [600, 400]);
});

testProp(
  'the lock is held for all work asked of it, and burned time is that of the losers, as told to who pays for it',
  [
    fc.array(fc.record({ at: fc.nat(100), work: fc.nat(60), hold: fc.integer({ min: 1, max: 9 }) }), {
      maxLength: 40,
    }),
  ],
  (t, jobs) => {
    const simulation = simulationOf();
    let paid = 0;
    let spinners = 0;
    let since = 0;
    let inside = 0;
    let crowd = 0;
    let before = 0;
    const count = (change: number): void => {
      crowd += Math.max(0, inside - 1) * (simulation.now - before);
      before = simulation.now;
      inside += change;
    };
    const lock = tryLockOf(simulation, {
      done: () => count(-1),
      spinning: (pollers) => {
        paid += spinners * (simulation.now - since);
        since = simulation.now;
        spinners = pollers;
      },
    });
    const enter = simulation.register((job) => {
      count(1);
      lock.enter(job, micros(jobs[job]!.work), micros(jobs[job]!.hold));
    });
    for (const [job, { at }] of jobs.entries()) simulation.schedule(moment(at), enter, job);
    simulation.run();
    t.is(lock.burned, paid);
    t.is(lock.burned, crowd);
    t.is(spinners, 0);
    const work = jobs.reduce((sum, job) => sum + job.work, 0);
    t.true(Math.abs(lock.busy - work) < 1e-5 * (1 + jobs.length));
  },
);

test('one job alone polls nobody away and burns nothing', (t) => {
  const simulation = simulationOf();
  const calls: number[] = [];
  const lock = tryLockOf(simulation, { done: () => {}, spinning: (pollers) => calls.push(pollers) });
  lock.enter(1, micros(10), micros(10));
  simulation.run();
  t.deepEqual([calls, lock.burned, lock.busy], [[], 0, 10]);
  for (const job of [1, 2, 3]) lock.enter(job, micros(10), micros(10));
  t.deepEqual([lock.jobs, lock.pollers], [3, 2]);
  simulation.run();
  t.deepEqual([calls, lock.burned], [[1, 2, 1, 0], 2 * 30]);
});
