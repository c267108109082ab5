/**
 * Azure Traces for Packing 2020: virtual machines with a type, whose size is a share of the machine that it runs on.
 *
 * The published SQLite database has tables `vm` and `vmType`; others pass it on as `vm_instances.csv` beside
 * `vm_types.csv`. Times are days, with fractions; what began before 0 was there before, an end that is empty lies beyond
 * day 90. A type has a row per kind of machine: one kind is taken for all types, the lowest one that a type has where it
 * has not that one. Left out: priority; the lifetime of a low-priority machine is what the allocator left of it.
 * @source Azure/AzurePublicDataset, AzureTracesForPacking2020.md and issues #14, #54
 */
import { seconds } from '../model/kernel/units.ts';
import { complaint, placeOf, shown } from './complaint.ts';
import { LifecycleRows } from './domains.ts';
import type { RecordedLifecycle } from './lifecycle.ts';
import { companionOf } from './directory.ts';
import { openTrace, plainName, type Source } from './lines.ts';
import { Types } from './azure-packing-types.ts';
import { AZURE_PACKING_MACHINE, machineFor } from './machine.ts';
import type { Reader, ReadOptions } from './reader.ts';
import { Dropped } from './recorded.ts';
import { readTable } from './rows.ts';
import { shareOf } from './sizes.ts';
import { sqliteRows, type SqliteRow } from './sqlite.ts';

const DAY = seconds(86_400);
/** The trace follows its machines so long. */
const END = 90 * DAY;

const NOTES = {
  glitches: [
    'machines that began before day 0 were there before the trace: censored; 3,414 of them stand at day -7157, an error (#14), and need no other care',
    'an empty end lies beyond day 90: censored',
    'a type has several rows, one per kind of machine: the option machine-kind says which',
  ],
  options: ['machine', 'machineKind'] as const,
  source: 'Azure/AzurePublicDataset, AzureTracesForPacking2020.md; Hadary et al., Protean, OSDI 2020',
  licence: 'CC BY 4.0',
};

export const azurePacking: Reader = {
  name: 'azure-packing',
  about: 'Azure Traces for Packing 2020, the SQLite database: VMs over 14 days, sizes as shares of a machine',
  kind: 'lifecycle',
  form: 'SQLite',
  notes: { toldBy: 'SQLite with tables vm and vmType', ...NOTES },
  detect: ({ fields }) => fields.includes('vm') && fields.includes('vmType'),
  read: async (source, options) => {
    const types = new Types(options);
    let line = 0;
    await sqliteRows(source, 'SELECT vmTypeId, machineId, core, memory FROM vmType ORDER BY rowid', (row) => {
      line += 1;
      const place = `table vmType, row ${line}`;
      types.add(
        textIn(row['vmTypeId']),
        numberIn(source, row, 'machineId', place),
        shareIn(source, row, 'core', place),
        shareIn(source, row, 'memory', place),
      );
    });
    const kind = types.chosen();
    const vms = new Vms(source, options, types);
    let read = 0;
    await sqliteRows(
      source,
      'SELECT vmTypeId, tenantId, starttime, endtime FROM vm ORDER BY rowid',
      (row) => {
        read += 1;
        const place = `table vm, row ${read}`;
        vms.add(
          textIn(row['vmTypeId']),
          momentIn(source, row, 'starttime', place),
          row['endtime'] === null ? undefined : momentIn(source, row, 'endtime', place),
          read,
          textIn(row['tenantId']),
        );
      },
    );
    return vms.recorded(read, kind.warnings, { 'machine kind': kind.text });
  },
};

const INSTANCES = ['vmId', 'vmTypeId', 'starttime', 'endtime'];
const TYPES = ['id', 'vmTypeId', 'core', 'memory'];

