/**
 * One file from an address to a path: with progress, resumed where it was cut, checked before it has its name.
 *
 * What has come lies beside the path as `.part`, with the server's tag of it, and is gone on with by Range when the server
 * still has the same file. Only a file that is whole and whose checksum is right gets its name; one whose checksum is wrong
 * is removed, since going on with it could never make it right. Left out: addresses that need a login, and mirrors.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError } from '../../model/kernel/faults.ts';
import type { PublicFile } from './public-trace.ts';

export interface DownloadOptions {
  /** Told how many bytes have come, of how many where that is known. */
  readonly progress: (done: number, total: number | undefined) => void;
  readonly signal?: AbortSignal;
}

export interface Downloaded {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** It was there already, and right. */
  readonly kept: boolean;
}

/** How often a cut transfer is gone on with before the user is told. */
const ATTEMPTS = 3;

/**
 * @throws {InputError} when the address does not answer, the transfer is cut again and again, or the checksum is wrong
 */
export const download = async (
  file: PublicFile,
  path: string,
  options: DownloadOptions,
): Promise<Downloaded> => {
  const there = await hashOf(path);
  if (there !== undefined && (file.sha256 === undefined || there.sha256 === file.sha256))
    return { path, ...there, kept: true };
  await mkdir(dirname(path), { recursive: true }).catch((fault: NodeJS.ErrnoException) => {
    throw new InputError(
      `${dirname(path)}: is no folder that can be made (${fault.code ?? 'no code'}); name another with --to DIR`,
    );
  });
  const part = `${path}.part`;
  for (let attempt = 1; ; attempt += 1) {
    const { whole, done, total } = await transfer(file, part, options);
    if (whole) break;
    if (attempt === ATTEMPTS) {
      const of = total === undefined ? '' : ` of ${total}`;
      throw told(
        file,
        `the transfer was cut after ${done}${of} bytes`,
        'run the same again to go on from there',
      );
    }
  }
  const come = (await hashOf(part))!;
  if (file.sha256 !== undefined && come.sha256 !== file.sha256) {
    await discard(part);
    throw told(
      file,
      `what came has sha256 ${come.sha256}, expected was ${file.sha256}`,
      'the file has changed or was damaged on its way: run the same again, or see its page',
    );
  }
  await rename(part, path);
  await rm(tagOf(part), { force: true });
  return { path, ...come, kept: false };
};

interface Transfer {
  readonly whole: boolean;
  readonly done: number;
  readonly total: number | undefined;
}

/** One request; what comes is added to the part that is there, or begins it anew. */
const transfer = async (file: PublicFile, part: string, options: DownloadOptions): Promise<Transfer> => {
  const have = await sizeOf(part);
  const tag = await readFile(tagOf(part), 'utf8').catch(() => '');
  // a checksum tells in the end whether the parts went together; without one only the server's tag can
  const resumable = have > 0 && (tag !== '' || file.sha256 !== undefined);
  const range = { range: `bytes=${have}-`, ...(tag === '' ? {} : { 'if-range': tag }) };
  const response = await asked(file, resumable ? range : {}, options);
  if (response.status === 416) {
    await response.body?.cancel();
    const total = totalOf(response, have);
    if (total === have) return { whole: true, done: have, total };
    // more is there than the file has: it is no part of it
    await discard(part);
    return { whole: false, done: 0, total };
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw told(file, `the server answers ${response.status} ${response.statusText}`.trim(), 'see its page');
  }
  const from = response.status === 206 ? have : 0;
  const total = totalOf(response, from);
  await writeFile(tagOf(part), response.headers.get('etag') ?? response.headers.get('last-modified') ?? '');
  const done = await received(response, part, from, total, options);
  return {
    whole: total === undefined ? done.ended : done.ended && done.bytes === total,
    done: done.bytes,
    total,
  };
};

const asked = async (
  file: PublicFile,
  headers: Record<string, string>,
  { signal }: DownloadOptions,
): Promise<Response> => {
  try {
    // not packed on its way: the bytes and their number are those of the file
    return await fetch(file.url, {
      headers: { 'accept-encoding': 'identity', ...headers },
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (fault) {
    if (signal?.aborted === true) throw fault;
    const cause = fault instanceof Error && fault.cause instanceof Error ? fault.cause : fault;
    throw told(file, `cannot be reached (${reasonOf(cause)})`, 'check the network and the address');
  }
};

const reasonOf = (fault: unknown): string =>
  fault instanceof Error ? ('code' in fault ? String(fault.code) : fault.message) : String(fault);

/** Writes what comes; a connection that breaks ends it early and is no fault here. */
const received = async (
  response: Response,
  part: string,
  from: number,
  total: number | undefined,
  { progress, signal }: DownloadOptions,
): Promise<{ bytes: number; ended: boolean }> => {
  const handle = await open(part, from > 0 ? 'a' : 'w');
  let bytes = from;
  try {
    progress(bytes, total);
    for await (const chunk of response.body ?? []) {
      await handle.write(chunk);
      bytes += chunk.length;
      progress(bytes, total);
    }
    return { bytes, ended: true };
  } catch (fault) {
    if (signal?.aborted === true) throw fault;
    return { bytes, ended: false };
  } finally {
    await handle.sync();
    await handle.close();
  }
};

/** Of the whole file, from `Content-Range: bytes 5-9/10`, or what has come and what is announced. */
const totalOf = ({ status, headers }: Response, from: number): number | undefined => {
  const ranged = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1];
  if (ranged !== undefined) return Number(ranged);
  const length = status === 416 ? null : headers.get('content-length');
  return length === null ? undefined : from + Number(length);
};

/** What the server calls this version of the file; beside the part, so that two versions are never mixed. */
const tagOf = (part: string): string => `${part}.tag`;

const discard = async (part: string): Promise<void> => {
  await rm(part, { force: true });
  await rm(tagOf(part), { force: true });
};

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

const hashOf = async (path: string): Promise<{ sha256: string; bytes: number } | undefined> => {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch {
    return undefined;
  }
  return { sha256: hash.digest('hex'), bytes };
};

const told = ({ url }: PublicFile, found: string, remedy: string): InputError =>
  new InputError(`${url}: ${found}; ${remedy}`);
