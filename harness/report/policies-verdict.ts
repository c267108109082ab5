/**
 * Which policy on which variant costs least of those that keep the objective, and under which policy the fixes matter most.
 *
 * Cost is the hours billed. With several seeds a policy whose interval overlaps is named beside it. Left out: bounds, and
 * the ideal host.
 */
import type { MetricResult, ResultDocument, VariantResult } from '../result/document.ts';
import { costGain } from './fixes-verdict.ts';
import { listed, number, percent } from './text.ts';

interface Pair {
  readonly entry: VariantResult;
  readonly billed: number;
  readonly missed: number;
}

/** Of a document with several policies. */
export const policiesSentence = (document: ResultDocument): string => {
  const pairs = pairsIn(document);
  if (pairs.length === 0) return 'What the policies cost cannot be said: none of them has a value';
  return [choice(pairs, document), ...fixes(document)].join('; ');
};

const pairsIn = ({ variants }: ResultDocument): readonly Pair[] =>
  variants.flatMap((entry) => {
    const billed = entry.metrics['billed_vm_hours']?.value ?? null;
    const missed = entry.metrics['sla_violation_request_fraction']?.value ?? null;
    return entry.name === 'ideal' || billed === null || missed === null ? [] : [{ entry, billed, missed }];
  });

/** The policy on the variant that the sentence is about; undefined where none has a value. */
export const chosenEntry = (document: ResultDocument): VariantResult | undefined => {
  const pairs = pairsIn(document);
  return pairs.length === 0 ? undefined : chosenOf(pairs, document).best.entry;
};

interface Chosen {
  readonly best: Pair;
  /** Share that may miss; undefined where the document does not say. */
  readonly allowed: number | undefined;
  /** Those that keep the objective; where none does, the best misses least. */
  readonly keeping: readonly Pair[];
}

/** @param pairs  one at least */
const chosenOf = (pairs: readonly Pair[], { workload }: ResultDocument): Chosen => {
  const quantile = workload.options['slo_quantile'];
  const allowed = typeof quantile === 'number' ? 1 - quantile : undefined;
  const keeping = allowed === undefined ? [] : pairs.filter(({ missed }) => missed <= allowed);
  const best =
    keeping.length === 0
      ? least(pairs, ({ missed, billed }) => [missed, billed])
      : least(keeping, ({ billed, missed }) => [billed, missed]);
  return { best, allowed, keeping };
};

const choice = (pairs: readonly Pair[], document: ResultDocument): string => {
  const { best, allowed, keeping } = chosenOf(pairs, document);
  if (allowed === undefined || keeping.length === 0) {
    const opening = allowed === undefined ? 'On this trace' : 'No policy keeps the objective on this trace;';
    return `${opening} ${nameOf(best)} misses the fewest requests (${percent(best.missed)} %)`;
  }
  return (
    `On this trace ${nameOf(best)} costs least of what keeps the objective: ${number(best.billed)} VM-hours billed, ` +
    `${percent(best.missed)} % of requests missed, ${percent(Number(allowed.toPrecision(6)))} % allowed${notApart(best, keeping)}`
  );
};

/** Of equals fewer fixes, then the one that was named first. */
const least = (pairs: readonly Pair[], by: (pair: Pair) => readonly [number, number]): Pair =>
  pairs.toSorted((a, b) => {
    const [a1, a2] = by(a);
    const [b1, b2] = by(b);
    return a1 - b1 || a2 - b2 || a.entry.fixes.length - b.entry.fixes.length;
  })[0]!;

const billedOf = ({ entry }: Pair): MetricResult['interval'] => entry.metrics['billed_vm_hours']?.interval;

/** Other policies that the seeds cannot tell from the best. */
const notApart = (best: Pair, keeping: readonly Pair[]): string => {
  const own = billedOf(best);
  if (own === undefined) return '';
  const others = keeping.filter((pair) => {
    const interval = billedOf(pair);
    return pair.entry.policy !== best.entry.policy && interval !== undefined && interval.low <= own.high;
  });
  const names = [...new Set(others.map(({ entry }) => entry.policy))];
  return names.length === 0 ? '' : ` (the seeds do not tell it from ${listed(names)})`;
};

const nameOf = ({ entry: { policy, name, fixes } }: Pair): string => {
  if (name === 'stock') return `${policy} on stock`;
  return `${policy} with ${fixes.length === 3 ? 'all three fixes' : listed(fixes)}`;
};

/** Under which policy the fixes buy most, and under which least. */
const fixes = (document: ResultDocument): readonly string[] => {
  const gains = document.policies
    .flatMap(({ label }) => {
      const own = document.variants.filter(({ policy }) => policy === label);
      const gain = costGain({ ...document, variants: own });
      return gain === undefined ? [] : [{ label, ...gain }];
    })
    .toSorted((a, b) => b.hours - a.hours);
  const [most, ...others] = gains;
  if (most === undefined) return [];
  if (most.hours <= 0) return ['the fixes cut the indirect cost under none of them'];
  const last = others.at(-1);
  const under = last === undefined || last.hours === most.hours ? '' : `, and least under ${last.label}`;
  return [`the fixes buy most under ${most.label}, where ${most.text}${under}`];
};
