/**
 * How a file is packed, by its first bytes, and its content unpacked as it passes, never more than the limits allow.
 *
 * gzip, bzip2, zstd and xz are streams; a zip is a folder of which one member is read (zip). Parquet and SQLite are no
 * packing but tables of their own. Left out: opening files (lines), and archives inside (tar), which lines refuses.
 */
import { bunzipped } from './bzip2.ts';
import { complaint } from './complaint.ts';
import { gunzipped } from './gzip.ts';
import { MIB, type Limits } from './limits.ts';
import { unxzed } from './xz.ts';
import { unzstded } from './zstd.ts';

export type Packing = Stream | 'zip' | TableForm;
type Stream = keyof typeof STREAMS;
/** Files that hold tables of columns, read by a library of their own. */
export type TableForm = 'Parquet' | 'SQLite';

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
