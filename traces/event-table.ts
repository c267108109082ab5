/**
 * Tables of events, where a row begins or ends a domain: what their readers have in common.
 *
 * Left out: what a row means (the readers), and how rows pair (event-log).
 */
import { LifecycleRows } from './domains.ts';
import { EventLog } from './event-log.ts';
import type { RecordedLifecycle } from './lifecycle.ts';
import type { Source } from './lines.ts';
import type { ReadOptions } from './reader.ts';
import { Dropped } from './recorded.ts';
import { readTable, type Row, type TableOptions } from './rows.ts';

export interface EventTable extends Pick<TableOptions, 'columns' | 'header' | 'reads'> {
  /** Tells the log what a row says, or says for which reason it is left out. */
  readonly event: (row: Row, log: EventLog) => string | undefined;
  /** Why a row with another number of columns is left out; without it such a row is refused. */
  readonly misfit?: string;
}

type Read = Pick<RecordedLifecycle, 'kind' | 'rows' | 'rowsRead' | 'rowsPerDomain' | 'dropped' | 'warnings'>;

export const readEvents = async (
  source: Source,
  options: ReadOptions,
  { event, misfit, ...table }: EventTable,
): Promise<Read> => {
  const rows = new LifecycleRows(source, options);
  const dropped = new Dropped();
  const log = new EventLog(rows, dropped);
  const { rows: rowsRead, warnings } = await readTable(source, {
    ...table,
    ...(misfit === undefined ? {} : { misfit: (row) => dropped.add(misfit, row.line) }),
    row: (row) => {
      const reason = event(row, log);
      if (reason !== undefined) dropped.add(reason, row.line);
    },
  });
  return { kind: 'lifecycle', rows, rowsRead, rowsPerDomain: 'several', dropped, warnings };
};

/** Said of events that change a domain's size, where a domain keeps the one it began with. */
export const UPDATE = 'an update: a domain keeps the size it began with';
