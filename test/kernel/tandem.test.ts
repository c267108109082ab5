import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { lineOf } from '../../model/kernel/line.ts';
import { sharedOf } from '../../model/kernel/shared.ts';
import { simulationOf } from '../../model/kernel/simulation.ts';
import { micros, moment } from '../../model/kernel/units.ts';

// Two stations one after the other: what a faster first one does to the second.

interface Visit {
  readonly at: number;
  readonly first: number;
  readonly second: number;
}

/** When each job has left both, and what it waited for the second. */
const play = (
  kind: 'line' | 'shared',
  jobs: readonly Visit[],
  speed: { readonly first: number; readonly second: number },
): { readonly ends: number[]; readonly waits: number[] } => {
  const simulation = simulationOf();
  const ends: number[] = [];
  const waits: number[] = [];
  const since: number[] = [];
  const left = (job: number): void => {
    ends[job] = simulation.now;
    waits[job] = simulation.now - since[job]! - jobs[job]!.second / speed.second;
  };
  const second =
    kind === 'line'
      ? lineOf(simulation, { servers: 1, done: left })
      : sharedOf(simulation, { capacity: 1, cap: 1, done: left });
  const first = lineOf(simulation, {
    servers: 1,
    done: (job) => {
      since[job] = simulation.now;
      second.enter(job, micros(jobs[job]!.second / speed.second));
    },
  });
  const enter = simulation.register((job) => first.enter(job, micros(jobs[job]!.first / speed.first)));
  for (const [job, { at }] of jobs.entries()) simulation.schedule(moment(at), enter, job);
  simulation.run();
  return { ends, waits };
};

const even = fc.nat(30).map((n) => 2 * n);
const visits = fc
  .array(fc.record({ at: fc.nat(100), first: even, second: even }), { minLength: 1, maxLength: 30 })
  .map((jobs) => jobs.toSorted((a, b) => a.at - b.at));
const SLOW = { first: 1, second: 1 };

testProp(
  'two lines, first come first served: either one twice as fast, nobody leaves later',
  [visits],
  (t, jobs) => {
    const { ends } = play('line', jobs, SLOW);
    for (const speed of [
      { first: 2, second: 1 },
      { first: 1, second: 2 },
    ]) {
      const faster = play('line', jobs, speed).ends;
      t.true(ends.every((end, job) => faster[job]! <= end));
    }
  },
);

testProp(
  'a line before a shared server: either one twice as fast, the last one leaves no later',
  [visits],
  (t, jobs) => {
    const last = Math.max(...play('shared', jobs, SLOW).ends);
    t.true(Math.max(...play('shared', jobs, { first: 2, second: 1 }).ends) <= last);
    t.true(Math.max(...play('shared', jobs, { first: 1, second: 2 }).ends) <= last);
  },
);

test('a counterexample: a faster line makes others wait behind it, though nobody leaves later', (t) => {
  const jobs = [1, 2].map(() => ({ at: 0, first: 10, second: 10 }));
  const slow = play('line', jobs, SLOW);
  const fast = play('line', jobs, { first: 2, second: 1 });
  t.deepEqual(slow, { ends: [20, 30], waits: [0, 0] });
  t.deepEqual(fast, { ends: [15, 25], waits: [0, 5] });
});

test('a counterexample: a faster line before a shared server makes the mean time longer', (t) => {
  // eight that came one by one to a server of their own now meet there: all end late where half of them ended early
  const jobs = Array.from({ length: 8 }, () => ({ at: 0, first: 10, second: 10 }));
  const mean = (ends: readonly number[]): number => ends.reduce((sum, end) => sum + end, 0) / ends.length;
  const slow = play('shared', jobs, SLOW).ends;
  t.deepEqual(slow, [20, 30, 40, 50, 60, 70, 80, 90]);
  const fast = play('shared', jobs, { first: 2, second: 1 }).ends;
  t.true(mean(fast) > mean(slow));
  t.true(Math.max(...fast) < Math.max(...slow));
});
