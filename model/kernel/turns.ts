/**
 * A server that gives turns: a daemon's poll loop, where every client that waits gets one request per pass.
 *
 * Fluid: each client makes requests at 1 / max(R, c) per µs, where c is its cycle when it is alone and R the turn of the
 * loop (cycle.ts has the law). A change costs time in proportion to the clients; a request costs nothing. Left out: the
 * order within a pass; turns-by-request has it, one event per request, for tests.
 */
import { cycleOf, utilisationOf, type Clients } from './cycle.ts';
import { departuresOf } from './departures.ts';
import { doubledFloats, doubledInts } from './doubled.ts';
import { ConservationError } from './faults.ts';
import type { Simulation, Timer } from './simulation.ts';
import { NEVER, type Micros, type Moment } from './units.ts';

export interface Turns {
  /**
   * A client with so many requests to make, one after the other; its own time goes before each of them.
   *
   * @param requests  from 0, may be fractional
   * @param service   server time of one request, µs, may be fractional
   * @param client    the client's own time between an answer and its next request, µs; with `service` above 0
   * @param marks     of something that each request brings: writes, for instance; 0 where nothing is said
   */
  enter(job: number, requests: number, service: Micros, client: Micros, marks?: number): void;
  /** Time of one pass over all connections, shared by the requests served in it; 0 until it is set. */
  setPass(cost: Micros): void;
  readonly jobs: number;
  /** Server-µs so far, passes included. */
  readonly busy: number;
  /** Requests so far, a part of one included. */
  readonly served: number;
  /** Marks so far. */
  marks(): number;
  /** Share of the server that the clients of this moment take, 0 to 1. */
  readonly utilisation: number;
}

export interface TurnsOptions {
  /** Called with a job whose last request was answered; never from within `enter`; those of the same µs in order of entry. */
  readonly done: (job: number) => void;
  /** Called when the clients or their rates changed; where jobs were done, once for all of them and after their `done`. */
  readonly changed?: () => void;
}

export const turnsOf = (simulation: Simulation, options: TurnsOptions): Turns =>
  new FluidTurns(simulation, options);

export const checkClient = (requests: number, service: number, client: number, now: Moment): void => {
  const sound = requests >= 0 && requests < Infinity && service >= 0 && client >= 0;
  if (sound && service + client > 0 && service + client < Infinity) return;
  throw new ConservationError(
    `${requests} requests of ${service} µs, ${client} µs apart, were asked of a server in turns, at ${now} µs`,
  );
};

/** µs: a client with less to go is done. */
const DRIFT = 1e-6;

/** A place in the columns holds one client; places of those that left are used again, so that nobody moves. */
class FluidTurns implements Turns, Clients {
  utilisation = 0;
  /** Clients, sorted by own = service + client time, then by entry; behind them in `order`, the vacant places. */
  size = 0;
  order = new Int32Array(16).map((_, place) => place);
  service = new Float64Array(16);
  own = new Float64Array(16);
  alone = new Float64Array(16);
  load = new Float64Array(16);
  pace = new Float64Array(16);
  private readonly simulation: Simulation;
  private readonly timer: Timer;
  private readonly done: (job: number) => void;
  private readonly changed: (() => void) | undefined;
  private pass = 0;
  /** Moment up to which requests have flowed, sums up to there, and their growth per µs since. */
  private at = 0;
  private busyBefore = 0;
  private servedBefore = 0;
  private marksBefore = 0;
  private serving = 0;
  private marking = 0;
  private entries = 0;
  private job = new Int32Array(16);
  private entry = new Float64Array(16);
  private mark = new Float64Array(16);
  private left = new Float64Array(16);
  private rate = new Float64Array(16);
  private readonly departures = departuresOf();
  /** While departures are told, balancing waits: `done` mostly lets the same client in again. */
  private telling = false;

  constructor(simulation: Simulation, { done, changed }: TurnsOptions) {
    this.simulation = simulation;
    this.done = done;
    this.changed = changed;
    this.at = simulation.now;
    this.timer = simulation.timer(() => this.tell());
  }

  get jobs(): number {
    return this.size + this.departures.size;
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
    checkClient(requests, service, client, this.simulation.now);
    this.flow();
    if (this.size === this.job.length) this.grow();
    const { order, own } = this;
    const place = order[this.size]!;
    const span = service + client;
    let rank = this.size;
    while (rank > 0 && own[order[rank - 1]!]! > span) {
      order[rank] = order[rank - 1]!;
      rank -= 1;
    }
    order[rank] = place;
    this.entries += 1;
    this.size += 1;
    this.job[place] = job;
    this.entry[place] = this.entries;
    own[place] = span;
    this.service[place] = service;
    this.mark[place] = marks;
    this.left[place] = requests;
    this.rate[place] = 0;
    this.meetPass(place);
    this.balance();
  }

