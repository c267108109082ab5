/**
 * What lies beside the repository in ../shared, or where XENREPLAY_SHARED says: real traces, measurements and vectors.
 *
 * A clone without them still runs every test; what stands on them says that they are absent, and the rest stands alone.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** From dist/test/, where the compiled tests run. */
const shared = process.env['XENREPLAY_SHARED'] ?? fileURLToPath(new URL('../../../shared', import.meta.url));

export const sharedPath = (path: string): string => join(shared, path);

export const hasShared: boolean = existsSync(sharedPath('traces'));

/** Whether two numbers agree to so much of the larger one. */
export const close = (a: number, b: number, relative: number): boolean =>
  a === b || Math.abs(a - b) <= relative * Math.max(Math.abs(a), Math.abs(b));
