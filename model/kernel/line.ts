/**
 * A waiting line before one or more servers: first come, first served, each job with a service time known when it enters.
 *
 * A server takes the next job at the exact end of the one before, a part of a microsecond included; only the news of an
 * end is rounded up. Left out: priorities, and jobs that give up.
 */
import { ConservationError } from './faults.ts';
import { ringOf } from './ring.ts';
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
  /** Called with a job whose service ended; never from within `enter`. */
  readonly done: (job: number) => void;
}

export const lineOf = (simulation: Simulation, options: LineOptions): Line =>
  new FifoLine(simulation, options);

class FifoLine implements Line {
  inService = 0;
  private readonly simulation: Simulation;
  private readonly done: (job: number) => void;
  private readonly ended: EventCode;
  private readonly line = ringOf();
  /** Per server: its job and the exact end of it. Idle servers are stacked. */
  private readonly jobs: Int32Array;
  private readonly ends: Float64Array;
  private readonly idle: Int32Array;
  /** Σ of all services begun. */
  private begun = 0;

  constructor(simulation: Simulation, { servers, done }: LineOptions) {
    this.simulation = simulation;
    this.done = done;
    this.ended = simulation.register((server) => this.end(server));
    this.jobs = new Int32Array(servers);
    this.ends = new Float64Array(servers);
    this.idle = Int32Array.from({ length: servers }, (_, i) => servers - 1 - i);
  }

  get waiting(): number {
    return this.line.size;
  }

  get busy(): number {
    let ahead = 0;
    for (const end of this.ends) ahead += Math.max(0, end - this.simulation.now);
    return this.begun - ahead;
  }

  enter(job: number, service: Micros): void {
    if (!(service >= 0 && service < Infinity)) {
      throw new ConservationError(
        `a service of ${service} µs was asked of a line, at ${this.simulation.now} µs`,
      );
    }
    if (this.inService === this.jobs.length) {
      this.line.push(job, service, this.simulation.now);
      return;
    }
    const server = this.idle[this.jobs.length - this.inService - 1]!;
    this.inService += 1;
    this.begin(server, job, this.simulation.now, service);
  }

  private begin(server: number, job: number, from: number, service: number): void {
    const end = from + service;
    this.jobs[server] = job;
    this.ends[server] = end;
    this.begun += service;
    this.simulation.schedule(Math.ceil(end) as Moment, this.ended, server);
  }

  private end(server: number): void {
    const job = this.jobs[server]!;
    if (this.line.size > 0) {
      const { amount, since } = this.line;
      this.begin(server, this.line.shift(), Math.max(this.ends[server]!, since), amount);
    } else {
      this.inService -= 1;
      this.idle[this.jobs.length - this.inService - 1] = server;
    }
    this.done(job);
  }
}
