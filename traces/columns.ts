/**
 * Columns that grow while a trace is read: typed, doubled when full, cut to size at the end.
 *
 * Memory follows the rows that are kept: 23 bytes per domain (27 with its group), 20 per step of load. Left out: the meaning of a row.
 */
import { complaint, placeOf } from './complaint.ts';

export type Typed = Float64Array | Uint32Array | Uint16Array | Uint8Array;

export class Column<T extends Typed> {
  private held: T;
  private readonly make: (size: number) => T;
  length: number;

  /** @param held  what the column begins with, which it keeps */
  constructor(make: (size: number) => T, held: T = make(1024), length = 0) {
    this.make = make;
    this.held = held;
    this.length = length;
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

export const reals = (held?: Float64Array): Column<Float64Array> =>
  new Column((size) => new Float64Array(size), held, held?.length);
export const words = (held?: Uint32Array): Column<Uint32Array> =>
  new Column((size) => new Uint32Array(size), held, held?.length);
export const halves = (held?: Uint16Array): Column<Uint16Array> =>
  new Column((size) => new Uint16Array(size), held, held?.length);
export const octets = (held?: Uint8Array): Column<Uint8Array> =>
  new Column((size) => new Uint8Array(size), held, held?.length);

/** The column in another order, or as it is when there is none. */
export const ordered = <T extends Typed>(column: T, order: Uint32Array | undefined): T => {
  if (order === undefined) return column;
  const moved = column.slice(0, order.length) as T;
  for (let i = 0; i < order.length; i += 1) moved[i] = column[order[i]!]!;
  return moved;
};

/** A copy in memory that threads share: given to another thread, it is not copied again. */
export const inCommon = <T extends Typed>(column: T): T => {
  const make = column.constructor as new (memory: SharedArrayBuffer) => T;
  const copy = new make(new SharedArrayBuffer(column.byteLength));
  copy.set(column);
  return copy;
};

export const tooMany = (path: string, limit: number) =>
  complaint(
    placeOf(path),
    `has more than ${limit} rows`,
    'memory follows the rows',
    'give a part of the file',
  );
