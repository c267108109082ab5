/**
 * Columns that grow while a trace is read: typed, doubled when full, cut to size at the end.
 *
 * Memory follows the rows that are kept: 23 bytes per domain, 16 per step of load. Left out: the meaning of a row.
 */
import { complaint, placeOf } from './complaint.ts';

type Typed = Float64Array | Uint32Array | Uint16Array | Uint8Array;

export class Column<T extends Typed> {
  private held: T;
  private readonly make: (size: number) => T;
  length = 0;

  constructor(make: (size: number) => T) {
    this.make = make;
    this.held = make(1024);
  }

  push(value: number): void {
    if (this.length === this.held.length) {
      const wider = this.make(this.held.length * 2);
      wider.set(this.held);
      this.held = wider;
    }
    this.held[this.length] = value;
    this.length += 1;
  }

  /** What was pushed, in that order; a view, not a copy. */
  get values(): T {
    return this.held.subarray(0, this.length) as T;
  }
}

export const reals = (): Column<Float64Array> => new Column((size) => new Float64Array(size));
export const words = (): Column<Uint32Array> => new Column((size) => new Uint32Array(size));
export const halves = (): Column<Uint16Array> => new Column((size) => new Uint16Array(size));
export const octets = (): Column<Uint8Array> => new Column((size) => new Uint8Array(size));

/**
 * The order that sorts `keys`; rows with equal keys keep their order.
 *
 * @returns undefined when the keys are in order already, as most traces are
 */
export const risingOrder = (keys: Float64Array): Uint32Array | undefined => {
  let rising = true;
  for (let i = 1; i < keys.length && rising; i += 1) rising = keys[i]! >= keys[i - 1]!;
  if (rising) return undefined;
  return Uint32Array.from(keys, (_, i) => i).sort((a, b) => keys[a]! - keys[b]! || a - b);
};

/** The column in another order, or as it is when there is none. */
export const ordered = <T extends Typed>(column: T, order: Uint32Array | undefined): T => {
  if (order === undefined) return column;
  const moved = column.slice(0, order.length) as T;
  for (let i = 0; i < order.length; i += 1) moved[i] = column[order[i]!]!;
  return moved;
};

export const tooMany = (path: string, limit: number) =>
  complaint(
    placeOf(path),
    `has more than ${limit} rows`,
    'memory follows the rows',
    'give a part of the file',
  );
