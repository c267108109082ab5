/**
 * The bytes of a trace: opened, unpacked and handed on.
 *
 * A file is read once, as a stream: its own bytes are hashed while they pass, what is packed is unpacked (content), a byte
 * order mark is taken off, and what follows is handed on in chunks. Nothing is kept but the head of 64 KiB that detection
 * looks at, so memory does not follow the file; only one that is columns already stays in memory as it is stored. Left out:
 * the meaning of a line; archives of files other than zip, which are recognised and refused with the command that unpacks
 * them.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { complaint, placeOf } from './complaint.ts';
import { atLeast, contentOf, continued, gathered } from './content.ts';
import { defaultLimits, TEXT, type Limits } from './limits.ts';
import type { TableForm } from './packing.ts';
import { contentFrom, rawBytes } from './stored.ts';
import { binary, empty, longLine } from './unreadable.ts';

/** An open trace: its head, then all of its content once, then what only a read to the end can tell. */
export interface Source {
  /** As the user gave it. */
  readonly path: string;
  /** Of the content, without folders and endings of packings: the member's in a zip, the file's otherwise. */
  readonly name: string;
  /** Lines of text, or bytes of a format of its own, or a file of tables, which `file` gives to the library that reads it. */
  readonly form: 'stream' | TableForm;
  /** The first content, at most 64 KiB, unpacked and without a byte order mark. */
  readonly head: Buffer;
  /** Bytes of content as far as they are known before reading: the size of a plain file, 0 for packed ones and pipes. */
  readonly size: number;
  /** Bytes of the file as stored; 0 of a pipe. */
  readonly stored: number;
  /** How the content is packed, outermost first. */
  readonly packings: readonly string[];
  /** What was chosen in opening it: the member of a zip. */
  readonly choices: Readonly<Record<string, string>>;
  readonly limits: Limits;
  /**
   * The whole content from its start, head included; it can be taken once.
   *
   * @param lineLimit  bytes a line may have; a longer one is refused when it passes the limit, without being kept
   */
  readonly chunks: (lineLimit: number) => AsyncGenerator<Buffer, void, undefined>;
  /** The same for a format that is no text: as it comes, with NUL bytes and without lines. */
  readonly bytes: () => AsyncGenerator<Buffer, void, undefined>;
  /**
   * The same at once, in memory of its own, and not hashed: for a format of columns, which knows its own sum and needs no
   * `facts`. It takes the place of the others.
   *
   * @param passing  shown every piece of it, in order
   */
  readonly inMemory: (passing: (piece: Buffer) => void) => Promise<Buffer>;
  /** A file that holds the content as it is, unpacked: the trace's own, or a copy that goes with `close`. */
  readonly file: () => Promise<string>;
  /** A second pass over the same content has come so far, as a share of what the first has passed: the slower one is told. */
  readonly follows: (share: number) => void;
  /** Of the file as stored, compressed or not. Meaningful when the content has been read. */
  readonly facts: () => { readonly sha256: string; readonly bytes: number };
  /** Gives the file back when it was not read to its end. */
  readonly close: () => Promise<void>;
}

/** Told how many bytes of the file as stored are read, and how many there are, 0 of a pipe; what it throws ends the reading. */
export type Reading = (read: number, stored: number) => void;

/** Blank, or a comment: what may stand before the first line of a table, and tells nothing of its format. */
export const isAhead = (line: string): boolean => line.trim() === '' || line.startsWith('#');

/**
 * @param member  the name of a file in a zip
 * @throws {InputError} when the file is missing, not a file, empty, unreadable, damaged or packed in an unknown way
 */
