/**
 * A waiting line before one or more servers: first come, first served, each job with a service time known when it enters.
 *
 * So its end is known when it enters: a server takes it when it is free, at the exact end of the job before, a part of a
 * microsecond included; only the news of an end is rounded up. Left out: priorities, and jobs that give up.
 */
import { ConservationError } from './faults.ts';
import type { EventCode, Simulation } from './simulation.ts';
import type { Micros, Moment } from './units.ts';

export interface Line {
  /**
   * @param service  µs, from 0, may carry a fraction
   * @throws {ConservationError} when `service` is negative or not finite
   */
  enter(job: number, service: Micros): void;
  /** Jobs in line, not yet in service. */
  readonly waiting: number;
  readonly inService: number;
  /** Server-µs worked so far. */
  readonly busy: number;
}

export interface LineOptions {
  readonly servers: number;
  /** Called with a job whose service ended; never from within `enter`; those of the same µs in order of entry. */
  readonly done: (job: number) => void;
}

export const lineOf = (simulation: Simulation, options: LineOptions): Line =>
  new FifoLine(simulation, options);

class FifoLine implements Line {
  private readonly simulation: Simulation;
  private readonly ended: EventCode;
  private jobs = 0;
  /** Σ of all services asked for. */
  private asked = 0;
  /** When each server is through with all that it was given, exactly: a heap, first free first. */
  private readonly free: Float64Array;

  constructor(simulation: Simulation, { servers, done }: LineOptions) {
    this.simulation = simulation;
    this.free = new Float64Array(servers);
    this.ended = simulation.register((job) => {
      this.jobs -= 1;
      done(job);
    });
  }

  get waiting(): number {
    return Math.max(0, this.jobs - this.free.length);
  }

  get inService(): number {
    return Math.min(this.jobs, this.free.length);
  }

  get busy(): number {
    let ahead = 0;
    for (const free of this.free) ahead += Math.max(0, free - this.simulation.now);
    return this.asked - ahead;
  }

  enter(job: number, service: Micros): void {
    const { now } = this.simulation;
    if (!(service >= 0 && service < Infinity)) {
      throw new ConservationError(`a service of ${service} µs was asked of a line, at ${now} µs`);
    }
    const end = Math.max(now, this.free[0]!) + service;
    this.jobs += 1;
    this.asked += service;
    this.occupy(end);
    this.simulation.schedule(Math.ceil(end) as Moment, this.ended, job);
  }

  /** The first free server has something to do until `end`. */
  private occupy(end: number): void {
    const { free } = this;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= free.length) break;
      if (child + 1 < free.length && free[child + 1]! < free[child]!) child += 1;
      if (end <= free[child]!) break;
      free[hole] = free[child]!;
      hole = child;
    }
    free[hole] = end;
  }
}
