/**
 * How the page calls variants and policies: short where a chart has no room, and the same everywhere.
 *
 * Left out: colours (charts/look.ts).
 */
import { chosenEntry } from '../report/policies-verdict.ts';
import { rowName } from '../report/variant-table.ts';
import type { ResultDocument, VariantResult } from '../result/document.ts';

/** As in the table of the report: `boot+cache`. */
export const labelOf = (variant: VariantResult): string => rowName(variant);

/** Variants by name, each once, in the order of the document. */
export const variantNames = ({ variants }: ResultDocument): readonly string[] => [
  ...new Set(variants.map(({ name }) => name)),
];

interface Shown {
  readonly policy: string;
  readonly variant: string;
  /** Empty for none. */
  readonly beside: string;
}

/** What the first view shows: the policy of the verdict on stock, and beside it the most fixes of those that were replayed. */
export const firstShown = (document: ResultDocument): Shown => {
  const [first, ...others] = document.policies;
  const policy = (others.length === 0 ? undefined : chosenEntry(document)?.policy) ?? first!.label;
  const own = document.variants.filter((variant) => variant.policy === policy);
  const most = own.toSorted((a, b) => b.fixes.length - a.fixes.length)[0];
  const variant = own.find(({ name }) => name === 'stock')?.name ?? own[0]?.name ?? '';
  return { policy, variant, beside: most === undefined || most.fixes.length === 0 ? '' : most.name };
};

/** What misses the objective, in a word: requests of a load, creations of a lifecycle trace. */
export const missedThings = ({ workload }: ResultDocument): string =>
  workload.kind === 'load' ? 'requests' : 'creations';

/** What demand and supply count. */
export const countedUnit = ({ workload }: ResultDocument): 'replicas' | 'domains' =>
  workload.kind === 'load' ? 'replicas' : 'domains';

/** The objective in words. */
export const objectiveSaid = ({ workload: { kind, options } }: ResultDocument): string =>
  kind === 'load'
    ? `${Number(options['slo_quantile']) * 100} % of requests answered within ${String(options['slo_response_s'])} s`
    : `every domain ready within ${String(options['slo_setup_s'])} s`;
