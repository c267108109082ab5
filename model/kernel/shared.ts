/**
 * A shared server: all jobs are served at once, each at a rate in proportion to its weight, up to a cap.
 *
 * A job of weight w runs at w · min(cap, capacity / Σw). A virtual clock V runs at min(cap, capacity / Σw), so that a job
 * that enters at V ends at V + work / weight whatever happens meanwhile: one heap, one timer, O(log n) per job. The fluid
 * is exact: a job leaves at its exact end, and only the news of it is rounded up to a whole µs. Left out: priorities
 * between jobs, and the switching from one to the next (turns has that).
 */
import { doubledFloats, doubledInts } from './doubled.ts';
import { ConservationError } from './faults.ts';
import type { Simulation, Timer } from './simulation.ts';
import { NEVER, type Micros, type Moment } from './units.ts';

export interface Shared {
  /**
   * @param work    from 0: what a job of weight 1 alone does in a µs at rate 1 (server-µs; bytes where capacity is B/µs)
   * @param weight  above 0; 1 where nothing is said
   */
  enter(job: number, work: Micros, weight?: number): void;
  /**
   * Adds to (or, negative, takes from) the weight that is there without being a job: it slows the others and never ends.
   *
   * @throws {ConservationError} when more is taken than was added
   */
  occupy(change: number): void;
  setCapacity(capacity: number): void;
  /** Jobs in service, those included whose end is exact in this µs and not yet told. */
  readonly jobs: number;
  /** Σ of weights in service, `occupy` included. */
  readonly load: number;
  /** ∫ of capacity in use, by jobs and by `occupy`. In a µs in which a job ends, not yet told, it may be early by that part of a µs. */
  readonly busy: number;
}

export interface SharedOptions {
  readonly capacity: number;
  /** The most capacity that one unit of weight can use; Infinity where nothing is said. */
  readonly cap?: number;
  /** Called with a job whose work is done; never from within `enter`. Those that end in the same µs come in order of entry. */
  readonly done: (job: number) => void;
}

export const sharedOf = (simulation: Simulation, options: SharedOptions): Shared =>
  new FluidServer(simulation, options);

/** µs: a job with less to go is done; far below the clock's µs, far above what rounding adds up to. */
const DRIFT = 1e-6;
/** Where V is set back to 0 under the jobs in service, so that its steps stay fine: 2^36. */
const REBASE = 0x10_0000_0000;

class FluidServer implements Shared {
  load = 0;
  private readonly simulation: Simulation;
  private readonly timer: Timer;
  private readonly done: (job: number) => void;
  private readonly cap: number;
  private capacity: number;
  private phantom = 0;
  /** Moment up to which the fluid has flowed, and the virtual clock there. */
  private at = 0;
  private virtual = 0;
  private used = 0;
  private entries = 0;
  /** Heap of jobs in service, first end first. */
  private size = 0;
  private ends = new Float64Array(16);
  private weights = new Float64Array(16);
  private entry = new Float64Array(16);
  private job = new Int32Array(16);
  /** Jobs whose work is done and that are not yet told, in order of entry. */
  private ended = 0;
  private endedEntry = new Float64Array(16);
  private endedJob = new Int32Array(16);

  constructor(simulation: Simulation, { capacity, cap = Infinity, done }: SharedOptions) {
    this.simulation = simulation;
    this.cap = cap;
    this.capacity = capacity;
    this.done = done;
    this.timer = simulation.timer(() => this.tell());
  }

  get jobs(): number {
    return this.size + this.ended;
  }

  get busy(): number {
    return this.used + this.using() * (this.simulation.now - this.at);
  }

  enter(job: number, work: Micros, weight = 1): void {
    if (!(work >= 0 && work < Infinity && weight > 0 && weight < Infinity)) {
      throw new ConservationError(
        `work of ${work} with weight ${weight} entered a shared server, at ${this.simulation.now} µs`,
      );
    }
    this.flow();
    this.entries += 1;
    this.load += weight;
    this.push(this.virtual + work / weight, weight, this.entries, job);
    this.arm();
  }

  occupy(change: number): void {
    this.flow();
    const phantom = this.phantom + change;
    if (!(phantom > -DRIFT)) {
      throw new ConservationError(
        `weight ${change} was taken from a shared server that ${this.phantom} occupied, at ${this.simulation.now} µs`,
      );
    }
    this.phantom = phantom < DRIFT * DRIFT ? 0 : phantom;
    this.weigh();
    this.arm();
  }

