/**
 * What lies beside a trace, and what lies in a folder that is one: names, always sorted, and sizes.
 *
 * Left out: opening a file (lines).
 */
import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { complaint, placeOf } from './complaint.ts';
import { plainName } from './lines.ts';

/** The names of the files beside a trace, sorted, and the path that opens one of them. */
export const besides = async (
  path: string,
): Promise<{ readonly names: readonly string[]; readonly pathOf: (name: string) => string }> => {
  const folder = dirname(path);
  const names = (await readdir(folder)).sort();
  return { names, pathOf: (name) => join(folder, name) };
};

/**
 * The path of the one file of this name beside a trace, plain or packed.
 *
 * @param accepted  why it is needed, and `remedy` what to do without it
 * @throws {InputError} when there is none, or several
 */
export const companionOf = async (
  path: string,
  name: string,
  accepted: string,
  remedy: string,
): Promise<string> => {
  const { names, pathOf } = await besides(path);
  const found = names.filter((other) => plainName(other) === name);
  if (found.length === 1) return pathOf(found[0]!);
  throw complaint(
    placeOf(path),
    found.length === 0
      ? `${name} is not beside it`
      : `several files are ${name} beside it: ${found.join(', ')}`,
    accepted,
    remedy,
  );
};

/** The paths of the files in a folder, sorted, hidden ones and folders left out; undefined when it is no folder. */
export const filesIn = async (path: string): Promise<readonly string[] | undefined> => {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  return entries
    ?.filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => join(path, name))
    .sort();
};

/** Bytes of a file; 0 of one that is not there, which is refused when it is opened. */
export const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );
