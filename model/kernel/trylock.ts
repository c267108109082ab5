/**
 * A try-lock: no line, whoever polls it when it is free wins, and the losers poll on.
 *
 * With random winners, a job that holds the lock h per win gets it in proportion to h: in expectation a server shared by
 * weight. Left out: the chance itself; each job takes its expected time.
 */
import { sharedOf, type Shared } from './shared.ts';
import type { Simulation } from './simulation.ts';
import type { Micros, Moment } from './units.ts';

export interface TryLock {
  /**
   * @param work  µs that the job must hold the lock in all
   * @param hold  µs that it holds the lock each time it wins, above 0
   */
  enter(job: number, work: Micros, hold: Micros): void;
  /** Jobs that want the lock, the winner included. */
  readonly jobs: number;
  /** Those that poll in vain: one less than the jobs. */
  readonly pollers: number;
  /** ∫ of pollers, µs so far: processor time burned. */
  readonly burned: number;
  /** µs held so far. */
  readonly busy: number;
}

export interface TryLockOptions {
  readonly done: (job: number) => void;
  /** Called when the number of pollers changed, before `done` of the job that left. */
  readonly spinning?: (pollers: number) => void;
}

export const tryLockOf = (simulation: Simulation, options: TryLockOptions): TryLock =>
  new PolledLock(simulation, options);

class PolledLock implements TryLock {
  pollers = 0;
  private readonly simulation: Simulation;
  private readonly server: Shared;
  private readonly spinning: ((pollers: number) => void) | undefined;
  private since: Moment;
  private burnedBefore = 0;

  constructor(simulation: Simulation, { done, spinning }: TryLockOptions) {
    this.simulation = simulation;
    this.spinning = spinning;
    this.since = simulation.now;
    this.server = sharedOf(simulation, {
      capacity: 1,
      done: (job) => {
        this.count();
        done(job);
      },
    });
  }

  get jobs(): number {
    return this.server.jobs;
  }

  get burned(): number {
    return this.burnedBefore + this.pollers * (this.simulation.now - this.since);
  }

  get busy(): number {
    return this.server.busy;
  }

  enter(job: number, work: Micros, hold: Micros): void {
    this.server.enter(job, work, hold);
    this.count();
  }

  private count(): void {
    const pollers = Math.max(0, this.server.jobs - 1);
    if (pollers === this.pollers) return;
    this.burnedBefore = this.burned;
    this.since = this.simulation.now;
    this.pollers = pollers;
    this.spinning?.(pollers);
  }
}
