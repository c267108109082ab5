/**
 * Comma-separated rows of a source through csv-parse, one at a time, with their line.
 *
 * Quotes, CRLF, blank lines and a missing last line end are csv-parse's and handled; the number of columns is checked
 * here, so that a cut or foreign row is told by its line. A file that ends inside its last row is refused; one whose last
 * row is whole but has no line end is read (real files end so) and noted. Left out: what the columns mean.
 */
import { once } from 'node:events';
import { CsvError, parse } from 'csv-parse';
import type { InputError } from '../model/kernel/faults.ts';
import type { Micros } from '../model/kernel/units.ts';
import type { Cells, ColumnsRead } from './cells.ts';
import { isColumnar, readColumnar } from './columnar.ts';
import { complaint, placeOf, shown } from './complaint.ts';
import { isAhead, type Source } from './lines.ts';

export interface TableOptions {
  /** Column names of a format without header; without them the first row is the header. */
  readonly columns?: readonly string[];
  /** Between fields; a comma where nothing is said. */
  readonly delimiter?: string | string[];
  /** Empty fields that a row may have beyond the header. */
  readonly spare?: number;
  /** Lines that begin with `#` are comments. */
  readonly comments?: boolean;
  /** Called once with the header, before any row. */
  readonly header?: (row: Row) => void;
  readonly row: (row: Row) => void;
  /** What is read of a row, asked for after the header: a large file is then read by these columns (columnar). */
  readonly reads?: () => ColumnsRead;
  /** Called with a row that has another number of columns; without it such a row is refused. */
  readonly misfit?: (row: Row) => void;
}

export interface Table {
  /** Rows without the header. */
  readonly rows: number;
  /** What the reading itself has to say: a last line without its end. */
  readonly warnings: readonly string[];
}

/**
 * @throws {InputError} with the line of the first row that has another number of columns, or that `header` or `row`
 *   refuses; and when there is no row at all
 */
export const readTable = async (source: Source, options: TableOptions): Promise<Table> => {
  const row = new Row(source.path, options.columns ?? []);
  if (isColumnar(source, options)) return readColumnar(source, options, row);
  let headed = options.columns !== undefined;
  let rows = 0;
  const take = (fields: string[]): void => {
    row.fields = fields;
    row.line = parser.info.lines;
    if (!headed) {
      if (isAhead(fields.join())) return;
      headed = true;
      row.names = fields.map((name) => name.trim());
      options.header?.(row);
      return;
    }
    const beyond = fields.length - row.names.length;
    if (beyond !== 0 && !spared(fields, beyond, options.spare ?? 0)) {
      if (options.misfit === undefined) throw row.misfit();
      rows += 1;
      options.misfit(row);
      return;
    }
    rows += 1;
    options.row(row);
  };
  // A listener that throws while the parser flushes would bring the process down: keep the fault and throw it ourselves.
  let fault: unknown;
  const parser = parse({
    record_delimiter: ['\r\n', '\n'],
    ...(options.delimiter === undefined ? {} : { delimiter: options.delimiter }),
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: source.limits.line,
    ...(options.comments === true ? { comment: '#', comment_no_infix: true } : {}),
  });
  parser.on('data', (fields: string[]) => {
    if (fault !== undefined) return;
    try {
      take(fields);
    } catch (refusal) {
      fault = refusal;
    }
  });
  parser.on('error', () => undefined);

  const chunks = source.chunks(source.limits.line);
  let last = 0;
  try {
    for await (const chunk of chunks) {
      last = chunk[chunk.length - 1]!;
      await written(parser, chunk);
      if (fault !== undefined) throw fault;
    }
    row.unended = last !== LINE_FEED;
    const ended = once(parser, 'end');
    parser.end();
    await ended;
    if (fault !== undefined) throw fault;
  } catch (refusal) {
    throw refusal instanceof CsvError ? unparsed(source.path, refusal) : refusal;
  } finally {
    parser.destroy();
    await chunks.return();
  }
  const where = placeOf(source.path);
  if (rows === 0) {
    throw complaint(where, 'holds no rows', 'a trace has at least one row', 'it may be cut: fetch it again');
  }
  return { rows, warnings: row.endWarnings() };
};

/** Said of a last line that is whole but has no end, as in many public files; one that was cut there looks the same. */
export const UNENDED =
  'the last line has no line end; if the file was cut there, its last value may be short';

