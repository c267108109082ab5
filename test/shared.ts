/**
 * Conformance vectors that lie beside the repository, in ../shared/vectors or where XENREPLAY_VECTORS says.
 *
 * A clone without them still runs every test; one that finds no vectors says so in its log and stands on its other tests.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';

/** From dist/test/, where the compiled tests run. */
const BESIDE = fileURLToPath(new URL('../../../shared/vectors', import.meta.url));

/** The cases of one set; empty, with a line in the test's log, where there are none. */
export const casesOf = (t: ExecutionContext, set: string): readonly unknown[] => {
  const file = join(process.env['XENREPLAY_VECTORS'] ?? BESIDE, `${set}.json`);
  if (!existsSync(file)) {
    t.log(`no vectors: ${file} not found`);
    t.pass();
    return [];
  }
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly unknown[] };
  t.true(cases.length > 0, `${file} holds no cases`);
  return cases;
};

/** Whether two numbers agree to so much of the larger one. */
export const close = (a: number, b: number, relative: number): boolean =>
  a === b || Math.abs(a - b) <= relative * Math.max(Math.abs(a), Math.abs(b));
