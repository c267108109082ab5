/**
 * Lists of numbers that grow, without an object per number.
 *
 * Left out: removal.
 */
import { doubled } from './doubled.ts';

export class Column {
  private values = new Float64Array(1024);
  private length = 0;

  push(value: number): void {
    if (this.length === this.values.length) this.values = doubled(this.values);
    this.values[this.length] = value;
    this.length += 1;
  }

  all(): Float64Array {
    return this.values.slice(0, this.length);
  }
}

/** Durations, µs: whole ones below 2³², 71 minutes, take four bytes each, and all of them eight where one is not. */
export type Durations = Uint32Array | Float64Array;

/** A list of durations: a long trace has one for each of its domains, and few of them are long. */
export class DurationColumn {
  private values: Durations = new Uint32Array(1024);
  private length = 0;
  private narrow = true;

  push(duration: number): void {
    if (this.length === this.values.length) this.values = doubled(this.values);
    if (this.narrow && duration >>> 0 !== duration) {
      this.values = new Float64Array(this.values);
      this.narrow = false;
    }
    this.values[this.length] = duration;
    this.length += 1;
  }

  all(): Durations {
    return this.values.slice(0, this.length);
  }
}