/** One row and where it stands. The object is the same for every row of a file: keep values, not the row. */
export class Row {
  readonly path: string;
  names: readonly string[];
  fields: readonly string[] = [];
  /** Where the cells come from when a file is read by columns. */
  cells: Cells | undefined;
  line = 0;
  /** This is the last row and it has no line end. */
  unended = false;

  constructor(path: string, names: readonly string[]) {
    this.path = path;
    this.names = names;
  }

  text(column: number): string {
    return this.cells === undefined ? this.fields[column]!.trim() : this.cells.text(column).trim();
  }

  isEmpty(column: number): boolean {
    return this.cells === undefined ? this.fields[column]!.trim() === '' : this.cells.isEmpty(column);
  }

  /** @throws {InputError} when the cell is no decimal number; `accepted` says what is */
  number(column: number, accepted: string): number {
    const value = this.valueOf(column);
    if (!Number.isFinite(value)) throw this.fault(column, accepted);
    return value;
  }

  /** Whether the cell is an open bucket: `>24`. */
  isOpen(column: number): boolean {
    return this.cells === undefined
      ? this.text(column).startsWith('>')
      : this.cells.number(column) === Number.POSITIVE_INFINITY;
  }

  private valueOf(column: number): number {
    if (this.cells !== undefined) return this.cells.number(column);
    const text = this.fields[column]!;
    return NUMBER.test(text) ? Number(text) : Number.NaN;
  }

  endWarnings(): readonly string[] {
    return this.unended ? [UNENDED] : [];
  }

  /** A number, and not below `least`. */
  atLeast(column: number, least: number, accepted: string): number {
    const value = this.number(column, accepted);
    if (value < least) throw this.fault(column, accepted);
    return value;
  }

  /** The place of a column by its name in the header. */
  column(name: string, format: string): number {
    const at = this.names.indexOf(name);
    if (at >= 0) return at;
    throw complaint(
      placeOf(this.path, this.line),
      `the header has no column "${name}"`,
      `a ${format} file has it`,
      'check that the file is unchanged, or name another format with --format',
    );
  }

  /**
   * A moment or a span as whole µs, rounded to the nearest.
   *
   * @param unit  what the cell counts
   */
  micros(column: number, unit: Micros, accepted: string): number {
    const at = Math.round(this.number(column, accepted) * unit);
    if (!Number.isSafeInteger(at)) throw this.fault(column, `${accepted}, and within 285 years`);
    return at;
  }

  fault(column: number, accepted: string, remedy = 'correct the row or fetch the file again'): InputError {
    const found = `column "${this.names[column]}" holds ${shown(this.fields[column]!)}`;
    return complaint(placeOf(this.path, this.line), found, accepted, this.unended ? CUT : remedy);
  }

  misfit(): InputError {
    const { length } = this.fields;
    return complaint(
      placeOf(this.path, this.line),
      `the row has ${length} ${length === 1 ? 'column' : 'columns'}`,
      `every row has ${this.names.length}`,
      this.unended ? CUT : 'correct the row or fetch the file again',
    );
  }
}

const spared = (fields: readonly string[], beyond: number, spare: number): boolean =>
  beyond > 0 && beyond <= spare && fields.slice(-beyond).every((field) => field.trim() === '');

const CUT = 'the line has no end, so the file looks cut: fetch it again';
const LINE_FEED = 10;
const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** Resolves when the chunk's rows have been taken; what csv-parse refuses is thrown here. */
const written = (parser: ReturnType<typeof parse>, chunk: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    parser.write(chunk, (fault) => (fault ? reject(fault) : resolve()));
  });

const unparsed = (path: string, fault: CsvError): InputError => {
  const { lines } = fault as unknown as { lines?: number };
  const where = placeOf(path, lines);
  switch (fault.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return complaint(
        where,
        'a quoted field is not closed',
        'quotes come in pairs',
        'the file looks cut: fetch it again',
      );
    case 'CSV_MAX_RECORD_SIZE':
      return complaint(
        where,
        'a row has more than the limit of bytes, or a quote is not closed',
        'rows are lines and quotes come in pairs',
        'correct the row',
      );
    default:
      return complaint(
        where,
        'a quote stands inside a field',
        'a quoted field begins and ends with a quote',
        'correct the row or fetch the file again',
      );
  }
};
