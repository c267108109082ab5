/**
 * A `vm_cpu_readings` file of the Azure Public Dataset: every VM's CPU percent every 300 s, no header.
 *
 * Read as a load: the sum over VMs of their average CPU, in VMs that would be fully busy. It is a resource, not requests,
 * and without the vmtable nothing says how many cores a VM has. One of 125 (V2: 195) files covers a part of the month.
 */
import { seconds } from '../model/kernel/units.ts';
import { LoadRows } from './load.ts';
import type { Reader } from './reader.ts';
import { Dropped } from './recorded.ts';
import { readTable } from './rows.ts';

const COLUMNS = ['timestamp', 'vmid', 'mincpu', 'maxcpu', 'avgcpu'];
const STEP = seconds(300);

export const azureReadings: Reader = {
  name: 'azure-readings',
  about: 'Azure Public Dataset vm_cpu_readings: CPU percent per VM and 300 s, summed to a load of busy VMs',
  kind: 'load',
  notes: {
    toldBy: '5 fields without header: time, an id in base64, three percentages',
    example:
      '0,x/XsOfHO4ocsV99i4NluqKDuxctW2MMVmwqOPAlg4wp8mqbBOe3wxBlQo0+Qx+uf,1,2,50\n300,x/XsOfHO4ocsV99i4NluqKDuxctW2MMVmwqOPAlg4wp8mqbBOe3wxBlQo0+Qx+uf,1,2,25.5\n',
    glitches: ['percentages above 100 and VMs that begin or end inside the file are summed as they are'],
    source: 'Azure/AzurePublicDataset, AzurePublicDatasetV1.md and V2.md',
    licence: 'CC BY 4.0',
  },
  detect: ({ fields }) =>
    fields.length === COLUMNS.length &&
    /^\d+$/.test(fields[0]!) &&
    /^[A-Za-z0-9+/=]{40,}$/.test(fields[1]!) &&
    fields.slice(2).every((percent) => /^\d+(\.\d+)?(e-\d+)?$/i.test(percent)),
  read: async (source) => {
    const busy = new Map<number, number>();
    const table = await readTable(source, {
      columns: COLUMNS,
      row: (row) => {
        const at = row.micros(0, seconds(1), 'a time is a number of seconds');
        const percent = row.atLeast(4, 0, 'an average is a percentage from 0 up');
        busy.set(at, (busy.get(at) ?? 0) + percent);
      },
    });
    const rows = new LoadRows(source.path, source.limits.rows);
    const moments = [...busy.keys()].sort((a, b) => a - b);
    for (const at of moments) rows.push(at, busy.get(at)!, 0);
    return {
      kind: 'load',
      rows,
      rowsRead: table.rows,
      rowsAre: 'other',
      dropped: new Dropped(),
      quantity: 'resource',
      unit: 'fully busy VMs',
      factor: 0.01,
      step: STEP,
      choices: { load: 'sum over VMs of avgcpu / 100 per 300 s' },
      warnings: [
        ...table.warnings,
        `CPU readings are not requests and VMs differ in cores; for creations and deletions give vmtable.csv`,
      ],
    };
  },
};
