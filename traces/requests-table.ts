/**
 * Tables of requests, a row each: what their readers have in common.
 *
 * Left out: everything but the moment of a request; sizes, tokens and durations stay in the file.
 */
import { Arrivals } from './arrivals.ts';
import type { Source } from './lines.ts';
import type { RecordedLoad } from './load.ts';
import type { ReadOptions } from './reader.ts';
import { Dropped } from './recorded.ts';
import { readTable, type Row, type TableOptions } from './rows.ts';

export interface RequestsTable extends Pick<TableOptions, 'delimiter' | 'spare'> {
  /** Looks at the header and refuses it, or says how a row tells its moment, µs. */
  readonly header: (header: Row) => (row: Row) => number;
  /** The clock counts from 1970. */
  readonly dated: boolean;
  readonly choices: Readonly<Record<string, string>>;
}

export const readRequests = async (
  source: Source,
  options: ReadOptions,
  { header, dated, choices, ...table }: RequestsTable,
): Promise<RecordedLoad> => {
  const arrivals = new Arrivals(source, options);
  let momentIn: ((row: Row) => number) | undefined;
  const { rows, warnings } = await readTable(source, {
    ...table,
    header: (row) => {
      momentIn = header(row);
    },
    row: (row) => arrivals.add(momentIn!(row)),
  });
  return {
    ...arrivals.recorded(),
    rowsRead: rows,
    dropped: new Dropped(),
    ...(dated ? { epoch: 0 } : {}),
    choices,
    warnings,
  };
};
