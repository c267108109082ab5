/**
 * Baselines: documents that are committed under `results/baselines/` and named by their file.
 *
 * Left out: when to renew one; that is a person's decision, and is shown old against new.
 */
import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../model/kernel/faults.ts';
import { nearest } from '../../model/kernel/spelling.ts';
import { writeWhole } from '../result/store.ts';

export const BASELINES = 'results/baselines';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * The path of a document: as given, or of the baseline of that name.
 *
 * @throws {InputError} when it is neither
 */
export const documentPath = async (given: string): Promise<string> => {
  if (given.includes('/') || given.endsWith('.json') || (await exists(given))) return given;
  const path = join(BASELINES, `${given}.json`);
  if (await exists(path)) return path;
  const known = await readdir(BASELINES).then(
    (names) =>
      names
        .filter((name) => name.endsWith('.json'))
        .map((name) => name.slice(0, -5))
        .toSorted(),
    () => [],
  );
  const near = nearest(given, known);
  throw new InputError(
    `baseline "${given}" not found (looked in ${path}); ` +
      (near === undefined ? '' : `did you mean "${near}"? `) +
      `make it with npm run compare -- ${given} DOCUMENT --renew`,
  );
};

/** Where a baseline of that name lives, there or not. @throws {InputError} when the name is a path elsewhere */
export const baselinePath = (name: string): string => {
  const bare = name.startsWith(`${BASELINES}/`) ? name.slice(BASELINES.length + 1) : name;
  const stem = bare.replace(/\.json$/, '');
  if (!/^[\w][\w.-]*$/.test(stem)) {
    throw new InputError(
      `--renew: found "${name}"; a baseline is a name in letters, digits, dots and dashes, kept in ${BASELINES}`,
    );
  }
  return join(BASELINES, `${stem}.json`);
};

/** Puts the document in the place of the baseline, byte for byte. */
export const renew = async (path: string, document: string): Promise<void> =>
  writeWhole(path, await readFile(document, 'utf8'));

export { exists as baselineExists };
