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

/**
 * The order that sorts `keys`; rows with equal keys keep their order.
 *
 * @returns undefined when the keys are in order already, as most traces are
 */
export const risingOrder = (keys: Float64Array): Uint32Array | undefined => {
  let rising = true;
  for (let i = 1; i < keys.length && rising; i += 1) rising = keys[i]! >= keys[i - 1]!;
  return rising ? undefined : radixOrder(keys);
};

const DIGIT_BITS = 16;
const DIGITS_PER_KEY = 64 / DIGIT_BITS;

/**
 * By the bits of the keys, 16 at a time from the lowest on, each pass stable: 2.7 million keys in a third of the time that
 * a comparing sort takes, and no call per comparison.
 */
const radixOrder = (keys: Float64Array): Uint32Array => {
  const digits = new Uint16Array(sortableBits(keys).buffer);
  let order = new Uint32Array(keys.length);
  let next = new Uint32Array(keys.length);
  for (let i = 0; i < order.length; i += 1) order[i] = i;
  const places = new Uint32Array(2 ** DIGIT_BITS);
  for (let digit = 0; digit < DIGITS_PER_KEY; digit += 1) {
    places.fill(0);
    for (let i = digit; i < digits.length; i += DIGITS_PER_KEY) places[digits[i]!]! += 1;
    // all keys have the same digit here, as whole numbers have in their lowest
    if (places[digits[digit]!] === keys.length) continue;
    for (let value = 0, place = 0; value < places.length; value += 1) {
      const count = places[value]!;
      places[value] = place;
      place += count;
    }
    for (const key of order) {
      const value = digits[key * DIGITS_PER_KEY + digit]!;
      next[places[value]!] = key;
      places[value]! += 1;
    }
    [order, next] = [next, order];
  }
  return order;
};

/** The bits of each number, as two words, so that they sort as the numbers do: negative ones turned over. */
const sortableBits = (keys: Float64Array): Uint32Array => {
  // adding 0 makes 0 of −0
  const copy = keys.map((key) => key + 0);
  const words = new Uint32Array(copy.buffer);
  for (let i = 0; i < words.length; i += 2) {
    const negative = words[i + 1]! >>> 31 === 1;
    words[i] = negative ? ~words[i]! : words[i]!;
    words[i + 1] = negative ? ~words[i + 1]! : words[i + 1]! ^ 0x8000_0000;
  }
  return words;
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
