/**
 * What `figures` says of itself: the files it wrote, and the claims; as text and as a document.
 *
 * Left out: the figures.
 */
import { claimsReport } from '../claims/claims-report.ts';
import type { DrawnFigures } from '../figures/draw.ts';
import { counted, interruptedLines, table } from './text.ts';

interface Report extends DrawnFigures {
  readonly host: string;
  readonly seeds: number;
  readonly draws: number;
  readonly quick: boolean;
}

const columns = [
  { head: ['figure'], align: 'left' },
  { head: ['rows'], align: 'right' },
  { head: ['written to'], align: 'left' },
] as const;

export const figuresReport = ({ host, seeds, quick, drawn, held, missing }: Report): string => {
  const files = drawn.map(({ name, rows, svg, title }) => [name, String(rows), svg ?? title]);
  const lines = [
    `Figures of host ${host}, ${counted(seeds, 'seed')}${quick ? ', few points (--quick)' : ''}`,
    'the data of each lies beside it, .csv',
    '',
    ...table(columns, files),
    ...interruptedLines(missing),
    '',
  ];
  const claims = held.length === 0 ? '' : `\n${claimsReport(held, host)}`;
  return `${lines.join('\n')}${claims}`;
};

export const figuresDocument = ({ drawn, held, missing, ...rest }: Report): string => {
  const claims = held.map(({ claim, measure, atDefault, low, middle, high, share, verdict, otherwise }) => ({
    claim: claim.id,
    says: claim.says,
    measure: measure.id,
    label: measure.label,
    unit: measure.unit === '%' ? 'percent' : 'ratio',
    holds_from: measure.least,
    holds_from_excluded: measure.strict ?? false,
    at_default: atDefault,
    draws_p05: low,
    draws_p50: middle,
    draws_p95: high,
    holds_share: share,
    holds_share_half_threshold: otherwise.half,
    holds_share_twice_threshold: otherwise.twice,
    holds_share_any_host: otherwise.unruled,
    verdict,
  }));
  const partial = missing.length === 0 ? {} : { partial: missing };
  const document = { schema: 'xenreplay/figures/1', ...rest, ...partial, figures: drawn, claims };
  return `${JSON.stringify(document, null, 2)}\n`;
};
