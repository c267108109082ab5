/**
 * The table of validation, for a terminal and for the docs.
 *
 * On a terminal each fact is two lines, its name and its numbers; what does not agree says why. A folder of measurements
 * can have thousands of rows: then kinds are summed up, and the rows that disagree are told. Left out: colour.
 */
import { mean, median } from 'simple-statistics';
import { aligned, cell } from '../report/markdown.ts';
import { counted, entry, interruptedLines, NONE, number, percent, table, wrapped } from '../report/text.ts';
import type { Row, Validation, Verdict } from './row.ts';

const shownNumber = (value: number | null): string =>
  value === null ? NONE : number(Math.abs(value) < 1e-9 ? 0 : value);
const errorOf = ({ error_fraction }: Row): string =>
  error_fraction === null ? NONE : percent(error_fraction < 1e-9 ? 0 : error_fraction);

const verdicts: readonly Verdict[] = ['agrees', 'within factor 2', 'disagrees', 'assumed', 'not expressible'];

/** The last line is the answer. */
const answer = ({ rows, mape_fraction, median_error_fraction }: Validation): string => {
  const tallies = verdicts
    .map((verdict) => [verdict, rows.filter((row) => row.verdict === verdict).length] as const)
    .filter(([, n]) => n > 0)
    .map(([verdict, n]) => `${n} ${verdict}`);
  const errors =
    mape_fraction === null || median_error_fraction === null
      ? ''
      : `; error: mean ${percent(mape_fraction)} %, median ${percent(median_error_fraction)} %`;
  return `${counted(rows.length, 'row')}: ${tallies.join(', ')}${errors}`;
};

const facts = (rows: readonly Row[]): readonly string[] =>
  rows.flatMap((row) => {
    const cells = [
      `${row.part === 'published' ? 'published' : row.part === 'measured' ? 'measured' : 'exact'} ${shownNumber(row.reference)} ${row.unit}`,
      row.model === null ? 'model –' : `model ${shownNumber(row.model)} ${row.unit}`,
      row.error_fraction === null ? '' : `off ${errorOf(row)} %`,
    ];
    return [
      ...wrapped(row.id, 78).map((line) => `  ${line}`),
      `    ${cells[0]!.padEnd(26)}${cells[1]!.padEnd(20)}${cells[2]!.padEnd(12)}${row.verdict}`,
      ...(row.reason === undefined ? [] : wrapped(row.reason, 74).map((line) => `      ${line}`)),
    ];
  });

const headings: readonly (readonly [Row['part'], string])[] = [
  ['closed form', 'Closed forms, through the stations of the model'],
  ['measured', 'Measurements of real daemons and of a real Xen'],
  ['published', 'Published figures'],
];

/** Every fact of the one table, on a terminal. */
export const validationLines = (validation: Validation, notes: readonly string[]): readonly string[] => [
  ...headings.flatMap(([part, heading]) => {
    const rows = validation.rows.filter((row) => row.part === part);
    return rows.length === 0 ? [] : [heading, ...facts(rows), ''];
  }),
  ...notes.flatMap((note) => wrapped(note)),
  ...interruptedLines(validation.partial ?? []),
  ...wrapped(answer(validation)),
];

/** `latency c READ, 50 guests` and its like are one kind. */
const kindOf = ({ id }: Row): string =>
  /^(?:(?:emulated|threaded|real) \S+(?: oxenstored)? (?:create|destroy)|xl -vvv|xl lock|through the host)/u.exec(
    id,
  )?.[0] ?? (/^(?:\d|destroy:)/u.test(id) ? 'counts' : id.split(/[ :]/u)[0]!);

const MOST = 20;

/** A folder of measurements: a line per kind, then the rows that are furthest off. */
export const measuredLines = (
  validation: Validation,
  folder: string,
  host: string,
  all: boolean,
): readonly string[] => {
  const kinds = new Map<string, Row[]>();
  for (const row of validation.rows) kinds.set(kindOf(row), [...(kinds.get(kindOf(row)) ?? []), row]);
  const summed = [...kinds].map(([kind, rows]) => {
    const errors = rows.flatMap(({ error_fraction }) => (error_fraction === null ? [] : [error_fraction]));
    return errors.length === 0
      ? [kind, String(rows.length), NONE, NONE, NONE]
      : [kind, String(rows.length), ...[mean(errors), median(errors), Math.max(...errors)].map(share)];
  });
  const off = validation.rows
    .filter(({ verdict }) => verdict === 'disagrees' || verdict === 'within factor 2')
    .toSorted((a, b) => b.error_fraction! - a.error_fraction!);
  return [
    'Measurements against a profile',
    ...entry('folder', folder),
    ...entry('host', host),
    '',
    ...table(
      [
        { head: ['measurements'], align: 'left' },
        { head: ['rows'], align: 'right' },
        { head: ['mean', 'error [%]'], align: 'right' },
        { head: ['median', 'error [%]'], align: 'right' },
        { head: ['largest', 'error [%]'], align: 'right' },
      ],
      summed,
    ),
    '',
    ...(all
      ? ['Every row', ...facts(validation.rows), '']
      : off.length === 0
        ? []
        : [
            `Furthest off${off.length > MOST ? `, ${MOST} of ${off.length}` : ''}`,
            ...facts(off.slice(0, MOST)),
            '',
          ]),
    ...wrapped(answer(validation)),
  ];
};

const share = (value: number): string => percent(value < 1e-9 ? 0 : value);

/** docs/validation.md. */
export const validationMarkdown = (validation: Validation, notes: readonly string[]): string => {
  const sections = headings.flatMap(([part, heading]) => {
    const rows = validation.rows.filter((row) => row.part === part);
    if (rows.length === 0) return [];
    const cells = rows.map((row) => [
      row.id,
      row.source,
      row.conditions,
      shownNumber(row.reference),
      shownNumber(row.model),
      row.unit,
      errorOf(row),
      row.verdict,
    ]);
    const reasons = rows.flatMap(({ id, reason }) => (reason === undefined ? [] : [`- ${id}: ${reason}`]));
    return [
      `## ${heading}`,
      '',
      ...aligned([
        ['fact', 'source', 'conditions', 'reference', 'model', 'unit', 'error [%]', 'verdict'],
        ...cells.map((row) => row.map(cell)),
      ]),
      '',
      ...(reasons.length === 0
        ? []
        : ['Why those are not nearer, as far as we believe to know:', '', ...reasons, '']),
    ];
  });
  return [
    '# Validation',
    '',
    'Printed by `npm run -s validate -- --markdown`; a test keeps it true. Verdicts: _agrees_ is within 20 %; _assumed_ rows',
    'lean on a parameter that was chosen on the same figure, so they cannot judge; _not expressible_ rows are facts that the',
    'model has no part for. Errors are relative to the reference, and to the nearer end of a range that was published.',
    '',
    ...sections,
    '## In one line',
    '',
    ...notes,
    ...(notes.length === 0 ? [] : ['']),
    ...interruptedLines(validation.partial ?? []),
    answer(validation),
    '',
  ].join('\n');
};
