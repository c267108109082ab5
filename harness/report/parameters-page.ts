/**
 * docs/parameters.md: every parameter of every host profile and guest kind, printed from the records that the model reads.
 *
 * Left out: what a parameter does; the model's own files say that.
 */
import { guestNamed, guestNames, guestParameters } from '../../model/host/guest.ts';
import { parameterRows, profileNamed, profileNames, type ParameterRow } from '../../model/host/profile.ts';
import { inSeconds } from '../../model/kernel/units.ts';
import type { Source } from '../../model/kernel/parameter.ts';
import { assumptions } from '../campaign/assumptions.ts';
import { defaults } from '../campaign/defaults.ts';
import { aligned, cell } from './markdown.ts';
import { number, span } from './text.ts';

/** Spans, sizes and rates in the units in which people quote them. */
export const quantityShown = (value: number, unit: string): string => {
  if (unit === 'B' || unit === 'B per GiB') {
    const [factor, name] = [
      [1024 * 1024 * 1024, 'GiB'],
      [1024 * 1024, 'MiB'],
      [1024, 'KiB'],
      [1, 'B'],
    ].find(([size]) => value >= (size as number)) as [number, string];
    return `${number(value / factor)} ${name}${unit === 'B' ? '' : ' per GiB'}`;
  }
  if (unit === 'B/s') return `${number(value / 1e9)} GB/s`;
  if (unit === 'count' || unit === '1') return String(value);
  if (unit.startsWith('µs')) return `${span(inSeconds(value))}${unit.slice('µs'.length)}`;
  return `${number(value)} ${unit}`;
};

const sourceOf = (source: Source): string => {
  switch (source.kind) {
    case 'measured':
      return `measured: ${source.how} (${source.on})`;
    case 'cited':
      return `cited: ${source.work}, ${source.place}`;
    case 'assumed':
      return `**assumed**: ${source.because}`;
    default:
      return source satisfies never;
  }
};

export const parameterTable = (rows: readonly ParameterRow[]): string[] =>
  aligned([
    ['parameter', 'value', 'believed range', 'source'],
    ...rows.map(({ name, parameter: { value, range, unit, source } }) => {
      const [low, high] = range;
      const believed = low === high ? 'exact' : `${quantityShown(low, unit)} to ${quantityShown(high, unit)}`;
      return [`\`${name}\``, quantityShown(value, unit), believed, cell(sourceOf(source))];
    }),
  ]);

const kindsOf = (rows: readonly ParameterRow[]): string => {
  const count = (kind: Source['kind']): number =>
    rows.filter(({ parameter }) => parameter.source.kind === kind).length;
  return `${rows.length} parameters: ${count('measured')} measured, ${count('cited')} cited, ${count('assumed')} assumed.`;
};

const ownProfile = (): string[] => {
  const profile = profileNamed(defaults.host);
  const rows = parameterRows(profile);
  return [
    `## Host \`${profile.name}\``,
    '',
    `${profile.about}. ${kindsOf(rows)}`,
    '',
    ...parameterTable(rows),
    '',
  ];
};

/** Of the other profiles, what differs from the default one. */
const otherProfiles = (): string[] => {
  const base = new Map(
    parameterRows(profileNamed(defaults.host)).map(({ name, parameter }) => [name, parameter]),
  );
  return profileNames
    .filter((name) => name !== defaults.host)
    .flatMap((name) => {
      const profile = profileNamed(name);
      const rows = parameterRows(profile).filter((row) => {
        const same = base.get(row.name);
        return JSON.stringify(same) !== JSON.stringify(row.parameter);
      });
      return [
        `## Host \`${name}\``,
        '',
        `${profile.about}. What differs from \`${defaults.host}\`:`,
        '',
        ...parameterTable(rows),
        '',
      ];
    });
};

const guests = (): string[] => {
  const seen = new Set<string>();
  const rows = guestNames.flatMap((kind) =>
    guestParameters(guestNamed(kind)).flatMap(({ name, parameter }): ParameterRow[] => {
      // boots belong to the image, requests to the way of virtualising
      const [virtualisation, image] = kind.split('-') as [string, string];
      const owner = name.startsWith('guest.boot') ? image : virtualisation;
      const label = name.replace('guest.', `${owner}.`);
      if (seen.has(label)) return [];
      seen.add(label);
      return [{ name: label, parameter }];
    }),
  );
  return ['## Guests', '', kindsOf(rows), '', ...parameterTable(rows), ''];
};

const ofReplay = (): string[] => [
  '## What a replay assumes',
  '',
  'Where neither trace nor flags say it (`harness/campaign/assumptions.ts`):',
  '',
  ...aligned([
    ['assumption', 'because'],
    ...Object.entries(assumptions).map(([name, { source }]) => [`\`${name}\``, cell(sourceOf(source))]),
  ]),
  '',
];

export const parametersPage = (): string =>
  [
    '# Parameters',
    '',
    'Printed from the code by `npm run -s figures -- --print-parameters`; a test keeps it true. The believed range is what the',
    'claims and the sensitivity of `npm run figures` draw from. _Measured_ is measured for this project on real xenstored daemons',
    "or a real Xen under emulation; _cited_ is read in Xen's source, a commit, a mail or a paper; _assumed_ is our judgement.",
    'Section numbers (xen-host A.1, …) are those of the specification the model was built from.',
    '',
    ...ownProfile(),
    ...otherProfiles(),
    ...guests(),
    ...ofReplay(),
  ].join('\n');
