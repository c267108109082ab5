/**
 * A lock that is held across phases: whoever asks first gets it first.
 *
 * With several permits it is a counting semaphore. Left out: try-locks, where chance decides (trylock), and how long a
 * lock is held: its holder says when it lets go.
 */
import { ConservationError } from './faults.ts';
import { ringOf } from './ring.ts';
import type { EventCode, Simulation } from './simulation.ts';

export interface Lock {
  /** True: granted at once. False: the job waits in line and `granted` is called with it later. */
  acquire(job: number): boolean;
  /**
   * Lets one permit go. The first in line has it from that instant; it is told by an event at `now`.
   *
   * @throws {ConservationError} when nobody holds it
   */
  release(): void;
  /** Permits taken, by those already told and those about to be. */
  readonly held: number;
  readonly waiting: number;
}

export interface LockOptions {
  /** How many may hold it at a time; 1 where nothing is said. */
  readonly permits?: number;
  /** Called with a job that had to wait, when it holds the lock. */
  readonly granted: (job: number) => void;
}

export const lockOf = (simulation: Simulation, options: LockOptions): Lock =>
  new FifoLock(simulation, options);

class FifoLock implements Lock {
  held = 0;
  private readonly simulation: Simulation;
  private readonly permits: number;
  private readonly grant: EventCode;
  private readonly line = ringOf();

  constructor(simulation: Simulation, { permits = 1, granted }: LockOptions) {
    this.simulation = simulation;
    this.permits = permits;
    this.grant = simulation.register(granted);
  }

  get waiting(): number {
    return this.line.size;
  }

  acquire(job: number): boolean {
    if (this.held < this.permits) {
      this.held += 1;
      return true;
    }
    this.line.push(job);
    return false;
  }

  release(): void {
    if (this.held === 0) {
      throw new ConservationError(`a lock that nobody holds was released, at ${this.simulation.now} µs`);
    }
    if (this.line.size > 0) this.simulation.schedule(this.simulation.now, this.grant, this.line.shift());
    else this.held -= 1;
  }
}
