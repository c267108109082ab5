/**
 * What the fixes buy on this trace under one policy, in a sentence computed from the document.
 *
 * Simulated numbers are exact, so any difference is one; with several seeds a difference to stock counts when the
 * interval of the differences, seed by seed, leaves out 0. Left out: whether it is worth the money.
 */
import type { MetricResult, ResultDocument, VariantResult } from '../result/document.ts';
import { changePercent, listed, number, percent, span } from './text.ts';

type Direction = 'cut' | 'raised' | 'same' | 'blurred';

interface Change {
  readonly direction: Direction;
  readonly from: number;
  readonly to: number;
}

/**
 * With several seeds: whether the difference may be chance. Stock is what `from` is, and both met the same arrivals, so
 * the differences seed by seed decide where the document has them; two intervals that overlap are the weaker test.
 */
const withinChance = (
  { interval: a }: MetricResult,
  { interval: b, difference_to_stock: paired }: MetricResult,
) =>
  paired === undefined
    ? a !== undefined && b !== undefined && a.low <= b.high && b.low <= a.high
    : paired.low <= 0 && paired.high >= 0;

/** What happened to a metric of which less is better; undefined where one of the two has no value. */
const changeOf = (from: MetricResult | undefined, to: MetricResult | undefined): Change | undefined => {
  if (from === undefined || to === undefined || from.value === null || to.value === null) return undefined;
  const values = { from: from.value, to: to.value };
  if (from.value === to.value) return { direction: 'same', ...values };
  if (withinChance(from, to)) return { direction: 'blurred', ...values };
  return { direction: to.value < from.value ? 'cut' : 'raised', ...values };
};

interface Subject {
  readonly key: string;
  readonly what: string;
  readonly unit: 's' | '%' | 'VM-hours';
  readonly change: Change;
}

const shown = (value: number, unit: Subject['unit']): string => {
  if (unit === 's') return span(value);
  return unit === '%' ? `${percent(value)} %` : `${number(value)} VM-hours`;
};

/** `from 41.2 s to 1.30 s`, `from 12.1 to 4.60 VM-hours`. */
const fromTo = ({ change, unit }: Subject): string =>
  `from ${unit === 'VM-hours' ? number(change.from) : shown(change.from, unit)} to ${shown(change.to, unit)}`;

/** Of a time the factor from 2 on, of a cost percent; nothing of a share, or where there is nothing to divide by. */
const size = ({ change: { from, to }, unit }: Subject): string => {
  const [less, more] = from < to ? [from, to] : [to, from];
  if (from <= 0 || to < 0 || unit === '%' || (less === 0 && unit === 's')) return '';
  if (unit === 's' && more >= 2 * less) return ` (${number(more / less)} ×)`;
  return ` (${changePercent(Math.abs((to - from) / from))} %)`;
};

/** What moved the same way, under one verb. */
const clause = (direction: Direction, subjects: readonly Subject[], one: boolean): string => {
  const s = one ? 's' : '';
  const moves = subjects.map((subject) => `${subject.what} ${fromTo(subject)}${size(subject)}`);
  switch (direction) {
    case 'cut':
      return `cut${s} ${listed(moves)}`;
    case 'raised':
      return `raise${s} ${listed(moves)}`;
    case 'same':
      return `leave${s} ${listed(subjects.map(({ what, change, unit }) => `${what} at ${shown(change.from, unit)}`))}`;
    case 'blurred': {
      const within = subjects.map((subject) => `${subject.what} (${fromTo(subject)})`);
      return `do${one ? 'es' : ''} not move ${listed(within)} beyond the intervals`;
    }
    default:
      return direction satisfies never;
  }
};

/** Which fix the gain comes from; nothing unless every one of them was also replayed alone. */
const origin = (document: ResultDocument, key: string, best: VariantResult, change: Change): string => {
  const gain = change.from - change.to;
  const alone = best.fixes.map((fix) => {
    const single = document.variants.find(
      (variant) => variant.fixes.length === 1 && variant.fixes[0] === fix,
    );
    const value = single?.metrics[key]?.value;
    return value === undefined || value === null ? undefined : { fix, gain: change.from - value };
  });
  const known = alone.filter((one) => one !== undefined).toSorted((a, b) => b.gain - a.gain);
  const [first, second] = known;
  if (known.length < best.fixes.length || first === undefined || second === undefined) return '';
  if (first.gain > gain) return `; ${first.fix} alone does more`;
  if (first.gain === gain) return `; ${first.fix} alone does as much`;
  if (first.gain < gain / 2) return '; no fix alone reaches half of it';
  if (second.gain >= gain / 2) return `; ${first.fix} or ${second.fix} alone reaches more than half of it`;
  return `; most of it comes from ${first.fix}`;
};

