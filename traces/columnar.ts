/**
 * Large CSV through DuckDB: the columns that a reader asks for, as numbers, a few thousand rows at a time.
 *
 * It may only give what csv-parse would give, and gives up otherwise: a quote, an underscore in a number, a blank line, an
 * odd row, a refusal of the reader all end with {@link NotColumnar}, and the file is read again row by row, which tells the
 * place and the cause. While DuckDB parses, this thread passes over the same bytes, for the file's hash and for what DuckDB
 * does not look at (NUL bytes, long lines, quotes, rows that end with a comma too many), and counts its lines. Left out:
 * other delimiters, comments between rows, and packings that DuckDB does not read.
 */
import type { DuckDBVector } from '@duckdb/node-api';
import type { Cells, ColumnarTable, RowAtHand } from './cells.ts';
import { quoted, withDuckdb } from './duckdb.ts';
import { isAhead, type Source } from './lines.ts';

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
    const heading = options.columns === undefined ? readHeader(source, options, row) : NO_HEADING;
    const passes: Passes = { odd: false, lines: 0 };
    source.follows(0);
    const [scanned, rows] = await Promise.all([
      scan(source, heading, options.comments === true, passes).catch((fault: unknown) => {
        passes.odd = true;
        throw fault;
      }),
      parsed(source, options, row, heading, passes),
    ]);
    source.follows(1);
    const { lines, ended } = scanned;
    if (rows === 0 || lines !== rows + heading.lines) throw new NotColumnar('lines that are no rows');
    row.unended = !ended;
    return { rows, warnings: row.endWarnings() };
  } catch (fault) {
    throw new NotColumnar(String(fault));
  }
};

/** What the pass over the bytes has found so far. */
interface Passes {
  odd: boolean;
  lines: number;
}

const COMMA = 44;
const LINE_FEED = 10;
const RETURN = 13;
const QUOTE = 34;
const UNDERSCORE = 95;
const COMMENT = 35;

/** What stands before the rows: comments, where there may be some, and the header. */
interface Heading {
  readonly lines: number;
  readonly bytes: number;
}

const NO_HEADING: Heading = { lines: 0, bytes: 0 };

const readHeader = <R extends RowAtHand>(source: Source, options: ColumnarTable<R>, row: R): Heading => {
  let from = 0;
  for (let lines = 1; ; lines += 1) {
    const end = source.head.indexOf(LINE_FEED, from);
    if (end < 0) throw new NotColumnar('no header');
    const line = source.head.toString('utf8', from, end).replace(/\r$/, '');
    from = end + 1;
    if (options.comments === true && line.startsWith('#')) continue;
    if (isAhead(line) || line.includes('"')) throw new NotColumnar('an odd header');
    const fields = line.split(',');
    row.names = fields.map((name) => name.trim());
    row.line = lines;
    row.cells = { text: (column) => fields[column]!, number: () => Number.NaN, isEmpty: () => false };
    options.header?.(row);
    return { lines, bytes: from };
  }
};

/** Passes over all bytes once. */
const scan = async (
  source: Source,
  heading: Heading,
  comments: boolean,
  passes: Passes,
): Promise<{ readonly lines: number; readonly ended: boolean }> => {
  let lines = 0;
  let last = LINE_FEED;
  /** Bytes of the heading that are still to come. */
  let ahead = heading.bytes;
  const underscores = hasUnderscores(source, heading);
  for await (const chunk of source.chunks(source.limits.line)) {
    if (chunk.includes(QUOTE)) throw new NotColumnar('a quote');
    if (!underscores && chunk.includes(UNDERSCORE, ahead)) throw new NotColumnar('an underscore');
    if (comments && chunk.includes(COMMENT, ahead)) throw new NotColumnar('a comment between rows');
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) {
      lines += 1;
      const before = at === 0 ? last : chunk[at - 1]!;
      const ends = before === RETURN ? (chunk[at - 2] ?? COMMA) : before;
      if (ends === COMMA) throw new NotColumnar('a row that ends with a comma');
    }
    passes.lines = lines;
    last = chunk[chunk.length - 1]!;
    ahead = Math.max(0, ahead - chunk.length);
  }
  if (last === COMMA) throw new NotColumnar('a row that ends with a comma');
  return { lines: last === LINE_FEED ? lines : lines + 1, ended: last === LINE_FEED };
};

/** DuckDB reads 1_000 as a thousand: where rows have underscores, numbers with one are no numbers. */
const hasUnderscores = ({ head }: Source, { bytes }: Heading): boolean => head.includes(UNDERSCORE, bytes);

