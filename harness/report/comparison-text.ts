/**
 * A comparison as text: the rows that say something, then the answer in the last line.
 *
 * Left out: rows that are unchanged, unless all are asked for; they are counted.
 */
import type { Comparison, ComparisonRow } from '../compare/comparison.ts';
import { counted, number, NONE, tally, table, wrapped } from './text.ts';

export interface ComparisonTextOptions {
  readonly all: boolean;
}

/** Changes of the model that are listed before they are only counted. */
const CONTEXT_SHOWN = 8;

export const comparisonText = (comparison: Comparison, { all }: ComparisonTextOptions): string => {
  const { rows, changed, added, missing } = comparison;
  const shown = rows.filter((row) => all || row.verdict !== 'unchanged' || row.kind === 'measured');
  const lines = [
    `base  ${nameOf(comparison.base)}`,
    `head  ${nameOf(comparison.head)}`,
    ...(shown.length === 0 ? [] : ['', ...tableOf(shown)]),
    ...notesOf(shown),
    ...(changed.length === 0 ? [] : ['', 'What differs between the two beside their results']),
    ...changed
      .slice(0, CONTEXT_SHOWN)
      .flatMap(({ field, base, head }) =>
        wrapped(`  ${field}: ${JSON.stringify(base)} → ${JSON.stringify(head)}`),
      ),
    ...(changed.length > CONTEXT_SHOWN ? [`  and ${changed.length - CONTEXT_SHOWN} more`] : []),
    ...listedOnly('only in the head', added),
    ...listedOnly('only in the base, and not gated', missing),
    '',
    lastLine(comparison),
  ];
  return `${lines.join('\n')}\n`;
};

/** `1 regressed, 1 undecided, 2 unchanged`, the worst first. */
export const lastLine = ({ tally: of, rows, failed }: Comparison): string => {
  const parts = (['regressed', 'undecided', 'improved', 'unchanged'] as const)
    .filter((verdict) => of[verdict] > 0)
    .map((verdict) => `${of[verdict]} ${verdict}`);
  const warned = of.regressed - failed;
  const said = parts.length === 0 ? 'nothing to compare' : parts.join(', ');
  const aside = warned > 0 ? ` (${warned} of them only ${warned === 1 ? 'warns' : 'warn'})` : '';
  return `${said}${aside} · ${counted(rows.length, 'metric')}`;
};

/** `+5.2 %, exact` or `−2.1 % (−4.7 to +0.5)`. */
export const changeOf = (row: ComparisonRow): string => {
  if (row.change_fraction === null) return row.base === row.head ? '0' : '?';
  const change = row.change_fraction === 0 ? '0' : `${signed(row.change_fraction)} %`;
  if (row.change_low === undefined || row.change_high === undefined) return change;
  return `${change} (${signed(row.change_low)} to ${signed(row.change_high)})`;
};

export const valueOf = (value: number | null, { unit, kind }: ComparisonRow): string => {
  if (value === null) return NONE;
  const text = kind === 'exact' && unit === 'count' ? tally(value) : number(value);
  return unit === 'count' || unit === '1' ? text : `${text} ${unit}`;
};

/** What stands beside a verdict: why it is open, what was allowed, or that it fails nothing. */
export const asideOf = ({
  note,
  allowed_fraction: allowed,
  gated,
  verdict,
  seeds,
  seeds_changed: moved,
}: ComparisonRow) =>
  [
    ...(note === undefined ? [] : [note]),
    ...(allowed > 0 ? [`allowed ${number(allowed * 100)} %`] : []),
    ...(seeds === undefined ? [] : [`${moved} of ${seeds} seeds changed`]),
    ...(verdict === 'regressed' && !gated ? ['warns only'] : []),
  ].join('; ');

const nameOf = ({ path, version, commit }: Comparison['base']): string =>
  `${path} (xenreplay ${version}${commit === null ? '' : `, ${commit}`})`;

const signed = (fraction: number): string => {
  const text = number(fraction * 100);
  return fraction > 0 ? `+${text}` : text;
};

const tableOf = (rows: readonly ComparisonRow[]): string[] =>
  table(
    [
      { head: ['metric'], align: 'left' },
      { head: ['base'], align: 'right' },
      { head: ['head'], align: 'right' },
      { head: ['change'], align: 'right' },
      { head: ['verdict'], align: 'left' },
    ],
    rows.flatMap((row, i) => [
      ...(rows[i - 1]?.subject === row.subject ? [] : [[row.subject, '', '', '', '']]),
      [
        `  ${row.metric}${noteAt(rows, row)}`,
        valueOf(row.base, row),
        valueOf(row.head, row),
        row.kind === 'exact' ? `${changeOf(row)}, exact` : changeOf(row),
        row.verdict,
      ],
    ]),
  );

const distinctNotes = (rows: readonly ComparisonRow[]): readonly string[] => [
  ...new Set(rows.map(asideOf).filter((note) => note !== '')),
];

const noteAt = (rows: readonly ComparisonRow[], row: ComparisonRow): string => {
  const at = distinctNotes(rows).indexOf(asideOf(row));
  return at < 0 ? '' : ` [${at + 1}]`;
};

const notesOf = (rows: readonly ComparisonRow[]): string[] =>
  distinctNotes(rows).flatMap((note, i) => wrapped(`[${i + 1}] ${note}`));

const listedOnly = (heading: string, names: readonly string[]): string[] =>
  names.length === 0
    ? []
    : ['', ...wrapped(`${counted(names.length, 'entry', 'entries')} ${heading}: ${names.join(', ')}`)];