const nameOf = (fixes: readonly string[]): string => {
  if (fixes.length === 1) return fixes[0]!;
  return fixes.length === 3 ? 'the three fixes together' : `${listed(fixes)} together`;
};

const COST = 'indirect_cost_vm_hours';

export interface Gain {
  /** VM-hours less than stock; below 0 where the fixes cost more. */
  readonly hours: number;
  /** `parallel-boot cuts the indirect cost from 4.10 to 1.20 VM-hours (70 %)`. */
  readonly text: string;
}

/** What the most fixes that were replayed do to the indirect cost; undefined where that cannot be told from chance. */
export const costGain = (document: ResultDocument): Gain | undefined => {
  const stock = document.variants.find((variant) => variant.name === 'stock');
  const best = mostFixes(document);
  const change = best === undefined ? undefined : changeOf(stock?.metrics[COST], best.metrics[COST]);
  if (best === undefined || change === undefined || change.direction === 'blurred') return undefined;
  const measure = measures.find(({ key }) => key === COST)!;
  const one = best.fixes.length === 1;
  const did = clause(change.direction, [{ ...measure, change }], one);
  return { hours: change.from - change.to, text: `${nameOf(best.fixes)} ${did}` };
};

const mostFixes = ({ variants }: ResultDocument): VariantResult | undefined =>
  variants.filter(({ fixes }) => fixes.length > 0).toSorted((a, b) => b.fixes.length - a.fixes.length)[0];

const metricOf = (variant: VariantResult, key: string): number | null => variant.metrics[key]?.value ?? null;

const measures: readonly Omit<Subject, 'change'>[] = [
  { key: 'setup_p99_s', what: 'the set-up p99', unit: 's' },
  { key: 'destroy_p99_s', what: 'the destroy p99', unit: 's' },
  { key: 'sla_violation_request_fraction', what: 'the SLA missed', unit: '%' },
  { key: COST, what: 'the indirect cost', unit: 'VM-hours' },
];

/** Set-up and cost are always told; the others where they got worse, or where the set-up has no gain to tell of. */
const told = (subjects: readonly Subject[]): Subject[] => {
  const setupCut = subjects.some(({ key, change }) => key === 'setup_p99_s' && change.direction === 'cut');
  return subjects.filter(({ key, change: { direction } }) => {
    if (key === 'setup_p99_s' || key === COST) return true;
    return direction === 'raised' || (direction === 'cut' && !setupCut);
  });
};

/** Of a document with one policy. */
export const fixesSentence = (document: ResultDocument): string => {
  const stock = document.variants.find((variant) => variant.name === 'stock');
  const best = mostFixes(document);
  if (stock === undefined) return 'Stock was not replayed, so there is nothing to hold the fixes against';
  if (best === undefined)
    return 'Only stock was replayed, so what the fixes buy is not known; add --fixes all';
  if (metricOf(stock, 'setups') === 0 && metricOf(stock, 'destroys') === 0) {
    return 'This trace asked for no set-up and no destroy, so the fixes had nothing to change';
  }
  const subjects = told(
    measures.flatMap((measure): Subject[] => {
      const change = changeOf(stock.metrics[measure.key], best.metrics[measure.key]);
      return change === undefined ? [] : [{ ...measure, change }];
    }),
  );
  if (subjects.length === 0)
    return 'What the fixes buy cannot be said: stock has no value to hold them against';

  const who = nameOf(best.fixes);
  const one = best.fixes.length === 1;
  if (subjects.every(({ change }) => change.direction === 'same')) {
    const stays = subjects.map(({ what, change, unit }) => `${what} stays at ${shown(change.from, unit)}`);
    return `On this trace ${who} change${one ? 's' : ''} nothing: ${listed(stays)}`;
  }
  const directions = [...new Set(subjects.map(({ change }) => change.direction))];
  const clauses = directions.map((direction) =>
    clause(
      direction,
      subjects.filter(({ change }) => change.direction === direction),
      one,
    ),
  );
  const main = subjects.toReversed().find(({ change }) => change.direction === 'cut');
  const from = main === undefined || one ? '' : origin(document, main.key, best, main.change);
  return `On this trace ${who} ${clauses.join(' but ')}${from}`;
};
