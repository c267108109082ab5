/**
 * GWA-T-12 Bitbrains: one VM per file, a row every 300 s, fields between semicolons and tabs.
 *
 * The column `Timestamp [ms]` holds seconds since 1970; should a copy hold milliseconds, numbers above 10¹¹ say so.
 * @source Grid Workloads Archive; Shen, van Beek and Iosup, CCGrid'15
 */
import { millis, seconds } from '../model/kernel/units.ts';
import type { Reader } from './reader.ts';
import { readVm, vmHeader } from './vm-metrics.ts';

/** As seconds this is the year 5138, as milliseconds 1973. */
const MILLISECONDS_FROM = 1e11;
const TIME = 'a time is a number of seconds since 1970';

export const bitbrains: Reader = {
  name: 'bitbrains',
  about: 'GWA-T-12 Bitbrains: CPU MHz of a VM every 300 s; a folder of VMs is their sum',
  kind: 'load',
  folder: 'VMs: their sum',
  notes: {
    toldBy: 'header `Timestamp [ms];` with `CPU usage [MHZ]`, and a number as time',
    example:
      'Timestamp [ms];\tCPU cores;\tCPU capacity provisioned [MHZ];\tCPU usage [MHZ];\tCPU usage [%];\tMemory capacity provisioned [KB];\tMemory usage [KB]\n1372629804;\t2;\t5851.9989;\t87.78;\t1.5;\t8218624.0;\t1034592.8\n1372630104;\t2;\t5851.9989;\t29.26;\t0.5;\t8218624.0;\t458575.46\n1372630104;\t0;\t0.0;\t0.0;\t0.0;\t0.0;\t0.0\n1372630404;\t2;\t5851.9989;\t27.31;\t0.46;\t8218624.0;\t184548.0\n',
    glitches: [
      'the column named ms holds seconds',
      'rows with 0 cores and 0 MHz, also between others of the same moment: dropped and counted, no scale-in',
      'up to 7,402 rows of one moment in a file: they become one by the rule of duplicates',
      'a hole of 31 h in most files of July 2013: a gap, held or what the gap rule says',
      'a step that drifts to 301 s, and VMs that begin within the month',
    ],
    source: "Grid Workloads Archive, GWA-T-12; Shen et al., CCGrid'15",
    licence: 'none stated; the archive asks for citation',
  },
  detect: (head) => vmHeader(head) !== undefined && !/^"?\d\d\.\d\d\.\d{4}/.test(head.lines[1] ?? ''),
  read: async (source) => {
    let inMilliseconds = false;
    const recorded = await readVm(source, {
      name: 'bitbrains',
      momentIn: (row) => {
        const milliseconds = row.number(0, TIME) > MILLISECONDS_FROM;
        inMilliseconds ||= milliseconds;
        return row.micros(0, milliseconds ? millis(1) : seconds(1), TIME);
      },
      numberIn: (row, column, accepted) => row.number(column, accepted),
    });
    const clock = inMilliseconds
      ? 'milliseconds since 1970'
      : 'seconds since 1970, though the header says ms';
    return { ...recorded, choices: { ...recorded.choices, clock } };
  },
};
