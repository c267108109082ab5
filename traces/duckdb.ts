/**
 * DuckDB as the reader of Parquet and of large CSV: one database in memory, one thread, no network.
 *
 * One thread, so that rows come in the file's order and the same bytes come of them each time. Loaded when it is needed:
 * it costs a start tens of milliseconds. Left out: what the rows mean.
 */
import type { DuckDBConnection } from '@duckdb/node-api';

/** What DuckDB may hold; rows stream through it. */
const MEMORY = '512MB';

/** Runs work on a connection of its own; everything of it is gone afterwards. */
export const withDuckdb = async <T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> => {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: MEMORY,
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  try {
    const connection = await instance.connect();
    try {
      return await work(connection);
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
};

/** A text as SQL writes it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
