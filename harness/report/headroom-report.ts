/**
 * What slow birth costs at the same SLA: the headroom each variant needs, and what it bills beyond the ideal host.
 *
 * Left out: how it was searched (campaign/headroom.ts).
 */
import type { MetricResult, ResultDocument, VariantResult } from '../result/document.ts';
import { counted, listed, NONE, number, percent, table, tally, wrapped, type Column } from './text.ts';
import { inOrder, rowName, shown } from './variant-table.ts';

const HEADROOM = 'iso_sla_headroom_replicas';
const EXTRA = 'iso_sla_extra_vm_hours';

/** Share of requests that was to be reached; undefined where nobody asked. */
const targetOf = ({ variants }: ResultDocument): number | undefined =>
  variants.find((variant) => variant.iso_sla !== undefined)?.iso_sla?.target_request_fraction;

export const headroomTitle = (document: ResultDocument): string => {
  const target = targetOf(document);
  return target === undefined
    ? ''
    : `Headroom that must stand to miss at most ${percent(target)} % of requests`;
};

/** Empty where no headroom was searched. */
export const headroomTable = (document: ResultDocument): string[] => {
  if (targetOf(document) === undefined) return [];
  const { policies, variants } = document;
  const columns: readonly Column[] = [
    { head: ['  variant'], align: 'left' },
    { head: ['headroom', '[replicas]'], align: 'right' },
    { head: ['then SLA', 'missed [%]'], align: 'right' },
    { head: ['billed', '[VM·h]'], align: 'right' },
    { head: ['beyond ideal', '[VM·h]'], align: 'right' },
  ];
  const rows = policies.flatMap(({ label }) => [
    [label],
    ...inOrder(variants.filter(({ policy }) => policy === label)).map(rowOf),
  ]);
  return [
    ...table(columns, rows),
    ...wrapped(
      'headroom: replicas from start to end beyond what the policy asks for; > N: not reached with N; beyond ideal: what slow birth costs at the same SLA',
    ),
  ];
};

/** `5 to 8`, `≥ 5`: where the search was interrupted, what it knew by then. */
const searched = ({ unfinished }: NonNullable<VariantResult['iso_sla']>): string | undefined => {
  const [first] = unfinished ?? [];
  if (first === undefined) return undefined;
  const { at_least_replicas: least, at_most_replicas: most } = first;
  return most === null ? `≥ ${least}` : `${least} to ${most}`;
};

/** A mean over seeds has decimals, one seed has none. */
const shownWhole = (metric: MetricResult): string =>
  metric.value !== null && Number.isInteger(metric.value) && metric.interval?.low === metric.interval?.high
    ? tally(metric.value)
    : shown(metric);

const rowOf = (variant: VariantResult): string[] => {
  const { metrics, iso_sla: iso } = variant;
  const headroom = metrics[HEADROOM];
  const missing = iso === undefined ? NONE : (searched(iso) ?? `> ${iso.within_replicas}`);
  return [
    `  ${rowName(variant)}`,
    headroom === undefined || headroom.value === null ? missing : shownWhole(headroom),
    shareOf(iso),
    number(iso?.billed_vm_hours ?? null),
    shown(metrics[EXTRA]),
  ];
};

/** `… hpa needs more standing: 10 replicas on stock (72.2 VM-hours …) and 9 …`, for the last sentence. */
export const headroomClause = (document: ResultDocument): string | undefined => {
  const target = targetOf(document);
  if (target === undefined) return undefined;
  const costs = document.policies.flatMap(({ label }) => {
    const own = document.variants.filter(({ policy }) => policy === label);
    const stock = own.find(({ name }) => name === 'stock');
    const most = own.toSorted((a, b) => b.fixes.length - a.fixes.length)[0];
    return stock === undefined || most === undefined ? [] : [{ label, stock, most }];
  });
  const dearest = costs.toSorted((a, b) => extraOf(b.stock) - extraOf(a.stock))[0];
  if (dearest === undefined) return undefined;
  const { label, stock, most } = dearest;
  const needs = [
    needOf(stock, 'on stock'),
    ...(most.fixes.length === 0
      ? []
      : [needOf(most, `with ${most.fixes.length === 3 ? 'all three fixes' : listed(most.fixes)}`)]),
  ];
  const who = costs.length === 1 ? label : `${label}, under which slow birth costs most,`;
  return `to miss at most ${percent(target)} % of requests ${who} needs more standing: ${listed(needs)}`;
};

const shareOf = (iso: VariantResult['iso_sla']): string => {
  const share = iso?.violation_request_fraction;
  return share === undefined || share === null ? NONE : percent(share);
};

/** What is not reached costs more than anything that is. */
const extraOf = ({ metrics }: VariantResult): number => metrics[EXTRA]?.value ?? Number.POSITIVE_INFINITY;

const needOf = ({ metrics, iso_sla: iso }: VariantResult, on: string): string => {
  const replicas = metrics[HEADROOM]?.value ?? null;
  const extra = metrics[EXTRA]?.value ?? null;
  const known = iso === undefined ? undefined : searched(iso);
  if (replicas === null && known !== undefined) return `${known.replace('≥', 'at least')} replicas ${on}`;
  if (replicas === null) return `more than ${counted(iso?.within_replicas ?? 0, 'replica')} ${on}`;
  const beyond = extra === null ? '' : ` (${number(extra)} VM-hours beyond the ideal host)`;
  return `${tally(replicas)} ${replicas === 1 ? 'replica' : 'replicas'} ${on}${beyond}`;
};
