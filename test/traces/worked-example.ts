/**
 * Page views of a site per hour: `hour,views`, hours since the start of the trace.
 *
 * An hour that is absent is not known, and held. Left out: which pages.
 */
import { hours } from '../../model/kernel/units.ts';
import { LoadRows } from '../../traces/load.ts';
import type { Reader } from '../../traces/reader.ts';
import { Dropped } from '../../traces/recorded.ts';
import { readTable } from '../../traces/rows.ts';

export const pageViews: Reader = {
  name: 'page-views',
  about: 'page views of a site per hour: hour,views',
  kind: 'load',
  notes: {
    toldBy: 'header `hour,views`',
    example: 'hour,views\n0,3600\n1,7200\n2,-1\n3,3600\n',
    glitches: ['views of -1 were not counted: dropped, so that the hour is a gap'],
    source: 'made up for docs/add-a-trace.md',
    licence: 'yours',
  },
  detect: ({ fields }) => fields.join() === 'hour,views',
  read: async (source) => {
    const rows = new LoadRows(source.path, source.limits.rows);
    const dropped = new Dropped();
    const table = await readTable(source, {
      header: (header) => {
        header.column('views', 'page-views');
      },
      row: (row) => {
        const at = row.micros(0, hours(1), 'an hour is a number from 0 up');
        if (row.text(1) === '-1') dropped.add('views were not counted', row.line);
        else rows.push(at, row.atLeast(1, 0, 'views are a number from 0 up, or -1'), row.line);
      },
    });
    return {
      kind: 'load',
      rows,
      rowsRead: table.rows,
      dropped,
      quantity: 'count',
      unit: 'views per hour',
      factor: 1,
      step: hours(1),
      choices: { clock: 'hours from the start of the trace' },
      warnings: table.warnings,
    };
  },
};
