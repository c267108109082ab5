/**
 * docs/traces.md: every format that is read, every choice of reading, every public trace, printed from the catalogs.
 *
 * Left out: how to write a reader; that is a page of its own (docs/add-a-trace.md).
 */
import { readers } from '../../traces/catalog.ts';
import { OF_PARSING, type Reader } from '../../traces/reader.ts';
import { readOptions } from '../campaign/read-options.ts';
import { publicTraces } from '../fetch/public-traces.ts';
import type { PublicTrace } from '../fetch/public-trace.ts';
import { aligned } from './markdown.ts';
import { number } from './text.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('*', '\\*');

/** `2.00 MiB`, `618 KiB`, `115 B`. */
export const sizeShown = (bytes: number): string => {
  if (bytes < 1024) return `${bytes} B`;
  const kib = bytes / 1024;
  return kib < 1024 ? `${number(kib)} KiB` : `${number(kib / 1024)} MiB`;
};

/** Lines of an example that are shown, and characters of each. */
const SHOWN = { lines: 3, columns: 100 } as const;

const exampleOf = ({ notes: { example } }: Reader): string[] => {
  if (typeof example !== 'string') return [];
  const lines = example.trimEnd().split('\n');
  const shown = lines
    .slice(0, SHOWN.lines)
    .map((line) => (line.length > SHOWN.columns ? `${line.slice(0, SHOWN.columns)}…` : line).trimEnd());
  return ['', '```text', ...shown, ...(lines.length > SHOWN.lines ? ['…'] : []), '```'];
};

const formatSection = (reader: Reader): string[] => {
  const { name, about, kind, folder, notes } = reader;
  return [
    `### ${name}`,
    '',
    `${cell(about)}.`,
    '',
    `- kind: ${kind}`,
    `- told by: ${cell(notes.toldBy)}`,
    ...(folder === undefined ? [] : [`- a folder of them: ${cell(folder)}`]),
    ...(notes.options === undefined
      ? []
      : [`- its own choices: ${notes.options.map((key) => `\`--read ${OF_PARSING[key]}\``).join(', ')}`]),
    `- source: ${cell(notes.source)}`,
    `- licence: ${cell(notes.licence)}`,
    ...notes.glitches.map(
      (glitch, i) => `${i === 0 ? '- what real files do, and what is done:\n' : ''}  - ${cell(glitch)}`,
    ),
    ...exampleOf(reader),
    '',
  ];
};

const overview = (): string[] =>
  aligned([
    ['format', 'kind', 'what it is'],
    ...readers.map(({ name, kind, about }) => [`[${name}](#${name})`, kind, cell(about)]),
  ]);

const choices = (): string[] =>
  aligned([
    ['`--read`', 'what it chooses'],
    ...Object.entries(readOptions).map(([key, { argument, about }]) => [
      `\`${key}=${argument}\``,
      cell(about),
    ]),
  ]);

const publicSection = ({ name, format, holds, files, page, licence, cite }: PublicTrace): string[] => [
  `- **${name}** (${format}): ${cell(holds)}. Licence: ${cell(licence)}. Cite: ${cell(cite)}. <${page}>`,
  ...files.map(({ url, sha256, bytes }) => {
    const size = bytes === undefined ? '' : `, ${sizeShown(bytes)}`;
    return `  - <${url}>${size}${sha256 === undefined ? '' : `, sha256 \`${sha256}\``}`;
  }),
];

/** Formats that were looked at and are not read: what is lacking to read them right. */
const NOT_READ: readonly (readonly [format: string, why: string])[] = [
  [
    'One2, histories of OpenNebula 2',
    'of the fields of a line only three are known (submission, end, start; DISSECT-CF, One2HistoryReader), no size, and their number is not; such lines would be taken for others',
  ],
  [
    'Alibaba 2020, pai_job_table, pai_sensor_table, pai_group_tag_table and machine tables',
    'they hold no sizes or no times; tasks and instances are read',
  ],
  ['SimKube .sktrace', 'objects of Kubernetes in msgpack, with keys that have no form in JSON'],
  ['IBM Code Engine 2026', 'Python pickles: to read one is to run it; write the requests as CSV'],
  [
    'Azure Functions blob accesses 2020, BurstGPT, Huawei Geo, Twitter cache',
    'their columns were not compared with a file; as CSV with `time_s,load_count` they replay',
  ],
];

export const tracesPage = (): string =>
  [
    '# Traces',
    '',
    '<!-- Printed by: npm run -s trace -- list --markdown > docs/traces.md -->',
    '',
    'A file is given as it was published: plain or packed, with or without a header, with the glitches it has. Its format is told by',
    'its content; `--format NAME` overrides that. What was read, dropped, merged and chosen is in the report:',
    '`npm run trace -- info FILE`. Every row is used or dropped for a reason that is counted; times without a zone are UTC.',
    '',
    '## Figures of character',
    '',
    'Bursts are the most creations in any window of 1 s, 60 s and 300 s, wherever it begins: windows of the calendar, which others',
    'count, cut some bursts in two and find less. Of a load they are the largest rise within such a window, or of one step where',
    'steps are longer; the scale-up is that rise in whole replicas where ten carry the mean. The index of dispersion is variance over',
    'mean: of creations per 60 s (per bin, where bins are longer) from the start to where the trace was observed, which is its last',
    'creation where it does not tell; of a load, of what falls into a step. Tasks of several instances are so many domains here.',
    '',
    '## Formats',
    '',
    `${readers.length} formats, in the order in which detection asks them.`,
    '',
    ...overview(),
    '',
    '## Choices',
    '',
    'Choices that change results have a default and are written into the result. `--format`, `--placement` (creations within a bin),',
    '`--gaps` (rows missing in a load: `hold`, `zero`, `error`, `drop`; by default what absence means in the format), `--from`, `--to`',
    'and `--scale` are flags of `replay`; the others are given together, as in `--read step=60s,past-end=repeat`. A choice that a',
    'format does not have, or that is of the other kind of trace, is refused; a flag that changes nothing is told in a warning.',
    '',
    ...choices(),
    '',
    '## Each format',
    '',
    ...readers.flatMap(formatSection),
    '## Not read',
    '',
    ...NOT_READ.map(([format, why]) => `- ${format}: ${why}`),
    '',
    '## Public traces',
    '',
    'None of them is part of this project. `npm run trace -- fetch NAME` brings those with files into the cache, goes on with what was',
    'cut, and checks what came. Addresses name the commit whose file was held; they were not tried where this page was written.',
    '',
    ...publicTraces.flatMap(publicSection),
    '',
    'A format of your own: [add-a-trace.md](add-a-trace.md).',
    '',
  ].join('\n');
