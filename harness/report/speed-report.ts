/** The text of `bench speed`: a table of what was counted and measured, and which targets are kept. Left out: history. */
import { isMet, type Target } from '../bench/row.ts';
import type { SpeedReport } from '../bench/speed.ts';
import { counted, interruptedLines, number, table, tally } from './text.ts';

export const speedReport = ({ quick, node, partial = [], rows }: SpeedReport): string => {
  const lines = table(
    [
      { head: ['benchmark'], align: 'left' },
      { head: ['what'], align: 'left' },
      { head: ['value'], align: 'right' },
      { head: ['unit'], align: 'left' },
      { head: ['target'], align: 'left' },
    ],
    rows.map((row, i) => [
      rows[i - 1]?.bench === row.bench ? '' : row.bench,
      row.what,
      row.kind === 'exact' ? tally(row.value) : number(row.value),
      row.unit === '1' ? '' : row.unit,
      row.target === undefined ? '' : `${said(row.target)} ${isMet(row) === true ? 'kept' : 'MISSED'}`,
    ]),
  );
  const judged = rows.filter((row) => row.target !== undefined);
  const missed = judged.filter((row) => isMet(row) === false);
  const targets = `${judged.length - missed.length} of ${counted(judged.length, 'target')} kept`;
  const caution = quick
    ? 'Quick: smallest inputs; the timings mean nothing and are held to no target.'
    : 'Medians of rounds in turns; only ratios compare from machine to machine.';
  return [
    ...lines,
    '',
    ...interruptedLines(partial),
    caution,
    `${targets} · Node ${node.replace('v', '')}`,
    '',
  ].join('\n');
};

const said = (target: Target): string => ('atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`);
