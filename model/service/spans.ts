/**
 * Spans of time in order, no more of them than can be told apart in a drawing.
 *
 * Up to {@link LIMIT} are kept as they are. Beyond that time is cut into cells, wider as time goes on, and spans that
 * begin in the same cell are one, from the first of them to the last, with the time they really take. Left out: their
 * number, which is counted exactly elsewhere.
 */
import type { Spans } from '../recording.ts';

export const LIMIT = 1024;

export class SpanList {
  #from: number[] = [];
  #until: number[] = [];
  #taken: number[] = [];
  /** Width of a cell; 0 while every span is kept. */
  #cell = 0;

  /** From [from, until); spans do not overlap and come in the order of time, and those that touch are one. */
  add(from: number, until: number): void {
    this.#put(from, until, until - from);
    while (this.#from.length > LIMIT) this.#coarsen();
  }

  all(): Spans {
    return {
      from: Float64Array.from(this.#from),
      until: Float64Array.from(this.#until),
      taken: Float64Array.from(this.#taken),
    };
  }

  #put(from: number, until: number, taken: number): void {
    const last = this.#from.length - 1;
    const joined = last >= 0 && (from <= this.#until[last]! || this.#sameCell(from, this.#from[last]!));
    if (joined) {
      this.#until[last] = until;
      this.#taken[last]! += taken;
    } else {
      this.#from.push(from);
      this.#until.push(until);
      this.#taken.push(taken);
    }
  }

  #sameCell(a: number, b: number): boolean {
    return this.#cell > 0 && Math.floor(a / this.#cell) === Math.floor(b / this.#cell);
  }

  #coarsen(): void {
    const from = this.#from;
    const until = this.#until;
    const taken = this.#taken;
    this.#cell = this.#cell === 0 ? (until.at(-1)! - from[0]!) / LIMIT : 2 * this.#cell;
    this.#from = [];
    this.#until = [];
    this.#taken = [];
    for (const [index, start] of from.entries()) this.#put(start, until[index]!, taken[index]!);
  }
}
