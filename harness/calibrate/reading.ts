/**
 * One number of one row of measurements: what it is of, under which conditions, and how it grows.
 *
 * On a machine that others use a mean says what the others did, so of native latencies the least is taken, of work that
 * no single request shows the daemon's processor time, and of emulated runs the deterministic clock (measured/README).
 * Left out: which tables there are.
 */
import type { Conditions, FormName } from './laws.ts';

export type Unit = 'µs' | 'count' | '1' | 's';

/** One number of one row. */
export interface Reading {
  /** What is measured, without its conditions: rows of one series differ in their conditions only. */
  readonly series: string;
  readonly at: Conditions;
  readonly value: number;
  readonly unit: Unit;
  readonly form: FormName;
  /** Of several runs under the same conditions: the least disturbed one, or the middle one of what chance decides. */
  readonly best: 'least' | 'middle';
  /** Series of one kin share what one of them does not show. */
  readonly kin?: string;
  /** A term of which all kin have their share. */
  readonly common?: { readonly term: number; readonly share: number };
}

/** A row of a table: `text` of a column, and its number, which is finite or a fault of the file. */
export interface MeasuredRow {
  readonly file: string;
  /** 1-based, of the file. */
  readonly line: number;
  readonly columns: readonly string[];
  readonly text: (column: string) => string;
  /** Not a number where the cell is empty. */
  readonly number: (column: string) => number;
}

export interface Table {
  /** Columns that no other table has together. */
  readonly known: readonly string[];
  readonly needs: readonly string[];
  readonly read: (row: MeasuredRow) => readonly Reading[];
}

export const least = (
  series: string,
  at: Conditions,
  value: number,
  form: FormName,
  unit: Unit = 'µs',
): Reading => ({ series, at, value, unit, form, best: 'least' });
export const middle = (
  series: string,
  at: Conditions,
  value: number,
  form: FormName,
  unit: Unit,
): Reading => ({
  ...least(series, at, value, form, unit),
  best: 'middle',
});
