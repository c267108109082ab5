/** Small files of tables, made by the libraries that others make them with. Left out: what happens to them. */
import { readFileSync } from 'node:fs';
import sqlite from 'node-sqlite3-wasm';
import { quoted, withDuckdb } from '../../traces/duckdb.ts';
import { fileOf } from '../traces/files.ts';

/** Azure packing: pages as small as they can be, so that damage meets all kinds of them. */
export const sqliteFile = (): Buffer => {
  const path = fileOf('packing.sqlite', '');
  const database = new sqlite.Database(path);
  const vms = Array.from(
    { length: 40 },
    (_, i) =>
      `(${i}, 't${i % 7}', ${i % 3}, ${i % 2}, ${(i - 8) / 8}, ${i % 5 === 0 ? 'NULL' : i / 8 + 1.5})`,
  );
  database.exec(`
    PRAGMA page_size = 512;
    CREATE TABLE vm (vmId INTEGER, tenantId TEXT, vmTypeId INTEGER, priority INTEGER, starttime REAL, endtime REAL);
    CREATE TABLE vmType (id INTEGER, vmTypeId INTEGER, machineId INTEGER, core REAL, memory REAL);
    INSERT INTO vmType VALUES (0, 0, 0, 0.25, 0.5), (1, 0, 1, 0.5, 0.5), (2, 1, 0, 1, 1), (3, 2, 1, 0.125, 0.25);
    INSERT INTO vm VALUES ${vms.join()};`);
  database.close();
  return readFileSync(path);
};

const TASKS = `SELECT i AS id, 1665093600000 + i * 250 AS submission_time, (i * 37) % 900 * 100 AS duration,
  (1 + i % 4)::INTEGER AS cpu_count, 2100.5 AS cpu_capacity, 1024 * (1 + i % 5) AS mem_capacity FROM range(60) t(i)`;

/** OpenDC's tasks, in the encodings and packings that a Parquet file may have. */
export const parquetFiles = async (): Promise<Readonly<Record<string, Buffer>>> => {
  const file = async (query: string, written: string): Promise<Buffer> => {
    const path = fileOf('tasks.parquet', '');
    await withDuckdb((connection) =>
      connection.run(`COPY (${query}) TO ${quoted(path)} (FORMAT parquet, ${written})`),
    );
    return readFileSync(path);
  };
  return {
    plain: await file(TASKS, 'COMPRESSION uncompressed'),
    packed: await file(TASKS, 'COMPRESSION zstd, ROW_GROUP_SIZE 20, PARQUET_VERSION v2'),
    stamps: await file(
      `SELECT id, epoch_ms(submission_time) AS submission_time, duration, cpu_count, mem_capacity FROM (${TASKS})`,
      'COMPRESSION snappy',
    ),
  };
};
