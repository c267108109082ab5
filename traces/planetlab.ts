/**
 * CPU per cent of a PlanetLab node, as CloudSim uses it: one whole number per line and 300 s, a file per node and day.
 *
 * Alone it is a utilisation; a folder of such files is one load, the sum in nodes that would be fully busy.
 * @source CoMon/PlanetLab, Beloglazov and Buyya; cloudsimplus-examples
 */
import { seconds } from '../model/kernel/units.ts';
import { LoadRows } from './load.ts';
import type { Reader } from './reader.ts';
import { Dropped } from './recorded.ts';
import { readTable } from './rows.ts';

const STEP = seconds(300);
/** A day. */
const LINES = 288;
const PERCENT = /^\s*(?:100|\d{1,2})\s*$/;

export const planetlab: Reader = {
  name: 'planetlab',
  about: 'PlanetLab CPU per cent (CloudSim): a whole number per line and 300 s, 288 lines',
  kind: 'load',
  folder: 'nodes: their sum, in nodes that are fully busy',
  notes: {
    toldBy: '288 lines, each a whole number from 0 to 100',
    example: Array.from({ length: LINES }, (_, i) => `${(i * 7) % 101}\n`).join(''),
    glitches: [
      'no header and no time: the line is the step',
      'with --format planetlab any number of lines is read; a longer run can repeat the day (--read past-end=repeat)',
    ],
    source: 'CoMon/PlanetLab as CloudSim stores it (Beloglazov and Buyya)',
    licence: 'none stated',
  },
  detect: ({ lines }) => {
    const filled = lines.filter((line) => line.trim() !== '');
    return filled.length === LINES && filled.every((line) => PERCENT.test(line));
  },
  read: async (source) => {
    const rows = new LoadRows(source.path, source.limits.rows);
    const table = await readTable(source, {
      columns: ['CPU %'],
      row: (row) => {
        const accepted = 'a per cent is a number from 0 to 100';
        const percent = row.atLeast(0, 0, accepted);
        if (percent > 100) throw row.fault(0, accepted);
        rows.push(rows.at.length * STEP, percent, row.line);
      },
    });
    return {
      kind: 'load',
      rows,
      rowsRead: table.rows,
      dropped: new Dropped(),
      quantity: 'utilisation',
      unit: 'percent',
      factor: 0.01,
      step: STEP,
      choices: { clock: 'none: the line is the step of 300 s' },
      warnings: table.warnings,
    };
  },
};
