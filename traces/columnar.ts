/**
 * Large CSV through DuckDB: the columns that a reader asks for, as numbers, a few thousand rows at a time.
 *
 * It may only give what csv-parse would give, and gives up otherwise: a quote, an underscore in a number, a blank line, an
 * odd row, a refusal of the reader all end with {@link NotColumnar}, and the file is read again row by row, which tells the
 * place and the cause. While DuckDB parses, this thread passes over the same bytes, for the file's hash and for what DuckDB
 * does not look at (NUL bytes, long lines, quotes, rows that end with a comma too many), and counts its lines. Left out:
 * other delimiters, comments, and packings that DuckDB does not read.
 */
import type { DuckDBVector } from '@duckdb/node-api';
import type { Cells, ColumnarTable, ColumnsRead, RowAtHand } from './cells.ts';
import { quoted, withDuckdb } from './duckdb.ts';
import type { Source } from './lines.ts';

/** The fast way does not do: the file is to be read row by row. */
export class NotColumnar extends Error {}

/** What DuckDB calls the packings that it reads itself. */
const PACKINGS: Readonly<Record<string, string>> = { '': 'none', gzip: 'gzip', zstd: 'zstd' };

/** Whether it pays, and whether the reader and the file can be read so. */
export const isColumnar = (source: Source, { reads }: { readonly reads?: unknown }): boolean =>
  reads !== undefined &&
  source.form === 'stream' &&
  Object.hasOwn(PACKINGS, source.packings.join()) &&
  source.stored * (source.packings.length === 0 ? 1 : PACKED_PAYS) >= source.limits.columnar;

/** Packed text is about so many times longer when it is unpacked. */
const PACKED_PAYS = 3;

/** @throws {NotColumnar} when anything at all is odd */
export const readColumnar = async <R extends RowAtHand>(
  source: Source,
  options: ColumnarTable<R>,
  row: R & { readonly endWarnings: () => readonly string[] },
): Promise<{ readonly rows: number; readonly warnings: readonly string[] }> => {
  try {
    const headed = options.columns === undefined;
    if (headed) readHeader(source, options, row);
    const [scanned, rows] = await Promise.all([
      scan(source),
      parsed(source, options.reads!(), row, headed, options.row),
    ]);
    const { lines, ended } = scanned;
    if (rows === 0 || lines !== rows + (headed ? 1 : 0)) throw new NotColumnar('lines that are no rows');
    row.unended = !ended;
    return { rows, warnings: row.endWarnings() };
  } catch (fault) {
    throw new NotColumnar(String(fault));
  }
};

const COMMA = 44;
const LINE_FEED = 10;
const RETURN = 13;
const QUOTE = 34;
const UNDERSCORE = 95;

const readHeader = <R extends RowAtHand>(source: Source, options: ColumnarTable<R>, row: R): void => {
  const end = source.head.indexOf(LINE_FEED);
  const line = source.head.toString('utf8', 0, end < 0 ? source.head.length : end).replace(/\r$/, '');
  if (line.trim() === '' || line.includes('"')) throw new NotColumnar('an odd header');
  const fields = line.split(',');
  row.names = fields.map((name) => name.trim());
  row.line = 1;
  row.cells = { text: (column) => fields[column]!, number: () => Number.NaN, isEmpty: () => false };
  options.header?.(row);
};

/** Passes over all bytes once. */
const scan = async (source: Source): Promise<{ readonly lines: number; readonly ended: boolean }> => {
  let lines = 0;
  let last = LINE_FEED;
  const underscores = source.head.includes(UNDERSCORE);
  for await (const chunk of source.chunks(source.limits.line)) {
    if (chunk.includes(QUOTE)) throw new NotColumnar('a quote');
    if (!underscores && chunk.includes(UNDERSCORE)) throw new NotColumnar('an underscore');
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) {
      lines += 1;
      const before = at === 0 ? last : chunk[at - 1]!;
      const ends = before === RETURN ? (chunk[at - 2] ?? COMMA) : before;
      if (ends === COMMA) throw new NotColumnar('a row that ends with a comma');
    }
    last = chunk[chunk.length - 1]!;
  }
  if (last === COMMA) throw new NotColumnar('a row that ends with a comma');
  return { lines: last === LINE_FEED ? lines : lines + 1, ended: last === LINE_FEED };
};

