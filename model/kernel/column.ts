/**
 * A list of numbers that grows, without an object per number.
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
