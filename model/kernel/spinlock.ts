/**
 * A ticket spinlock that processors take again and again, first come first served, and slower the more of them want it.
 *
 * A job takes it so many times, holds it each time, and works elsewhere in between. With every release all that spin fetch
 * the lock's cache line again, one after the other, and the next holder is in the middle of them on average: with k of
 * them a handover takes c · k / 2 (Boyd-Wickizer et al., OLS 2012). What the lock protects was written by another processor
 * last, so each hold is longer as well. Left out: one event per hold, as the whole is a fluid; and that some of the others
 * do not spin just then but work elsewhere, which matters where they do so for longer than a round of holds.
 */
import { doubled, NO_FLOATS, NO_INTS } from './doubled.ts';
import { Places } from './places.ts';
import { sharedOf } from './shared.ts';
import type { Simulation } from './simulation.ts';
import type { Micros } from './units.ts';

export interface SpinLock {
  /** @param times  how often the job takes the lock; it ends after that many times `hold` and `elsewhere`, or later */
  enter(job: number, times: number, hold: Micros, elsewhere: Micros): void;
  /** Somebody who is timed elsewhere takes it as well, for this share of the time. */
  occupy(share: number, hold: Micros): void;
  /** Takes back what {@link occupy} was told. */
  vacate(share: number, hold: Micros): void;
}

export interface SpinLockOptions {
  /** How many processors there are to spin on; jobs beyond that wait without. */
  readonly processors: number;
  /** Of the lock's cache line, from one processor to the next. */
  readonly transfer: Micros;
  /** How much longer a hold is where another processor had the lock before. */
  readonly cold: Micros;
  readonly done: (job: number) => void;
}

export const spinLockOf = (
  simulation: Simulation,
  { processors, transfer, cold, done }: SpinLockOptions,
): SpinLock => {
  let takers = 0;
  let holds = 0;
  /** Those that take it, by place. */
  let jobs = NO_INTS;
  let held = NO_FLOATS;
  const places = new Places();
  const server = sharedOf(simulation, {
    capacity: 1,
    cap: 1,
    done: (place) => {
      places.give(place);
      count(-1, held[place]!);
      done(jobs[place]!);
    },
  });
  /** Holds that fit into a µs, beside colder ones and handovers. */
  const count = (change: 1 | -1, hold: number): void => {
    takers += change;
    holds += change * hold;
    server.setCapacity(takers < 2 ? 1 : holds / (holds + takers * lostPerHold(takers)));
  };
  const lostPerHold = (n: number): number => cold + (transfer * (Math.min(n, processors) - 1)) / 2;
  return {
    enter: (job, times, hold, elsewhere) => {
      const span = Math.max(hold, LEAST);
      const place = places.take();
      if (place === jobs.length) {
        jobs = doubled(jobs);
        held = doubled(held);
      }
      jobs[place] = job;
      held[place] = span;
      server.enter(place, (times * span) as Micros, span / (span + elsewhere));
      count(1, span);
    },
    occupy: (share, hold) => {
      server.occupy(share);
      count(1, hold);
    },
    vacate: (share, hold) => {
      server.occupy(-share);
      count(-1, hold);
    },
  };
};

/** µs; a hold of nothing at all would have no share. */
const LEAST = 1e-6;
