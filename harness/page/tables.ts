/**
 * Tables of the page: markup, rows marked when their variant is chosen.
 *
 * Left out: tables that follow the choice; the page's script fills these.
 */
import type { ResultDocument, VariantResult } from '../result/document.ts';
import { html, type Html } from './html.ts';
import { labelOf } from './names.ts';

export interface TableRow {
  readonly head: string;
  readonly cells: readonly string[];
  /** Marks the row when its variant is chosen. */
  readonly variant?: VariantResult;
}

interface TableText {
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly TableRow[];
}

/** A table that scrolls by itself where the sheet is narrow; `words`: cells hold text, not numbers. */
export const tableOf = ({ caption, heads, rows }: TableText, words = false): Html =>
  html`
<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
<table${words ? html` class="words"` : ''}>
<caption>${caption}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ({ head, cells, variant }) =>
    html`<tr${variant === undefined ? '' : html` data-variant="${variant.name}" data-policy="${variant.policy}"`}><th scope="row">${head}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`,
)}</tbody></table></div>`;

/** Behind a figure, closed at first. */
export const dataOf = (summary: string, table: Html): Html =>
  html`<details>
    <summary>${summary}</summary>
    ${table}
  </details>`;

/** With its policy where there are several. */
export const rowHead = (document: ResultDocument, variant: VariantResult): string =>
  document.policies.length > 1 ? `${variant.policy}, ${labelOf(variant)}` : labelOf(variant);
