/**
 * The main table of a replay: a row per variant, policy by policy, and the bounds below them.
 *
 * Of a trace of domains the hours billed are the trace's own affair; of a load they are what the policy costs, and the
 * bounds say how little that could be. Left out: which of them is best (ranking-report.ts, verdict.ts).
 */
import type { MetricResult, ResultDocument, VariantResult } from '../result/document.ts';
import { changePercent, NONE, number, table, withHalfWidth, wrapped, type Column } from './text.ts';

/** A metric with its interval where there are several seeds that differ. */
export const shown = (metric: MetricResult | undefined, factor = 1): string => {
  if (metric === undefined || metric.value === null) return NONE;
  const { value, interval } = metric;
  return interval === undefined || interval.low === interval.high
    ? number(value * factor)
    : withHalfWidth(value * factor, ((interval.high - interval.low) / 2) * factor);
};

/** `62 % less`, `same`: better and worse are said, not implied by a sign. */
const against = (stock: number | null | undefined, value: number | null | undefined): string => {
  if (stock === null || stock === undefined || value === null || value === undefined) return NONE;
  if (value === stock) return 'same';
  // the lag loss can be a gain, and then the cost is below 0: no share of it says anything
  if (stock <= 0 || value < 0) return NONE;
  return `${changePercent(Math.abs((value - stock) / stock))} % ${value < stock ? 'less' : 'more'}`;
};

/** Short names of the fixes, for a table of 80 columns; the legend below it says what they are. */
const short: Readonly<Record<string, string>> = {
  'parallel-boot': 'boot',
  'xenstore-cache': 'cache',
  'local-scrub': 'scrub',
};

export const rowName = ({ name, fixes }: VariantResult): string =>
  fixes.length > 1 && name === fixes.join('+') ? fixes.map((fix) => short[fix] ?? fix).join('+') : name;

const COST = 'indirect_cost_vm_hours';

interface Cell extends Column {
  readonly of: (variant: VariantResult, stock: VariantResult | undefined) => string;
}

const metric = (key: string, head: readonly string[], factor = 1): Cell => ({
  head,
  align: 'right',
  of: ({ metrics }) => shown(metrics[key], factor),
});

const cells = {
  setupMiddle: metric('setup_p50_s', ['set-up', 'p50 [s]']),
  setup: metric('setup_p99_s', ['set-up', 'p99 [s]']),
  destroy: metric('destroy_p99_s', ['destroy', 'p99 [s]']),
  missed: metric('sla_violation_request_fraction', ['SLA', 'missed [%]'], 100),
  billed: metric('billed_vm_hours', ['billed', '[VM·h]']),
  cost: metric(COST, ['indirect', 'cost [VM·h]']),
  change: {
    head: ['cost', 'vs stock'],
    align: 'right',
    of: (variant, stock) =>
      variant === stock ? NONE : against(stock?.metrics[COST]?.value, variant.metrics[COST]?.value),
  },
} satisfies Record<string, Cell>;

const ofDomains: readonly Cell[] = [
  cells.setupMiddle,
  cells.setup,
  cells.destroy,
  cells.missed,
  cells.cost,
  cells.change,
];
const ofLoad: readonly Cell[] = [
  cells.setup,
  cells.destroy,
  cells.missed,
  cells.billed,
  cells.cost,
  cells.change,
];

const isIdeal = (variant: VariantResult): boolean => variant.name === 'ideal';

/** Ideal last, wherever the document has it. */
export const inOrder = (variants: readonly VariantResult[]): readonly VariantResult[] => [
  ...variants.filter((one) => !isIdeal(one)),
  ...variants.filter(isIdeal),
];

export const variantTable = ({ bounds, policies, seeds, variants, workload }: ResultDocument): string[] => {
  const own = workload.kind === 'load' ? ofLoad : ofDomains;
  const indent = bounds.length === 0 && policies.length === 1 ? '' : '  ';
  const blocks = policies.map(({ label }) => {
    const rows = inOrder(variants.filter(({ policy }) => policy === label));
    const stock = rows.find(({ name }) => name === 'stock');
    return { label, rows, stock };
  });
  const rowsOf = (rows: readonly VariantResult[], stock: VariantResult | undefined): string[][] =>
    rows.map((row) => [indent + rowName(row), ...own.map(({ of }) => of(row, stock))]);
  const columns: readonly Column[] = [{ head: [`${indent}variant`], align: 'left' }, ...own];
  const joined = variants.some((variant) => rowName(variant) !== variant.name);
  const legend = Object.entries(short).map(([fix, word]) => `${word}: ${fix}`);
  const notes = [
    ...(joined ? [legend.join(', ')] : []),
    ...(variants.some(isIdeal) ? ['ideal: no latency of set-up or destroy'] : []),
    ...(seeds.length > 1 ? [`±: half of a 95 % interval of the mean over ${seeds.length} seeds`] : []),
  ];
  return [
    ...table(columns, [
      ...blocks.flatMap(({ label, rows, stock }) => [
        ...(indent === '' ? [] : [[label]]),
        ...rowsOf(rows, stock),
      ]),
      ...(bounds.length === 0 ? [] : [['bounds, on the ideal host'], ...rowsOf(bounds, undefined)]),
    ]),
    ...(notes.length === 0 ? [] : wrapped(notes.join('; '))),
  ];
};
