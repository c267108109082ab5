/**
 * What lies beside a trace, and what lies in a folder that is one: names only, always sorted.
 *
 * Left out: opening a file (lines).
 */
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The names of the files beside a trace, sorted, and the path that opens one of them. */
export const besides = async (
  path: string,
): Promise<{ readonly names: readonly string[]; readonly pathOf: (name: string) => string }> => {
  const folder = dirname(path);
  const names = (await readdir(folder)).sort();
  return { names, pathOf: (name) => join(folder, name) };
};

/** The paths of the files in a folder, sorted, hidden ones and folders left out; undefined when it is no folder. */
export const filesIn = async (path: string): Promise<readonly string[] | undefined> => {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  return entries
    ?.filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => join(path, name))
    .sort();
};
