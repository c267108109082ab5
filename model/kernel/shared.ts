/**
 * A shared server: all jobs are served at once, each at a rate in proportion to its weight, up to a cap.
 *
 * A job of weight w runs at w · min(cap, capacity / Σw). A virtual clock V runs at min(cap, capacity / Σw), so that a job
 * that enters at V ends at V + work / w whatever happens meanwhile: one heap, one timer, O(log n) per job. The fluid is
 * exact: a job leaves at its exact end, and only the news of it is rounded up to a whole µs. Left out: priorities between
 * jobs, and the switching from one to the next (turns has that).
 */
import { departuresOf } from './departures.ts';
import { doubled, NO_FLOATS, NO_INTS } from './doubled.ts';
import { endsOf } from './ends.ts';
import { ConservationError } from './faults.ts';
import { Places } from './places.ts';
import type { Simulation, Timer } from './simulation.ts';
import { NEVER, type Micros, type Moment } from './units.ts';

export interface Shared {
  /**
   * @param work    from 0, in capacity-µs: server-µs, or bytes where the capacity is in bytes per µs
   * @param weight  above 0; 1 where nothing is said
   */
  enter(job: number, work: Micros, weight?: number): void;
  /**
   * Adds to (or, negative, takes from) the weight that is there without being a job: it slows the others and never ends.
   *
   * @throws {ConservationError} when more is taken than was added
   */
  occupy(change: number): void;
  /** From now on; 0 stands still. */
  setCapacity(capacity: number): void;
  /** Jobs that entered and are not yet told done. */
  readonly jobs: number;
  /** Σ of weights in service, `occupy` included. */
  readonly load: number;
  /**
   * ∫ of capacity in use, by jobs and by `occupy`. Read in the µs in which a job is about to be told done, it counts
   * that job to the end of the µs.
   */
  readonly busy: number;
}

export interface SharedOptions {
  readonly capacity: number;
  /** The most capacity that one unit of weight can use; Infinity where nothing is said. */
  readonly cap?: number;
  /** Called with a job whose work is done; never from within `enter`; those of the same µs in order of entry. */
  readonly done: (job: number) => void;
}

export const sharedOf = (simulation: Simulation, options: SharedOptions): Shared =>
  new FluidServer(simulation, options);

/** µs: a job with less to go is done; far below the clock's µs, far above what rounding adds up to. */
const DRIFT = 1e-6;
/** Of what occupies: a rest after all of it was taken back is rounding, and is nothing. */
const WEIGHT_DRIFT = 1e-9;
/** Where V is set back to 0 under the jobs in service, so that its steps stay well below the drift: 2^30. */
const REBASE = 0x4000_0000;

class FluidServer implements Shared {
  private readonly simulation: Simulation;
  private readonly timer: Timer;
  private readonly done: (job: number) => void;
  private readonly cap: number;
  private capacity = 0;
  private phantom = 0;
  /** Moment up to which the fluid has flowed; the virtual clock and the capacity used there. */
  private at = 0;
  private virtual = 0;
  private used = 0;
  /** Jobs in service, by the places that hold them; places of those that left are taken again. */
  private readonly ends = endsOf();
  private weight = 0;
  private entries = 0;
  private readonly places = new Places();
  private weights = NO_FLOATS;
  private job = NO_INTS;
  private readonly departures = departuresOf();
  /** While departures are told, the timer waits: `done` mostly lets another job in. */
  private telling = false;

  constructor(simulation: Simulation, { capacity, cap = Infinity, done }: SharedOptions) {
    this.simulation = simulation;
    this.cap = cap;
    this.done = done;
    this.at = simulation.now;
    this.timer = simulation.timer(() => this.tell());
    this.setCapacity(capacity);
  }

  get jobs(): number {
    return this.ends.size + this.departures.size;
  }

  get load(): number {
    return this.weight + this.phantom;
  }

  get busy(): number {
    return this.used + this.using() * (this.simulation.now - this.at);
  }

  enter(job: number, work: Micros, weight = 1): void {
    if (!(work >= 0 && work < Infinity && weight > 0 && weight < Infinity)) {
      throw this.fault(`work of ${work} with weight ${weight} entered`);
    }
    this.flow();
    this.entries += 1;
    this.weight += weight;
    const place = this.places.take();
    if (place === this.job.length) this.grow();
    this.job[place] = job;
    this.weights[place] = weight;
    this.ends.push(this.virtual + work / weight, this.entries, place);
    this.arm();
  }

  occupy(change: number): void {
    const phantom = this.phantom + change;
    if (!(phantom > -WEIGHT_DRIFT && phantom < Infinity)) {
      throw this.fault(`weight ${change} was added to ${this.phantom} that occupies`);
    }
    this.flow();
    this.phantom = phantom < WEIGHT_DRIFT ? 0 : phantom;
    this.arm();
  }

  setCapacity(capacity: number): void {
    if (!(capacity >= 0 && capacity < Infinity)) throw this.fault(`capacity ${capacity} was given to`);
    this.flow();
    this.capacity = capacity;
    this.arm();
  }

  /** Capacity in use. */
  private using(): number {
    const { load } = this;
    return load > 0 ? Math.min(this.cap * load, this.capacity) : 0;
  }

  /** Rate of a job of weight 1, and of the virtual clock, while there are jobs. */
  private rate(): number {
    return Math.min(this.cap, this.capacity / this.load);
  }

  /** Lets the fluid flow up to now, through the exact ends of jobs on the way. */
  private flow(): void {
    const { now } = this.simulation;
    let left = now - this.at;
    this.at = now;
    while (this.ends.size > 0) {
      const span = this.untilFirstEnd();
      if (span > left + DRIFT) {
        this.virtual += this.rate() * left;
        break;
      }
      this.used += this.using() * Math.min(span, left);
      left = Math.max(0, left - span);
      this.virtual = Math.max(this.virtual, this.ends.first);
      this.leave();
    }
    this.used += this.using() * left;
    if (this.virtual > REBASE) this.rebase();
  }

  private untilFirstEnd(): number {
    const ahead = this.ends.first - this.virtual;
    return ahead > 0 ? ahead / this.rate() : 0;
  }

  private arm(): void {
    if (this.telling) return;
    const { now } = this.simulation;
    if (this.departures.size > 0) this.timer.set(now);
    else if (this.ends.size === 0) this.timer.set(NEVER);
    else this.timer.set((now + Math.max(0, Math.ceil(this.untilFirstEnd() - DRIFT))) as Moment);
  }

  private tell(): void {
    this.flow();
    this.telling = true;
    try {
      for (let left = this.departures.size; left > 0; left -= 1) this.done(this.departures.next());
    } finally {
      this.telling = false;
      this.arm();
    }
  }

  /** The first job of the heap has done its work. With the last one, sums and V start afresh. */
  private leave(): void {
    const entry = this.ends.firstEntry;
    const place = this.ends.pop();
    this.departures.add(this.job[place]!, entry);
    this.places.give(place);
    if (this.ends.size > 0) {
      this.weight -= this.weights[place]!;
    } else {
      this.weight = 0;
      this.virtual = 0;
    }
  }

  private rebase(): void {
    this.ends.rebase(this.virtual);
    this.virtual = 0;
  }

  private grow(): void {
    this.weights = doubled(this.weights);
    this.job = doubled(this.job);
  }

  private fault(what: string): ConservationError {
    return new ConservationError(`${what} a shared server, at ${this.simulation.now} µs`);
  }
}
