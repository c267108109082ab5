/**
 * Rows of a Parquet file through DuckDB: numbers of the named columns, timestamps as milliseconds since 1970.
 *
 * Left out: texts and nested columns, which no format here needs.
 */
import { InputError } from '../model/kernel/faults.ts';
import { complaint, placeOf } from './complaint.ts';
import { quoted, withDuckdb } from './duckdb.ts';
import type { Source } from './lines.ts';
import { isFooterSound } from './parquet-footer.ts';
import { unreadable } from './tables.ts';

/** undefined where the file has no value. */
export type Cell = number | undefined;

/**
 * @param needed   columns in the order in which `row` gets them
 * @param sibling  columns of a file that belongs to the trace and is none by itself
 * @param row      called with the cells and the number of the row, from 1
 * @returns        how many rows there are
 */
export const parquetRows = async (
  source: Source,
  needed: readonly string[],
  sibling: readonly string[],
  row: (cells: readonly Cell[], number: number) => void,
): Promise<number> => {
  const path = await source.file();
  if (!(await isFooterSound(path))) throw unreadable(source);
  try {
    return await withDuckdb(async (connection) => {
      const from = `read_parquet(${quoted(path)})`;
      const described = (await connection.runAndReadAll(`DESCRIBE FROM ${from}`)).getColumnsJson();
      const [names, kinds] = described as [string[], string[]];
      const types = new Map(names.map((name, i) => [name, kinds[i]!]));
      const missing = needed.filter((name) => !types.has(name));
      if (missing.length > 0)
        throw lacking(
          source,
          missing,
          sibling.every((name) => types.has(name)),
        );
      const cells = needed.map((name) =>
        types.get(name)!.startsWith('TIMESTAMP') ? `epoch_ms("${name}")::DOUBLE` : `"${name}"::DOUBLE`,
      );
      const result = await connection.stream(`SELECT ${cells.join(', ')} FROM ${from}`);
      let rows = 0;
      for (
        let chunk = await result.fetchChunk();
        chunk !== null && chunk.rowCount > 0;
        chunk = await result.fetchChunk()
      ) {
        const columns = needed.map((_, i) => chunk.getColumnValues(i) as (number | null)[]);
        for (let i = 0; i < chunk.rowCount; i += 1) {
          rows += 1;
          row(
            columns.map((column) => column[i] ?? undefined),
            rows,
          );
        }
      }
      return rows;
    });
  } catch (fault) {
    throw fault instanceof InputError ? fault : unreadable(source);
  }
};

const lacking = ({ path }: Source, missing: readonly string[], sibling: boolean) =>
  sibling
    ? complaint(
        placeOf(path),
        'this is the file of fragments, how busy tasks were',
        'the trace is the file of tasks',
        'give tasks.parquet',
      )
    : complaint(
        placeOf(path),
        `the columns ${missing.join(', ')} are missing`,
        'a file of tasks has them',
        'check that the file is unchanged',
      );
