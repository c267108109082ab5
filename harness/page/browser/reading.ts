/**
 * What one replay says at a moment and over a window: for the cursor, for a screen reader, and as a table.
 *
 * Left out: drawing.
 */
import type { PackedRun, PackedSpans } from './data.ts';
import { greatestIn, leastIn, valueAt, type Steps } from './steps.ts';
import type { Entry } from './views.ts';
import type { Span } from './zoom.ts';

export interface Shown {
  readonly run: PackedRun;
  readonly seeds: number;
  readonly demand: Steps;
  /** Of several seeds the middle, the least and the most at every moment; of one, thrice the same. */
  readonly supply: Steps;
  readonly supplyLeast: Steps;
  readonly supplyMost: Steps;
  /** The most of them. */
  readonly starting: Steps;
  readonly stopping: Steps;
  /** Another variant's supply, to be held against. */
  readonly beside: { readonly label: string; readonly supply: Steps } | undefined;
}

/** Spans that follow each other without a gap are one: they are cut where another seed begins or ends one of its own. */
export const episodesOf = ({ from, until }: PackedSpans): readonly Span[] => {
  const episodes: { from: number; to: number }[] = [];
  for (const [i, start] of from.entries()) {
    const last = episodes.at(-1);
    if (last?.to === start) last.to = until[i]!;
    else episodes.push({ from: start, to: until[i]! });
  }
  return episodes;
};

/** `kept`, `broken`, or of several seeds in how many of them. */
const objectiveAt = ({ run: { broken }, seeds }: Shown, t: number): string => {
  const span = broken.from.findIndex((start, i) => start <= t && t < broken.until[i]!);
  if (span < 0) return 'kept';
  return seeds === 1 ? 'broken' : `broken in ${Math.ceil(broken.share[span]! * seeds)} of ${seeds} seeds`;
};

/** `12`, or where the seeds differ `12 (11 to 13 of 10 seeds)`. */
const readyAt = ({ supply, supplyLeast, supplyMost, seeds }: Shown, t: number): string => {
  const [middle, from, to] = [valueAt(supply, t), valueAt(supplyLeast, t), valueAt(supplyMost, t)];
  return from === to ? String(middle) : `${middle} (${from} to ${to} of ${seeds} seeds)`;
};

/** Share of a span in which the objective was broken, 0 to 1. */
const brokenIn = ({ from, until, share }: PackedSpans, span: Span): number => {
  const time = from.reduce((sum, start, i) => {
    const both = Math.min(span.to, until[i]!) - Math.max(span.from, start);
    return both > 0 ? sum + both * share[i]! : sum;
  }, 0);
  return span.to > span.from ? time / (span.to - span.from) : 0;
};

type Clock = (t: number) => string;

export const readingAt = (
  shown: Shown,
  t: number,
  clock: Clock,
  reasons: readonly string[],
): readonly Entry[] => {
  const { run, beside } = shown;
  const { t: times, from, to, reason } = run.decisions;
  const last = times.findLastIndex((at) => at <= t);
  const most = shown.seeds === 1 ? '' : 'at most ';
  return [
    ['', clock(t)],
    ['demand', String(valueAt(shown.demand, t))],
    ['ready', readyAt(shown, t)],
    ...(beside === undefined ? [] : [[`ready, ${beside.label}`, String(valueAt(beside.supply, t))] as const]),
    ['starting', `${most}${valueAt(shown.starting, t)}`],
    ['stopping', `${most}${valueAt(shown.stopping, t)}`],
    ['objective', objectiveAt(shown, t)],
    ...(last < 0
      ? []
      : [
          [
            `decided at ${clock(times[last]!)}${shown.seeds === 1 ? '' : ', first seed'}`,
            `${from[last]!} → ${to[last]!}: ${reasons[reason[last]!]!}`,
          ] as const,
        ]),
  ];
};

const SLICES = 24;

/** The window in slices of equal length; the extremes of each. */
export const tableOver = (
  { run, seeds, demand, supplyLeast, starting, stopping }: Shown,
  window: Span,
  clock: Clock,
): { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] } => ({
  heads: [
    'from',
    'most demand',
    ...['least ready', 'most starting', 'most stopping'].map((head) =>
      seeds === 1 ? head : `${head} with any seed`,
    ),
    'objective broken [%]',
  ],
  rows: Array.from({ length: SLICES }, (_, i) => {
    const width = (window.to - window.from) / SLICES;
    const span = { from: window.from + i * width, to: window.from + (i + 1) * width };
    const most = (steps: Steps): string => String(greatestIn(steps, span.from, span.to));
    return [
      clock(span.from),
      most(demand),
      String(leastIn(supplyLeast, span.from, span.to)),
      most(starting),
      most(stopping),
      (brokenIn(run.broken, span) * 100).toFixed(1),
    ];
  }),
});
