/**
 * Google cluster data of 2011, `machine_events`: machines added to the cluster and removed from it, a domain each.
 *
 * 6 columns without header, times in µs; 0 is before the trace. Sizes are shares of the largest machine, which the trace
 * does not describe. Left out: updates of a machine's size, which are counted.
 * @source google/cluster-data, ClusterData2011_2.md
 */
import { micros } from '../model/kernel/units.ts';
import { readEvents, UPDATE } from './event-table.ts';
import { GOOGLE_MACHINE, machineFor } from './machine.ts';
import type { Reader } from './reader.ts';
import { sizeInShares } from './sizes.ts';

const COLUMNS = ['time', 'machine ID', 'event type', 'platform', 'CPUs', 'memory'];
const [TIME, MACHINE, TYPE, PLATFORM, CPUS, MEMORY] = [0, 1, 2, 3, 4, 5] as const;
const ADD = 0;
const REMOVE = 1;
const UPDATED = 2;
const KIND = 'an event type is 0 (add), 1 (remove) or 2 (update)';
const MOMENT = 'a time is a whole number of µs from 0 up';
const SHARE = 'a size is a share of the largest machine, 0 to 1, or empty';

export const googleMachines: Reader = {
  name: 'google-2011-machines',
  about: 'Google cluster data 2011, machine_events: machines added and removed, a domain each',
  kind: 'lifecycle',
  notes: {
    toldBy: '6 fields without header: µs, a machine, an event type 0 to 2, a platform, two shares',
    example:
      '0,5,0,HofLGzk1Or/8Ildj2+Lqv0UGGvY82NLoni8+J/Yy0RU=,0.5,0.2493\n835025030,5,1,HofLGzk1Or/8Ildj2+Lqv0UGGvY82NLoni8+J/Yy0RU=,,\n1221003001,5,0,HofLGzk1Or/8Ildj2+Lqv0UGGvY82NLoni8+J/Yy0RU=,0.5,0.2493\n',
    glitches: [
      'time 0 is before the trace: censored',
      'a machine that is removed and added again is another domain',
      'updates are counted and change no size',
    ],
    options: ['machine'],
    source: 'google/cluster-data, ClusterData2011_2.md; Reiss, Wilkes, Hellerstein 2011',
    licence: 'CC BY 4.0',
  },
  detect: ({ fields }) =>
    fields.length === COLUMNS.length &&
    /^\d+$/.test(fields[TIME]!) &&
    /^\d+$/.test(fields[MACHINE]!) &&
    /^[0-2]$/.test(fields[TYPE]!) &&
    [CPUS, MEMORY].every((at) => /^(0?\.\d+|0|1(\.0*)?)?$/.test(fields[at]!)),
  read: async (source, options) => {
    const machine = machineFor(options, GOOGLE_MACHINE);
    const read = await readEvents(source, options, {
      columns: COLUMNS,
      event: (row, log) => {
        const time = row.micros(TIME, micros(1), MOMENT);
        if (time < 0 || !Number.isInteger(time)) throw row.fault(TIME, MOMENT);
        const at = time === 0 ? Number.NEGATIVE_INFINITY : time;
        const id = row.text(MACHINE);
        const type = row.number(TYPE, KIND);
        const size = sizeInShares(row, [CPUS, MEMORY], machine, SHARE);
        if (type === UPDATED) return UPDATE;
        if (type === REMOVE) log.end(id, at, size, row.line, row.text(PLATFORM));
        else if (type !== ADD) throw row.fault(TYPE, KIND);
        else if (size === undefined) return 'a machine without a size';
        else log.begin(id, at, size, row.line, row.text(PLATFORM));
        return undefined;
      },
    });
    return {
      ...read,
      start: 0,
      choices: { machine: machine.text, group: 'platform' },
      warnings: [...read.warnings, ...machine.warnings],
    };
  },
};
