/**
 * How a file is packed, by its first bytes, and its content unpacked as it passes, never more than the limits allow.
 *
 * gzip, bzip2, zstd and xz are streams; a zip is a folder of which one member is read (zip). Parquet and SQLite are no
 * packing but tables of their own. Left out: opening files (lines), and archives inside (tar), which lines refuses.
 */
import { createGunzip, type Gunzip } from 'node:zlib';
import { bunzipped } from './bzip2.ts';
import { complaint } from './complaint.ts';
import { damaged, endsEarly } from './damage.ts';
import { codeOf, MIB, type Limits } from './limits.ts';
import { unxzed } from './xz.ts';
import { unzstded } from './zstd.ts';

export type Packing = Stream | 'zip' | TableForm;
type Stream = keyof typeof STREAMS;
/** Files that hold tables of columns, read by a library of their own. */
export type TableForm = 'Parquet' | 'SQLite';

type Unpack = (raw: AsyncIterable<Buffer>, where: string) => AsyncIterable<Buffer>;

const gunzipped: Unpack = async function* (raw, where) {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  feed(gunzip, raw).catch((fault: Error) => gunzip.destroy(fault));
  try {
    yield* gunzip as AsyncIterable<Buffer>;
  } catch (fault) {
    throw unzipped(where, fault);
  }
};

/**
 * Reads one chunk ahead, but is done with a chunk before it looks at how the next one came: where gzip within gzip is
 * damaged twice, the same damage is told each time.
 */
const feed = async (gunzip: Gunzip, raw: AsyncIterable<Buffer>): Promise<void> => {
  const chunks = raw[Symbol.asyncIterator]();
  try {
    let next = chunks.next();
    for (let chunk = await next; chunk.done !== true; chunk = await next) {
      next = chunks.next();
      next.catch(() => undefined);
      await written(gunzip, chunk.value);
    }
    gunzip.end();
  } finally {
    await chunks.return?.();
  }
};

/** Resolves when the chunk is inflated, or nobody wants it any more. */
const written = (gunzip: Gunzip, chunk: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    gunzip.once('close', reject);
    gunzip.write(chunk, (fault) => {
      gunzip.off('close', reject);
      if (fault) reject(fault);
      else resolve();
    });
  });

const CHUNK = 256 * 1024;

/** A file of tables, or a packing; `zip` is a packing with a directory. */
export const isTable = (packing: Packing): packing is TableForm =>
  packing === 'Parquet' || packing === 'SQLite';

const STREAMS = { gzip: gunzipped, bzip2: bunzipped, zstd: unzstded, xz: unxzed } as const;

const MAGIC: readonly (readonly [Packing, string])[] = [
  ['gzip', '1f8b'],
  ['bzip2', '425a68'],
  ['zstd', '28b52ffd'],
  ['xz', 'fd377a585a00'],
  ['zip', '504b0304'],
  ['Parquet', '50415231'],
  ['SQLite', '53514c69746520666f726d6174203300'],
];

/** @param head  the first 16 bytes of a file, or all of them */
export const packingOf = (head: Buffer): Packing | undefined =>
  MAGIC.find(([, magic]) => head.subarray(0, magic.length / 2).toString('hex') === magic)?.[0];

/**
 * @param stored  how many bytes of the packed content have been read so far
 * @throws {InputError} when the content is cut or damaged, or inflates beyond the limits
 */
export const unpacked = (
  packing: Stream,
  raw: AsyncIterable<Buffer>,
  where: string,
  limits: Limits,
  stored: () => number,
): AsyncGenerator<Buffer, void, undefined> =>
  withinLimits(STREAMS[packing](raw, where), packing, where, limits, stored);

/** Passes chunks on while they are not more than the limits allow for what was stored. */
export async function* withinLimits(
  chunks: AsyncIterable<Buffer>,
  packing: string,
  where: string,
  { inflation, inflationSlack }: Limits,
  stored: () => number,
): AsyncGenerator<Buffer, void, undefined> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > inflationSlack + inflation * stored()) {
      throw complaint(
        where,
        `inflates to more than ${inflation} times its size`,
        `${packing} may inflate ${inflation} times and ${Math.round(inflationSlack / MIB)} MiB beyond, so that a bomb stops early`,
        'if the file is what it should be, raise the limit: --read inflation=2000',
      );
    }
    yield chunk;
  }
}

const unzipped = (where: string, fault: unknown): unknown => {
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
