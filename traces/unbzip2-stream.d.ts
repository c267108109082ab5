/** The two pieces of unbzip2-stream that bzip2.ts calls; the package brings no types. */
declare module 'unbzip2-stream/lib/bit_iterator.js' {
  export interface Bits {
    (count: number | null): number;
    readonly bytesRead: number;
  }
  const bitIterator: (next: () => Uint8Array) => Bits;
  export default bitIterator;
}

declare module 'unbzip2-stream/lib/bzip2.js' {
  import type { Bits } from 'unbzip2-stream/lib/bit_iterator.js';
  const bzip2: {
    /** Reads `BZh1` to `BZh9`; gives the digit. */
    readonly header: (bits: Bits) => number;
    /** One block, byte by byte; gives the checksum so far, or null at the end of a stream. */
    readonly decompress: (
      bits: Bits,
      put: (byte: number) => void,
      block: Int32Array,
      blockSize: number,
      checksum: number,
    ) => number | null;
  };
  export default bzip2;
}
