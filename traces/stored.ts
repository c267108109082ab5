/**
 * A file as it is stored: the only place of `traces/` that opens one.
 *
 * Left out: what is packed (content), and text (lines).
 */
import { open } from 'node:fs/promises';
import { unopened } from './unreadable.ts';

const CHUNK = 256 * 1024;
/** Read at once into memory that stays; between two of them progress is told and an interrupt heard. */
const PIECE = 4 * 1024 * 1024;

/** All of a file in chunks; the size, 0 of a pipe, is told before the first. */
export async function* rawBytes(
  path: string,
  opened: (size: number) => void,
  passing: (chunk: Buffer) => void,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    const file = await open(path, 'r');
    try {
      opened((await file.stat()).size);
      const stream = file.createReadStream({ highWaterMark: CHUNK, autoClose: false });
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        passing(chunk);
        yield chunk;
      }
    } finally {
      await file.close();
    }
  } catch (fault) {
    throw unopened(path, fault);
  }
}

/** What is in a file from `start` to `end`, read to where it will stay. */
export const filled = async (
  path: string,
  start: number,
  end: number,
  read: (bytes: number) => void,
): Promise<Buffer> => {
  const content = Buffer.from(new ArrayBuffer(end - start));
  let size = 0;
  try {
    const file = await open(path, 'r');
    try {
      while (size < content.length) {
        const { bytesRead } = await file.read(
          content,
          size,
          Math.min(PIECE, content.length - size),
          start + size,
        );
        if (bytesRead === 0) break;
        size += bytesRead;
        read(start + size);
      }
    } finally {
      await file.close();
    }
  } catch (fault) {
    throw unopened(path, fault);
  }
  return content.subarray(0, size);
};

/** The last bytes of a file that `Source.file` gave, or all of them where it is shorter. */
export const tailOf = async (path: string, length: number): Promise<Buffer> => {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(length, size));
    await file.read(tail, 0, tail.length, size - tail.length);
    return tail;
  } finally {
    await file.close();
  }
};
