/**
 * Typed arrays that grow: twice the room, the same content, zeros behind it.
 *
 * Left out: shrinking; a station's room follows the most that it ever held.
 */
export const doubledFloats = (from: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
  const to = new Float64Array(2 * from.length);
  to.set(from);
  return to;
};

export const doubledInts = (from: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
  const to = new Int32Array(2 * from.length);
  to.set(from);
  return to;
};
