/** The text of comparisons that were made again and again: how often each verdict came. Left out: the single ones. */
import { median } from 'simple-statistics';
import type { VerdictsOfMany } from '../bench/verdicts-of-many.ts';
import { counted, fixed, table, tally, wrapped } from './text.ts';

export const verdictsReport = ({
  comparisons,
  rounds,
  regressed,
  improved,
  benches,
}: VerdictsOfMany): string => {
  const change = (share: number): string => fixed(share * 100, 1);
  const lines = table(
    [
      { head: ['head', 'against base'], align: 'left' },
      { head: ['', 'regressed'], align: 'right' },
      { head: ['', 'undecided'], align: 'right' },
      { head: ['', 'unchanged'], align: 'right' },
      { head: ['', 'improved'], align: 'right' },
      { head: ['change [%]: least', 'median, most'], align: 'right' },
    ],
    benches.map(({ bench, counts, changes }) => [
      bench,
      tally(counts.regressed),
      tally(counts.undecided),
      tally(counts.unchanged),
      tally(counts.improved),
      [changes[0]!, median([...changes]), changes.at(-1)!].map(change).join(' / '),
    ]),
  );
  const summary =
    `${counted(comparisons, 'comparison')} of ${counted(rounds, 'round')}: a slow-down is told in ${regressed}, ` +
    `a speed-up in ${improved}`;
  return [...lines, '', ...wrapped(summary), ''].join('\n');
};
