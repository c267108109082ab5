/**
 * OpenDC's `tasks.parquet`: a task per row with submission, duration and size; read through DuckDB.
 *
 * Times are milliseconds since 1970 (or timestamps, in older files), durations milliseconds, memory kilobytes as OpenDC's
 * own column doc says. Older files have `start_time` and `stop_time` instead. The clock starts at the first submission.
 * Left out: fragments, which say how busy a task was.
 * @source atlarge-research/opendc, TaskColumns
 */
import { kib, mib, millis } from '../model/kernel/units.ts';
import { complaint, placeOf, shown } from './complaint.ts';
import { LifecycleRows } from './domains.ts';
import type { Source } from './lines.ts';
import { parquetRows, type Cell } from './parquet.ts';
import type { Reader } from './reader.ts';
import { Dropped } from './recorded.ts';
import { MEMORY_MOST_MIB, VCPUS_MOST } from './sizes.ts';

export const opendc: Reader = {
  name: 'opendc',
  about: 'OpenDC tasks.parquet: tasks with submission, duration, processors and memory',
  kind: 'lifecycle',
  form: 'Parquet',
  notes: {
    toldBy: 'Parquet with columns id, submission_time, duration, cpu_count, mem_capacity',
    glitches: [
      'times are milliseconds since 1970, as numbers or as timestamps',
      'tasks that live through the whole trace are no creations in it, and cannot be told apart: 44 of 50 of Bitbrains-small begin at its first instant',
    ],
    source: 'atlarge-research/opendc, TaskColumns',
    licence: 'MIT',
  },
  detect: ({ fields }) =>
    (fields.includes('submission_time') && fields.includes('duration') && fields.includes('cpu_count')) ||
    FRAGMENTS.every((name) => fields.includes(name)),
  read: async (source, options) => {
    const rows = new LifecycleRows(source, options);
    const dropped = new Dropped();
    const read = await parquetRows(source, NEEDED, FRAGMENTS, (cells, row) => {
      const [submitted, duration, processors, memory] = cells.map((cell, i) =>
        numberIn(source, row, NEEDED[i]!, cell),
      ) as [number, number, number, number];
      const created = Math.round(submitted * millis(1));
      const vcpus = Math.ceil(processors);
      const memoryMib = Math.ceil((memory * kib(1)) / mib(1));
      if (duration < 0) dropped.add('no run time', row);
      else if (vcpus < 1) dropped.add('no processors', row);
      else if (memoryMib < 1) dropped.add('no memory', row);
      else if (vcpus > VCPUS_MOST || memoryMib > MEMORY_MOST_MIB)
        throw odd(source, row, 'a size', 'is too large');
      else rows.push({ created, deleted: created + Math.round(duration * millis(1)), vcpus, memoryMib });
    });
    return {
      kind: 'lifecycle',
      rows,
      rowsRead: read,
      dropped,
      start: rows.earliest,
      epoch: rows.earliest,
      choices: { 'clock starts at': 'the first submission', sizes: 'mem_capacity is KB, read as KiB' },
      warnings: [],
    };
  },
};

const NEEDED = ['submission_time', 'duration', 'cpu_count', 'mem_capacity'] as const;
const FRAGMENTS = ['id', 'duration', 'cpu_usage'] as const;

const numberIn = (source: Source, row: number, column: string, cell: Cell): number => {
  if (cell !== undefined && Number.isFinite(cell) && Math.abs(cell) < 9e12) return cell;
  throw odd(source, row, `column ${shown(column)}`, cell === undefined ? 'is empty' : `holds ${cell}`);
};

const odd = ({ path }: Source, row: number, what: string, found: string) =>
  complaint(
    placeOf(path),
    `${what} of row ${row} ${found}`,
    'a task has a time, a duration, processors and memory',
    'fetch the file again',
  );
