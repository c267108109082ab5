/**
 * What a file of tables holds, for detection: the columns of a Parquet file, the tables of an SQLite database.
 *
 * Left out: the rows, which the readers of such formats ask for themselves.
 */
import { complaint, placeOf } from './complaint.ts';
import { quoted, withDuckdb } from './duckdb.ts';
import type { Source } from './lines.ts';
import { isFooterSound } from './parquet-footer.ts';

/** Names in the file's order; none for a stream. */
export const namesIn = async (source: Source): Promise<readonly string[]> => {
  switch (source.form) {
    case 'stream':
      return [];
    case 'Parquet':
      return parquetColumns(source);
    case 'SQLite':
      return sqliteTables(source);
    default:
      return source.form satisfies never;
  }
};

const parquetColumns = async (source: Source): Promise<readonly string[]> => {
  const path = await source.file();
  if (!(await isFooterSound(path))) throw unreadable(source);
  try {
    return await withDuckdb(async (connection) => {
      const described = await connection.runAndReadAll(`DESCRIBE FROM read_parquet(${quoted(path)})`);
      return described.getColumnsJson()[0]!.map(String);
    });
  } catch {
    throw unreadable(source);
  }
};

const sqliteTables = async (source: Source): Promise<readonly string[]> => {
  const path = await source.file();
  const { Database } = (await import('node-sqlite3-wasm')).default;
  try {
    const database = new Database(path, { readOnly: true, fileMustExist: true });
    try {
      return database
        .all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
        .map(({ name }) => name as string);
    } finally {
      database.close();
    }
  } catch {
    throw unreadable(source);
  }
};

export const unreadable = ({ path, form }: Source) =>
  complaint(
    placeOf(path),
    `is ${form} that cannot be read`,
    `a ${form} file, whole and not encrypted`,
    'it looks cut or damaged: fetch it again',
  );
