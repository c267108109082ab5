/**
 * Which xenreplay made a result: the package's version and, in a checkout, the commit.
 *
 * Left out: the machine and the hour, so that the same inputs give the same bytes.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** From `dist/harness/campaign/` to the package. */
const root = fileURLToPath(new URL('../../../', import.meta.url));

interface Version {
  readonly version: string;
  /** Null outside a checkout; `-dirty` when what runs is not what was committed. */
  readonly commit: string | null;
}

/** @param folder  of a checkout; this one where nothing is said */
export const versionOf = (folder: string = root): Version => {
  const text = readFileSync(join(folder, 'package.json'), 'utf8');
  return { version: (JSON.parse(text) as { version: string }).version, commit: commitOf(folder) };
};

const commitOf = (folder: string): string | null => {
  try {
    const words = ['describe', '--always', '--dirty', '--abbrev=12', '--exclude=*'];
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    return execFileSync('git', words, { cwd: folder, stdio }).toString().trim();
  } catch {
    return null;
  }
};
