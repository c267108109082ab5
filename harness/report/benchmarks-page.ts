/**
 * docs/benchmarks.md: what `bench micro` and `bench macro` run, printed from their catalogs.
 *
 * Left out: results; the commands print them.
 */
import { scenarios } from '../macro/catalog.ts';
import { micros } from '../micro/catalog.ts';
import { aligned } from './markdown.ts';
import { parameterTable } from './parameters-page.ts';

export const benchmarksPage = (): string =>
  [
    '# Benchmarks',
    '',
    'Printed from the code by `npm run -s bench -- macro --markdown`; a test keeps it true.',
    '',
    '## Microbenchmarks',
    '',
    '`npm run bench -- micro`: one path of the control plane each, against the one quantity that it does not scale in. All run on',
    'one modelled host; every variant meets the same seeds. A speed-up is stock over variant (or the inverse, where higher is',
    'better), seed by seed.',
    '',
    ...aligned([
      ['benchmark', 'what is measured', 'against', 'path of'],
      ...micros.map(({ name, about, unit, against, points, path }) => [
        `\`${name}\``,
        `${about} [${unit}]`,
        `${points.join(', ')} ${against}`,
        path,
      ]),
    ]),
    '',
    '## Loaded scenarios',
    '',
    '`npm run bench -- macro`: what the public abstract names as loaded scenarios, made concrete. The guests, arrivals and numbers',
    'are ours and assumed; each table gives the range that we would still believe.',
    '',
    ...scenarios.flatMap(
      ({ name, about, guests, arrivals, without, guest, measures, headline, parameters }) => [
        `### \`${name}\``,
        '',
        `${sentence(about)} Guests (\`${guest}\`): ${guests}. Arrivals: ${arrivals}. Left out: ${without}.`,
        '',
        ...Object.entries(measures).map(
          ([key, { label, unit }]) =>
            `- \`${key}\`: ${label} [${unit}]${key === headline ? '; its ratio is the speed-up' : ''}`,
        ),
        '',
        ...parameterTable(Object.entries(parameters).map(([key, parameter]) => ({ name: key, parameter }))),
        '',
      ],
    ),
  ].join('\n');

const sentence = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}.`;
