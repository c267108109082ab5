/**
 * Rows of a measured CSV file: cells by the name of their column, and numbers that are numbers.
 *
 * Left out: what the columns mean.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { InputError } from '../../model/kernel/faults.ts';
import type { MeasuredRow } from './reading.ts';

/** @throws {InputError} when the file is no CSV file */
export const rowsOf = (folder: string, file: string): readonly MeasuredRow[] => {
  const path = join(folder, file);
  let cells: string[][];
  try {
    cells = parse(readFileSync(path, 'utf8'), { bom: true, skip_empty_lines: true });
  } catch (fault) {
    if (!(fault instanceof CsvError)) throw fault;
    throw new InputError(`${path}: ${fault.message}; accepted is a CSV file with one header`, {
      cause: fault,
    });
  }
  const [columns = [], ...body] = cells;
  return body.map((row, i) => rowOf(path, columns, row, i + 2));
};

const rowOf = (
  path: string,
  columns: readonly string[],
  cells: readonly string[],
  line: number,
): MeasuredRow => {
  const text = (column: string): string => cells[columns.indexOf(column)] ?? '';
  return {
    file: basename(path),
    columns,
    line,
    text,
    number: (column) => {
      const found = text(column).trim();
      if (found === '') return Number.NaN;
      const value = Number(found);
      if (Number.isFinite(value) && value >= 0) return value;
      throw new InputError(
        `${path}:${line}: column "${column}" holds "${found}"; it is a number from 0 up, or empty; measure again or drop the row`,
      );
    },
  };
};
