/**
 * A server that gives turns: a daemon's poll loop, where every client that waits gets one request per pass.
 *
 * Fluid: client j takes c_j = its own time + service + pass when it is alone, and a full pass takes R; it runs at
 * 1 / max(R, c_j) requests per µs. R is the least time in which the server gets through: the pass itself and one request
 * of every client that keeps up with it, in what the slower ones leave. Left out: the order within a pass; requests are
 * not events (turns-by-request has them, for tests).
 */
import { doubledFloats, doubledInts } from './doubled.ts';
import { ConservationError } from './faults.ts';
import type { Simulation, Timer } from './simulation.ts';
import { NEVER, type Micros, type Moment } from './units.ts';

export interface Turns {
  /**
   * A client with so many requests to make, one after the other.
   *
   * @param requests  above 0, may be fractional
   * @param service   server time of one request, µs, may be fractional
   * @param client    the client's own time between an answer and its next request, µs
   * @param marks     of something that each request brings: writes, for instance; 0 where nothing is said
   */
  enter(job: number, requests: number, service: Micros, client: Micros, marks?: number): void;
  /** Time of one pass over all connections, shared by the requests served in it. */
  setPass(cost: Micros): void;
  readonly jobs: number;
  /** Server-µs so far, passes included. */
  readonly busy: number;
  /** Requests so far. */
  readonly served: number;
  /** Marks so far. */
  marks(): number;
  /** Share of the server that the clients of this moment take, 0 to 1. */
  readonly utilisation: number;
}

export interface TurnsOptions {
  /** Called with a job whose last request was answered; those of the same µs in order of entry. */
  readonly done: (job: number) => void;
  /** The set of clients or their rates changed. */
  readonly changed?: () => void;
}

export const turnsOf = (simulation: Simulation, options: TurnsOptions): Turns =>
  new FluidTurns(simulation, options);

/** µs: a client with less to go is done. */
const DRIFT = 1e-6;

class FluidTurns implements Turns {
  jobs = 0;
  utilisation = 0;
  private readonly simulation: Simulation;
  private readonly timer: Timer;
  private readonly done: (job: number) => void;
  private readonly changed: (() => void) | undefined;
  private pass = 0;
  private at = 0;
  private busyBefore = 0;
  private servedBefore = 0;
  private marksBefore = 0;
  /** Of all clients together, per µs. */
  private serving = 0;
  private marking = 0;
  /** Clients in service in order of entry. */
  private size = 0;
  private job = new Int32Array(16);
  private left = new Float64Array(16);
  private service = new Float64Array(16);
  private client = new Float64Array(16);
  private mark = new Float64Array(16);
  private rate = new Float64Array(16);

  constructor(simulation: Simulation, { done, changed }: TurnsOptions) {
    this.simulation = simulation;
    this.done = done;
    this.changed = changed;
    this.timer = simulation.timer(() => this.tell());
  }

  get busy(): number {
    return this.busyBefore + this.utilisation * (this.simulation.now - this.at);
  }

  get served(): number {
    return this.servedBefore + this.serving * (this.simulation.now - this.at);
  }

  marks(): number {
    return this.marksBefore + this.marking * (this.simulation.now - this.at);
  }

  enter(job: number, requests: number, service: Micros, client: Micros, marks = 0): void {
    if (!(requests >= 0 && requests < Infinity && service >= 0 && client >= 0 && service + client > 0)) {
      throw new ConservationError(
        `${requests} requests of ${service} µs with ${client} µs between entered, at ${this.simulation.now} µs`,
      );
    }
    this.flow();
    if (this.size === this.job.length) this.grow();
    const i = this.size;
    this.job[i] = job;
    this.left[i] = requests;
    this.service[i] = service;
    this.client[i] = client;
    this.mark[i] = marks;
    this.size += 1;
    this.jobs += 1;
    this.balance();
  }

  setPass(cost: Micros): void {
    if (cost === this.pass) return;
    this.flow();
    this.pass = cost;
    this.balance();
  }

  private flow(): void {
    const { now } = this.simulation;
    const span = now - this.at;
    if (span === 0) return;
    this.busyBefore = this.busy;
    this.servedBefore = this.served;
    this.marksBefore = this.marks();
    for (let i = 0; i < this.size; i += 1) this.left[i]! -= span * this.rate[i]!;
    this.at = now;
  }

  /** Finds every client's rate for the set as it is now, and when the first one is done. */
  private balance(): void {
    const turn = this.turn();
    this.utilisation = 0;
    this.serving = 0;
    this.marking = 0;
    let first: number = NEVER;
    for (let i = 0; i < this.size; i += 1) {
      const rate = 1 / Math.max(turn, this.alone(i));
      this.rate[i] = rate;
      this.serving += rate;
      this.marking += rate * this.mark[i]!;
      this.utilisation += rate * this.service[i]!;
      first = Math.min(first, this.left[i]! / rate);
    }
    this.utilisation = Math.min(1, this.utilisation + (turn > 0 ? this.pass / turn : 0));
    this.timer.set((this.simulation.now + Math.ceil(Math.max(0, first - DRIFT))) as Moment);
    this.changed?.();
  }

  private alone(i: number): number {
    return this.client[i]! + this.service[i]! + this.pass;
  }

  /** R: iterated from the set in which nobody waits for the others, which only grows, to its fixed point. */
  private turn(): number {
    let turn = 0;
    for (;;) {
      let kept = this.pass;
      let share = 1;
      let next = Infinity;
      for (let i = 0; i < this.size; i += 1) {
        const alone = this.alone(i);
        if (alone <= turn) kept += this.service[i]!;
        else {
          share -= this.service[i]! / alone;
          next = Math.min(next, alone);
        }
      }
      const found = share > 0 ? kept / share : Infinity;
      if (found < next || next === Infinity) return found;
      turn = next;
    }
  }

  private tell(): void {
    this.flow();
    let kept = 0;
    const { size } = this;
    const over: number[] = [];
    for (let i = 0; i < size; i += 1) {
      if (this.left[i]! <= DRIFT * this.rate[i]!) {
        over.push(this.job[i]!);
        continue;
      }
      this.job[kept] = this.job[i]!;
      this.left[kept] = this.left[i]!;
      this.service[kept] = this.service[i]!;
      this.client[kept] = this.client[i]!;
      this.mark[kept] = this.mark[i]!;
      kept += 1;
    }
    this.size = kept;
    this.jobs = kept;
    this.balance();
    for (const job of over) this.done(job);
  }

  private grow(): void {
    this.job = doubledInts(this.job);
    this.left = doubledFloats(this.left);
    this.service = doubledFloats(this.service);
    this.client = doubledFloats(this.client);
    this.mark = doubledFloats(this.mark);
    this.rate = doubledFloats(this.rate);
  }
}
