/**
 * A public trace by its name, or any address, into a folder of its own: all of its files, the trace first.
 *
 * Left out: unpacking of archives, and the trace's licence, which is the user's to keep.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../model/kernel/faults.ts';
import { didYouMean } from '../../model/kernel/spelling.ts';
import { download, type Downloaded, type DownloadOptions } from './download.ts';
import type { PublicFile } from './public-trace.ts';
import { publicTraces } from './public-traces.ts';

/** Where fetched traces lie: `XDG_CACHE_HOME`, or `.cache` at home, and `xenreplay/traces` below. */
export const cacheFolder = (): string =>
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'xenreplay', 'traces');

export interface Wanted {
  /** Its folder in the cache. */
  readonly name: string;
  readonly files: readonly PublicFile[];
}

/**
 * @param asked   the name of a public trace, or an address
 * @param sha256  what the file of an address has to have
 * @throws {InputError} when it is neither, or only a page leads to it
 */
export const wantedOf = (asked: string, sha256: string | undefined): Wanted => {
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256))
    throw new InputError(`--sha256: found "${sha256}"; a checksum is 64 hexadecimal digits`);
  if (/^https?:\/\//.test(asked)) {
    if (!URL.canParse(asked)) throw new InputError(`fetch: found "${asked}"; that is no address; check it`);
    return { name: new URL(asked).host.replaceAll(/[^\w.-]/g, '_'), files: [fileAt(asked, sha256)] };
  }
  if (sha256 !== undefined)
    throw new InputError(
      '--sha256: is for an address; the checksums of named traces are known: leave it out',
    );
  const known = publicTraces.find(({ name }) => name === asked);
  if (known === undefined) {
    const names = publicTraces.map(({ name }) => name);
    throw new InputError(
      `fetch: found "${asked}"; a trace is one that trace list names, or an address that begins with https://${didYouMean(asked, names)}`,
    );
  }
  if (known.files.length > 0) return known;
  throw new InputError(
    `fetch: "${asked}" has no address of one file; its page leads to it: ${known.page}; give the address of a file`,
  );
};

const fileAt = (url: string, sha256: string | undefined): PublicFile =>
  sha256 === undefined ? { url } : { url, sha256 };

/** The last part of the address, as a name that every file system takes. */
const nameOf = ({ url }: PublicFile): string => {
  const last = new URL(url).pathname.split('/').findLast((part) => part !== '') ?? '';
  return last.replaceAll(/[^\w.-]+/g, '_').replace(/^[.-]+/, '') || 'trace';
};

/** Its files one after the other; the first is the trace. */
export const fetched = async (
  { name, files }: Wanted,
  folder: string,
  options: Omit<DownloadOptions, 'progress'> & {
    readonly progress: (file: string, done: number, total: number | undefined) => void;
  },
): Promise<readonly Downloaded[]> => {
  const done: Downloaded[] = [];
  for (const file of files) {
    const own = nameOf(file);
    done.push(
      await download(file, join(folder, name, own), {
        ...options,
        progress: (bytes, total) => options.progress(own, bytes, total ?? file.bytes),
      }),
    );
  }
  return done;
};