export const openTrace = async (
  path: string,
  limits: Limits = defaultLimits,
  member?: string,
  told?: Reading,
): Promise<Source> => {
  const where = placeOf(path);
  const hash = createHash('sha256');
  let stored = 0;
  let size = 0;
  let followed = 1;
  let most = 0;
  const tell = (): void => {
    // the first chunk has passed before anything can follow
    most = Math.max(most, stored * followed);
    told?.(most, size);
  };
  let hashed = true;
  const raw = rawBytes(
    path,
    (bytes) => {
      size = bytes;
    },
    (chunk) => {
      if (hashed) hash.update(chunk);
      stored += chunk.length;
      tell();
    },
  );
  const content = await contentOf({ path, raw, limits, stored: () => stored, member });
  try {
    const first = Buffer.concat([content.start, await atLeast(content.chunks, HEAD - content.start.length)]);
    const bom = first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf ? 3 : 0;
    if (first.length === bom) throw empty(where);
    const whole = continued(first.subarray(bom), content.chunks);
    const { packings } = content;
    const plain = packings.length === 0;
    let copy: string | undefined;
    const unpacked = async (): Promise<string> => {
      const folder = (copy = await mkdtemp(join(tmpdir(), 'xenreplay-')));
      const own = join(folder, 'content');
      if (plain) {
        // the library reads the file itself: it is read here for its hash
        while ((await whole.next()).done !== true);
        // a name of our own, since the library of SQLite makes a lock beside the name it is given
        await symlink(resolve(path), own);
      } else await writeFile(own, whole);
      return own;
    };
    let file: Promise<string> | undefined;
    const source: Source = {
      path,
      name: plainName(content.member ?? path),
      form: content.table ?? 'stream',
      head: first.subarray(bom, HEAD),
      size: plain ? size : 0,
      stored: size,
      packings,
      choices: content.member === undefined ? {} : { member: content.member },
      limits,
      chunks: (lineLimit) => {
        refuseBinary(source);
        return guarded(whole, where, lineLimit);
      },
      bytes: () => whole,
      inMemory: (passing) => {
        hashed = false;
        if (!plain || size === 0) return gathered(whole, passing);
        stored = bom;
        return contentFrom(path, bom, (piece) => {
          stored += piece.length;
          tell();
          passing(piece);
        });
      },
      file: () => (file ??= unpacked()),
      follows: (share) => {
        followed = share;
        tell();
      },
      facts: () => ({ sha256: hash.copy().digest('hex'), bytes: stored }),
      close: async () => {
        await whole.return();
        await content.close();
        if (copy !== undefined) await rm(copy, { recursive: true, force: true });
      },
    };
    return source;
  } catch (fault) {
    await content.close();
    throw fault;
  }
};

/** One line of text without its line end; `ended` is false for a last line that has none. */
export interface Line {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  readonly ended: boolean;
}

/** The lines of a source, in order; carriage returns before the line end are taken off. */
export async function* linesOf(source: Source): AsyncGenerator<Line, void, undefined> {
  let carried = '';
  let number = 0;
  const decoder = new TextDecoder();
  for await (const chunk of source.chunks(source.limits.line)) {
    const text = carried + decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      number += 1;
      yield { text: text.slice(from, text[end - 1] === '\r' ? end - 1 : end), number, ended: true };
      from = end + 1;
    }
    carried = text.slice(from);
  }
  carried += decoder.decode();
  if (carried !== '') yield { text: carried, number: number + 1, ended: false };
}

/** The file's own name, without folders and the endings of packings: for what only a name can tell. */
export const plainName = (path: string): string =>
  basename(path).replace(/(?:\.(?:gz|bz2|zst|xz|zip))+$/i, '');

const HEAD = 64 * 1024;

/** Passes chunks on while no line is longer than the limit and no byte is NUL. */
async function* guarded(
  chunks: AsyncIterable<Buffer>,
  where: string,
  lineLimit: number,
): AsyncGenerator<Buffer, void, undefined> {
  let before = 0;
  let carried = 0;
  for await (const chunk of chunks) {
    const nul = chunk.indexOf(0);
    if (nul >= 0) throw binary(where, before + nul);
    const first = chunk.indexOf(LINE_FEED);
    if (carried + (first < 0 ? chunk.length : first) > lineLimit)
      throw longLine(where, before - carried, lineLimit);
    carried = first < 0 ? carried + chunk.length : chunk.length - chunk.lastIndexOf(LINE_FEED) - 1;
    before += chunk.length;
    yield chunk;
  }
}

const LINE_FEED = 10;

/** @throws {InputError} when the head is no text: UTF-16, an archive, or anything with a NUL byte */
export const refuseBinary = ({ path, head }: Source): void => {
  const where = placeOf(path);
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    throw complaint(where, 'is UTF-16 text', TEXT, 'convert it first: iconv -f UTF-16 -t UTF-8 FILE');
  }
  if (head.subarray(257, 262).toString('latin1') === 'ustar') {
    throw complaint(where, 'is a tar archive', TEXT, 'unpack it first and give the file in it: tar xf FILE');
  }
  const nul = head.indexOf(0);
  if (nul >= 0) throw binary(where, nul);
};
