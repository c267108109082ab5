/**
 * What is damaged: the example of each reader, with the files that belong to it, and files that libraries make.
 *
 * Left out: what happens to them (mutate, sealed).
 */
import { gzipSync } from 'node:zlib';
import type { Stream } from '../../model/kernel/streams.ts';
import { readers } from '../../traces/catalog.ts';
import { convertedFiles } from './converted-files.ts';
import { mutated, scratched } from './mutate.ts';
import { resealed } from './resealed.ts';
import { parquetFiles, sqliteFile } from './table-files.ts';

export interface Seed {
  /** The reader's, and what tells several of one reader apart. */
  readonly name: string;
  readonly reader: string;
  /** By name; the first is the trace. */
  readonly files: readonly (readonly [name: string, content: Buffer])[];
  readonly damage: (content: Buffer, draw: Stream) => Buffer;
}

/** Files that lie beside an example. */
const COMPANIONS: Readonly<Record<string, Readonly<Record<string, Buffer>>>> = {
  'azure-rnn': {
    'trace.c1800.txt.gz': gzipSync('600 U0,|,U2,U1,|,\n900 \n1200 C2,|,\n'),
    'flav_map.txt': Buffer.from('1,0.75 a\n16,112 d\n'),
    'trace.interval_map.txt': Buffer.from('0 0\n300 1\n600 2\n900 2\n1200 3\n'),
  },
  'alibaba-pai-instances': {
    'pai_task_table.csv': Buffer.from(
      'af724763f4f5d0beef445849,worker,2.0,Terminated,2081330.0,2083889.0,600.0,29.296875,50.0,MISC\nbf724763f4f5d0beef445850,ps,1.0,Running,2081300.0,,,14.5,,\n',
    ),
  },
  'azure-packing-csv': {
    'vm_types.csv': Buffer.from('id,vmTypeId,core,memory\n0,0,0.25,0.5\n1,0,0.125,0.25\n2,1,1,1\n'),
  },
};

const examples = readers.flatMap(({ name, notes: { example } }): Seed[] => {
  if (example === undefined) return [];
  const content = typeof example === 'string' ? Buffer.from(example) : example;
  const files = [['trace.txt', content], ...Object.entries(COMPANIONS[name] ?? {})] as const;
  return [{ name, reader: name, files, damage: mutated }];
});

const made = (reader: string, files: Readonly<Record<string, Buffer>>, damage: Seed['damage']): Seed[] =>
  Object.entries(files).map(([kind, content]) => ({
    name: `${reader}-${kind}`,
    reader,
    files: [['trace.bin', content]],
    damage,
  }));

/** What every file may meet, or damage that only the library meets. */
const inTables: Seed['damage'] = (content, draw) =>
  (draw.integer(3) === 0 ? mutated : scratched)(content, draw);

export const seeds: readonly Seed[] = [
  ...examples,
  ...made('azure-packing', { sqlite: sqliteFile() }, inTables),
  ...made('opendc', await parquetFiles(), inTables),
  ...made('converted', await convertedFiles(), resealed),
];
