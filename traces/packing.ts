/**
 * How a file is packed, by its first bytes: gzip is inflated as it passes, all else is refused with what unpacks it.
 *
 * Left out: opening files (lines).
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { complaint } from './complaint.ts';
import { codeOf, MIB, TEXT, type Limits } from './limits.ts';

export type Packing = 'gzip' | keyof typeof UNPACK;

/** What unpacks or converts what we do not read. */
const UNPACK = {
  bzip2: 'unpack it first: bunzip2 FILE',
  zstd: 'unpack it first: zstd -d FILE',
  xz: 'unpack it first: unxz FILE',
  zip: 'unpack it first: unzip FILE',
  Parquet: "write it as CSV first, for instance: duckdb -c \"COPY (FROM 'FILE') TO 'trace.csv'\"",
  SQLite: 'export the table as CSV first: sqlite3 -header -csv FILE "SELECT …" > trace.csv',
} as const;

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

export const packedOtherwise = (where: string, packing: Exclude<Packing, 'gzip'>) =>
  complaint(where, `is ${packing}`, TEXT, UNPACK[packing]);

/**
 * @param stored  how many bytes of the file have been read so far
 * @throws {InputError} when the gzip is cut or damaged, or inflates beyond the limits
 */
export async function* inflated(
  raw: AsyncIterable<Buffer>,
  where: string,
  limits: Limits,
  stored: () => number,
): AsyncGenerator<Buffer, void, undefined> {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  const feeding = pipeline(Readable.from(raw), gunzip);
  feeding.catch(() => undefined);
  let size = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limits.inflationSlack + limits.inflation * stored()) throw bomb(where, limits);
      yield chunk;
    }
  } catch (fault) {
    throw unzipped(where, fault);
  }
}

const CHUNK = 256 * 1024;

const bomb = (where: string, limits: Limits) =>
  complaint(
    where,
    `inflates to more than ${limits.inflation} times its size`,
    `gzip may inflate ${limits.inflation} times and ${Math.round(limits.inflationSlack / MIB)} MiB beyond`,
    'if the file is what it should be, unpack it first',
  );

const unzipped = (where: string, fault: unknown): unknown => {
  switch (codeOf(fault)) {
    case 'Z_BUF_ERROR':
      return complaint(
        where,
        'is gzip that ends too early',
        'the whole file is needed',
        'it looks cut: fetch it again',
      );
    case 'Z_DATA_ERROR':
    case 'Z_NEED_DICT':
      return complaint(where, 'is damaged gzip', 'gzip with an intact checksum', 'fetch it again');
    default:
      return fault;
  }
};
