/**
 * zstd through fzstd, frame by frame, with the checksums that fzstd leaves aside.
 *
 * Frames and blocks are walked here, by their headers only: so that a frame's content can be held against its checksum
 * (XXH64), a window larger than what the zstd command itself accepts is refused before it is allocated, and no more than
 * a few blocks are unfolded at a time. Node has zstd of its own from 22.15 on; one way for all versions is one behaviour.
 * Left out: dictionaries.
 * @source RFC 8878, section 3.1
 */
import { complaint } from './complaint.ts';
import { damaged, endsEarly } from './damage.ts';
import { MIB } from './limits.ts';
import { Pulled } from './pulled.ts';

const MAGIC = 0xfd2fb528;
/** `184D2A50` to `184D2A5F`: a frame that holds something else, with its length. */
const SKIPPABLE = 0x184d2a50;
/** The most that the zstd command decodes without being asked to. */
const WINDOW_MOST = 128 * MIB;
const BLOCK_MOST = 128 * 1024;
const BLOCKS_AT_ONCE = 16;
const RUN = 1;

export async function* unzstded(raw: AsyncIterable<Buffer>, where: string): AsyncGenerator<Buffer> {
  const { Decompress } = await import('fzstd');
  const xxhash = await (await import('xxhash-wasm')).default();
  const pulled = new Pulled(raw);
  const taken = async (size: number): Promise<Buffer> => {
    const bytes = await pulled.take(size);
    if (bytes === undefined) throw endsEarly(where, 'zstd');
    return bytes;
  };
  while (await pulled.fill(1)) {
    const magic = await taken(4);
    if ((magic.readUInt32LE() & 0xfffffff0) >>> 0 === SKIPPABLE) {
      for (let left = (await taken(4)).readUInt32LE(); left > 0;) {
        left -= (await taken(Math.min(left, MIB))).length;
      }
      continue;
    }
    if (magic.readUInt32LE() !== MAGIC) throw damaged(where, 'zstd');
    const { header, checked, window } = await headerOf(taken);
    if (window > WINDOW_MOST) throw wide(where, window);

    let unfolded: Buffer[] = [];
    const checksum = xxhash.create64();
    const decoder = new Decompress((bytes) => {
      if (bytes.length === 0) return;
      checksum.update(bytes);
      unfolded.push(Buffer.from(bytes));
    });
    const push = (bytes: Buffer): readonly Buffer[] => {
      try {
        decoder.push(bytes);
      } catch {
        throw damaged(where, 'zstd');
      }
      const ready = unfolded;
      unfolded = [];
      return ready;
    };
    let waiting = [magic, header];
    for (let last = false; !last;) {
      const blockHeader = await taken(3);
      const word = blockHeader.readUIntLE(0, 3);
      last = (word & 1) === 1;
      const size = word >> 3;
      if (size > BLOCK_MOST) throw damaged(where, 'zstd');
      waiting.push(blockHeader, await taken(((word >> 1) & 3) === RUN ? 1 : size));
      if (!last && waiting.length < BLOCKS_AT_ONCE * 2) continue;
      yield* push(Buffer.concat(waiting));
      waiting = [];
    }
    if (!checked) continue;
    const stated = await taken(4);
    yield* push(stated);
    if ((checksum.digest() & 0xffffffffn) !== BigInt(stated.readUInt32LE())) throw damaged(where, 'zstd');
  }
}

/** The rest of a frame's header after its magic, and what it says of the window and the checksum. */
const headerOf = async (taken: (size: number) => Promise<Buffer>) => {
  const descriptor = await taken(1);
  const flags = descriptor[0]!;
  const single = (flags & 0x20) !== 0;
  const contentSize = [single ? 1 : 0, 2, 4, 8][flags >> 6]!;
  const dictionary = [0, 1, 2, 4][flags & 3]!;
  const rest = await taken((single ? 0 : 1) + dictionary + contentSize);
  return {
    header: Buffer.concat([descriptor, rest]),
    checked: (flags & 0x04) !== 0,
    window: single ? sizeIn(rest.subarray(dictionary)) : windowIn(rest[0]!),
  };
};

/** Exponent in the high five bits, eighths in the low three. */
const windowIn = (byte: number): number => {
  const base = 2 ** (10 + (byte >> 3));
  return base + (base / 8) * (byte & 7);
};

const sizeIn = (bytes: Buffer): number => {
  switch (bytes.length) {
    case 1:
      return bytes[0]!;
    case 2:
      return bytes.readUInt16LE() + 256;
    case 4:
      return bytes.readUInt32LE();
    default:
      return Number(bytes.readBigUInt64LE());
  }
};

const wide = (where: string, window: number) =>
  complaint(
    where,
    `is zstd with a window of ${Math.ceil(window / MIB)} MiB`,
    `a window has at most ${WINDOW_MOST / MIB} MiB`,
    'unpack it first: zstd -d --long=31 FILE',
  );
