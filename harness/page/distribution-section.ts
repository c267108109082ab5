/**
 * How long set-ups and destructions took: the share that was done within each duration, and the percentiles.
 *
 * Left out: the variant without latency.
 */
import { inSeconds } from '../../model/kernel/units.ts';
import type { Replayed } from '../campaign/assembly.ts';
import { percentile } from '../measure/quantiles.ts';
import { number } from '../report/text.ts';
import { spansOf } from './replays.ts';
import type { ResultDocument } from '../result/document.ts';
import type { Task } from './charts/waterfall.ts';
import { chartOf, figureOf } from './figure.ts';
import { html, type Html } from './html.ts';
import { dataOf, rowHead, tableOf, type TableRow } from './tables.ts';

const RANKS = [10, 25, 50, 75, 90, 95, 99, 100] as const;

const title: Readonly<Record<Task, string>> = { creation: 'Set-up', destruction: 'Destruction' };
const span: Readonly<Record<Task, string>> = {
  creation: 'From the request until the domain serves.',
  destruction: 'From the request until the toolstack returned.',
};

const togetherSaid = ({ seeds }: ResultDocument): string =>
  seeds.length > 1 ? `; ${seeds.length} seeds together` : '';

const quantileTable = (document: ResultDocument, replays: readonly Replayed[], task: Task): Html =>
  tableOf({
    caption: `${title[task]}: percentiles in seconds${togetherSaid(document)}`,
    heads: ['variant', 'n', ...RANKS.map((rank) => (rank === 100 ? 'longest' : `p${rank}`))],
    rows: replays.flatMap((one): readonly TableRow[] => {
      const { policy, variant: name } = one;
      const spans = spansOf(one, task).toSorted();
      const variant = document.variants.find((one) => one.policy === policy && one.name === name)!;
      const at = (rank: number): string => {
        const found = percentile(spans, rank);
        return number(found === null ? null : inSeconds(found));
      };
      return [{ head: rowHead(document, variant), cells: [String(spans.length), ...RANKS.map(at)], variant }];
    }),
  });

export const distributionSection = (document: ResultDocument, replays: readonly Replayed[]): Html =>
  html`<section aria-labelledby="spread-title">
    <h2 id="spread-title">How long they took</h2>
    <p>
      For every duration the share of them that took no longer; further left is faster. The chosen variant is
      drawn bold, the colours are those of the switch${togetherSaid(document)}.
    </p>
    <div class="pair">
      ${(['creation', 'destruction'] as const).map((task) =>
        replays.some((one) => one.variant !== 'ideal' && spansOf(one, task).length > 0)
          ? figureOf({
              title: title[task],
              caption: span[task],
              body: [
                chartOf(`chart-spread-${task}`, 'Cumulative distribution, a line per variant'),
                dataOf('As a table', quantileTable(document, replays, task)),
              ],
            })
          : html`<p class="note">No ${task} was completed.</p>`,
      )}
    </div>
  </section>`;
