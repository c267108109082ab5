/**
 * Rows of an SQLite database, one at a time, through SQLite itself in WebAssembly.
 *
 * Node has SQLite of its own only from 22 on, and DuckDB's reader of it is downloaded when it is first used. Left out: what
 * the rows mean.
 */
import { InputError } from '../model/kernel/faults.ts';
import type { Source } from './lines.ts';
import { unreadable } from './tables.ts';

export type SqliteRow = Readonly<Record<string, unknown>>;

/** @throws {InputError} when the database cannot be read, or the query asks for what is not there */
export const sqliteRows = async (
  source: Source,
  query: string,
  row: (row: SqliteRow) => void,
): Promise<void> => {
  const { Database } = (await import('node-sqlite3-wasm')).default;
  const path = await source.file();
  try {
    const database = new Database(path, { readOnly: true, fileMustExist: true });
    try {
      const statement = database.prepare(query);
      try {
        for (const found of statement.iterate()) row(found);
      } finally {
        statement.finalize();
      }
    } finally {
      database.close();
    }
  } catch (fault) {
    throw fault instanceof InputError ? fault : unreadable(source);
  }
};