  setPass(cost: Micros): void {
    if (cost === this.pass) return;
    if (!(cost >= 0 && cost < Infinity)) {
      throw new ConservationError(`a pass was set to ${cost} µs, at ${this.simulation.now} µs`);
    }
    this.flow();
    this.pass = cost;
    for (let rank = 0; rank < this.size; rank += 1) this.meetPass(this.order[rank]!);
    this.balance();
  }

  /** What a client makes of the pass: divided here once, and not at every balance. */
  private meetPass(place: number): void {
    const alone = this.own[place]! + this.pass;
    this.alone[place] = alone;
    this.load[place] = this.service[place]! / alone;
    this.pace[place] = 1 / alone;
  }

  /** Lets the sums grow up to now. @returns the µs since the clients' own requests flowed last */
  private flowSums(): number {
    const { now } = this.simulation;
    const span = now - this.at;
    if (span === 0) return 0;
    this.busyBefore = this.busy;
    this.servedBefore = this.served;
    this.marksBefore = this.marks();
    this.at = now;
    return span;
  }

  private flow(): void {
    const span = this.flowSums();
    if (span === 0) return;
    const { left, rate, order, size } = this;
    for (let rank = 0; rank < size; rank += 1) {
      const place = order[rank]!;
      left[place]! -= span * rate[place]!;
    }
  }

  /** Finds every client's rate for the set as it is now, and when the first one is done. */
  private balance(): void {
    if (this.telling) return;
    const { alone, mark, left, order, rate, size, pass } = this;
    let load = 0;
    let pace = 0;
    for (let rank = 0; rank < size; rank += 1) {
      const place = order[rank]!;
      load += this.load[place]!;
      pace += this.pace[place]!;
    }
    const cycle = cycleOf(this, pass, load, pace);
    const turn = 1 / cycle;
    let serving = 0;
    let marking = 0;
    let first: number = NEVER;
    for (let rank = 0; rank < size; rank += 1) {
      const place = order[rank]!;
      const waits = alone[place]! <= cycle;
      const span = waits ? cycle : alone[place]!;
      const mine = waits ? turn : this.pace[place]!;
      rate[place] = mine;
      serving += mine;
      if (mark[place]! !== 0) marking += mark[place]! / span;
      const end = left[place]! * span;
      if (end < first) first = end;
    }
    this.serving = serving;
    this.marking = marking;
    this.utilisation = utilisationOf(size, pass, load, pace, cycle);
    this.timer.set((this.simulation.now + Math.ceil(Math.max(0, first - DRIFT))) as Moment);
    this.changed?.();
  }

  /** Takes out all that are done, tells so in order of entry, and balances once for all that changed meanwhile. */
  private tell(): void {
    const span = this.flowSums();
    const { left, order, rate, size } = this;
    let kept = 0;
    for (let rank = 0; rank < size; rank += 1) {
      const place = order[rank]!;
      left[place]! -= span * rate[place]!;
      if (left[place]! <= DRIFT * rate[place]!) {
        this.end(place);
      } else {
        // a swap: the place of one that is done goes behind the others
        order[rank] = order[kept]!;
        order[kept] = place;
        kept += 1;
      }
    }
    this.size = kept;
    this.telling = true;
    try {
      for (let told = this.departures.size; told > 0; told -= 1) this.done(this.departures.next());
    } finally {
      this.telling = false;
      this.balance();
    }
  }

  /** A client is done; what it was served beyond its requests, in the part of a µs that rounding added, is taken back. */
  private end(place: number): void {
    const beyond = this.left[place]!;
    this.servedBefore += beyond;
    this.marksBefore += beyond * this.mark[place]!;
    this.departures.add(this.job[place]!, this.entry[place]!);
  }

  private grow(): void {
    const room = this.job.length;
    this.order = doubledInts(this.order);
    for (let place = room; place < 2 * room; place += 1) this.order[place] = place;
    this.job = doubledInts(this.job);
    this.entry = doubledFloats(this.entry);
    this.own = doubledFloats(this.own);
    this.service = doubledFloats(this.service);
    this.alone = doubledFloats(this.alone);
    this.load = doubledFloats(this.load);
    this.pace = doubledFloats(this.pace);
    this.mark = doubledFloats(this.mark);
    this.left = doubledFloats(this.left);
    this.rate = doubledFloats(this.rate);
  }
}
