/**
 * What is damaged: the example of each reader, with the files that belong to it.
 *
 * Left out: readers without an example, whose files are tables of a library's (Parquet, SQLite).
 */
import { gzipSync } from 'node:zlib';
import { readers } from '../../traces/catalog.ts';

export interface Seed {
  readonly reader: string;
  /** By name; the first is the trace. */
  readonly files: readonly (readonly [name: string, content: Buffer])[];
}

/** Files that lie beside an example. */
const COMPANIONS: Readonly<Record<string, Readonly<Record<string, Buffer>>>> = {
  'azure-rnn': {
    'trace.c1800.txt.gz': gzipSync('600 U0,|,U2,|,\n900 \n1200 C2,|,\n'),
    'flav_map.txt': Buffer.from('1,0.75 a\n16,112 d\n'),
    'v1.interval_map.txt': Buffer.from('0 0\n300 1\n600 2\n900 2\n1200 3\n'),
  },
};

export const seeds: readonly Seed[] = readers.flatMap(({ name, notes: { example } }) => {
  if (example === undefined) return [];
  const content = typeof example === 'string' ? Buffer.from(example) : example;
  return [{ reader: name, files: [['trace.txt', content], ...Object.entries(COMPANIONS[name] ?? {})] }];
});
