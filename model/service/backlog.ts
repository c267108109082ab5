/**
 * Arrivals that wait, as a fluid in line: stretches of even arrivals, first in, first served.
 *
 * A request that arrives at t is taken up when all that had arrived before it is served, so its delay hangs on replicas
 * still to come; each stretch stays here until service passes it, cut where service cut it. Arrivals that have waited
 * `patience` are settled at once, whatever comes, and only their volume stays: the line holds no more stretches than
 * began within the patience. Volumes are work in replica-µs, paces work per µs: three replicas serve at a pace of 3.
 * Left out: what a delay means (response.ts).
 */
import type { Steady } from './response.ts';

/** Arrivals over [from, until) whose fluid delay moved evenly; those never served come with an infinite one. */
export type Settled = (
  from: number,
  until: number,
  pace: number,
  steady: Steady,
  delayFrom: number,
  delayUntil: number,
) => void;

export interface Backlog {
  readonly empty: () => boolean;
  /** Even arrivals over [from, until), after all earlier ones; a pace of 0 stands for arrivals that might have been. */
  readonly join: (from: number, until: number, pace: number, steady: Steady) => void;
  /** Serves over [from, until) at an even pace; what has joined by `until` is there in time. */
  readonly serve: (from: number, until: number, pace: number) => void;
  /** All that is left is served by `at`: the moment at which the backlog ends. */
  readonly finish: (from: number, at: number, pace: number) => void;
  /** Settles what has waited the patience or longer at this moment. */
  readonly giveUp: (at: number) => void;
  /** Settles all the rest as never served. */
  readonly abandon: () => void;
}

export const backlogOf = (patience: number, settled: Settled): Backlog => new Line(patience, settled);

const FIRST_ROOM = 16;

/** A ring of columns; the first of the line at `#head`. */
class Line implements Backlog {
  readonly #patience: number;
  readonly #settled: Settled;
  #room = FIRST_ROOM;
  #head = 0;
  #count = 0;
  #from = new Float64Array(FIRST_ROOM);
  #until = new Float64Array(FIRST_ROOM);
  #pace = new Float64Array(FIRST_ROOM);
  #steady: Steady[] = [];
  /** Volume at the very front whose arrivals are settled and that still has to be served. */
  #given = 0;

  constructor(patience: number, settled: Settled) {
    this.#patience = patience;
    this.#settled = settled;
  }

  empty(): boolean {
    return this.#count === 0 && this.#given === 0;
  }

  join(from: number, until: number, pace: number, steady: Steady): void {
    if (until <= from) return;
    const tail = (this.#head + this.#count - 1) & (this.#room - 1);
    const continues =
      this.#count > 0 &&
      this.#until[tail] === from &&
      this.#pace[tail] === pace &&
      this.#steady[tail] === steady;
    if (continues) {
      this.#until[tail] = until;
      return;
    }
    if (this.#count === this.#room) this.#grow();
    const place = (this.#head + this.#count) & (this.#room - 1);
    this.#from[place] = from;
    this.#until[place] = until;
    this.#pace[place] = pace;
    this.#steady[place] = steady;
    this.#count += 1;
  }

  serve(from: number, until: number, pace: number): void {
    this.#serve(from, until, pace, (until - from) * pace);
  }

  finish(from: number, at: number, pace: number): void {
    this.#serve(from, at, pace, Number.POSITIVE_INFINITY);
  }

  giveUp(at: number): void {
    while (this.#count > 0 && this.#until[this.#head]! + this.#patience <= at) {
      this.#given += this.#volume();
      this.#leave();
    }
  }

  abandon(): void {
    while (this.#count > 0) this.#leave();
    this.#given = 0;
  }

  /** The pace is above 0 or there is nothing to do; rounding may end a stretch late, but never after `until`. */
  #serve(from: number, until: number, pace: number, volume: number): void {
    if (pace === 0) return;
    let left = volume;
    let at = from;
    if (this.#given > 0) {
      const taken = Math.min(this.#given, left);
      this.#given -= taken;
      left -= taken;
      at = Math.min(until, at + taken / pace);
    }
    while (this.#count > 0 && this.#given === 0) {
      const first = this.#head;
      const begun = this.#from[first]!;
      const whole = this.#volume();
      if (whole > left) {
        const cut = Math.min(this.#until[first]!, begun + left / this.#pace[first]!);
        this.#settle(cut, at - begun, until - cut);
        this.#from[first] = cut;
        return;
      }
      const passed = Math.min(until, at + whole / pace);
      left -= whole;
      this.#settle(this.#until[first]!, at - begun, passed - this.#until[first]!);
      this.#drop();
      at = passed;
    }
  }

  #volume(): number {
    return (this.#until[this.#head]! - this.#from[this.#head]!) * this.#pace[this.#head]!;
  }

  /** The first of the line, up to a moment; rounding may make a delay of nothing a little less. */
  #settle(until: number, delayFrom: number, delayUntil: number): void {
    const from = this.#from[this.#head]!;
    if (until > from)
      this.#settled(
        from,
        until,
        this.#pace[this.#head]!,
        this.#steady[this.#head]!,
        Math.max(0, delayFrom),
        Math.max(0, delayUntil),
      );
  }

  /** The first of the line is settled as one that waits longer than anybody would. */
  #leave(): void {
    this.#settle(this.#until[this.#head]!, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    this.#drop();
  }

  #drop(): void {
    this.#head = (this.#head + 1) & (this.#room - 1);
    this.#count -= 1;
  }

  #grow(): void {
    const unrolled = (column: Float64Array): Float64Array<ArrayBuffer> => {
      const wider = new Float64Array(2 * this.#room);
      wider.set(column.subarray(this.#head));
      wider.set(column.subarray(0, this.#head), this.#room - this.#head);
      return wider;
    };
    this.#from = unrolled(this.#from);
    this.#until = unrolled(this.#until);
    this.#pace = unrolled(this.#pace);
    this.#steady = [...this.#steady.slice(this.#head), ...this.#steady.slice(0, this.#head)];
    this.#head = 0;
    this.#room *= 2;
  }
}
