/**
 * A file as it is stored: the only place of `traces/` that opens one itself.
 *
 * Left out: libraries that are given a path (zip, tables); what is packed (content), and text (lines).
 */
import { open, type FileHandle } from 'node:fs/promises';
import { unopened } from './unreadable.ts';

const CHUNK = 256 * 1024;
/** Read at once into memory that stays; between two of them progress is told and an interrupt heard. */
const PIECE = 1024 * 1024;

/** All of a file in chunks; its size, 0 of what is no file such as a pipe, is told before the first. */
export async function* rawBytes(
  path: string,
  opened: (size: number) => void,
  passing: (chunk: Buffer) => void,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const facts = await file.stat();
      opened(facts.isFile() ? facts.size : 0);
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

/**
 * A file from a byte on, read to where it will stay.
 *
 * @param passing  shown every piece while the next one is read; what it throws ends the reading
 */
export const contentFrom = (path: string, start: number, passing: (piece: Buffer) => void): Promise<Buffer> =>
  within(path, async (file, size) => {
    const content = Buffer.from(new ArrayBuffer(Math.max(0, size - start)));
    const read = async (at: number): Promise<number> => {
      const length = Math.min(PIECE, content.length - at);
      return length > 0 ? (await file.read(content, at, length, start + at)).bytesRead : 0;
    };
    let at = 0;
    let reading = read(0);
    try {
      for (;;) {
        const bytes = await reading;
        if (bytes === 0) return content.subarray(0, at);
        reading = read(at + bytes);
        passing(content.subarray(at, at + bytes));
        at += bytes;
      }
    } finally {
      // nothing is closed under a reading
      await reading.catch(() => undefined);
    }
  });

/** The last bytes of a file that `Source.file` gave, or all of them where it is shorter. */
export const tailOf = (path: string, length: number): Promise<Buffer> =>
  within(path, async (file, size) => {
    const tail = Buffer.alloc(Math.min(length, size));
    await file.read(tail, 0, tail.length, size - tail.length);
    return tail;
  });

const within = async <T>(path: string, use: (file: FileHandle, size: number) => Promise<T>): Promise<T> => {
  try {
    const file = await open(path, 'r');
    try {
      return await use(file, (await file.stat()).size);
    } finally {
      await file.close();
    }
  } catch (fault) {
    throw unopened(path, fault);
  }
};
