/**
 * Several policies held against each other: who wins how often, and which pairs of policy and variant nothing beats.
 *
 * Left out: bounds, which know the future or need no policy, and the ideal host on the front, which nobody can buy.
 */
import { paretoFront, rankingOf, type Contender, type Ranked } from '../measure/ranking.ts';
import type { ResultDocument, VariantResult } from '../result/document.ts';
import { NONE, number, table, withHalfWidth, wrapped, type Column } from './text.ts';
import { rowName, shown } from './variant-table.ts';

const contender = (name: string, entry: VariantResult): Contender => ({
  name,
  bySeed: (entry.by_seed ?? [valuesOf(entry)]).map((one) => one.metrics),
});

/** Of a document without seeds, the values themselves. */
const valuesOf = ({ metrics }: VariantResult) => ({
  metrics: Object.fromEntries(Object.entries(metrics).map(([key, { value }]) => [key, value])),
});

/** The variants that policies are ranked on: without fixes, with the most of them, and without latency. */
const grounds = ({ variants }: ResultDocument): readonly string[] => {
  const most = variants.toSorted((a, b) => b.fixes.length - a.fixes.length)[0];
  const names = ['stock', ...(most === undefined || most.fixes.length === 0 ? [] : [most.name]), 'ideal'];
  return names.filter((name) => variants.some((variant) => variant.name === name));
};

/** `64.3 ± 1.2`, percent. */
const winsShown = (ranked: Ranked | undefined): string => {
  const { mean = null, low = null, high = null } = ranked?.kappa ?? {};
  if (mean === null) return NONE;
  return low === null || high === null || low === high
    ? number(mean * 100)
    : withHalfWidth(mean * 100, ((high - low) / 2) * 100);
};

/** Best first on the first ground. */
export const rankingTable = (document: ResultDocument): string[] => {
  const { variants } = document;
  const wins = grounds(document).map((ground) => {
    const entries = variants.filter(({ name }) => name === ground);
    return {
      ground,
      ranking: rankingOf(entries.map((entry) => contender(entry.policy, entry))),
    };
  });
  const [first] = wins;
  if (first === undefined) return [];
  const columns: readonly Column[] = [
    { head: ['policy'], align: 'left' },
    ...wins.map(({ ground }): Column => ({ head: ['wins on', `${ground} [%]`], align: 'right' })),
  ];
  const rows = first.ranking.map(({ name }) => [
    name,
    ...wins.map(({ ranking }) => winsShown(ranking.find((one) => one.name === name))),
  ]);
  return [
    ...table(columns, rows, 78).map((line) => `  ${line}`),
    ...wrapped(
      'wins: share of the other policies and metrics, half for a tie; SLA missed, VM-hours billed, theta_u, theta_o, tau_u, tau_o',
    ),
  ];
};

/**
 * Pairs of policy and variant that no other one beats in hours billed and requests missed, `ideal` left out: cheapest first,
 * of equal cost the one with the fewest fixes.
 */
export const frontOf = ({ variants }: ResultDocument): readonly VariantResult[] => {
  const pairs = variants.filter(({ name }) => name !== 'ideal');
  return paretoFront(pairs.map((pair, index) => contender(String(index), pair)))
    .map((index) => pairs[Number(index)]!)
    .toSorted((a, b) => billed(a) - billed(b) || a.fixes.length - b.fixes.length);
};

/** Of pairs that are equal in both, the first. */
export const frontTable = (document: ResultDocument): string[] => {
  const seen = new Set<string>();
  const rows = frontOf(document)
    .map((pair) => [
      pair.policy,
      rowName(pair),
      shown(pair.metrics['billed_vm_hours']),
      shown(pair.metrics['sla_violation_request_fraction'], 100),
    ])
    .filter(([, , cost, missed]) => {
      const same = seen.has(`${cost} ${missed}`);
      seen.add(`${cost} ${missed}`);
      return !same;
    });
  const columns: readonly Column[] = [
    { head: ['policy'], align: 'left' },
    { head: ['variant'], align: 'left' },
    { head: ['billed', '[VM·h]'], align: 'right' },
    { head: ['SLA', 'missed [%]'], align: 'right' },
  ];
  return rows.length === 0 ? [] : table(columns, rows, 78).map((line) => `  ${line}`);
};

const billed = ({ metrics }: VariantResult): number => metrics['billed_vm_hours']?.value ?? 0;
