/** A stream of bytes read piece by piece, as much as asked for: for decoders that know how much they need next. */

export class Pulled {
  private readonly chunks: AsyncIterator<Buffer>;
  private readonly waiting: Buffer[] = [];
  /** Bytes that have come and were not taken. */
  held = 0;
  private done = false;

  constructor(chunks: AsyncIterable<Buffer>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** Waits until there are `size` bytes, or all there will be; whether there are. */
  async fill(size: number): Promise<boolean> {
    while (!this.done && this.held < size) {
      const next = await this.chunks.next();
      if (next.done === true) this.done = true;
      else {
        this.waiting.push(next.value);
        this.held += next.value.length;
      }
    }
    return this.held >= size;
  }

  /** The next chunk as it came; undefined when none is held. */
  shift(): Buffer | undefined {
    const chunk = this.waiting.shift();
    this.held -= chunk?.length ?? 0;
    return chunk;
  }

  /** Exactly `size` bytes; undefined when the stream ends before. */
  async take(size: number): Promise<Buffer | undefined> {
    if (!(await this.fill(size))) return undefined;
    const pieces: Buffer[] = [];
    for (let missing = size; missing > 0;) {
      const chunk = this.shift()!;
      pieces.push(chunk.subarray(0, missing));
      if (chunk.length > missing) {
        this.waiting.unshift(chunk.subarray(missing));
        this.held += chunk.length - missing;
      }
      missing -= Math.min(chunk.length, missing);
    }
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  }
}
