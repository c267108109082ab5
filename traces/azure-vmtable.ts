/**
 * `vmtable.csv` of the Azure Public Dataset: 11 columns without header, 30 days in bins of 300 s.
 *
 * V1 (2017) has sizes; V2 (2019) has buckets, whose open top ones (`>24`, `>64`) are given a number by option. A creation
 * at 0 was there before the trace, a deletion at 2,591,700 s (the last sample) is the end of the window, not of the domain.
 * @source Azure/AzurePublicDataset, AzurePublicDatasetV1.md and issues #4, #5, #6, #7
 */
import { gib, mib, seconds } from '../model/kernel/units.ts';
import { LifecycleRows } from './domains.ts';
import type { Reader } from './reader.ts';
import { Dropped } from './recorded.ts';
import { readTable, type Row } from './rows.ts';
import { memoryMibOf, vcpusOf } from './sizes.ts';

const COLUMNS = [
  'vmid',
  'subscriptionid',
  'deploymentid',
  'vmcreated',
  'vmdeleted',
  'maxcpu',
  'avgcpu',
  'p95maxcpu',
  'vmcategory',
  'vmcorecount',
  'vmmemory',
];
const DEPLOYMENT = 2;
const CREATED = 3;
const DELETED = 4;
const CORES = 9;
const MEMORY = 10;

const LAST_SAMPLE = seconds(2_591_700);
const BIN = seconds(300);
const TIME = 'a time is a number of seconds from 0 to 2591700';

export const azureVmtable: Reader = {
  name: 'azure-vmtable',
  about: 'Azure Public Dataset vmtable.csv, V1 (2017) and V2 (2019): 11 columns, no header',
  kind: 'lifecycle',
  notes: {
    toldBy: '11 fields without header: three ids in base64, two times, sizes or buckets',
    example:
      'x/XsOfHO4ocsV99i4NluqKDuxctW2MMVmwqOPAlg4wp8mqbBOe3wxBlQo0+Qx+uf,x/XsOfHO4ocsV99i4NluqKDuxctW2MMVmwqOPAlg4wp8mqbBOe3wxBlQo0+Qx+uf,x/XsOfHO4ocsV99i4NluqKDuxctW2MMVmwqOPAlg4wp8mqbBOe3wxBlQo0+Qx+uf==,0,600,99.4,3.4,10.2,Unkown,1,1.75\nx/XsOfHO4ocsV99i4NluqKDuxctW2MMVmwqOPAlg4wp8mqbBOe3wxBlQo0+Qx+uf,x/XsOfHO4ocsV99i4NluqKDuxctW2MMVmwqOPAlg4wp8mqbBOe3wxBlQo0+Qx+uf,x/XsOfHO4ocsV99i4NluqKDuxctW2MMVmwqOPAlg4wp8mqbBOe3wxBlQo0+Qx+uf==,300,2591700,99.4,3.4,10.2,Unkown,8,56\n',
    glitches: [
      'created 0 and deleted 2591700 are the ends of the window: censored, so no burst stands at either end',
      'created equal to deleted lived less than a sample: a zero lifetime, kept',
      '`>24` and `>64` of 2019 get the numbers of an option',
      'moments off the 300 s raster (27 in 2017) stay where they are',
    ],
    options: ['topCores', 'topGib'],
    source: 'Azure/AzurePublicDataset, AzurePublicDatasetV1.md and V2.md',
    licence: 'CC BY 4.0',
  },
  detect: ({ fields }) =>
    fields.length === COLUMNS.length &&
    fields.slice(0, 3).every((id) => /^[A-Za-z0-9+/=]+$/.test(id)) &&
    [CREATED, DELETED].every((at) => /^\d+(\.\d+)?$/.test(fields[at]!)) &&
    [CORES, MEMORY].every((at) => /^>?\d+(\.\d+)?$/.test(fields[at]!)),
  read: async (source, options) => {
    const topCores = options.topCores ?? 30;
    const topGib = options.topGib ?? 70;
    const rows = new LifecycleRows(source, options);
    const dropped = new Dropped();
    let opened = 0;
    const table = await readTable(source, {
      columns: COLUMNS,
      reads: () => ({
        numbers: [CREATED, DELETED],
        buckets: [CORES, MEMORY],
        texts: rows.grouped ? [DEPLOYMENT] : [],
      }),
      row: (row) => {
        const created = momentAt(row, CREATED);
        const deleted = momentAt(row, DELETED);
        const openCores = row.isOpen(CORES);
        const openMemory = row.isOpen(MEMORY);
        if (openCores || openMemory) opened += 1;
        const vcpus = openCores ? topCores : vcpusOf(row, CORES);
        const memoryMib = openMemory ? Math.ceil(gib(topGib) / mib(1)) : memoryMibOf(row, MEMORY, gib(1));
        if (deleted < created) {
          dropped.add('deleted before created', row.line);
          return;
        }
        rows.push({
          created: created === 0 ? undefined : created,
          deleted: deleted === LAST_SAMPLE ? undefined : deleted,
          vcpus,
          memoryMib,
          group: rows.grouped ? row.text(DEPLOYMENT) : undefined,
        });
      },
    });
    const buckets = `${topCores} cores and ${topGib} GiB for the open top buckets of V2`;
    return {
      kind: 'lifecycle',
      rows,
      rowsRead: table.rows,
      dropped,
      start: 0,
      end: LAST_SAMPLE + BIN,
      bin: BIN,
      choices: {
        'created 0': 'censored start',
        'deleted 2591700': 'censored end',
        sizes: opened > 0 ? `GB read as GiB; ${buckets}` : 'GB read as GiB',
      },
      warnings: [
        ...table.warnings,
        ...(opened > 0
          ? [`${opened} rows are in an open top bucket (">24" or ">64"): ${buckets} are assumed`]
          : []),
      ],
    };
  },
};

const momentAt = (row: Row, column: number): number => {
  const at = row.micros(column, seconds(1), TIME);
  if (at < 0 || at > LAST_SAMPLE) throw row.fault(column, TIME);
  return at;
};
