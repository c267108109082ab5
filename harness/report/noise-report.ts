/** The text of `bench --self`: how much timings of the same tree differ, and what could be seen. Left out: history. */
import type { Noise } from '../bench/rounds-of-two.ts';
import { counted, NONE, number, table, wrapped } from './text.ts';

export const noiseReport = (noise: readonly Noise[], rounds: number): string => {
  const percent = (share: number | null): string => (share === null ? NONE : number(share * 100));
  const lines = table(
    [
      { head: ['this tree', 'against itself'], align: 'left' },
      { head: ['cost'], align: 'right' },
      { head: ['unit'], align: 'left' },
      { head: ['one round', '± [%]'], align: 'right' },
      { head: ['median', '± [%]'], align: 'right' },
      { head: ['smallest', 'seen [%]'], align: 'right' },
      { head: ['accused'], align: 'left' },
    ],
    noise.map(({ bench, cost, unit, spread, half, smallest, accused }) => [
      bench,
      number(cost),
      unit,
      percent(spread),
      percent(half),
      percent(smallest),
      accused ? 'YES' : 'no',
    ]),
  );
  const worst = Math.max(...noise.map(({ smallest }) => smallest ?? Number.POSITIVE_INFINITY));
  const seen = Number.isFinite(worst)
    ? `a slow-down of ${number(worst * 100)} % or more is seen in every benchmark`
    : 'nothing is seen: an interval of a median needs 6';
  const accusations = noise.filter(({ accused }) => accused).length;
  return [
    ...lines,
    '',
    ...wrapped(`${counted(rounds, 'round')}: ${seen}; ${accusations} of ${noise.length} wrongly accused`),
    '',
  ].join('\n');
};
