/**
 * Typed arrays that grow: twice the room, the same content, zeros behind it.
 *
 * Left out: shrinking; a station's room follows the most that it ever held.
 */

/** What a station's columns begin with: a fleet has thousands of stations, and many of them nobody ever comes to. */
export const NO_FLOATS = new Float64Array(0);
export const NO_INTS = new Int32Array(0);

/** Room of a column that had none: 64 bytes at most are kept beside the array, without memory of their own. */
const LEAST = 8;

export const doubled = <T extends Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array>(
  from: T,
): T => {
  const to = new (from.constructor as new (length: number) => T)(Math.max(LEAST, 2 * from.length));
  to.set(from);
  return to;
};
