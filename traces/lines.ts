/**
 * The bytes of a trace, and the only file of `traces/` that opens one.
 *
 * A file is read once, as a stream: its own bytes are hashed while they pass, gzip is recognised by its first bytes and
 * inflated, a byte order mark is taken off, and what follows is handed on in chunks. Nothing is kept but the head of
 * 64 KiB that detection looks at, so memory does not follow the file. Left out: the meaning of a line; other
 * compressions, which are recognised and refused with the command that unpacks them.
 */
import { createHash } from 'node:crypto';
import { open, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { complaint, placeOf } from './complaint.ts';
import { codeOf, defaultLimits, TEXT, type Limits } from './limits.ts';
import { inflated, packedOtherwise, packingOf } from './packing.ts';

/** An open trace: its head, then all of its content once, then what only a read to the end can tell. */
export interface Source {
  /** As the user gave it. */
  readonly path: string;
  /** The first content, at most 64 KiB, inflated and without a byte order mark. */
  readonly head: Buffer;
  /** Bytes of content as far as they are known before reading: the size of a plain file, 0 for gzip and pipes. */
  readonly size: number;
  /** The content is inflated from what is stored. */
  readonly packed: boolean;
  readonly limits: Limits;
  /**
   * The whole content from its start, head included; it can be taken once.
   *
   * @param lineLimit  bytes a line may have; a longer one is refused when it passes the limit, without being kept
   */
  readonly chunks: (lineLimit: number) => AsyncGenerator<Buffer, void, undefined>;
  /** The same for a format that is no text: as it comes, with NUL bytes and without lines. */
  readonly bytes: () => AsyncGenerator<Buffer, void, undefined>;
  /** Of the file as stored, compressed or not. Meaningful when `chunks` has ended. */
  readonly facts: () => { readonly sha256: string; readonly bytes: number };
  /** Gives the file back when it was not read to its end. */
  readonly close: () => Promise<void>;
}

/** @throws {InputError} when the file is missing, not a file, empty, unreadable or packed in an unknown way */
export const openTrace = async (path: string, limits: Limits = defaultLimits): Promise<Source> => {
  const where = placeOf(path);
  const hash = createHash('sha256');
  let stored = 0;
  let size = 0;
  const raw = rawBytes(
    path,
    (bytes) => {
      size = bytes;
    },
    (chunk) => {
      hash.update(chunk);
      stored += chunk.length;
    },
  );

  let content: AsyncGenerator<Buffer, void, undefined> = raw;
  let start = await atLeast(raw, 16);
  if (start.length === 0) throw empty(where);
  const packing = packingOf(start);
  if (packing !== undefined && packing !== 'gzip') {
    await raw.return();
    throw packedOtherwise(where, packing);
  }
  if (packing === 'gzip') {
    content = inflated(continued(start, raw), where, limits, () => stored);
    start = Buffer.alloc(0);
  }

  const first = Buffer.concat([start, await atLeast(content, HEAD - start.length)]);
  try {
    const bom = first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf ? 3 : 0;
    if (first.length === bom) throw empty(where);
    const whole = continued(first.subarray(bom), content);
    const source: Source = {
      path,
      head: first.subarray(bom, HEAD),
      size: packing === 'gzip' ? 0 : size,
      packed: packing === 'gzip',
      limits,
      chunks: (lineLimit) => {
        refuseBinary(source);
        return guarded(whole, where, lineLimit);
      },
      bytes: () => whole,
      facts: () => ({ sha256: hash.copy().digest('hex'), bytes: stored }),
      close: async () => {
        await whole.return();
        await content.return();
        await raw.return();
      },
    };
    return source;
  } catch (fault) {
    await content.return();
    await raw.return();
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

/** The names of the files beside a trace, sorted, and the path that opens one of them. */
export const besides = async (
  path: string,
): Promise<{ readonly names: readonly string[]; readonly pathOf: (name: string) => string }> => {
  const folder = dirname(path);
  const names = (await readdir(folder)).sort();
  return { names, pathOf: (name) => join(folder, name) };
};

/** The file's own name, without folders and without a `.gz` at its end: for what only a name can tell. */
export const plainName = (path: string): string => basename(path).replace(/\.gz$/i, '');

const HEAD = 64 * 1024;
const CHUNK = 256 * 1024;

async function* rawBytes(
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

async function* continued(
  first: Buffer,
  rest: AsyncGenerator<Buffer, void, undefined>,
): AsyncGenerator<Buffer, void, undefined> {
  yield first;
  yield* rest;
}

/** Takes chunks until there are `size` bytes or no more. */
const atLeast = async (chunks: AsyncGenerator<Buffer, void, undefined>, size: number): Promise<Buffer> => {
  const taken: Buffer[] = [];
  let length = 0;
  while (length < size) {
    const next = await chunks.next();
    if (next.done === true) break;
    taken.push(next.value);
    length += next.value.length;
  }
  return Buffer.concat(taken);
};

/** @throws {InputError} when the head is no text: UTF-16, an archive, or anything with a NUL byte */
export const refuseBinary = ({ path, head, packed }: Source): void => {
  const where = placeOf(path);
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    throw complaint(where, 'is UTF-16 text', TEXT, 'convert it first: iconv -f UTF-16 -t UTF-8 FILE');
  }
  if (head.subarray(257, 262).toString('latin1') === 'ustar') {
    const gzip = packed ? 'z' : '';
    throw complaint(
      where,
      'is a tar archive',
      TEXT,
      `unpack it first and give the file in it: tar x${gzip}f FILE`,
    );
  }
  const nul = head.indexOf(0);
  if (nul >= 0) throw binary(where, nul);
};

const empty = (where: string) => complaint(where, 'is empty', TEXT, 'fetch it again or give another file');

const binary = (where: string, at: number) =>
  complaint(
    where,
    `holds a NUL byte at byte ${at}, so it is binary`,
    TEXT,
    'convert it to text or give another file',
  );

export const longLine = (where: string, at: number, limit: number) =>
  complaint(
    where,
    `a line that begins at byte ${at} has more than ${limit} bytes`,
    'a line of this format is shorter',
    'give a file with line ends',
  );

const unopened = (path: string, fault: unknown): unknown => {
  const where = placeOf(path);
  switch (codeOf(fault)) {
    case 'EISDIR':
      return complaint(where, 'is a directory', TEXT, 'give one file in it');
    case 'ENOENT':
    case 'ENOTDIR':
      return complaint(where, 'does not exist', TEXT, 'check the path');
    case 'EACCES':
    case 'EPERM':
      return complaint(where, 'may not be read', TEXT, `allow it: chmod +r FILE`);
    case '':
      return fault;
    default:
      return complaint(
        where,
        `cannot be read (${codeOf(fault)})`,
        TEXT,
        'copy it to a local disk and try again',
      );
  }
};
