/**
 * Metrics of one VM as the Grid Workloads Archive has them (Bitbrains, Materna): what their readers have in common.
 *
 * The load is the CPU that was used, in MHz; a folder of VMs is one load, their sum. A row without cores and without
 * capacity is of a VM that is not there: it is dropped, since a load of zero would look like a service that scaled in.
 * Left out: per cent (above 100 in both archives), memory, disk and network.
 */
import { seconds } from '../model/kernel/units.ts';
import { complaint, placeOf } from './complaint.ts';
import type { Source } from './lines.ts';
import { LoadRows, type RecordedLoad } from './load.ts';
import type { Head } from './reader.ts';
import { Dropped } from './recorded.ts';
import { readTable, type Row } from './rows.ts';

/** Of both archives. */
const STEP = seconds(300);

const USED = 'CPU usage [MHZ]';
const CORES = 'CPU cores';
const CAPACITY = 'CPU capacity provisioned [MHZ]';

/** The names in a header of this family, or undefined. */
export const vmHeader = ({ first }: Head): readonly string[] | undefined => {
  const names = first.split(';').map(plain);
  return names[0]!.startsWith('Timestamp') && names.includes(USED) ? names : undefined;
};

const plain = (name: string): string => name.trim().replace(/^"|"$/g, '').trim();

export interface VmFormat {
  readonly name: string;
  readonly momentIn: (row: Row) => number;
  readonly numberIn: (row: Row, column: number, accepted: string) => number;
}

/** @throws {InputError} when no row is of a VM that is there */
export const readVm = async (source: Source, { name, momentIn, numberIn }: VmFormat) => {
  const rows = new LoadRows(source.path, source.limits.rows);
  const dropped = new Dropped();
  let at = { used: 0, cores: 0, capacity: 0 };
  const table = await readTable(source, {
    delimiter: ';',
    header: (header) => {
      at = {
        used: header.column(USED, name),
        cores: header.column(CORES, name),
        capacity: header.column(CAPACITY, name),
      };
    },
    row: (row) => {
      const moment = momentIn(row);
      const [used, cores, capacity] = [at.used, at.cores, at.capacity].map((column) => {
        const accepted = 'a number from 0 up';
        const value = numberIn(row, column, accepted);
        if (value < 0) throw row.fault(column, accepted);
        return value;
      });
      if (cores === 0 && capacity === 0)
        dropped.add('no cores and no capacity: the VM is not there', row.line);
      else rows.push(moment, used!, row.line);
    },
  });
  if (rows.at.length === 0) {
    throw complaint(
      placeOf(source.path),
      'no row has cores or capacity',
      'a VM is there in at least one row',
      'give the file of another VM',
    );
  }
  return {
    kind: 'load',
    rows,
    rowsRead: table.rows,
    dropped,
    quantity: 'resource',
    unit: 'MHz used',
    factor: 1,
    // a VM that is there in one row only tells no distance
    ...(rows.at.length === 1 ? { step: STEP } : {}),
    epoch: 0,
    choices: { load: USED },
    warnings: table.warnings,
  } as const satisfies RecordedLoad;
};