/** How many rows there are; each is handed to `take` in the file's order. */
const parsed = <R extends RowAtHand>(
  source: Source,
  { numbers, buckets = [], texts = [] }: ColumnsRead,
  row: R,
  headed: boolean,
  take: (row: R) => void,
): Promise<number> =>
  withDuckdb(async (connection) => {
    // DuckDB reads 1_000 as a thousand: where the file has underscores, numbers with one are no numbers
    const checked = source.head.includes(UNDERSCORE);
    const typeOf = (column: number): string => (numbers.includes(column) && !checked ? 'DOUBLE' : 'VARCHAR');
    const columns = row.names.map((_, column) => `'c${column}': '${typeOf(column)}'`);
    const cell = (column: number): string => {
      const name = `c${column}`;
      if (buckets.includes(column))
        return `CASE WHEN starts_with(${name}, '>') THEN 'inf'::DOUBLE WHEN isinf(${name}::DOUBLE) THEN 'nan'::DOUBLE ELSE ${name}::DOUBLE END`;
      if (numbers.includes(column) && checked)
        return `CASE WHEN contains(${name}, '_') THEN 'nan'::DOUBLE ELSE CAST(${name} AS DOUBLE) END`;
      return name;
    };
    const wanted = [...numbers, ...buckets, ...texts];
    const result = await connection.stream(
      `SELECT ${wanted.map(cell).join(', ')} FROM read_csv(${quoted(source.path)}, auto_detect = false, header = false,
       skip = ${headed ? 1 : 0}, delim = ',', quote = '', escape = '', columns = {${columns.join(', ')}},
       compression = '${PACKINGS[source.packings.join()]!}', max_line_size = ${source.limits.line})`,
    );
    const cells = new ChunkCells(row.names.length, [...numbers, ...buckets], texts);
    row.cells = cells;
    let rows = 0;
    const before = headed ? 2 : 1;
    for (
      let chunk = await result.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      cells.take(wanted.map((_, i) => chunk.getColumnVector(i)));
      for (let i = 0; i < chunk.rowCount; i += 1) {
        cells.at = i;
        row.line = before + rows;
        rows += 1;
        take(row);
      }
    }
    return rows;
  });

/** The cells of a chunk of rows, at the row `at`. */
class ChunkCells implements Cells {
  at = 0;
  private readonly numberAt: Int32Array;
  private readonly textAt: Int32Array;
  private readonly numbers: number;
  private vectors: readonly DuckDBVector[] = [];

  constructor(columns: number, numbers: readonly number[], texts: readonly number[]) {
    this.numberAt = new Int32Array(columns).fill(-1);
    this.textAt = new Int32Array(columns).fill(-1);
    numbers.forEach((column, i) => {
      this.numberAt[column] = i;
    });
    texts.forEach((column, i) => {
      this.textAt[column] = numbers.length + i;
    });
    this.numbers = numbers.length;
  }

  take(vectors: readonly DuckDBVector[]): void {
    this.vectors = vectors;
  }

  number(column: number): number {
    const value = this.vectors[this.numberAt[column]!]?.getItem(this.at);
    return typeof value === 'number' ? value : Number.NaN;
  }

  /** Of a column that was asked for as text. */
  text(column: number): string {
    const place = this.textAt[column]!;
    if (place < this.numbers) throw new NotColumnar('a number that is asked for as text');
    const value = this.vectors[place]!.getItem(this.at);
    return typeof value === 'string' ? value : '';
  }

  isEmpty(column: number): boolean {
    const place = Math.max(this.numberAt[column]!, this.textAt[column]!);
    if (place < 0) throw new NotColumnar('a column that was not asked for');
    return this.vectors[place]!.getItem(this.at) === null;
  }
}
