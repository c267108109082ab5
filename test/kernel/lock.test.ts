import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { ConservationError } from '../../model/kernel/faults.ts';
import { lockOf } from '../../model/kernel/lock.ts';
import { simulationOf } from '../../model/kernel/simulation.ts';
import { after, micros, moment } from '../../model/kernel/units.ts';

testProp(
  'a lock is granted in the order of asking, to no more than its permits, and to everyone in the end',
  [
    fc.integer({ min: 1, max: 4 }),
    fc.array(fc.record({ at: fc.nat(40), hold: fc.nat(15) }), { maxLength: 80 }),
  ],
  (t, permits, jobs) => {
    const simulation = simulationOf();
    const asked: number[] = [];
    const got: number[] = [];
    let inside = 0;
    let most = 0;
    const enter = (job: number): void => {
      got.push(job);
      inside += 1;
      most = Math.max(most, inside);
      simulation.schedule(after(simulation.now, micros(jobs[job]!.hold)), leave, job);
    };
    const lock = lockOf(simulation, { permits, granted: enter });
    const leave = simulation.register(() => {
      inside -= 1;
      lock.release();
    });
    const ask = simulation.register((job) => {
      asked.push(job);
      if (lock.acquire(job)) enter(job);
    });
    for (const [job, { at }] of jobs.entries()) simulation.schedule(moment(at), ask, job);
    simulation.run();
    t.deepEqual(got, asked);
    t.true(most <= permits);
    t.is(lock.held + lock.waiting + inside, 0);
  },
);

test('who waited is told by an event of its own, and holds the lock from the release on', (t) => {
  const simulation = simulationOf();
  const told: number[] = [];
  const lock = lockOf(simulation, { granted: (job) => told.push(job) });
  t.true(lock.acquire(1));
  t.false(lock.acquire(2));
  lock.release();
  t.deepEqual(told, []);
  t.is(lock.held, 1);
  t.false(lock.acquire(3), 'nobody slips in between');
  simulation.run();
  t.deepEqual(told, [2]);
  t.is(lock.waiting, 1);
});

test('a lock that nobody holds cannot be released', (t) => {
  const lock = lockOf(simulationOf(), { granted: () => {} });
  t.throws(() => lock.release(), { instanceOf: ConservationError });
});
