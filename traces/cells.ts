/**
 * A row of a table as the two ways of reading one agree on it: row by row (rows) and by columns (columnar).
 *
 * Left out: the ways themselves.
 */
/** Places of columns, by what they are read as. */
export interface ColumnsRead {
  readonly numbers: readonly number[];
  /** Numbers, or `>` and a number: an open bucket. */
  readonly buckets?: readonly number[];
  readonly texts?: readonly number[];
}

/** Cells of a row that are no fields of a line. */
export interface Cells {
  readonly text: (column: number) => string;
  /** NaN where there is none, ∞ for an open bucket. */
  readonly number: (column: number) => number;
  readonly isEmpty: (column: number) => boolean;
}

/** The row that a reader is handed; the same object for every row. */
export interface RowAtHand {
  names: readonly string[];
  cells: Cells | undefined;
  /** From 1. */
  line: number;
  unended: boolean;
}

/** What a reader asks of a table that is read by columns. */
export interface ColumnarTable<R extends RowAtHand> {
  readonly columns?: readonly string[];
  readonly comments?: boolean;
  readonly header?: (row: R) => void;
  readonly row: (row: R) => void;
  readonly reads?: () => ColumnsRead;
}
