/**
 * The server that gives turns, as a fluid: each client makes a request per cycle.
 *
 * The cycle follows from who else is there (cycle.ts has the law). Clients with the same own time have the same cycle, so
 * each such group has a virtual clock in requests, on which a client's end stands still whatever happens: a change costs
 * time in proportion to the groups, a client log n, a request nothing. Left out: the order within a pass.
 */
import { Groups } from './cycle.ts';
import { departuresOf } from './departures.ts';
import { doubled, NO_FLOATS, NO_INTS } from './doubled.ts';
import { endsOf, type Ends } from './ends.ts';
import { ConservationError } from './faults.ts';
import { Places } from './places.ts';
import type { Simulation, Timer } from './simulation.ts';
import { checkClient, type Turns, type TurnsOptions } from './turns.ts';
import { NEVER, type Micros, type Moment } from './units.ts';

export const turnsOf = (simulation: Simulation, options: TurnsOptions): Turns =>
  new FluidTurns(simulation, options);

/** µs: a client with less to go is done. */
const DRIFT = 1e-6;
/** Of a request: what rounding may lack of a whole one. */
const WHOLE = 1e-9;
/** Requests on a group's clock after which it is set back to 0, so that their parts stay exact: 2^20. */
const REBASE = 0x10_0000;

class FluidTurns implements Turns {
  private readonly simulation: Simulation;
  private readonly timer: Timer;
  private readonly done: (job: number) => void;
  private readonly changed: (() => void) | undefined;
  private pass = 0;
  private readonly groups = new Groups();
  /** Per group: the clients by their ends, its clock, and the marks of a request of each of its clients. */
  private readonly ends: Ends[] = [];
  private clock = NO_FLOATS;
  private marking = NO_FLOATS;
  /** Moment up to which requests have flowed, sums up to there, and their growth per µs since. */
  private at = 0;
  private busyBefore = 0;
  private servedBefore = 0;
  private serving = 0;
  /** Marks of clients that left. */
  private marksBefore = 0;
  private entries = 0;
  /** Clients by the places that hold them; places of those that left are taken again. */
  private readonly places = new Places();
  private job = NO_INTS;
  private service = NO_FLOATS;
  private requests = NO_FLOATS;
  private mark = NO_FLOATS;
  /** The group's clock when the client came. */
  private start = NO_FLOATS;
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
    return this.groups.clients + this.departures.size;
  }

  get utilisation(): number {
    return this.groups.utilisation;
  }

  get busy(): number {
    return this.busyBefore + this.utilisation * (this.simulation.now - this.at);
  }

  get served(): number {
    return this.servedBefore + this.serving * (this.simulation.now - this.at);
  }

  marks(): number {
    const span = this.simulation.now - this.at;
    let marks = this.marksBefore;
    for (let group = 0; group < this.groups.size; group += 1) {
      if (this.marking[group] === 0) continue;
      const clock = this.clock[group]! + span / this.groups.cycle[group]! + WHOLE;
      const ends = this.ends[group]!;
      for (let i = 0; i < ends.size; i += 1) {
        const place = ends.itemAt(i);
        marks += this.mark[place]! * Math.floor(clock - this.start[place]!);
      }
    }
    return marks;
  }

  enter(job: number, requests: number, service: Micros, client: Micros, marks = 0): void {
    checkClient(requests, service, client, this.simulation.now);
    this.flow();
    const { groups } = this;
    const before = groups.size;
    const group = groups.placeOf(client);
    if (groups.size > before) this.open(group);
    groups.add(group, service);
    this.marking[group]! += marks;
    const place = this.places.take();
    if (place === this.job.length) this.grow();
    this.entries += 1;
    this.job[place] = job;
    this.service[place] = service;
    this.requests[place] = requests;
    this.mark[place] = marks;
    this.start[place] = this.clock[group]!;
    this.ends[group]!.push(this.clock[group]! + requests, this.entries, place);
    this.balance();
  }

  setPass(cost: Micros): void {
    if (cost === this.pass) return;
    if (!(cost >= 0 && cost < Infinity)) {
      throw new ConservationError(`a pass was set to ${cost} µs, at ${this.simulation.now} µs`);
    }
    this.flow();
    this.pass = cost;
    this.balance();
  }

  /** Lets requests flow up to now. */
  private flow(): void {
    const { now } = this.simulation;
    const span = now - this.at;
    if (span === 0) return;
    this.busyBefore = this.busy;
    this.servedBefore = this.served;
    this.at = now;
    const { cycle, size } = this.groups;
    for (let group = 0; group < size; group += 1) {
      this.clock[group]! += span / cycle[group]!;
      if (this.clock[group]! > REBASE) this.rebase(group);
    }
  }

  /** Finds every group's cycle for the clients as they are now, and when the first one is done. */
  private balance(): void {
    if (this.telling) return;
    const { groups } = this;
    groups.settle(this.pass);
    this.serving = 0;
    let first: number = NEVER;
    for (let group = 0; group < groups.size; group += 1) {
      const cycle = groups.cycle[group]!;
      this.serving += groups.count[group]! / cycle;
      const end = (this.ends[group]!.first - this.clock[group]!) * cycle;
      if (end < first) first = end;
    }
    this.timer.set((this.simulation.now + Math.ceil(Math.max(0, first - DRIFT))) as Moment);
    this.changed?.();
  }

  /** Takes out all that are done, tells so in order of entry, and balances once for all that changed meanwhile. */
  private tell(): void {
    this.flow();
    for (let group = this.groups.size - 1; group >= 0; group -= 1) this.release(group);
    this.telling = true;
    try {
      for (let told = this.departures.size; told > 0; told -= 1) this.done(this.departures.next());
    } finally {
      this.telling = false;
      this.balance();
    }
  }

  /** Takes those of a group out that are done, and the group when it was the last. */
  private release(group: number): void {
    const ends = this.ends[group]!;
    const until = this.clock[group]! + DRIFT / this.groups.cycle[group]!;
    while (ends.size > 0 && ends.first <= until) {
      const beyond = this.clock[group]! - ends.first;
      const entry = ends.firstEntry;
      const place = ends.pop();
      this.groups.take(group, this.service[place]!);
      // what it was served in the part of a µs that rounding added is taken back
      this.servedBefore -= beyond;
      this.marksBefore += this.requests[place]! * this.mark[place]!;
      this.marking[group] = ends.size === 0 ? 0 : this.marking[group]! - this.mark[place]!;
      this.departures.add(this.job[place]!, entry);
      this.places.give(place);
    }
    if (ends.size === 0) this.close(group);
  }

  private open(group: number): void {
    if (group === this.clock.length) {
      this.clock = doubled(this.clock);
      this.marking = doubled(this.marking);
    }
    this.ends[group] ??= endsOf();
    this.clock[group] = 0;
    this.marking[group] = 0;
  }

  private close(group: number): void {
    this.groups.remove(group);
    const last = this.groups.size;
    const empty = this.ends[group]!;
    this.ends[group] = this.ends[last]!;
    this.ends[last] = empty;
    this.clock[group] = this.clock[last]!;
    this.marking[group] = this.marking[last]!;
  }

  private rebase(group: number): void {
    const by = this.clock[group]!;
    const ends = this.ends[group]!;
    ends.rebase(by);
    for (let i = 0; i < ends.size; i += 1) this.start[ends.itemAt(i)]! -= by;
    this.clock[group] = 0;
  }

  private grow(): void {
    this.job = doubled(this.job);
    this.service = doubled(this.service);
    this.requests = doubled(this.requests);
    this.mark = doubled(this.mark);
    this.start = doubled(this.start);
  }
}
