/**
 * The claims as a figure: each ratio at the default and over the draws, beside the value from which on it holds.
 *
 * Left out: measures that are not ratios; they are in the data and in the table.
 */
import { rounded, type Figure, type Row } from '../figures/figure.ts';
import type { Held } from './claim.ts';

export const CLAIMS = 'claims';

const rowOf = ({
  claim,
  measure,
  atDefault,
  low,
  middle,
  high,
  draws,
  share,
  verdict,
  otherwise,
}: Held): Row => ({
  claim: claim.says,
  measure: measure.id,
  label: measure.label,
  unit: measure.unit,
  threshold: measure.least,
  default: rounded(atDefault),
  draws_p05: rounded(low),
  draws_p50: rounded(middle),
  draws_p95: rounded(high),
  draws,
  holds_share: rounded(share),
  verdict,
  holds_share_half_threshold: rounded(otherwise.half),
  holds_share_twice_threshold: rounded(otherwise.twice),
  holds_share_any_host: rounded(otherwise.unruled),
});

export const claimsFigure = (held: readonly Held[], host: string): Figure => {
  const rows = held.map(rowOf);
  const draws = held[0]?.draws ?? 0;
  const y = {
    field: 'label',
    type: 'nominal',
    sort: rows.map(({ label }) => label),
    axis: { title: null, labelLimit: 400 },
  };
  return {
    name: CLAIMS,
    title: 'The claims of the abstract, on the model',
    caption:
      `Dot: ${host} with its default parameters. Line: 5th to 95th percentile over ${draws} hosts drawn from the ranges we ` +
      `would believe, all parameters at once (Latin hypercube); cut at 50. Grey tick: from here on we say that it holds. ` +
      `Black: it does in 95 % of the draws; orange: in some; blue: in at most 5 %. Nothing was tuned to reach any of them.`,
    rows,
    spec: {
      width: 430,
      height: { step: 24 },
      transform: [{ filter: "datum.unit === '×'" }],
      encoding: { y },
      layer: [
        {
          mark: { type: 'rule', strokeWidth: 3 },
          encoding: { x: x('draws_p05'), x2: { field: 'draws_p95' }, color: VERDICT },
        },
        {
          mark: { type: 'tick', thickness: 2, height: 18, color: '#777777' },
          encoding: { x: x('threshold') },
        },
        {
          mark: { type: 'point', filled: true, size: 90, opacity: 1, stroke: 'white', strokeWidth: 1 },
          encoding: {
            x: x('default'),
            color: VERDICT,
            shape: {
              field: 'verdict',
              type: 'nominal',
              scale: { domain: VERDICTS, range: ['circle', 'diamond', 'square'] },
              title: null,
            },
          },
        },
      ],
    },
  };
};

const x = (field: string): object => ({
  field,
  type: 'quantitative',
  scale: { type: 'log', base: 10, nice: false, domain: [0.5, 50], clamp: true },
  axis: { title: 'ratio [×]', values: [0.5, 1, 2, 4, 10, 20, 50], format: '~r' },
});

const VERDICTS = ['holds', 'holds in part', 'does not hold'];
const VERDICT = {
  field: 'verdict',
  type: 'nominal',
  scale: { domain: VERDICTS, range: ['#000000', '#E69F00', '#0072B2'] },
  title: null,
};
