/**
 * Requests and those of them that missed, interval by interval of their arrival: what an alert looks at.
 *
 * An interval is a minute, or so many whole minutes that a long replay has no more than {@link INTERVALS_MAX} of them.
 * Left out: what is made of it (the instrument's affair).
 */
import { micros, minutes, type Micros } from '../kernel/units.ts';
import type { Series } from '../recording.ts';

/** 45 days of minutes. */
const INTERVALS_MAX = 65_536;

const MINUTE = minutes(1);

export class Tally {
  readonly #interval: Micros;
  readonly #total: Float64Array;
  readonly #missed: Float64Array;

  /** @param horizon  end of the time in which requests arrive, µs */
  constructor(horizon: number) {
    const inMinutes = Math.max(1, Math.ceil(horizon / MINUTE / INTERVALS_MAX));
    this.#interval = micros(inMinutes * MINUTE);
    const intervals = Math.max(1, Math.ceil(horizon / this.#interval));
    this.#total = new Float64Array(intervals);
    this.#missed = new Float64Array(intervals);
  }

  /** Requests that arrived at a moment; at the horizon they count to the last interval. */
  add(at: number, total: number, missed: number): void {
    const index = Math.min(this.#total.length - 1, Math.floor(at / this.#interval));
    this.#total[index]! += total;
    this.#missed[index]! += missed;
  }

  /** Requests that arrived evenly over [from, until). */
  spread(from: number, until: number, total: number, missed: number): void {
    const span = until - from;
    let at = from;
    while (at < until) {
      const end = (Math.floor(at / this.#interval) + 1) * this.#interval;
      const part = (Math.min(until, end) - at) / span;
      this.add(at, total * part, missed * part);
      at = end;
    }
  }

  series(): Series {
    return { interval: this.#interval, total: this.#total, missed: this.#missed };
  }
}
