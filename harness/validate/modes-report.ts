/** The table of {@link Agreement}s on a terminal: a host, its variants, and nine errors in each line. */
import { variantsNamed } from '../../model/host/variants.ts';
import { counted, fixed, percent, withHalfWidth, wrapped } from '../report/text.ts';
import { MODES_AGREE, modeCreators, modeRunning, type Agreement } from './modes.ts';

/** Columns of a name and of an error. */
const NAME = 17;
const CELL = 6;

const heading = (label: string, cells: readonly (string | number)[]): string =>
  (label.padEnd(NAME + 2) + cells.map((cell) => String(cell).padStart(CELL)).join('')).trimEnd();

export const modesLines = (found: readonly Agreement[]): readonly string[] => [
  'Set-up times with the fluid xenstored against one event per request, error [%]',
  '',
  heading(
    'running domains',
    modeRunning.flatMap((running) => [running, ...modeCreators.slice(1).map(() => '')]),
  ),
  heading(
    'created at once',
    modeRunning.flatMap(() => modeCreators),
  ),
  ...[...new Set(found.map(({ host }) => host))].flatMap((host) => [
    host,
    ...[...new Set(found.map(({ variant }) => variant))].map((variant) =>
      heading(
        `  ${variantsNamed(variant)[0]!.name}`,
        found
          .filter((one) => one.host === host && one.variant === variant)
          .map((one) => fixed(100 * one.error_fraction, 2)),
      ),
    ),
  ]),
  '',
  ...answer(found),
];

const answer = (found: readonly Agreement[]): readonly string[] => {
  const told = (one: Agreement): string =>
    `${one.host}, ${variantsNamed(one.variant)[0]!.name}, ${one.creators} created beside ${one.running}: ` +
    `${withHalfWidth(100 * one.error_fraction, 100 * one.half_width_fraction)} % over ${one.seeds} seeds`;
  const worst = found.toSorted((a, b) => Math.abs(b.error_fraction) - Math.abs(a.error_fraction))[0];
  const others = found.filter(({ verdict }) => verdict !== 'agrees');
  return [
    ...others.flatMap((one) => wrapped(`${one.verdict}: ${told(one)}`)),
    ...wrapped(
      `${found.length - others.length} of ${counted(found.length, 'point')} agree within ${percent(MODES_AGREE)} %, ` +
        `intervals of about 95 % included` +
        (worst === undefined ? '' : `; furthest off: ${told(worst)}`),
    ),
  ];
};
