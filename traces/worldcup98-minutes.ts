/**
 * The World Cup 1998 counted per minute: `period,count`, UTC.
 *
 * A minute without requests is absent and means zero, which is the default rule of gaps here.
 * @source nimamahmoudi/worldcup98-dataset
 */
import { minutes } from '../model/kernel/units.ts';
import { utcMicros } from './clock.ts';
import { LoadRows } from './load.ts';
import type { Reader } from './reader.ts';
import { Dropped } from './recorded.ts';
import { readTable } from './rows.ts';

export const worldcup98Minutes: Reader = {
  name: 'worldcup98-minutes',
  about: 'WorldCup98 counted per minute: period,count',
  kind: 'load',
  notes: {
    toldBy: 'header `period,count`',
    example: 'period,count\n1998-04-30 21:30:00,2\n1998-04-30 21:31:00,11\n1998-04-30 21:34:00,16\n',
    glitches: ['minutes without requests are absent: zero, not unknown (gaps default to `zero`)'],
    source: 'nimamahmoudi/worldcup98-dataset, from the Internet Traffic Archive',
    licence: 'MIT (repository); the archive allows redistribution (from memory, not verified)',
  },
  detect: ({ fields }) => fields.join() === 'period,count',
  read: async (source) => {
    const rows = new LoadRows(source.path, source.limits.rows);
    let at = { period: 0, count: 0 };
    const table = await readTable(source, {
      header: (header) => {
        const column = (name: string) => header.column(name, 'worldcup98-minutes');
        at = { period: column('period'), count: column('count') };
      },
      row: (row) => {
        const moment = utcMicros(row.text(at.period));
        if (moment === undefined) throw row.fault(at.period, 'a period is YYYY-MM-DD HH:MM:SS');
        rows.push(moment, row.atLeast(at.count, 0, 'a count is a number from 0 up'), row.line);
      },
    });
    return {
      kind: 'load',
      rows,
      rowsRead: table.rows,
      dropped: new Dropped(),
      quantity: 'count',
      unit: 'requests per minute',
      factor: 1,
      step: minutes(1),
      gaps: 'zero',
      epoch: 0,
      choices: { clock: 'UTC' },
      warnings: table.warnings,
    };
  },
};
