/**
 * Result documents on disk: written whole or not at all, read only where we know their schema.
 *
 * What older versions wrote is converted where a conversion is known, and refused by name where none is. Left out: where
 * baselines live.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { InputError } from '../../model/kernel/faults.ts';
import { documentOf, faultOf, runHash, SCHEMA, serialised, type ResultDocument } from './document.ts';
import { converted, schemasRead } from './earlier.ts';

const codeOf = (fault: unknown): string | undefined => (fault as NodeJS.ErrnoException).code;

/** A path as a document names it: relative where it lies below the working directory, else as given. */
export const pathShown = (path: string, workingDirectory: string = process.cwd()): string => {
  if (!isAbsolute(path)) return path;
  const inside = relative(workingDirectory, path);
  return inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)
    ? path
    : inside;
};

/** `samples/burst.csv.gz` → `burst`: the last name without its endings, in letters that every file system takes. */
const stem = (path: string): string => {
  const name = path.split(/[/\\]/).findLast((part) => part !== '') ?? '';
  const bare = name.replace(/\.(gz|zip|bz2|zst|xz)$/i, '').replace(/(?!^)\.[A-Za-z0-9]{1,7}$/, '');
  return (
    bare
      .replaceAll(/[^\w.-]+/g, '_')
      .replace(/^[.-]+/, '')
      .slice(0, 80) || 'trace'
  );
};

/** `<trace>-<policy>-<hash>.json`; of several policies the first, and how many more. */
export const fileNameOf = (document: ResultDocument): string => {
  const [first, ...more] = document.policies.map(({ name }) => stem(name));
  const policy = more.length === 0 ? first! : `${first!}-and-${more.length}`;
  return `${stem(document.trace.path)}-${policy}-${runHash(document)}.json`;
};

/** Whether a file may be written there: nothing is yet, or a file; a device or a folder is not replaced by one. */
export const takesFile = async (path: string): Promise<boolean> => {
  const there = await stat(path).catch(() => undefined);
  return path !== '' && (there === undefined || there.isFile());
};

/**
 * Writes a file whole or not at all: a reader sees the old one or the new one, and a crash leaves neither half.
 *
 * @throws {InputError} when the folder cannot be made or written to, or something else than a file is there
 */
export const writeWhole = async (path: string, content: string | readonly Uint8Array[]): Promise<void> => {
  if (!(await takesFile(path))) throw new InputError(`${path}: is no file; name a file to write`);
  const folder = join(path, '..');
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  if (process.listenerCount('exit', discardDrafts) === 0) process.on('exit', discardDrafts);
  drafts.add(draft);
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(draft, 'wx');
    try {
      for (const piece of typeof content === 'string' ? [content] : content) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (fault) {
    await rm(draft, { force: true }).catch(() => undefined);
    const code = codeOf(fault);
    if (code === undefined) throw fault;
    throw new InputError(`${path}: cannot be written (${code}); name a place that can be with --out or --to`);
  } finally {
    drafts.delete(draft);
  }
};

/** Being written now; a process that is ended meanwhile (a second Ctrl-C) takes them along. */
const drafts = new Set<string>();
const discardDrafts = (): void => {
  for (const draft of drafts) rmSync(draft, { force: true });
};

/**
 * Writes a document below the folder and says where.
 *
 * @throws {InputError} when the folder cannot be written to
 */
export const saveResult = async (document: ResultDocument, folder: string): Promise<string> => {
  const path = join(folder, fileNameOf(document));
  await writeWhole(path, serialised(document));
  return path;
};

/**
 * What a JSON file holds.
 *
 * @throws {InputError} when it is missing, unreadable or not JSON
 */
export const jsonAt = async (path: string): Promise<unknown> => {
  const text = await readFile(path, 'utf8').catch((fault: unknown) => {
    const found = codeOf(fault) === 'ENOENT' ? 'not found' : `cannot be read (${codeOf(fault) ?? 'no code'})`;
    throw new InputError(`${path}: ${found}; make it with npm run replay -- TRACE`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(
      `${path}: not JSON; a result document is what npm run replay writes under results/runs`,
    );
  }
};

/**
 * Reads a result document, of this schema or one that is converted to it.
 *
 * @throws {InputError} when it is missing, not JSON, of another schema, or not what its schema says
 */
export const readResult = async (path: string): Promise<ResultDocument> => resultIn(await jsonAt(path), path);

/** @throws {InputError} when it is of another schema, or not what its schema says */
export const resultIn = (raw: unknown, path: string): ResultDocument => {
  const schema: unknown = raw !== null && typeof raw === 'object' && 'schema' in raw ? raw.schema : undefined;
  if (!schemasRead.some((one) => one === schema)) {
    const found = typeof schema === 'string' ? `schema "${schema}"` : 'no schema';
    throw new InputError(
      `${path}: ${found}; this version reads ${schemasRead.join(' and ')}; make the document again with npm run replay`,
    );
  }
  const current = schema === SCHEMA ? raw : converted(raw as object);
  const fault = faultOf(current);
  if (fault !== undefined)
    throw new InputError(`${path}: ${fault}; make the document again with npm run replay`);
  return documentOf(current);
};
