/**
 * Tables of batch tasks, a row each: what their readers have in common.
 *
 * A task has so many instances, all of one size, created together and ended together: each instance is a domain, and a
 * burst of one row can be thousands. Left out: the order in which tasks follow one another, which the times already hold.
 */
import { LifecycleRows } from './domains.ts';
import type { Size } from './event-log.ts';
import type { RecordedLifecycle } from './lifecycle.ts';
import type { Source } from './lines.ts';
import type { ReadOptions } from './reader.ts';
import { Dropped } from './recorded.ts';
import { readTable, type Row, type TableOptions } from './rows.ts';

export interface Task {
  /** µs; undefined when it was there before the trace. */
  readonly created: number | undefined;
  /** µs; undefined when it outlives the trace. */
  readonly deleted: number | undefined;
  readonly instances: number;
  readonly size: Size;
  /** The job; empty when the row has none. */
  readonly group: string;
}

export interface TaskTable extends Pick<TableOptions, 'columns' | 'header' | 'comments' | 'reads'> {
  /** What a row says, or for which reason it is left out. */
  readonly task: (row: Row) => Task | string;
  /** What ends at the last moment of the file outlives the trace. */
  readonly outlives?: 'latest';
}

type Read = Pick<
  RecordedLifecycle,
  'kind' | 'rows' | 'rowsRead' | 'rowsPerDomain' | 'dropped' | 'end' | 'warnings'
>;

export const readTasks = async (
  source: Source,
  options: ReadOptions,
  { task, outlives, ...table }: TaskTable,
): Promise<Read> => {
  const rows = new LifecycleRows(source, options);
  const dropped = new Dropped();
  const { rows: rowsRead, warnings } = await readTable(source, {
    ...table,
    row: (row) => {
      const read = task(row);
      if (typeof read === 'string') {
        dropped.add(read, row.line);
        return;
      }
      const { created, deleted, instances, size, group } = read;
      if (created !== undefined && deleted !== undefined && deleted < created) {
        dropped.add('ends before it begins', row.line);
        return;
      }
      const domain = { created, deleted, ...size, group: group === '' ? undefined : group };
      for (let instance = 0; instance < instances; instance += 1) rows.push(domain);
    },
  });
  if (outlives === 'latest') rows.outlive(rows.latest);
  return {
    kind: 'lifecycle',
    rows,
    rowsRead,
    rowsPerDomain: 'several',
    dropped,
    ...(outlives === 'latest' ? { end: rows.latest } : {}),
    warnings,
  };
};

/** What a report says of the domains. */
export const ONE_PER_INSTANCE = 'one per instance of a task, all created together';

const INSTANCES_MOST = 1_000_000;
const INSTANCES = `instances are a whole number from 0 to ${INSTANCES_MOST}`;

/** @throws {InputError} when the cell is no number of instances */
export const instancesIn = (row: Row, column: number): number => {
  const instances = row.number(column, INSTANCES);
  if (Number.isInteger(instances) && instances >= 0 && instances <= INSTANCES_MOST) return instances;
  throw row.fault(column, INSTANCES);
};
