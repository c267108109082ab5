/**
 * How fast rows of a trace come in: our own lifecycles and Azure's vmtable, plain, gzip and converted, through the way that
 * every replay takes.
 *
 * Two yardsticks stand beside them: a bare scanner in the same language, and the same columns summed by DuckDB and nothing
 * else done, the fastest honest way from a CSV to numbers that we know. Loading is the part of reading that a conversion
 * saves: from the file to typed columns. What follows (order, cuts, character) costs the same for either. The files are
 * made for the occasion, with rows as those of the real ones. Left out: the disk (they are read from the cache of the
 * operating system), and loads.
 */
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { median } from 'simple-statistics';
import { streamsOf } from '../../model/kernel/streams.ts';
import { converted } from '../../traces/converted.ts';
import { quoted, withDuckdb } from '../../traces/duckdb.ts';
import { ingest, recordedIn } from '../../traces/ingest.ts';
import { syntheticVmtable } from '../../traces/synthetic-vmtable.ts';
import { collectorOf } from './collector.ts';
import { rowsOf, type Row } from './row.ts';
import { inTurns, medianRatio, roundByRound, type Contender } from './rounds.ts';
import type { Within } from '../work/pieces.ts';

export interface IngestPlan {
  readonly rows: number;
  readonly rounds: number;
}

interface Table {
  readonly name: string;
  readonly format: string;
  /** Pieces of the file. */
  readonly text: Iterable<string>;
  readonly header: boolean;
  readonly columns: number;
  /** What is read of it, as terms of SQL over columns c0, c1, …; all of them text or numbers of their own. */
  readonly numbers: readonly number[];
  readonly terms: readonly string[];
}

export const benchIngest = async ({ rows, rounds }: IngestPlan, within: Within): Promise<readonly Row[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'xenreplay-bench-'));
  try {
    const tables = [lifecycles(rows), vmtable(rows)];
    const contenders: Record<string, Contender> = {};
    // nobody pays for what another one left behind: each begins as in a process of its own
    const prepare = collectorOf();
    for (const table of tables) {
      for (const [name, contender] of Object.entries(await contendersOf(table, folder)))
        contenders[name] = { ...contender, prepare };
    }
    await inTurns(contenders, 1);
    const seconds = await roundByRound(contenders, rounds, within);
    return [
      ...Object.entries(seconds).map(([what, perRow]) => row(what, 1e-3 / median([...perRow]), 'k rows/s')),
      ...tables.flatMap(({ name }): Row[] => {
        const ratio = (what: string, one: string, other: string): Row =>
          row(`${name}: ${what}`, medianRatio(seconds[`${name}${other}`]!, seconds[`${name}${one}`]!), '1');
        return [
          ratio('all / bare scanner', '', ', bare scanner'),
          ratio('all / DuckDB alone', '', ', DuckDB alone'),
          ratio('all, converted / CSV', ', converted', ''),
          { ...ratio('load, converted / CSV', ', load converted', ', load'), target: LOADS },
        ];
      }),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
};

const row = rowsOf('ingest', 'measured');

/** A conversion is worth its file. */
const LOADS = { atLeast: 10 } as const;

const contendersOf = async (table: Table, folder: string): Promise<Record<string, Contender>> => {
  const { name, format } = table;
  const plain = join(folder, `${format}.csv`);
  const packed = `${plain}.gz`;
  const columns = `${plain}.columns`;
  await writeFile(plain, table.text);
  await writeFile(packed, gzipSync(await readFile(plain)));
  const { recorded, original } = await recordedIn(plain, { format, keepGroups: true });
  await writeFile(columns, Buffer.concat(await converted(recorded, original)));
  return {
    [name]: reading(plain, format),
    [`${name}, gzip`]: reading(packed, format),
    [`${name}, converted`]: reading(columns, 'converted'),
    [`${name}, load`]: loading(plain, format),
    // one alone is over in a moment
    [`${name}, load converted`]: { ...loading(columns, 'converted'), repeats: 10 },
    [`${name}, DuckDB alone`]: summing(plain, table, recorded.rowsRead),
    [`${name}, bare scanner`]: scanning(plain),
  };
};

const reading = (path: string, format: string): Contender => ({
  work: async () => (await ingest(path, { format })).report.rowsRead,
});

const loading = (path: string, format: string): Contender => ({
  work: async () => (await recordedIn(path, { format })).recorded.rowsRead,
});

/** One thread, as in reading; nothing but the sums comes back. */
const summing = (path: string, { header, columns, numbers, terms }: Table, rows: number): Contender => {
  const types = Array.from(
    { length: columns },
    (_, column) => `'c${column}': '${numbers.includes(column) ? 'DOUBLE' : 'VARCHAR'}'`,
  );
  const sums = terms.map((term) => `sum(${term})`).join(', ');
  const query = `SELECT ${sums} FROM read_csv(${quoted(path)}, auto_detect = false, header = ${header}, delim = ',',
    quote = '', escape = '', columns = {${types.join(', ')}})`;
  return {
    work: () =>
      withDuckdb(async (connection) => {
        await connection.runAndReadAll(query);
        return rows;
      }),
  };
};

const COMMA = 44;
const LINE_FEED = 10;

/** What any reader of CSV must do at least: look at every byte, and know a comma and a line end. */
const scanning = (path: string): Contender => ({
  work: async () => {
    let rows = 0;
    let commas = 0;
    for await (const chunk of createReadStream(path, {
      highWaterMark: 256 * 1024,
    }) as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; at += 1) {
        const byte = chunk[at]!;
        if (byte === COMMA) commas += 1;
        else if (byte === LINE_FEED) rows += 1;
      }
    }
    return commas > 0 ? rows : 0;
  },
});

const lifecycles = (rows: number): Table => ({
  name: 'lifecycles',
  format: 'lifecycle-csv',
  text: linesOfLifecycles(rows),
  header: true,
  columns: 4,
  numbers: [0, 1, 2, 3],
  terms: ['c0', 'c1', 'c2', 'c3'],
});

function* linesOfLifecycles(rows: number): Generator<string> {
  const draw = streamsOf(1).of('lifecycles');
  yield 'created_s,deleted_s,vcpus,memory_gib\n';
  for (let i = 0; i < rows; i += 1) {
    const created = i * 0.5;
    yield `${created.toFixed(3)},${(created + 60 + draw.exponential(1_500)).toFixed(3)},${1 + draw.integer(8)},4\n`;
  }
}

const vmtable = (rows: number): Table => ({
  name: 'vmtable',
  format: 'azure-vmtable',
  text: syntheticVmtable({ rows, seed: 1 }),
  header: false,
  columns: 11,
  numbers: [3, 4],
  terms: ['c3', 'c4', ...['c9', 'c10'].map((size) => `CAST(ltrim(${size}, '>') AS DOUBLE)`)],
});
