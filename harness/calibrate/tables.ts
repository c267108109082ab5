/**
 * The tables of measurements that are known, by their columns; the first one that fits is the table's.
 *
 * Left out: what their rows say.
 */
import type { Table } from './reading.ts';
import { runTables } from './run-tables.ts';
import { xenstoredTables } from './xenstored-tables.ts';

export const tables: readonly Table[] = [...xenstoredTables, ...runTables];