  setCapacity(capacity: number): void {
    this.flow();
    this.capacity = capacity;
    this.arm();
  }

  /** Rate of a job of weight 1, and of the virtual clock. */
  private rate(): number {
    return Math.min(this.cap, this.capacity / this.load);
  }

  private using(): number {
    return this.load > 0 ? Math.min(this.cap * this.load, this.capacity) : 0;
  }

  /** Lets the fluid flow up to now, through the exact ends of jobs on the way. */
  private flow(): void {
    const { now } = this.simulation;
    let left = now - this.at;
    this.at = now;
    while (this.size > 0) {
      const span = this.untilFirstEnd();
      if (span > left + DRIFT) break;
      this.used += this.using() * Math.min(span, left);
      left = Math.max(0, left - span);
      this.virtual = Math.max(this.virtual, this.ends[0]!);
      this.leave();
    }
    if (left > 0) {
      this.used += this.using() * left;
      if (this.size > 0) this.virtual += this.rate() * left;
    }
    if (this.size === 0) this.virtual = 0;
    else if (this.virtual > REBASE) this.rebase();
  }

  private untilFirstEnd(): number {
    const ahead = this.ends[0]! - this.virtual;
    return ahead > 0 ? ahead / this.rate() : 0;
  }

  private arm(): void {
    const { now } = this.simulation;
    if (this.ended > 0) this.timer.set(now);
    else if (this.size === 0) this.timer.set(NEVER);
    else this.timer.set((now + Math.ceil(Math.max(0, this.untilFirstEnd() - DRIFT))) as Moment);
  }

  private tell(): void {
    this.flow();
    const told = this.ended;
    for (let i = 0; i < told; i += 1) {
      const job = this.endedJob[0]!;
      this.ended -= 1;
      this.endedJob.copyWithin(0, 1, this.ended + 1);
      this.endedEntry.copyWithin(0, 1, this.ended + 1);
      this.done(job);
    }
    this.arm();
  }

  /** The first job of the heap has done its work. */
  private leave(): void {
    if (this.ended === this.endedJob.length) {
      this.endedEntry = doubledFloats(this.endedEntry);
      this.endedJob = doubledInts(this.endedJob);
    }
    const entry = this.entry[0]!;
    let place = this.ended;
    while (place > 0 && this.endedEntry[place - 1]! > entry) {
      this.endedEntry[place] = this.endedEntry[place - 1]!;
      this.endedJob[place] = this.endedJob[place - 1]!;
      place -= 1;
    }
    this.endedEntry[place] = entry;
    this.endedJob[place] = this.job[0]!;
    this.ended += 1;
    this.load -= this.weights[0]!;
    this.pop();
    if (this.size === 0) this.weigh();
  }

  /** Adds the weights up anew, so that differences of sums do not pile up. */
  private weigh(): void {
    let load = this.phantom;
    for (let i = 0; i < this.size; i += 1) load += this.weights[i]!;
    this.load = load;
  }

  private rebase(): void {
    for (let i = 0; i < this.size; i += 1) this.ends[i]! -= this.virtual;
    this.virtual = 0;
  }

  private push(end: number, weight: number, entry: number, job: number): void {
    if (this.size === this.job.length) {
      this.ends = doubledFloats(this.ends);
      this.weights = doubledFloats(this.weights);
      this.entry = doubledFloats(this.entry);
      this.job = doubledInts(this.job);
    }
    let hole = this.size;
    this.size += 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (this.ends[parent]! <= end) break;
      this.copy(parent, hole);
      hole = parent;
    }
    this.put(hole, end, weight, entry, job);
  }

  private pop(): void {
    this.size -= 1;
    const last = this.size;
    const end = this.ends[last]!;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= last) break;
      if (child + 1 < last && this.ends[child + 1]! < this.ends[child]!) child += 1;
      if (end <= this.ends[child]!) break;
      this.copy(child, hole);
      hole = child;
    }
    this.put(hole, end, this.weights[last]!, this.entry[last]!, this.job[last]!);
  }

  private copy(from: number, to: number): void {
    this.put(to, this.ends[from]!, this.weights[from]!, this.entry[from]!, this.job[from]!);
  }

  private put(slot: number, end: number, weight: number, entry: number, job: number): void {
    this.ends[slot] = end;
    this.weights[slot] = weight;
    this.entry[slot] = entry;
    this.job[slot] = job;
  }
}
