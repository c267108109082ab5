/**
 * The head of the page: the verdict in a sentence, and the four numbers that it stands on.
 *
 * Left out: how the sentence is found (report/verdict.ts).
 */
import { changePercent, NONE, number, percent, span } from '../report/text.ts';
import { lastSentence } from '../report/verdict.ts';
import type { ResultDocument, VariantResult } from '../result/document.ts';
import { html, type Html } from './html.ts';
import { firstShown, labelOf, missedThings } from './names.ts';

interface Tile {
  readonly key: string;
  readonly title: string;
  readonly write: (value: number | null) => string;
  /** In the unit of the value: a share is said as percent, a time as a factor. */
  readonly kind: 'time' | 'share' | 'amount';
}

const share = (value: number | null): string => (value === null ? NONE : `${percent(value)} %`);
const hours = (value: number | null): string => (value === null ? NONE : `${number(value)} VM·h`);

const tiles = (document: ResultDocument): readonly Tile[] => [
  { key: 'setup_p99_s', title: 'Set-up, p99', write: span, kind: 'time' },
  { key: 'destroy_p99_s', title: 'Destroy, p99', write: span, kind: 'time' },
  {
    key: 'sla_violation_request_fraction',
    title: `SLA missed by ${missedThings(document)}`,
    write: share,
    kind: 'share',
  },
  { key: 'indirect_cost_vm_hours', title: 'Indirect cost', write: hours, kind: 'amount' },
];

/** `3.08 × shorter`, `35 % less`: in words, and only where there is something to divide by. */
const changeSaid = (from: number, to: number, kind: Tile['kind']): readonly [text: string, style: string] => {
  if (from === to) return ['the same', ''];
  const style = to < from ? 'better' : 'worse';
  if (kind === 'time' && from > 0 && to > 0 && Math.max(from, to) >= 2 * Math.min(from, to)) {
    return [
      `${number(Math.max(from, to) / Math.min(from, to))} × ${to < from ? 'shorter' : 'longer'}`,
      style,
    ];
  }
  if (from <= 0 || to < 0) return ['', style];
  return [`${changePercent(Math.abs((to - from) / from))} % ${to < from ? 'less' : 'more'}`, style];
};

const tileOf = ({ key, title, write, kind }: Tile, stock: VariantResult, best: VariantResult): Html => {
  const from = stock.metrics[key]?.value ?? null;
  const to = best.metrics[key]?.value ?? null;
  const [said, style] = from === null || to === null ? ['', ''] : changeSaid(from, to, kind);
  const [, figure, unit] = /^(\S+)(.*)$/.exec(write(to))!;
  return html`<div class="tile">
    <dt>${title}</dt>
    <dd>
      <span class="to">${figure}<small>${unit}</small></span>
      <span class="from"
        ><span class="${style}">${said}</span> <span class="against">stock ${write(from)}</span></span
      >
    </dd>
  </div>`;
};

const fileName = (path: string): string => path.split(/[/\\]/).findLast((part) => part !== '') ?? path;

export const titleOf = ({ trace, policies }: ResultDocument): string =>
  `${fileName(trace.path)}, ${policies.map(({ label }) => label).join(', ')} · xenreplay`;

/** A number and its sign on one line: `(2.74 ×)`. */
const unbroken = (sentence: string): string => sentence.replaceAll(/(?<=\d) (?=[×%])/g, '\u00A0');

export const verdictSection = (document: ResultDocument): Html => {
  const { policy, variant, beside } = firstShown(document);
  const of = (name: string): VariantResult | undefined =>
    document.variants.find((one) => one.name === name && one.policy === policy);
  const [stock, best] = [of(variant), of(beside)];
  return html` <header>
    <p class="eyebrow">
      <b>xenreplay</b> · ${fileName(document.trace.path)} on a modelled ${document.host.name} host
    </p>
    <h1>${unbroken(lastSentence(document))}.</h1>
    ${document.partial === undefined ? '' : html`<p class="alert" role="note">What is shown covers only the ${document.partial.replaysDone} of ${document.partial.replaysPlanned} replays that were done; the line at the end makes the whole.</p>`}
    ${
      stock === undefined || best === undefined
        ? ''
        : html`<h2 class="tiles-title">
              With
              ${best.name === 'all' ? 'all three fixes' : labelOf(best)}${document.policies.length > 1 ? `, under ${policy}` : ''}
            </h2>
            <dl class="tiles">${tiles(document).map((tile) => tileOf(tile, stock, best))}</dl>`
    }
  </header>`;
};
