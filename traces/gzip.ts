/**
 * gzip through Node's zlib, in step: the next bytes are taken when all that came of those before has been handed on.
 *
 * A pipeline would run ahead by as much as the machine allows, and which of two faults is told (a damaged file within a cut
 * one, a bad row shortly before the cut) would be chance. Zeros behind the last member are padding, as zlib has it; anything
 * behind such a zero is damage. Left out: raw deflate and zlib's own format, which no trace uses.
 */
import { createGunzip } from 'node:zlib';
import { damaged, endsEarly } from './damage.ts';
import { codeOf } from './limits.ts';

/** Most packed bytes at once: a bomb inflates a thousandfold, and what comes of them is held. */
const SLICE = 64 * 1024;
/** Most unpacked bytes of a chunk. */
const CHUNK = 256 * 1024;

export async function* gunzipped(raw: AsyncIterable<Buffer>, where: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  let ready: Buffer[] = [];
  gunzip.on('data', (chunk: Buffer) => ready.push(chunk));
  const failed = new Promise<Error>((fail) => gunzip.on('error', fail));
  // where a member ends before its slice does, zlib never says that it is done with the slice
  const end = new Promise<undefined>((done) => gunzip.once('end', () => done(undefined)));
  /** What comes of a step, then its fault, if it has one. */
  const stepped = async function* (step: Promise<undefined>): AsyncGenerator<Buffer> {
    const fault = await Promise.race([step, end, failed]);
    const came = ready;
    ready = [];
    yield* came;
    if (fault !== undefined) throw told(where, fault);
  };
  let taken = 0;
  try {
    for await (const chunk of raw) {
      const before = taken;
      taken += chunk.length;
      if (gunzip.readableEnded) refuseTrailing(chunk, where);
      for (let from = 0; from < chunk.length && !gunzip.readableEnded; from += SLICE) {
        const slice = chunk.subarray(from, from + SLICE);
        // a fault of the slice comes as an event
        yield* stepped(new Promise((done) => gunzip.write(slice, (fault) => fault ?? done(undefined))));
        if (gunzip.readableEnded) refuseTrailing(chunk.subarray(gunzip.bytesWritten - before), where);
      }
    }
    if (gunzip.readableEnded) return;
    gunzip.end();
    yield* stepped(end);
  } finally {
    gunzip.destroy();
  }
}

const refuseTrailing = (bytes: Buffer, where: string): void => {
  if (bytes.some((byte) => byte !== 0)) throw damaged(where, 'gzip');
};

const told = (where: string, fault: unknown): unknown => {
  switch (codeOf(fault)) {
    case 'Z_BUF_ERROR':
      return endsEarly(where, 'gzip');
    case 'Z_DATA_ERROR':
    case 'Z_NEED_DICT':
      return damaged(where, 'gzip');
    default:
      return fault;
  }
};
