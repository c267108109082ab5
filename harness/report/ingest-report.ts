/**
 * What a trace is and what its reader did with it, in a few lines: for `trace info` and at the head of a replay's report.
 *
 * Lines about what did not occur are left out. Left out too: what the replay then assumes.
 */
import type { IngestReport } from '../../traces/report.ts';
import type { ResultDocument } from '../result/document.ts';
import { counted, entry, listed, number, span, tally } from './text.ts';

/** What `traces/` said, or what a document kept of it: null for a figure that has no value. */
export type IngestFacts =
  | IngestReport
  | (ResultDocument['trace']['ingest'] & Pick<IngestReport, 'path' | 'sha256'>);

const finite = (value: number | null | undefined): value is number =>
  typeof value === 'number' && Number.isFinite(value);

const sizeOf = (facts: IngestFacts, kind: 'lifecycle' | 'load'): string => {
  const start = facts.startedAt === undefined ? '' : `, from ${facts.startedAt}`;
  const over = `over ${span(facts.horizonSeconds)}${start}`;
  if (kind === 'load') return `load: ${counted(facts.steps ?? 0, 'step')} ${over}`;
  const live = facts.peakLive === undefined ? '' : `, at most ${facts.peakLive} at once`;
  return `lifecycle: ${counted(facts.domains ?? 0, 'domain')} ${over}${live}`;
};

const character = ({ peak, mean, indexOfDispersion: iod }: IngestFacts): string =>
  [
    ...(finite(peak) && finite(mean) ? [`peak ${tally(peak)}, mean ${number(mean)}`] : []),
    ...(finite(peak) && finite(mean) && mean > 0 ? [`peak/mean ${number(peak / mean)}`] : []),
    ...(finite(iod) ? [`index of dispersion ${number(iod)}`] : []),
  ].join(', ');

const bursts = ({ bursts: { in1s, in60s, in300s } }: IngestFacts, kind: 'lifecycle' | 'load'): string => {
  const windows = [
    [in1s, '1 s'],
    [in60s, '60 s'],
    [in300s, '300 s'],
  ] as const;
  const told = windows.flatMap(([n, window]) => (finite(n) ? [`${tally(n)} in ${window}`] : []));
  if (told.length === 0) return '';
  return `${kind === 'lifecycle' ? 'most creations' : 'largest rise'} in any window: ${told.join(', ')}`;
};

const rows = ({ rowsRead, rowsUsed, dropped }: IngestFacts): string => {
  const why = dropped.map(
    ({ reason, rows: n, firstLine }) =>
      `${n} dropped: ${reason}${firstLine > 0 ? ` (first in line ${firstLine})` : ''}`,
  );
  return [`${rowsRead} read, ${rowsUsed} used`, ...why].join('; ');
};

const oddities = (facts: IngestFacts): string =>
  listed([
    ...(facts.gaps.count > 0
      ? [`${counted(facts.gaps.count, 'gap')} (longest ${span(facts.gaps.longestSeconds)})`]
      : []),
    ...(facts.duplicates > 0 ? [counted(facts.duplicates, 'duplicate')] : []),
    ...(facts.backward > 0
      ? [counted(facts.backward, 'time that runs backward', 'times that run backward')]
      : []),
    ...(facts.zeroLifetimes > 0
      ? [counted(facts.zeroLifetimes, 'lifetime of zero', 'lifetimes of zero')]
      : []),
  ]);

const censored = ({ censoredStarts: starts, censoredEnds: ends }: IngestFacts): string =>
  starts + ends === 0 ? '' : `${counted(starts, 'start')} and ${counted(ends, 'end')} lie outside the trace`;

/** What the file holds, how it bursts, what was dropped and what is odd: a label and what it says. */
export const ingestFacts = (
  facts: IngestFacts,
  kind: 'lifecycle' | 'load',
): readonly (readonly [label: string, text: string])[] =>
  (
    [
      ['file', `${facts.path} (${facts.format}, sha256 ${facts.sha256.slice(0, 12)})`],
      ['size', sizeOf(facts, kind)],
      ['character', character(facts)],
      ['bursts', bursts(facts, kind)],
      ['rows', rows(facts)],
      ['censored', censored(facts)],
      ['odd', oddities(facts)],
    ] as const
  ).filter(([, text]) => text !== '');

/** The same in lines of at most 80 columns. */
export const ingestLines = (facts: IngestFacts, kind: 'lifecycle' | 'load'): string[] =>
  ingestFacts(facts, kind).flatMap(([label, text]) => entry(label, text));
