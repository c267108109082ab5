/**
 * A series of the Numenta Anomaly Benchmark: `timestamp,value`, wall clock without zone, mostly AWS CloudWatch.
 *
 * Stamps are read as UTC. What the values are stands nowhere in the file, so NAB's own file names say it; another name
 * is read as a resource unless the quantity is given.
 */
import type { LoadQuantity } from '../model/workload.ts';
import { utcMicros } from './clock.ts';
import { LoadRows } from './load.ts';
import type { Reader, ReadOptions } from './reader.ts';
import { Dropped } from './recorded.ts';
import { readTable } from './rows.ts';

interface Meaning {
  readonly quantity: LoadQuantity;
  readonly unit: string;
  readonly factor: number;
  readonly warning?: string;
}

const UTILISATION: Meaning = { quantity: 'utilisation', unit: 'percent', factor: 0.01 };

/** NAB's file names, first match. */
const MEANINGS: readonly (readonly [RegExp, Meaning])[] = [
  [/request_count|twitter_volume|nyc_taxi/i, { quantity: 'count', unit: 'per step', factor: 1 }],
  [
    /asg_misconfiguration/i,
    {
      ...UTILISATION,
      warning: 'the cluster was scaled while it was measured: the series holds the reaction of an autoscaler',
    },
  ],
  [/cpu_utilization/i, UTILISATION],
  [/network_?in|disk_write_bytes/i, { quantity: 'resource', unit: 'bytes per step', factor: 1 }],
  [/latency/i, { quantity: 'resource', unit: 'latency', factor: 1 }],
  [/grok_asg/i, { quantity: 'resource', unit: 'not documented by NAB', factor: 1 }],
];

export const nab: Reader = {
  name: 'nab',
  about: 'Numenta Anomaly Benchmark and CloudWatch series: timestamp,value',
  kind: 'load',
  notes: {
    toldBy: 'header `timestamp,value`',
    example: 'timestamp,value\n2014-02-14 14:30:00,1\n2014-02-14 14:35:00,2\n2014-02-14 14:40:00,1\n',
    glitches: [
      'no zone: read as UTC on every machine',
      'the clock change of 9 March 2014: an hour is a gap, its twelve samples of one moment become one',
      'what the values are stands in the file name only; another name is a resource unless the quantity is given',
    ],
    options: ['quantity'],
    source: 'numenta/NAB, data/README.md',
    licence: 'MIT',
  },
  detect: ({ first }) => /^timestamp\s*,\s*value\s*$/.test(first),
  read: async (source, options) => {
    const rows = new LoadRows(source.path, source.limits.rows);
    let at = { time: 0, value: 0 };
    const table = await readTable(source, {
      header: (header) => {
        at = { time: header.column('timestamp', 'nab'), value: header.column('value', 'nab') };
      },
      row: (row) => {
        const moment = utcMicros(row.text(at.time));
        if (moment === undefined) throw row.fault(at.time, 'a timestamp is YYYY-MM-DD HH:MM:SS');
        rows.push(moment, row.atLeast(at.value, 0, 'a value is a number from 0 up'), row.line);
      },
    });
    const { quantity, unit, factor, warning } = meaningOf(source.name, options);
    return {
      kind: 'load',
      rows,
      rowsRead: table.rows,
      dropped: new Dropped(),
      quantity,
      unit,
      factor,
      epoch: 0,
      choices: { clock: 'UTC where a stamp names no zone' },
      warnings: warning === undefined ? table.warnings : [...table.warnings, warning],
    };
  },
};

const meaningOf = (name: string, { quantity }: ReadOptions): Meaning => {
  if (quantity === 'percent') return UTILISATION;
  if (quantity !== undefined) return { quantity, unit: quantity, factor: 1 };
  const known = MEANINGS.find(([pattern]) => pattern.test(name))?.[1];
  if (known !== undefined) return known;
  const warning =
    'the file does not say what its values are: read as a resource; name them with --read quantity=count';
  return { quantity: 'resource', unit: 'unknown', factor: 1, warning };
};
