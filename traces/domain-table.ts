/**
 * Tables with a row per domain, or per task with so many of them: what their readers have in common.
 *
 * The instances of a task are all of one size, created together and ended together, so that a burst of one row can be
 * thousands. Left out: tables of events, where a domain has several rows (event-table).
 */
import { seconds } from '../model/kernel/units.ts';
import { LifecycleRows, type Domain } from './domains.ts';
import type { RecordedLifecycle } from './lifecycle.ts';
import type { Source } from './lines.ts';
import type { ReadOptions } from './reader.ts';
import { Dropped } from './recorded.ts';
import { readTable, type Row, type TableOptions } from './rows.ts';

/** When a domain lived. */
export type Life = Pick<Domain, 'created' | 'deleted'>;

export interface DomainTable extends Pick<TableOptions, 'columns' | 'header' | 'comments'> {
  /** What a row says, or for which reason it is left out; an empty group is none. */
  readonly domain: (row: Row) => (Domain & { readonly instances?: number }) | string;
  /** A row of tasks is none, one or many domains. */
  readonly rowsAre: 'domains' | 'tasks';
  /** What ends at the last moment of the file outlives the trace. */
  readonly outlives?: 'latest';
}

type Read = Pick<
  RecordedLifecycle,
  'kind' | 'rows' | 'rowsRead' | 'rowsPerDomain' | 'dropped' | 'end' | 'warnings'
>;

export const readDomains = async (
  source: Source,
  options: ReadOptions,
  { domain: domainOf, rowsAre, outlives, ...table }: DomainTable,
): Promise<Read> => {
  const rows = new LifecycleRows(source, options);
  const dropped = new Dropped();
  const { rows: rowsRead, warnings } = await readTable(source, {
    ...table,
    row: (row) => {
      const read = domainOf(row);
      if (typeof read === 'string') {
        dropped.add(read, row.line);
        return;
      }
      const { instances = 1, ...domain } = read;
      const { created, deleted, group } = domain;
      if (created !== undefined && deleted !== undefined && deleted < created) {
        dropped.add(rowsAre === 'tasks' ? 'ends before it begins' : 'deleted before created', row.line);
        return;
      }
      const one = group === '' ? { ...domain, group: undefined } : domain;
      for (let instance = 0; instance < instances; instance += 1) rows.push(one);
    },
  });
  if (outlives === 'latest') rows.outlive(rows.latest);
  return {
    kind: 'lifecycle',
    rows,
    rowsRead,
    ...(rowsAre === 'tasks' ? { rowsPerDomain: 'several' } : {}),
    dropped,
    // said, since no row tells it any more
    ...(outlives === 'latest' ? { end: rows.latest } : {}),
    warnings,
  };
};

/** What a report says of the domains of tasks. */
export const ONE_PER_INSTANCE = 'one per instance of a task, all created together';

const INSTANCES_MOST = 1_000_000;
const INSTANCES = `instances are a whole number from 0 to ${INSTANCES_MOST}`;

/** @throws {InputError} when the cell is no number of instances */
export const instancesIn = (row: Row, column: number): number => {
  const instances = row.number(column, INSTANCES);
  if (Number.isInteger(instances) && instances >= 0 && instances <= INSTANCES_MOST) return instances;
  throw row.fault(column, INSTANCES);
};

const TIME = 'a time is a number of seconds from 0 up, or empty';

/** µs of a cell with seconds from 0 up, undefined where it is empty. */
export const secondsOrNone = (row: Row, column: number): number | undefined => {
  if (row.isEmpty(column)) return undefined;
  const at = row.micros(column, seconds(1), TIME);
  if (at < 0) throw row.fault(column, TIME);
  return at;
};

/** Where columns are, by what a reader calls them. @throws {InputError} when the header lacks one of them */
export const placesOf = <K extends string>(
  header: Row,
  format: string,
  names: Readonly<Record<K, string>>,
): Readonly<Record<K, number>> => {
  const places = Object.entries<string>(names).map(([key, name]) => [key, header.column(name, format)]);
  return Object.fromEntries(places) as Record<K, number>;
};
