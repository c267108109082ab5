/**
 * Huawei's serverless traces of 2023: a row per second or minute, a column per function, a file per day.
 *
 * `day,time,0,1,2,…`: seconds from the start of the trace, then requests of each function, empty where it had none. The
 * load is the sum over functions; a folder of days is one trace. The files of instances, delays and limits have the same
 * header and are told apart by their folder only: the number of requests is believed unless --read quantity says otherwise.
 * @source sir-lab/data-release, README_data_release_2023.md and src/demo_private.ipynb
 */
import { seconds } from '../model/kernel/units.ts';
import { LoadRows } from './load.ts';
import type { Reader } from './reader.ts';
import { Dropped } from './recorded.ts';
import { readTable } from './rows.ts';

const HEADER = /^day,time(?:,\d+)+\s*$/;

export const huaweiFaas: Reader = {
  name: 'huawei-faas',
  about: 'Huawei serverless 2023 (private and public): functions by seconds or minutes, summed to one load',
  kind: 'load',
  folder: 'days: one after the other',
  notes: {
    toldBy: 'header `day,time,0,1,…`',
    example: 'day,time,0,1,2\n0,0,816.0,,1964.0\n0,60,960.0,3,2013.0\n0,120,1069.0,,2024.0\n',
    glitches: [
      'an empty cell is a function without requests: zero',
      'days are files; 141 of 235 days are there, and a missing day is a gap',
      'instances, delays and limits have the same header: name them with --read quantity=resource',
    ],
    options: ['quantity'],
    source: "sir-lab/data-release; Joosen et al., SoCC'23",
    licence: 'none stated',
  },
  detect: ({ first }) => HEADER.test(first),
  read: async (source, { quantity = 'count' }) => {
    const rows = new LoadRows(source.path, source.limits.rows);
    let time = 0;
    let functions: readonly number[] = [];
    const table = await readTable(source, {
      header: (header) => {
        time = header.column('time', 'huawei-faas');
        functions = header.names.flatMap((name, column) => (/^\d+$/.test(name) ? [column] : []));
      },
      row: (row) => {
        const at = row.micros(time, seconds(1), 'a time is a number of seconds from the start of the trace');
        let sum = 0;
        for (const column of functions) {
          if (row.text(column) !== '') sum += row.atLeast(column, 0, 'a number from 0 up, or empty');
        }
        rows.push(at, sum, row.line);
      },
    });
    return {
      kind: 'load',
      rows,
      rowsRead: table.rows,
      dropped: new Dropped(),
      quantity: quantity === 'percent' ? 'utilisation' : quantity,
      unit: quantity === 'count' ? 'requests per step' : quantity,
      factor: quantity === 'percent' ? 0.01 : 1,
      choices: { load: 'sum over functions', clock: 's from the start of the trace' },
      warnings: table.warnings,
    };
  },
};
