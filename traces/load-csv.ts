/**
 * Our own load: two columns, time and load, with their units in the header.
 *
 * `time_s,load_rps` or `time [s],load [rps]`; time in s, ms, us or iso, load as rps, count (per step), utilisation
 * (0 to 1) or percent; `#` begins a comment. The first row is the workload's moment 0.
 */
import { seconds } from '../model/kernel/units.ts';
import type { LoadQuantity } from '../model/workload.ts';
import { EPOCH_FROM_SECONDS } from './clock.ts';
import { complaint, placeOf, shown } from './complaint.ts';
import { headingOf, momentIn, timeUnits, unitOf, type TimeUnit } from './heading.ts';
import { LoadRows } from './load.ts';
import type { Reader } from './reader.ts';
import { Dropped } from './recorded.ts';
import { readTable } from './rows.ts';

type LoadUnit = 'rps' | 'count' | 'utilisation' | 'percent';

const loadUnits: Readonly<Record<string, LoadUnit>> = {
  rps: 'rps',
  'requests/s': 'rps',
  '1/s': 'rps',
  count: 'count',
  utilisation: 'utilisation',
  utilization: 'utilisation',
  percent: 'percent',
  '%': 'percent',
};

const quantityOf: Readonly<Record<LoadUnit, LoadQuantity>> = {
  rps: 'rate',
  count: 'count',
  utilisation: 'utilisation',
  percent: 'utilisation',
};

export const loadCsv: Reader = {
  name: 'load-csv',
  about: 'our own load: time and load with units in the header (time_s,load_rps)',
  kind: 'load',
  notes: {
    toldBy: 'header with `time` and `load`, units in the names',
    example: '# ours\ntime_s,load_rps\n0,1.5\n60,20\n120,3\n',
    glitches: [
      'rows out of order are sorted and counted; rows of one moment become one by the rule of duplicates',
      'rows further apart than a step and a half are a gap, filled by the gap rule',
    ],
    source: 'ours',
    licence: 'yours',
  },
  detect: ({ fields }) =>
    fields.length >= 2 && namesOf(fields)[0] === 'time' && namesOf(fields)[1] === 'load',
  read: async (source) => {
    const rows = new LoadRows(source.path, source.limits.rows);
    let time = 's' as TimeUnit;
    let load = 'rps' as LoadUnit;
    const table = await readTable(source, {
      comments: true,
      header: (header) => {
        const [first, second, ...others] = header.names.map(headingOf);
        if (first?.name !== 'time' || second?.name !== 'load' || others.length > 0) {
          throw complaint(
            placeOf(header.path, header.line),
            `the header is ${shown(header.names.join())}`,
            'a load has two columns, time and load, with units',
            'write for instance time_s,load_rps',
          );
        }
        time = unitOf(header, 0, first, timeUnits);
        load = unitOf(header, 1, second, loadUnits);
      },
      row: (row) => {
        rows.push(momentIn(row, 0, time), row.atLeast(1, 0, 'a load is a number from 0 up'), row.line);
      },
    });
    const first = rows.at.values.reduce((earliest, at) => Math.min(earliest, at), Number.POSITIVE_INFINITY);
    const dated = time === 'iso' || first >= seconds(EPOCH_FROM_SECONDS);
    return {
      kind: 'load',
      rows,
      rowsRead: table.rows,
      dropped: new Dropped(),
      quantity: quantityOf[load],
      unit: load,
      factor: load === 'percent' ? 0.01 : 1,
      ...(dated ? { epoch: 0 } : {}),
      choices: time === 'iso' ? { clock: 'UTC where a stamp names no zone' } : {},
      warnings: table.warnings,
    };
  },
};

const namesOf = (fields: readonly string[]): readonly string[] =>
  fields.map((field) => headingOf(field.replaceAll('"', '')).name);
