/**
 * The server that gives turns, one event per request: what the fluid of turns.ts is held against.
 *
 * A pass scans all connections, then serves one request of every client that waits when the scan ends, in the order in
 * which they joined; a client whose own time is over joins the back. An idle server begins a pass when the first one
 * joins. Exact times carry their part of a microsecond; only events are rounded up. Left out: fractions of a request, the
 * last one counts as whole.
 */
import { doubled, NO_FLOATS, NO_INTS } from './doubled.ts';
import { Places } from './places.ts';
import { ringOf } from './ring.ts';
import type { EventCode, Simulation } from './simulation.ts';
import { checkClient, type Turns, type TurnsOptions } from './turns.ts';
import type { Micros, Moment } from './units.ts';

export const turnsByRequestOf = (simulation: Simulation, options: TurnsOptions): Turns =>
  new RequestTurns(simulation, options);

/** Who joins in the µs in which a scan ends is still served by that pass. */
const RANK_JOIN = 31;
const IDLE = -1;

class RequestTurns implements Turns {
  jobs = 0;
  busy = 0;
  served = 0;
  private readonly simulation: Simulation;
  private readonly done: (job: number) => void;
  private readonly changed: (() => void) | undefined;
  private readonly joined: EventCode;
  private readonly scanned: EventCode;
  private readonly answered: EventCode;
  private readonly line = ringOf();
  private pass = 0;
  private marked = 0;
  /** Exact end of what the server does; requests left in this pass, IDLE when it does nothing. */
  private at = 0;
  private batch = IDLE;
  /** Clients by slot. */
  private readonly slots = new Places();
  private job = NO_INTS;
  private left = NO_FLOATS;
  private service = NO_FLOATS;
  private client = NO_FLOATS;
  private mark = NO_FLOATS;
  /** When its own time is over, exactly. */
  private back = NO_FLOATS;

  constructor(simulation: Simulation, { done, changed }: TurnsOptions) {
    this.simulation = simulation;
    this.done = done;
    this.changed = changed;
    this.joined = simulation.register((slot) => this.join(slot), RANK_JOIN);
    this.scanned = simulation.register(() => this.open());
    this.answered = simulation.register((slot) => this.answer(slot));
  }

  get utilisation(): number {
    return this.batch === IDLE ? 0 : 1;
  }

  marks(): number {
    return this.marked;
  }

  setPass(cost: Micros): void {
    this.pass = cost;
  }

  enter(job: number, requests: number, service: Micros, client: Micros, marks = 0): void {
    checkClient(requests, service, client, this.simulation.now);
    const slot = this.slots.take();
    if (slot === this.job.length) this.grow();
    this.job[slot] = job;
    this.left[slot] = Math.ceil(requests);
    this.service[slot] = service;
    this.client[slot] = client;
    this.mark[slot] = marks;
    this.jobs += 1;
    this.think(slot, this.simulation.now);
    this.changed?.();
  }

  private think(slot: number, from: number): void {
    const until = from + (this.left[slot]! > 0 ? this.client[slot]! : 0);
    this.back[slot] = until;
    this.simulation.schedule(Math.ceil(until) as Moment, this.joined, slot);
  }

  private join(slot: number): void {
    if (this.left[slot] === 0) {
      this.leave(slot);
      return;
    }
    this.line.push(slot);
    if (this.batch !== IDLE) return;
    this.scan(Math.max(this.at, this.back[slot]!));
    this.changed?.();
  }

  private scan(from: number): void {
    this.batch = 0;
    this.busy += this.pass;
    this.at = from + this.pass;
    this.simulation.schedule(Math.ceil(this.at) as Moment, this.scanned, 0);
  }

  private open(): void {
    this.batch = this.line.size;
    this.serve();
  }

  private serve(): void {
    const slot = this.line.shift();
    this.at += this.service[slot]!;
    this.batch -= 1;
    this.simulation.schedule(Math.ceil(this.at) as Moment, this.answered, slot);
  }

  private answer(slot: number): void {
    this.busy += this.service[slot]!;
    this.served += 1;
    this.marked += this.mark[slot]!;
    this.left[slot]! -= 1;
    const answered = this.at;
    if (this.batch > 0) {
      this.serve();
    } else if (this.line.size > 0) {
      this.scan(this.at);
    } else {
      this.batch = IDLE;
      this.changed?.();
    }
    if (this.left[slot]! > 0) this.think(slot, answered);
    else this.leave(slot);
  }

  private leave(slot: number): void {
    this.jobs -= 1;
    this.slots.give(slot);
    this.done(this.job[slot]!);
    this.changed?.();
  }

  private grow(): void {
    this.job = doubled(this.job);
    this.left = doubled(this.left);
    this.service = doubled(this.service);
    this.client = doubled(this.client);
    this.mark = doubled(this.mark);
    this.back = doubled(this.back);
  }
}
