/**
 * Replicas at work on requests one by one: in one line before all of them, or shared evenly.
 *
 * Replicas are alike, so only their number matters. In line a replica serves one request at a time, first come first
 * served; where replicas leave, idle ones go first, and what a busy one had begun goes back to the head of the line with
 * what is left of it. Shared, each of n requests is served at the rate min(1, replicas / n), as processors in turns do.
 * Left out: lines before each replica, and what routing to them costs.
 */
import { ringOf, type Ring } from '../kernel/ring.ts';
import { doubled } from '../kernel/doubled.ts';
import { sharedOf, type Shared } from '../kernel/shared.ts';
import type { EventCode, Simulation } from '../kernel/simulation.ts';
import { micros, moment } from '../kernel/units.ts';
import { REQUEST_RANK } from './arrivals.ts';

export interface Servers {
  /** @param work  µs of one replica, above 0 */
  readonly enter: (job: number, work: number) => void;
  readonly replicas: (count: number) => void;
  /** No request that waits is taken up any more; those in service are served to their end. */
  readonly shut: () => void;
  readonly waiting: number;
  readonly inService: number;
}

/** How replicas share out requests. */
export type Discipline = 'line' | 'shared';

/** @param done  called with a request that is served, after the next one was taken up */
export const serversOf = (
  simulation: Simulation,
  discipline: Discipline,
  done: (job: number) => void,
): Servers => (discipline === 'line' ? new CentralLine(simulation, done) : new EvenShare(simulation, done));

const FIRST_ROOM = 64;
/** Ends at no moment: it waits, or has left. */
const NOWHERE = -1;

class CentralLine implements Servers {
  readonly #simulation: Simulation;
  readonly #done: (job: number) => void;
  readonly #ending: EventCode;
  readonly #line: Ring = ringOf();
  /** Begun and put back, the last of them first. */
  readonly #putBack: number[] = [];
  #replicas = 0;
  #shut = false;
  inService = 0;
  /** By job: work left while it waits, µs; when it will be served, exactly and as the event that says so. */
  #left = new Float64Array(FIRST_ROOM);
  #end = new Float64Array(FIRST_ROOM);
  #due = new Float64Array(FIRST_ROOM);
  /** Those in service, in no order, and the place of each. */
  #serving = new Int32Array(FIRST_ROOM);
  #place = new Int32Array(FIRST_ROOM);

  constructor(simulation: Simulation, done: (job: number) => void) {
    this.#simulation = simulation;
    this.#done = done;
    this.#ending = simulation.register((job) => this.#ended(job), REQUEST_RANK);
  }

  get waiting(): number {
    return this.#line.size + this.#putBack.length;
  }

  enter(job: number, work: number): void {
    while (job >= this.#left.length) this.#grow();
    this.#left[job] = work;
    if (this.inService < this.#replicas) this.#begin(job);
    else {
      this.#due[job] = NOWHERE;
      this.#line.push(job);
    }
  }

  replicas(count: number): void {
    this.#replicas = count;
    while (this.inService > count) this.#interrupt();
    this.#takeUp();
  }

  shut(): void {
    this.#shut = true;
  }

  #takeUp(): void {
    while (!this.#shut && this.inService < this.#replicas) {
      if (this.#putBack.length > 0) this.#begin(this.#putBack.pop()!);
      else if (this.#line.size > 0) this.#begin(this.#line.shift());
      else return;
    }
  }

  #begin(job: number): void {
    const end = this.#simulation.now + this.#left[job]!;
    const due = Math.ceil(end);
    this.#end[job] = end;
    this.#due[job] = due;
    this.#serving[this.inService] = job;
    this.#place[job] = this.inService;
    this.inService += 1;
    this.#simulation.schedule(moment(due), this.#ending, job);
  }

  /** The event of one that was interrupted meanwhile, or has left, is nobody's. */
  #ended(job: number): void {
    if (this.#due[job] !== this.#simulation.now) return;
    this.#leave(job);
    this.#takeUp();
    this.#done(job);
  }

  #leave(job: number): void {
    this.#due[job] = NOWHERE;
    this.inService -= 1;
    const last = this.#serving[this.inService]!;
    const hole = this.#place[job]!;
    this.#serving[hole] = last;
    this.#place[last] = hole;
  }

  /** The replica that has the longest to go leaves, and its request goes back to the head of the line. */
  #interrupt(): void {
    let longest = this.#serving[0]!;
    for (let i = 1; i < this.inService; i += 1) {
      const job = this.#serving[i]!;
      const later = this.#end[job]! - this.#end[longest]!;
      if (later > 0 || (later === 0 && job > longest)) longest = job;
    }
    this.#left[longest] = Math.max(0, this.#end[longest]! - this.#simulation.now);
    this.#leave(longest);
    this.#putBack.push(longest);
  }

  #grow(): void {
    this.#left = doubled(this.#left);
    this.#end = doubled(this.#end);
    this.#due = doubled(this.#due);
    this.#serving = doubled(this.#serving);
    this.#place = doubled(this.#place);
  }
}

class EvenShare implements Servers {
  readonly #shared: Shared;
  #jobs = 0;
  #replicas = 0;

  constructor(simulation: Simulation, done: (job: number) => void) {
    this.#shared = sharedOf(simulation, {
      capacity: 0,
      cap: 1,
      done: (job) => {
        this.#jobs -= 1;
        done(job);
      },
    });
  }

  /** Beyond the replicas, though all are served a little. */
  get waiting(): number {
    return Math.max(0, this.#jobs - this.#replicas);
  }

  get inService(): number {
    return Math.min(this.#jobs, this.#replicas);
  }

  enter(job: number, work: number): void {
    this.#jobs += 1;
    this.#shared.enter(job, micros(work));
  }

  replicas(count: number): void {
    this.#replicas = count;
    this.#shared.setCapacity(count);
  }

  shut(): void {
    // all are in service
  }
}
