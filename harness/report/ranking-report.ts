/**
 * Several policies held against each other: who wins how often, and which pairs of policy and variant nothing beats.
 *
 * Left out: bounds, which know the future or need no policy, and the ideal host on the front, which nobody can buy.
 */
import { paretoFront, rankingOf } from '../measure/ranking.ts';
import type { ResultDocument, VariantResult } from '../result/document.ts';
import { NONE, number, table, wrapped, type Column } from './text.ts';
import { rowName, shown } from './variant-table.ts';

/**
 * What policies are ranked by; less is better. Instability is not among them: it depends on the grid, which is each
 * policy's own.
 */
const RANKED = {
  sla_violation_request_fraction: 'SLA missed',
  billed_vm_hours: 'VM-hours billed',
  theta_u_pct: 'theta_u',
  theta_o_pct: 'theta_o',
  tau_u_pct: 'tau_u',
  tau_o_pct: 'tau_o',
} as const;

const valueOf = (entry: VariantResult | undefined, key: string): number | null =>
  entry?.metrics[key]?.value ?? null;

/** The variants that policies are ranked on: without fixes, with the most of them, and without latency. */
const grounds = ({ variants }: ResultDocument): readonly string[] => {
  const most = variants.toSorted((a, b) => b.fixes.length - a.fixes.length)[0];
  const names = ['stock', ...(most === undefined || most.fixes.length === 0 ? [] : [most.name]), 'ideal'];
  return names.filter((name) => variants.some((variant) => variant.name === name));
};

/** Best first on the first ground. */
export const rankingTable = (document: ResultDocument): string[] => {
  const { policies, variants } = document;
  const wins = grounds(document).map((ground) => {
    const entries = policies.map(({ label }) =>
      variants.find(({ name, policy }) => name === ground && policy === label),
    );
    const ranking = rankingOf(entries.map((entry) => Object.keys(RANKED).map((key) => valueOf(entry, key))));
    return { ground, ranking };
  });
  const [first] = wins;
  if (first === undefined) return [];
  const percentAt = (index: number, { ranking }: (typeof wins)[number]): string => {
    const share = ranking.find((one) => one.index === index)?.wins;
    return share === undefined || share === null ? NONE : number(share * 100);
  };
  const columns: readonly Column[] = [
    { head: ['policy'], align: 'left' },
    ...wins.map(({ ground }): Column => ({ head: ['wins on', `${ground} [%]`], align: 'right' })),
  ];
  const rows = first.ranking.map(({ index }) => [
    policies[index]!.label,
    ...wins.map((ground) => percentAt(index, ground)),
  ]);
  return [
    ...table(columns, rows, 78).map((line) => `  ${line}`),
    ...wrapped(
      `wins: share of the other policies and metrics, half for a tie; ${Object.values(RANKED).join(', ')}`,
    ),
  ];
};

/** Cheapest first. */
export const frontTable = ({ variants }: ResultDocument): string[] => {
  const pairs = variants.filter(({ name }) => name !== 'ideal');
  const front = paretoFront(
    pairs.map((pair) => [valueOf(pair, 'billed_vm_hours'), valueOf(pair, 'sla_violation_request_fraction')]),
  );
  const columns: readonly Column[] = [
    { head: ['policy'], align: 'left' },
    { head: ['variant'], align: 'left' },
    { head: ['billed', '[VM·h]'], align: 'right' },
    { head: ['SLA', 'missed [%]'], align: 'right' },
  ];
  const rows = front.map((index) => {
    const pair = pairs[index]!;
    return [
      pair.policy,
      rowName(pair),
      shown(pair.metrics['billed_vm_hours']),
      shown(pair.metrics['sla_violation_request_fraction'], 100),
    ];
  });
  return rows.length === 0 ? [] : table(columns, rows, 78).map((line) => `  ${line}`);
};
