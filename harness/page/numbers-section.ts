/**
 * Every metric of every variant and bound, named as in the result document: a table per policy.
 *
 * Left out: the values of single seeds; the document has them.
 */
import { shown } from '../report/variant-table.ts';
import type { ResultDocument, VariantResult } from '../result/document.ts';
import { html, type Html } from './html.ts';
import { labelOf } from './names.ts';
import { tableOf } from './tables.ts';

const metricsTable = (
  caption: string,
  entries: readonly VariantResult[],
  name: (entry: VariantResult) => string,
): Html =>
  tableOf({
    caption,
    heads: ['metric', ...entries.map(name)],
    rows: Object.entries(entries[0]?.metrics ?? {}).map(([key, { unit }]) => ({
      head: `${key}${unit === '1' ? '' : ` [${unit}]`}`,
      cells: entries.map(({ metrics }) => shown(metrics[key])),
    })),
  });

export const numbersSection = (document: ResultDocument): Html => {
  const { policies, variants, bounds, seeds } = document;
  const over = seeds.length > 1 ? `; mean over ${seeds.length} seeds ± half of its 95 % interval` : '';
  return html`<section aria-labelledby="numbers-title">
    <h2 id="numbers-title">All numbers</h2>
    ${policies.map(({ label }) =>
      metricsTable(
        `Every metric under ${label}${over}`,
        variants.filter(({ policy }) => policy === label),
        labelOf,
      ),
    )}
    ${bounds.length === 0 ? undefined : metricsTable(`The bounds, on the ideal host${over}`, bounds, (bound) => bound.name)}
  </section>`;
};
