/** The shared folder beside the repository: real traces and measurements. Where it is missing, tests of them are skipped. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const sharedPath = (path: string): string =>
  fileURLToPath(new URL(`../../../shared/${path}`, import.meta.url));

export const hasShared: boolean = existsSync(sharedPath('traces'));
