/** The table of {@link Agreement}s on a terminal, a host, its variants and nine errors in each line; and as a document. */
import { counted, fixed, percent, withHalfWidth, wrapped } from '../report/text.ts';
import { MODES_AGREE, modeCreators, modeRunning, type Agreement } from './modes.ts';

/** Columns of a name and of an error. */
const NAME = 20;
const CELL = 6;

const heading = (label: string, cells: readonly (string | number)[]): string =>
  (label.padEnd(NAME + 2) + cells.map((cell) => String(cell).padStart(CELL)).join('')).trimEnd();

/** Short names of the fixes; the whole ones are too wide beside nine errors. */
const nameOf = (variant: string): string => variant.replace('parallel-boot+xenstore-cache', 'boot+cache');

/** @param planned  points in all; fewer were found where an interrupt came first */
export const modesLines = (found: readonly Agreement[], planned: number): readonly string[] => [
  'Set-up times with the fluid xenstored against one event per request, error [%]',
  '',
  ...[...new Set(found.map(({ apart_ms }) => apart_ms))].flatMap((apart) => [
    heading(
      'running domains',
      modeRunning.flatMap((running) => [running, ...modeCreators.slice(1).map(() => '')]),
    ),
    heading(
      apart === 0 ? 'created at once' : `created ${apart} ms apart`,
      modeRunning.flatMap(() => modeCreators),
    ),
    ...hostsOf(found.filter(({ apart_ms }) => apart_ms === apart)),
    '',
  ]),
  ...answer(found, planned),
];

const hostsOf = (found: readonly Agreement[]): readonly string[] =>
  [...new Set(found.map(({ host }) => host))].flatMap((host) => [
    host,
    ...[...new Set(found.map(({ variant }) => variant))].map((variant) =>
      heading(
        `  ${nameOf(variant)}`,
        found
          .filter((one) => one.host === host && one.variant === variant)
          .map((one) => fixed(100 * one.error_fraction, 2)),
      ),
    ),
  ]);

const answer = (found: readonly Agreement[], planned: number): readonly string[] => {
  const told = (one: Agreement): string =>
    `${one.host}, ${one.variant}, ${one.creators} created ${one.apart_ms === 0 ? 'at once' : `${one.apart_ms} ms apart`} ` +
    `beside ${one.running}: ` +
    `${withHalfWidth(100 * one.error_fraction, 100 * one.half_width_fraction)} % over ${one.seeds} seeds`;
  const worst = found.toSorted((a, b) => Math.abs(b.error_fraction) - Math.abs(a.error_fraction))[0];
  const others = found.filter(({ verdict }) => verdict !== 'agrees');
  return [
    ...(found.length < planned ? [`INTERRUPTED: ${found.length} of ${counted(planned, 'point')} done`] : []),
    ...others.flatMap((one) => wrapped(`${one.verdict}: ${told(one)}`)),
    ...wrapped(
      `${found.length - others.length} of ${counted(found.length, 'point')} agree within ${percent(MODES_AGREE)} %, ` +
        `99.9 % intervals included` +
        (worst === undefined ? '' : `; furthest off: ${told(worst)}`),
    ),
  ];
};

export const modesDocument = (found: readonly Agreement[], planned: number): unknown => ({
  schema: 'xenreplay/modes/1',
  ...(found.length < planned ? { partial: { pointsDone: found.length, pointsPlanned: planned } } : {}),
  points: found,
});
