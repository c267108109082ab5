/**
 * GWA-T-13 Materna: one VM per file, every 300 s, values in quotes with a comma as decimal point.
 *
 * The time is `04.11.2015 15:10:31` without zone and is read as UTC.
 * @source Grid Workloads Archive; OpenDC's reader of the format
 */
import { seconds } from '../model/kernel/units.ts';
import { utcSeconds } from './clock.ts';
import type { Reader } from './reader.ts';
import type { Row } from './rows.ts';
import { readVm, vmHeader } from './vm-metrics.ts';

const TIME = /^(\d\d)\.(\d\d)\.(\d{4}) (\d\d):(\d\d):(\d\d)$/;
const NUMBER = /^[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?$/;

export const materna: Reader = {
  name: 'materna',
  about: 'GWA-T-13 Materna: CPU MHz of a VM every 300 s, comma decimals; a folder of VMs is their sum',
  kind: 'load',
  folder: 'VMs: their sum',
  notes: {
    toldBy: 'header `Timestamp;` with `CPU usage [MHZ]`, and a date with dots as time',
    example:
      '"Timestamp";"CPU cores";"CPU capacity provisioned [MHZ]";"CPU usage [MHZ]";"CPU usage [%]"\n"04.11.2015 15:10:31";"2";"5852,0";"87,78";"1,5"\n"04.11.2015 15:15:31";"2";"5852,0";"29,26";"0,5"\n',
    glitches: [
      'comma decimals in quotes',
      'no zone: read as UTC',
      'rows with 0 cores and 0 MHz: dropped and counted',
    ],
    source: 'Grid Workloads Archive, GWA-T-13; layout from the readers of OpenDC',
    licence: 'none stated; the archive asks for citation',
  },
  detect: (head) => vmHeader(head) !== undefined && /^"?\d\d\.\d\d\.\d{4}/.test(head.lines[1] ?? ''),
  read: async (source) => {
    const recorded = await readVm(source, { name: 'materna', momentIn, numberIn });
    return { ...recorded, choices: { ...recorded.choices, clock: 'UTC; the file names no zone' } };
  },
};

const momentIn = (row: Row): number => {
  const parts = TIME.exec(row.text(0))?.slice(1).map(Number);
  const [day, month, year, hour, minute, second] = parts ?? [];
  const at = parts === undefined ? undefined : utcSeconds([year!, month!, day!, hour!, minute!, second!], 0);
  if (at === undefined) throw row.fault(0, 'a time is DD.MM.YYYY HH:MM:SS');
  return seconds(at);
};

const numberIn = (row: Row, column: number, accepted: string): number => {
  const text = row.text(column);
  const value = NUMBER.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
  if (!Number.isFinite(value)) throw row.fault(column, `${accepted}, with a comma or a point`);
  return value;
};
