/**
 * bzip2, block by block, through unbzip2-stream's decoder.
 *
 * Its decoder is called directly, not through its stream: the stream keeps a whole block as an array of numbers, and a
 * block of 45 bytes can unfold to 45 MB. Here a block grows in bytes, and is handed on before the next is begun. Several
 * streams behind one another are one content. Left out: the obsolete randomised blocks of bzip2 0.9.
 */
import bitIterator from 'unbzip2-stream/lib/bit_iterator.js';
import bzip2 from 'unbzip2-stream/lib/bzip2.js';
import { damaged, endsEarly } from './damage.ts';
import { Pulled } from './pulled.ts';

/** No block is longer packed: 900,000 symbols of at most 20 bits, and its tables. */
const BLOCK_MOST = 2_300_000;
const BLOCK_UNIT = 100_000;

class Ends extends Error {}

export async function* bunzipped(raw: AsyncIterable<Buffer>, where: string): AsyncGenerator<Buffer> {
  const pulled = new Pulled(raw);
  await pulled.fill(BLOCK_MOST);
  let taken = 0;
  const bits = bitIterator(() => {
    const chunk = pulled.shift();
    if (chunk === undefined) throw new Ends();
    taken += chunk.length;
    return chunk;
  });
  let level = 0;
  let block = new Int32Array(0);
  let checksum = 0;
  const out = new Growing();
  const put = (byte: number): void => out.put(byte);
  for (;;) {
    await pulled.fill(BLOCK_MOST);
    const left = pulled.held + taken - bits.bytesRead;
    if (level === 0 && left === 0 && bits.bytesRead > 0) return;
    try {
      if (level === 0) {
        level = bzip2.header(bits);
        if (block.length !== level * BLOCK_UNIT) block = new Int32Array(level * BLOCK_UNIT);
        checksum = 0;
        continue;
      }
      const after = bzip2.decompress(bits, put, block, block.length, checksum);
      if (after === null) level = 0;
      else checksum = after;
    } catch (fault) {
      // the decoder's own faults are told by a plain message, and an odd file can lead it outside its arrays
      throw fault instanceof Ends ? endsEarly(where, 'bzip2') : damaged(where, 'bzip2');
    }
    if (out.length > 0) yield out.cut();
  }
}

/** Bytes that come one at a time. */
class Growing {
  private held = Buffer.allocUnsafe(BLOCK_UNIT * 10);
  length = 0;

  put(byte: number): void {
    if (this.length === this.held.length) {
      const wider = Buffer.allocUnsafe(this.held.length * 2);
      this.held.copy(wider);
      this.held = wider;
    }
    this.held[this.length] = byte;
    this.length += 1;
  }

  /** What has come, as a copy, and none of it any more. */
  cut(): Buffer {
    const bytes = Buffer.from(this.held.subarray(0, this.length));
    this.length = 0;
    return bytes;
  }
}
