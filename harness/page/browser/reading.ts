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
  readonly demand: Steps;
  readonly supply: Steps;
  readonly starting: Steps;
  readonly stopping: Steps;
  /** Another variant's supply, to be held against. */
  readonly beside: { readonly label: string; readonly supply: Steps } | undefined;
}

export const brokenAt = ({ from, until }: PackedSpans, t: number): boolean =>
  from.some((start, i) => start <= t && t < until[i]!);

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
  return [
    ['', clock(t)],
    ['demand', String(valueAt(shown.demand, t))],
    ['ready', String(valueAt(shown.supply, t))],
    ...(beside === undefined ? [] : [[`ready, ${beside.label}`, String(valueAt(beside.supply, t))] as const]),
    ['starting', String(valueAt(shown.starting, t))],
    ['stopping', String(valueAt(shown.stopping, t))],
    ['objective', brokenAt(run.broken, t) ? 'broken' : 'kept'],
    ...(last < 0
      ? []
      : [
          [
            `decided at ${clock(times[last]!)}`,
            `${from[last]!} → ${to[last]!}: ${reasons[reason[last]!]!}`,
          ] as const,
        ]),
  ];
};

const SLICES = 24;

/** The window in slices of equal length; the extremes of each. */
export const tableOver = (
  { run, demand, supply, starting, stopping }: Shown,
  window: Span,
  clock: Clock,
): { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] } => ({
  heads: ['from', 'most demand', 'least ready', 'most starting', 'most stopping', 'objective broken [%]'],
  rows: Array.from({ length: SLICES }, (_, i) => {
    const width = (window.to - window.from) / SLICES;
    const span = { from: window.from + i * width, to: window.from + (i + 1) * width };
    const most = (steps: Steps): string => String(greatestIn(steps, span.from, span.to));
    return [
      clock(span.from),
      most(demand),
      String(leastIn(supply, span.from, span.to)),
      most(starting),
      most(stopping),
      (brokenIn(run.broken, span) * 100).toFixed(1),
    ];
  }),
});
