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

/** Variants under all policies beyond which the page would grow too large with every metric, and those it then shows. */
const MANY = 60;
const HEADLINE = 22;

const metricsTable = (
  caption: string,
  most: number,
  entries: readonly VariantResult[],
  name: (entry: VariantResult) => string,
): Html =>
  tableOf({
    caption,
    heads: ['metric', ...entries.map(name)],
    rows: Object.entries(entries[0]?.metrics ?? {})
      .slice(0, most)
      .map(([key, { unit }]) => ({
        head: `${key}${unit === '1' ? '' : ` [${unit}]`}`,
        cells: entries.map(({ metrics }) => shown(metrics[key])),
      })),
  });

export const numbersSection = (document: ResultDocument): Html => {
  const { policies, variants, bounds, seeds } = document;
  const over = seeds.length > 1 ? `; mean over ${seeds.length} seeds ± half of its 95 % interval` : '';
  const many = variants.length > MANY;
  const most = many ? HEADLINE : Number.POSITIVE_INFINITY;
  const which = many ? 'The first metrics of the document (it has the others)' : 'Every metric';
  return html`<section aria-labelledby="numbers-title">
    <h2 id="numbers-title">All numbers</h2>
    ${policies.map(({ label }) =>
      metricsTable(
        `${which} under ${label}${over}`,
        most,
        variants.filter(({ policy }) => policy === label),
        labelOf,
      ),
    )}
    ${bounds.length === 0 ? undefined : metricsTable(`The bounds, on the ideal host${over}`, most, bounds, (bound) => bound.name)}
  </section>`;
};