/** How many rows there are; each is handed to the reader in the file's order. */
const parsed = <R extends RowAtHand>(
  source: Source,
  options: ColumnarTable<R>,
  row: R,
  heading: Heading,
  passes: Readonly<Passes>,
): Promise<number> =>
  withDuckdb(async (connection) => {
    const { numbers, buckets = [], texts = [] } = options.reads!();
    const checked = hasUnderscores(source, heading);
    const typeOf = (column: number): string => (numbers.includes(column) && !checked ? 'DOUBLE' : 'VARCHAR');
    const columns = row.names.map((_, column) => `'c${column}': '${typeOf(column)}'`);
    const number = (column: number): string => {
      const name = `c${column}`;
      if (buckets.includes(column))
        // a number that is infinite itself is no open bucket
        return `CASE WHEN starts_with(${name}, '>') THEN 'inf'::DOUBLE
                WHEN isfinite(CAST(${name} AS DOUBLE)) THEN CAST(${name} AS DOUBLE) END`;
      return checked
        ? `CASE WHEN contains(${name}, '_') THEN 'nan'::DOUBLE ELSE CAST(${name} AS DOUBLE) END`
        : name;
    };
    const numeric = [...numbers, ...buckets];
    const wanted = [
      // a column without NULL needs no look at each number's validity, which costs more than parsing it
      ...numeric.map((column) => `coalesce(${number(column)}, 'nan'::DOUBLE)`),
      ...numeric.map((column) => `c${column} IS NULL`),
      ...texts.map((column) => `c${column}`),
    ];
    const result = await connection.stream(
      `SELECT ${wanted.join(', ')} FROM read_csv(${quoted(source.path)}, auto_detect = false, header = false,
       skip = ${heading.lines}, delim = ',', quote = '', escape = '', columns = {${columns.join(', ')}},
       compression = '${PACKINGS[source.packings.join()]!}', max_line_size = ${source.limits.line})`,
    );
    const cells = new ChunkCells(row.names.length, numeric, texts);
    row.cells = cells;
    let rows = 0;
    // one chunk is parsed while the one before it is handed over
    let next = result.fetchChunk();
    try {
      for (;;) {
        // what the other pass refuses, or was interrupted in, need not be parsed to its end
        if (passes.odd) throw new NotColumnar('the rest');
        const chunk = await next;
        const rowCount = chunk?.rowCount ?? 0;
        if (chunk === null || rowCount === 0) return rows;
        next = result.fetchChunk();
        cells.take(wanted.map((_, i) => chunk.getColumnVector(i)));
        for (let i = 0; i < rowCount; i += 1) {
          cells.at = i;
          rows += 1;
          row.line = heading.lines + rows;
          options.row(row);
        }
        source.follows(rows / Math.max(rows, passes.lines));
      }
    } finally {
      // nothing may be closed under a library that is at work
      await next.catch(() => undefined);
    }
  });

/** The cells of a chunk of rows, at the row `at`. */
class ChunkCells implements Cells {
  at = 0;
  private readonly numberAt: Int32Array;
  private readonly textAt: Int32Array;
  /** How many columns are numbers: their vectors come first, then whether each is empty, then the texts. */
  private readonly numbers: number;
  private vectors: readonly DuckDBVector[] = [];

  constructor(columns: number, numbers: readonly number[], texts: readonly number[]) {
    this.numberAt = new Int32Array(columns).fill(-1);
    this.textAt = new Int32Array(columns).fill(-1);
    numbers.forEach((column, i) => {
      this.numberAt[column] = i;
    });
    texts.forEach((column, i) => {
      this.textAt[column] = 2 * numbers.length + i;
    });
    this.numbers = numbers.length;
  }

  take(vectors: readonly DuckDBVector[]): void {
    this.vectors = vectors;
  }

  number(column: number): number {
    return (this.vectors[this.numberAt[column]!]?.getItem(this.at) as number | undefined) ?? Number.NaN;
  }

  /** Of a column that was asked for as text. */
  text(column: number): string {
    const place = this.textAt[column]!;
    if (place < 0) throw new NotColumnar('a number that is asked for as text');
    const value = this.vectors[place]!.getItem(this.at);
    return typeof value === 'string' ? value : '';
  }

  isEmpty(column: number): boolean {
    const number = this.numberAt[column]!;
    if (number >= 0) return this.vectors[this.numbers + number]!.getItem(this.at) === true;
    const text = this.textAt[column]!;
    if (text < 0) throw new NotColumnar('a column that was not asked for');
    return this.text(column).trim() === '';
  }
}
