/**
 * The measuring machine as a profile of its own: fitted on the smaller hosts of the measurements, judged on the largest.
 *
 * One row for each kind of measurement, always the one that lies furthest out; what all of the predictions come to stands
 * beside the table. Left out: the other series, which `--measured` holds one by one.
 */
import type { Calibration, Prediction } from '../calibrate/calibration.ts';
import { conditionsOf } from './measured.ts';
import type { Fact } from './row.ts';

const READING =
  'probably a slow run among the few smaller conditions of a shared processor, which tilts the law';

/** Series, what a person calls them, and why they may be off. */
const chosen: readonly (readonly [series: string, name: string, reason?: string])[] = [
  ['latency c READ', 'C 4.17: read beside stored guests'],
  ['latency c CREATE_domain_full_in_txn', 'C 4.17: a domain in a transaction'],
  ['latency ox CREATE_domain_full_in_txn', 'oxenstored: a domain in a transaction'],
  [
    'namescan c scan_reads_only',
    'C 4.17: a scan of all names',
    'each name is colder in the cache the more there are',
  ],
  ['introduced c_plus_monitor_socket READ', 'C 4.17: read beside rings and sockets', READING],
  [
    'introduced c_plus_monitor_socket CREATE_domain_dirs_in_txn',
    'C 4.17: directories beside rings and sockets',
  ],
  ['watches c WRITE_existing_otherN', 'C 4.17: write beside watches'],
  ['watches c WRITE_match', 'C 4.17: write that fires every watch'],
  ['recorded c xl create', 'C 4.17: recorded xl create'],
  ['recorded c xl destroy', 'C 4.17: recorded xl destroy'],
  ['attempts c 57 requests, think 0 µs', 'C 4.17: attempts against creators'],
  ['emulated 1-node create: duration', 'Xen in emulation: xl create'],
  ['emulated 1-node create: xenstored', 'of that, xenstored'],
  ['emulated 1-node destroy: duration', 'Xen in emulation: xl destroy'],
  ['emulated 1-node oxenstored create: duration', 'the same with oxenstored: xl create'],
  ['emulated 2-node create: duration', 'Xen in emulation, 2 nodes: xl create'],
  ['emulated 2-node destroy: duration', 'Xen in emulation, 2 nodes: xl destroy'],
  ['1-node create: requests', 'Xen in emulation: requests of xl create'],
];

/** The furthest prediction of each chosen series that the measurements have. */
export const largerHosts = ({ predictions }: Calibration): readonly Fact[] =>
  chosen.flatMap(([series, name, reason]): readonly Fact[] => {
    const found: Prediction | undefined = predictions.findLast((one) => one.measurement.series === series);
    if (found === undefined) return [];
    const { measurement, model } = found;
    const at = conditionsOf(measurement.at);
    return [
      {
        id: `${name}, ${at}`,
        part: 'measured',
        source: measurement.place,
        conditions: 'fitted on smaller ones',
        reference: measurement.value,
        unit: measurement.unit,
        model,
        ...(reason === undefined ? {} : { reason }),
      },
    ];
  });
