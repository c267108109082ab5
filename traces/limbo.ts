/**
 * Arrivals of LIMBO, BUNGEE and the HTTP Load Generator: the middle of each step and what comes in it.
 *
 * `0.5,10` is the step from 0 to 1; LIMBO ends its lines with a semicolon. How long a step is stands outside the file:
 * for LIMBO's two example traces by their names, otherwise an option, and 1 s (as the HTTP Load Generator has it) where
 * nobody says it. Steps follow each other without a gap.
 * @source joakimkistowski/LIMBO and HTTP-Load-Generator, README
 */
import { hours, inSeconds, minutes, seconds } from '../model/kernel/units.ts';
import { complaint, placeOf } from './complaint.ts';
import { LoadRows } from './load.ts';
import type { Reader } from './reader.ts';
import { Dropped } from './recorded.ts';
import { readTable } from './rows.ts';

/** LIMBO's examples; the lengths follow from their numbers of values: 1,483 h and a week of 672. */
const STEPS: readonly (readonly [RegExp, number])[] = [
  [/wikipedia_trace/i, hours(1)],
  [/IBM_Transactions_trace/i, minutes(15)],
];

export const limbo: Reader = {
  name: 'limbo',
  about: 'LIMBO, BUNGEE and HTTP Load Generator: middle of a step and its arrivals (0.5,10)',
  kind: 'load',
  notes: {
    toldBy: 'lines as `0.5,10` or `0.5,10;`, from 0.5 on',
    example: '0.5,230634.0;\n1.5,336057.0;\n2.5,599728.0;\n',
    glitches: [
      'the step is outside the file: an option, known for the two examples of LIMBO, else 1 s with a warning',
      'a semicolon at the end of the line, or none; CRLF',
      'steps are counted from 0.5 in ones; a missing step is refused with its line',
    ],
    options: ['step'],
    source: 'joakimkistowski/LIMBO, joakimkistowski/HTTP-Load-Generator',
    licence: 'EPL-1.0 (repository); the data of the examples: none stated',
  },
  detect: ({ first }) => /^0\.5,\d+(?:\.\d+)?(?:[eE]\d+)?;?\s*$/.test(first),
  read: async (source, options) => {
    const named = STEPS.find(([pattern]) => pattern.test(source.name))?.[1];
    const step = options.step === undefined ? (named ?? seconds(1)) : Math.round(seconds(options.step));
    const rows = new LoadRows(source.path, source.limits.rows);
    const table = await readTable(source, {
      columns: ['middle of the step', 'arrivals'],
      delimiter: [',', ';'],
      spare: 1,
      row: (row) => {
        const { length } = rows.at;
        if (row.number(0, 'a middle is 0.5, 1.5, 2.5, …') !== length + 0.5) {
          throw complaint(
            placeOf(source.path, row.line),
            `the middle of the step is ${row.text(0)}`,
            `after ${length} steps comes ${length + 0.5}`,
            'steps follow each other without a gap: correct the row or fetch the file again',
          );
        }
        rows.push(length * step, row.atLeast(1, 0, 'arrivals are a number from 0 up'), row.line);
      },
    });
    const assumed = options.step === undefined && named === undefined;
    return {
      kind: 'load',
      rows,
      rowsRead: table.rows,
      dropped: new Dropped(),
      quantity: 'count',
      unit: 'arrivals per step',
      factor: 1,
      step,
      choices: { clock: `none: a step is ${inSeconds(step)} s` },
      warnings: [
        ...table.warnings,
        ...(assumed
          ? ['the file does not say how long a step lasts: 1 s is assumed; name it with --read step']
          : []),
      ],
    };
  },
};
