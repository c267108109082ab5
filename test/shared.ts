/**
 * What lies beside the repository in ../shared, or where XENREPLAY_SHARED says: real traces, measurements and vectors.
 *
 * A clone without them still runs every test; what stands on them says that they are absent, and the rest stands alone.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';

/** From dist/test/, where the compiled tests run. */
const shared = process.env['XENREPLAY_SHARED'] ?? fileURLToPath(new URL('../../../shared', import.meta.url));

export const sharedPath = (path: string): string => join(shared, path);

export const hasShared: boolean = existsSync(sharedPath('traces'));

const vectorFile = (set: string): string => sharedPath(`vectors/${set}.json`);

/** The cases of one set; undefined where there is no such file. */
export const vectorsOf = (set: string): readonly unknown[] | undefined => {
  const file = vectorFile(set);
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly unknown[] }).cases;
};

/** The cases of one set; empty, with a line in the test's log, where there are none. */
export const casesOf = (t: ExecutionContext, set: string): readonly unknown[] => {
  const cases = vectorsOf(set);
  if (cases === undefined) {
    t.log(`no vectors: ${vectorFile(set)} not found`);
    t.pass();
    return [];
  }
  t.true(cases.length > 0, `${vectorFile(set)} holds no cases`);
  return cases;
};

/** Whether two numbers agree to so much of the larger one. */
export const close = (a: number, b: number, relative: number): boolean =>
  a === b || Math.abs(a - b) <= relative * Math.max(Math.abs(a), Math.abs(b));
