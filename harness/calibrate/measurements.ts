/**
 * A folder of measurements, read into numbers with their conditions: one for each series and each set of conditions.
 *
 * A table is known by its columns, so any subset of the files does, under any name that keeps what the tables look for in
 * it (how many nodes, which daemon); a log of `xl -vvv create` by what it says. Left out: what the numbers mean, and other
 * files.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from 'simple-statistics';
import { InputError } from '../../model/kernel/faults.ts';
import { intervalOf } from '../measure/quantiles.ts';
import { rowsOf } from './csv-rows.ts';
import { xlLockOf, type LockRun } from './lock-runs.ts';
import { readingsOf } from './log-readings.ts';
import type { MeasuredRow, Reading, Table } from './reading.ts';
import { tables } from './tables.ts';
import { isXlLog, xlLogOf } from './xl-log.ts';

export interface Measurement extends Reading {
  /** File and the first of its lines that the number was taken from. */
  readonly place: string;
  /** Rows of the same conditions. */
  readonly runs: number;
  /** 95 % interval of their mean; null where there are too few, or the least of them counts. */
  readonly spread: readonly [low: number, high: number] | null;
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
 * @throws {InputError} when the folder cannot be read or holds nothing that is known, or a row holds no number where one
 *   belongs
 */
export const measurementsIn = (folder: string): Measurements => {
  const groups = new Map<string, Group>();
  const locks: LockRun[] = [];
  const unused: UnusedTable[] = [];
  const add = (place: string, readings: readonly Reading[]): void => {
    for (const reading of readings) {
      // a time or count of 0, and what an empty cell stands for, was not measured
      if (!(reading.value > 0) || Object.values(reading.at).some(Number.isNaN)) continue;
      const key = `${reading.series} ${JSON.stringify(reading.at)}`;
      const group = groups.get(key) ?? { place, readings: [] };
      group.readings.push(reading);
      groups.set(key, group);
    }
  };
  for (const file of filesIn(folder)) {
    if (!file.endsWith('.csv')) {
      const path = join(folder, file);
      const text = readFileSync(path, 'utf8');
      if (!isXlLog(text)) continue;
      const { creations, dropped } = xlLogOf(path, text);
      for (const creation of creations) add(`${file}:${creation.line}`, readingsOf(creation));
      unused.push(...dropped.map((because) => ({ file, because, rows: [] })));
      continue;
    }
    const rows = rowsOf(folder, file);
    const columns = rows[0]?.columns ?? [];
    if (columns.includes('held_s') && columns.includes('wait_s')) {
      locks.push(xlLockOf(file, rows));
    } else if (columns.includes('eagain_txn_end')) {
      unused.push(threadedRuns(file, rows));
    } else {
      const table = tableOf(join(folder, file), columns);
      if (table === undefined)
        unused.push({ file, because: 'its columns are none of the tables that are known', rows: [] });
      else for (const row of rows) add(`${file}:${row.line}`, table.read(row));
    }
  }
  if (groups.size === 0 && locks.length === 0) {
    const [first] = unused;
    throw new InputError(
      `${folder}: no measurements${first === undefined ? '' : ` (${first.file}: ${first.because})`}; accepted is a folder of CSV ` +
        `files with the columns of ../shared/measured, or of logs of xl -vvv create; make one with harness/calibrate/measure-dom0.sh`,
    );
  }
  return { measured: [...groups.values()].map(combined), locks, unused };
};

interface Group {
  readonly place: string;
  readonly readings: Reading[];
}

const threadedRuns = (file: string, rows: readonly MeasuredRow[]): UnusedTable => ({
  file,
  because: 'wall time of several emulated processors on a busy machine varies up to tenfold',
  rows: rows.map((row) => ({
    line: row.line,
    clients: row.number('parallel'),
    wallMicros: row.number('wall_us'),
  })),
});

/** The table that has these columns; undefined where none is known. */
const tableOf = (path: string, columns: readonly string[]): Table | undefined => {
  const table = tables.find(({ known }) => known.every((column) => columns.includes(column)));
  const missing = table?.needs.find((column) => !columns.includes(column));
  if (table === undefined || missing === undefined) return table;
  throw new InputError(
    `${path}: no column "${missing}"; a table with ${table.known.join(', ')} has ${table.needs.join(', ')}; measure again, or ` +
      `leave the file out`,
  );
};

const combined = ({ place, readings }: Group): Measurement => {
  const values = readings.map(({ value }) => value);
  const first = readings[0]!;
  const { low, high } = intervalOf(values);
  const least = first.best === 'least';
  return {
    ...first,
    value: least ? Math.min(...values) : median(values),
    place,
    runs: readings.length,
    spread: least || low === null || high === null ? null : [Math.max(0, low), high],
  };
};

const KNOWN_ENDINGS = ['.csv', '.log', '.txt'];

const filesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
      .filter((file) => KNOWN_ENDINGS.some((ending) => file.endsWith(ending)))
      .toSorted();
  } catch (fault) {
    throw new InputError(
      `${folder}: cannot be read (${(fault as NodeJS.ErrnoException).code}); name a folder of measurements`,
      { cause: fault },
    );
  }
};
