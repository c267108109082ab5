/**
 * The text of `bench micro` and `bench macro`: a table per benchmark, then the answer in the last line.
 *
 * Left out: numbers beyond the headline of a scenario's variants, which the document has.
 */
import type { Scenario } from '../macro/scenario.ts';
import type { Micro } from '../micro/catalog.ts';
import type { BenchDocument, BenchRow } from '../result/bench-document.ts';
import { counted, entry, interruptedLines, NONE, number, table, withHalfWidth, wrapped } from './text.ts';

export const microReport = (document: BenchDocument, catalog: readonly Micro[]): string => {
  const { rows } = document;
  const variants = [...new Set(rows.map(({ variant }) => variant))];
  const blocks = catalog
    .filter(({ name }) => rows.some(({ bench }) => bench === name))
    .flatMap(({ name, about, against, unit, path }) => {
      const own = rows.filter(({ bench }) => bench === name);
      const points = [...new Set(own.map(({ point }) => point!))];
      return [
        '',
        ...entry(name, `${about} [${unit}]; the path of ${path}`, 0, name.length + 2),
        ...table(
          [
            { head: [against], align: 'right' },
            ...variants.map((variant) => ({ head: shortName(variant), align: 'right' as const })),
            { head: ['best :', 'stock'], align: 'right' },
          ],
          points.map((point) => {
            const at = own.filter((row) => row.point === point);
            const best = Math.max(...at.map(({ speedup }) => speedup?.mean ?? 1));
            return [
              point.split(' ')[0]!,
              ...variants.map((variant) => valueOf(at.find((row) => row.variant === variant))),
              `${number(best)} ×`,
            ];
          }),
        ),
      ];
    });
  return [...headOf(document), ...blocks, '', ...endOf(document), ''].join('\n');
};

export const macroReport = (document: BenchDocument, catalog: readonly Scenario[]): string => {
  const { rows, draws } = document;
  const blocks = catalog
    .filter(({ name }) => rows.some(({ bench }) => bench === name))
    .flatMap(({ name, about, guests, arrivals, headline, measures }) => {
      const own = rows.filter(({ bench, measure }) => bench === name && measure === headline);
      const { label, unit } = measures[headline]!;
      return [
        '',
        ...entry(name, about, 0, name.length + 2),
        ...entry('guests', guests),
        ...entry('arrivals', arrivals),
        ...table(
          [
            { head: ['', 'variant'], align: 'left' },
            { head: [...wrapped(label, HEAD), `[${unit}]`], align: 'right' },
            { head: ['stock : variant,', 'over seeds'], align: 'right' },
            ...(draws > 0 ? [{ head: ['over drawn hosts,', '5 to 95 %'], align: 'right' as const }] : []),
          ],
          own.map((row) => [
            row.variant,
            valueOf(row),
            row.variant === 'stock' ? NONE : `${withHalf(row.speedup)} ×`,
            ...(draws > 0 ? [drawnOf(row)] : []),
          ]),
        ),
      ];
    });
  return [...headOf(document), ...blocks, '', ...endOf(document), ''].join('\n');
};

/** Columns of the heading of a measure. */
const HEAD = 18;

/** The name in lines, so that a column is as narrow as its numbers. */
const shortName = (variant: string): readonly string[] => variant.split(/(?<=[-+])/);

const valueOf = (row: BenchRow | undefined): string => (row === undefined ? NONE : number(row.value.mean));

const withHalf = (value: BenchRow['speedup']): string => {
  if (value === undefined || value.mean === null) return NONE;
  return value.high === null ? number(value.mean) : withHalfWidth(value.mean, value.high - value.mean);
};

const drawnOf = ({ variant, speedup_drawn: drawn }: BenchRow): string =>
  variant === 'stock' || drawn === undefined ? NONE : `${number(drawn.low)} to ${number(drawn.high)} ×`;

const headOf = ({ kind, host, seeds, draws, smallest }: BenchDocument): string[] => [
  `${kind === 'micro' ? 'Microbenchmarks' : 'Loaded scenarios'} on ${host}, ${counted(seeds, 'seed')}` +
    (draws > 0 ? `, ${counted(draws, 'host')} drawn from the believed ranges` : ''),
  ...(smallest ? ['Smallest inputs, to see that they run: the numbers mean little.'] : []),
];

const endOf = ({ kind, rows, hash, partial }: BenchDocument): string[] => [
  ...interruptedLines(partial ?? []),
  kind === 'macro' ? bestOf(rows) : counted(new Set(rows.map(({ bench }) => bench)).size, 'benchmark'),
  `sha256 of the numbers ${hash.slice(0, 16)}`,
];

/** The most and the least that all fixes together buy. */
const bestOf = (rows: readonly BenchRow[]): string => {
  const all = rows
    .filter(
      ({ variant, speedup }) => variant === 'all' && speedup?.mean !== undefined && speedup.mean !== null,
    )
    .toSorted((a, b) => a.speedup!.mean! - b.speedup!.mean!);
  if (all.length === 0) return counted(new Set(rows.map(({ bench }) => bench)).size, 'scenario');
  const said = ({ bench, speedup }: BenchRow): string => `${number(speedup!.mean)} × (${bench})`;
  const most = all.at(-1)!;
  return all.length === 1
    ? `the three fixes together: ${said(most)}`
    : `the three fixes together: from ${said(all[0]!)} to ${said(most)}`;
};
