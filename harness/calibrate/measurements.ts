/**
 * A folder of measurements, read into numbers with their conditions: one for each series and each set of conditions.
 *
 * A table is known by its columns, so any subset of the files does, under any name that keeps what the tables look for in
 * it (how many nodes, which daemon). Left out: what the numbers mean, and files that are not tables.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { median } from 'simple-statistics';
import { InputError } from '../../model/kernel/faults.ts';
import { xlLockOf, type LockRun } from './lock-runs.ts';
import type { MeasuredRow, Reading } from './reading.ts';
import { tables } from './tables.ts';

export interface Measurement extends Reading {
  /** File and the first of its lines that the number was taken from. */
  readonly place: string;
  /** Rows of the same conditions. */
  readonly runs: number;
}

export interface Measurements {
  readonly measured: readonly Measurement[];
  /** Concurrent creations that took the xl lock, one list per file. */
  readonly locks: readonly LockRun[];
  /** Tables that no law is for, and why; with their durations where they have some. */
  readonly unused: readonly UnusedTable[];
}

export interface UnusedTable {
  readonly file: string;
  readonly because: string;
  readonly rows: readonly { readonly line: number; readonly clients: number; readonly wallMicros: number }[];
}

/**
 * @throws {InputError} when the folder cannot be read or holds no table that is known, or a row holds no number where
 *   one belongs
 */
export const measurementsIn = (folder: string): Measurements => {
  const groups = new Map<string, { readonly place: string; readonly readings: Reading[] }>();
  const locks: LockRun[] = [];
  const unused: UnusedTable[] = [];
  for (const file of filesIn(folder)) {
    const rows = rowsOf(folder, file);
    const [first] = rows;
    const columns = first === undefined ? [] : first.columns;
    if (columns.includes('held_s') && columns.includes('wait_s')) {
      locks.push(xlLockOf(file, rows));
      continue;
    }
    if (columns.includes('eagain_txn_end')) {
      unused.push({
        file,
        because: 'wall time of several emulated processors on a busy machine varies up to tenfold',
        rows: rows.map((row) => ({
          line: row.line,
          clients: row.number('parallel'),
          wallMicros: row.number('wall_us'),
        })),
      });
      continue;
    }
    const table = tables.find(({ known }) => known.every((column) => columns.includes(column)));
    if (table === undefined) {
      unused.push({ file, because: 'its columns are none of the tables that are known', rows: [] });
      continue;
    }
    const missing = table.needs.find((column) => !columns.includes(column));
    if (missing !== undefined) {
      throw new InputError(
        `${join(folder, file)}: no column "${missing}"; a table with ${table.known.join(', ')} has ${table.needs.join(', ')}; ` +
          `measure again with the script that calibrate --script prints`,
      );
    }
    for (const row of rows) {
      for (const reading of table.read(row)) {
        // a time or count of 0, and what an empty cell stands for, was not measured
        if (!(reading.value > 0) || Object.values(reading.at).some(Number.isNaN)) continue;
        const key = `${reading.series} ${JSON.stringify(reading.at)}`;
        const group = groups.get(key) ?? { place: `${file}:${row.line}`, readings: [] };
        group.readings.push(reading);
        groups.set(key, group);
      }
    }
  }
  if (groups.size === 0 && locks.length === 0) {
    throw new InputError(
      `${folder}: no measurements; a folder of CSV files with the columns of ../shared/measured is read; make one with ` +
        `harness/calibrate/measure-dom0.sh`,
    );
  }
  return { measured: [...groups.values()].map(combined), locks, unused };
};

const combined = ({
  place,
  readings,
}: {
  readonly place: string;
  readonly readings: readonly Reading[];
}): Measurement => {
  const values = readings.map(({ value }) => value);
  const first = readings[0]!;
  return {
    ...first,
    value: first.best === 'least' ? Math.min(...values) : median(values),
    place,
    runs: readings.length,
  };
};

const filesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.csv'))
      .toSorted();
  } catch (fault) {
    throw new InputError(
      `${folder}: cannot be read (${(fault as NodeJS.ErrnoException).code}); name a folder of measurements`,
      { cause: fault },
    );
  }
};

const rowsOf = (folder: string, file: string): readonly MeasuredRow[] => {
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
