/**
 * xz through xz-decompress (xz-embedded in WebAssembly).
 *
 * CRC32 and CRC64 are checked and a dictionary of at most 64 MiB is allowed, the most that `xz -9` makes. Left out: the
 * check by SHA-256, which is told.
 */
import { ReadableStream } from 'node:stream/web';
import { complaint } from './complaint.ts';
import { damaged, endsEarly } from './damage.ts';

/** xz-embedded's `enum xz_ret`. */
const UNSUPPORTED = /error code [26]$/;
const TOO_LARGE = /error code [34]$/;
const ENDS = /error code 8$/;

/** Decoders have memory of their own, so nothing needs to be held. */
const OPEN = { acquire: () => Promise.resolve(), release: () => undefined };

export async function* unxzed(raw: AsyncIterable<Buffer>, where: string): AsyncGenerator<Buffer> {
  const { XzReadableStream } = (await import('xz-decompress')).default;
  // the library lets a second file wait until the first is done: two files that are read line by line would wait for ever
  Object.assign(XzReadableStream, { _contextMutex: OPEN });
  const packed = raw[Symbol.asyncIterator]();
  let fault: unknown;
  const source = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const next = await packed.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      } catch (refusal) {
        fault = refusal;
        throw refusal;
      }
    },
  });
  const reader = new XzReadableStream(source).getReader();
  try {
    for (;;) {
      const next = await reader.read();
      if (next.done) return;
      if (next.value.length > 0)
        yield Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length);
    }
  } catch (refusal) {
    throw fault ?? unread(where, String(refusal));
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

const unread = (where: string, message: string) => {
  if (ENDS.test(message)) return endsEarly(where, 'xz');
  if (TOO_LARGE.test(message))
    return complaint(
      where,
      'is xz with a dictionary above 64 MiB',
      'xz -9 and below have less',
      'unpack it first: unxz FILE',
    );
  if (UNSUPPORTED.test(message))
    return complaint(
      where,
      'is xz with a check or a filter that is not read',
      'CRC32, CRC64 or none, and LZMA2',
      'unpack it first: unxz FILE',
    );
  return damaged(where, 'xz');
};