export const azurePackingCsv: Reader = {
  name: 'azure-packing-csv',
  about: 'Azure Traces for Packing 2020 as CSV (vm_instances.csv beside vm_types.csv)',
  kind: 'lifecycle',
  notes: {
    toldBy: 'header `vmId,vmTypeId,starttime,endtime`',
    example: 'vmId,vmTypeId,starttime,endtime\n0,1,-1.5,2\n1,1,0.25,\n2,2,1,1\n',
    ...NOTES,
    options: ['machine'],
  },
  detect: ({ first }) => [INSTANCES.join(), TYPES.join()].includes(first.trim()),
  read: async (source, options) => {
    const types = new Types(options);
    const beside = await typesBeside(source);
    const companion = await openTrace(beside, source.limits);
    try {
      await readTable(companion, {
        header: (header) => TYPES.forEach((name) => header.column(name, 'vm_types.csv')),
        row: (row) => types.add(row.text(1), 0, shareOf(row, 2, SHARE), shareOf(row, 3, SHARE)),
      });
    } finally {
      await companion.close();
    }
    const vms = new Vms(source, options, types);
    const table = await readTable(source, {
      header: (header) => INSTANCES.forEach((name) => header.column(name, 'azure-packing-csv')),
      row: (row) =>
        vms.add(
          row.text(1),
          row.micros(2, DAY, DAYS),
          row.isEmpty(3) || row.text(3) === 'NULL' ? undefined : row.micros(3, DAY, DAYS),
          row.line,
          undefined,
        ),
    });
    const { sha256 } = companion.facts();
    return vms.recorded(table.rows, table.warnings, { types: `${plainName(beside)}, sha256 ${sha256}` });
  },
};

const DAYS = 'a time is a number of days';
const SHARE = 'a share of a machine is 0 to 1';

/** Machines, as they live on the trace's clock. */
class Vms {
  private readonly rows: LifecycleRows;
  private readonly dropped = new Dropped();
  private readonly types: Types;
  private readonly options: ReadOptions;

  constructor(source: Source, options: ReadOptions, types: Types) {
    this.rows = new LifecycleRows(source, options);
    this.options = options;
    this.types = types;
  }

  /** @param created  µs, and `deleted` as well */
  add(
    type: string,
    created: number,
    deleted: number | undefined,
    line: number,
    tenant: string | undefined,
  ): void {
    const size = this.types.of(type);
    if (size === undefined) this.dropped.add('a type without a size', line);
    else if (deleted !== undefined && deleted < created) this.dropped.add('deleted before created', line);
    else if (deleted !== undefined && deleted <= 0) this.dropped.add('ended before the trace', line);
    else this.rows.push({ created: created < 0 ? undefined : created, deleted, ...size, group: tenant });
  }

  recorded(
    rowsRead: number,
    warnings: readonly string[],
    choices: Readonly<Record<string, string>> = {},
  ): RecordedLifecycle {
    const machine = machineFor(this.options, AZURE_PACKING_MACHINE);
    return {
      kind: 'lifecycle',
      rows: this.rows,
      rowsRead,
      dropped: this.dropped,
      start: 0,
      end: END,
      choices: {
        ...choices,
        machine: machine.text,
        'start before day 0': 'censored start',
      },
      warnings: [...warnings, ...machine.warnings],
    };
  }
}

/** Identifiers are numbers or texts. */
const textIn = (value: SqliteRow[string]): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';

const shareIn = (source: Source, row: SqliteRow, column: string, place: string): number => {
  const share = numberIn(source, row, column, place);
  if (share >= 0 && share <= 1) return share;
  throw complaint(
    placeOf(source.path),
    `${place}: ${column} holds ${share}`,
    SHARE,
    'correct the row or fetch the file again',
  );
};

/** µs of a number of days. */
const momentIn = (source: Source, row: SqliteRow, column: string, place: string): number => {
  const days = numberIn(source, row, column, place);
  const at = Math.round(days * DAY);
  if (Number.isSafeInteger(at)) return at;
  throw complaint(
    placeOf(source.path),
    `${place}: ${column} holds ${days}`,
    `${DAYS}, and within 285 years`,
    'correct the row or fetch the file again',
  );
};

const numberIn = ({ path }: Source, row: SqliteRow, column: string, place: string): number => {
  const value = row[column];
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number) && Math.abs(number) < 100_000_000) return number;
  throw complaint(
    placeOf(path),
    `${place}: ${column} holds ${typeof value === 'string' ? shown(value) : 'nothing'}`,
    `${column} is a number`,
    'fetch the file again',
  );
};

const typesBeside = (source: Source): Promise<string> => {
  if (source.name.includes('vm_types') || !source.head.toString('utf8').startsWith(INSTANCES.join())) {
    throw complaint(
      placeOf(source.path),
      'this is the file of types, which belongs to a trace',
      'the trace is vm_instances.csv',
      'give vm_instances.csv and leave this one beside it',
    );
  }
  return companionOf(
    source.path,
    'vm_types.csv',
    'the sizes of types are in vm_types.csv, in the same folder',
    'put one there, exported from table vmType',
  );
};
