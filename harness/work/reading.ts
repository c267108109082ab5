/**
 * How far the reading of a trace is, in bytes of the file as stored, and where it stops for an interrupt.
 *
 * Left out: what is done with the rows once all of them are there, and what a library reads of its own (Parquet, SQLite,
 * the member of a zip) after the file was passed over once.
 */
import { basename } from 'node:path';
import type { Reading } from '../../traces/lines.ts';
import type { Watch } from './pieces.ts';

const KIB = 1024;

export const readingOf =
  ({ progress, signal }: Watch, path: string): Reading =>
  (read, stored) => {
    signal?.throwIfAborted();
    progress({
      done: Math.ceil(read / KIB),
      // how much a pipe holds is not known
      total: stored === 0 ? undefined : Math.ceil(stored / KIB),
      label: `KiB read of ${basename(path)}`,
    });
  };
