/**
 * One member of a zip as a stream, found by the archive's own directory, its checksum checked.
 *
 * The only file in it is taken; of several, the one that the user names. Left out: encryption, archives in parts, and
 * methods other than stored and deflate, which are told.
 */
import { crc32 } from 'node:zlib';
import type { Entry } from 'yauzl';
import { complaint, shown } from './complaint.ts';
import { damaged } from './damage.ts';
import type { InputError } from '../model/kernel/faults.ts';

export interface Member {
  readonly name: string;
  /** Bytes in the archive. */
  readonly stored: number;
  readonly chunks: () => AsyncGenerator<Buffer, void, undefined>;
  readonly close: () => void;
}

/** Names that a message lists. */
const LISTED = 8;
/** Names that are kept: an archive can have millions. */
const KEPT = 10_000;

/**
 * @param member  a name in the archive; without it there must be only one file
 * @throws {InputError} when the archive cannot be read, or the member is not there or not clear
 */
export const memberOf = async (path: string, where: string, member: string | undefined): Promise<Member> => {
  const yauzl = (await import('yauzl')).default;
  const archive = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false }).catch((fault) => {
    throw unread(where, fault);
  });
  try {
    const files: string[] = [];
    let found: Entry | undefined;
    try {
      for await (const entry of archive.eachEntry()) {
        if (entry.fileName.endsWith('/') || entry.fileName.startsWith('__MACOSX/')) continue;
        if (files.length < KEPT) files.push(entry.fileName);
        if (member === undefined ? files.length === 1 : entry.fileName === member) found = entry;
      }
    } catch (fault) {
      throw unread(where, fault);
    }
    if (found === undefined || (member === undefined && files.length > 1)) {
      throw unclear(where, files, member);
    }
    if (!found.canDecodeFileData()) throw packedOddly(where, found.fileName);
    const entry = found;
    return {
      name: entry.fileName,
      stored: entry.compressedSize,
      chunks: async function* () {
        try {
          let sum = 0;
          const stream = await archive.openReadStreamPromise(entry);
          for await (const chunk of stream as AsyncIterable<Buffer>) {
            sum = crc32(chunk, sum);
            yield chunk;
          }
          if (sum !== entry.crc32) throw damaged(where, 'zip');
        } catch (fault) {
          throw unread(where, fault);
        }
      },
      close: () => archive.close(),
    };
  } catch (fault) {
    archive.close();
    throw fault;
  }
};

const unclear = (where: string, files: readonly string[], member: string | undefined): InputError => {
  if (files.length === 0)
    return complaint(where, 'is a zip without a file in it', 'one file or more', 'fetch it again');
  const listed = files
    .slice(0, LISTED)
    .map((name) => shown(name))
    .join(', ');
  const rest = files.length > LISTED ? ` and ${files.length - LISTED} more` : '';
  return complaint(
    where,
    member === undefined ? `is a zip of ${files.length} files` : `is a zip without a member ${shown(member)}`,
    `its members are ${listed}${rest}`,
    'name one of them: --read member=NAME',
  );
};

const packedOddly = (where: string, name: string) =>
  complaint(
    where,
    `${shown(name)} is encrypted or packed in an unusual way`,
    'members are stored or deflated',
    'unpack it first: unzip FILE',
  );

/** Faults of yauzl and of zlib are about the bytes; those of the system and our own are passed on. */
const unread = (where: string, fault: unknown): unknown =>
  fault instanceof Error && fault.name === 'Error' && !('syscall' in fault) ? damaged(where, 'zip') : fault;
