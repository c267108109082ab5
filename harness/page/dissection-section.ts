/**
 * Creations and destructions dissected: every variant by part, the chosen one by step.
 *
 * Left out: single tasks; `explain` shows those.
 */
import { number } from '../report/text.ts';
import type { ResultDocument } from '../result/document.ts';
import { colour } from './charts/look.ts';
import { meanOf, partMeans, seenParts, type Part } from './charts/parts.ts';
import type { Task } from './charts/waterfall.ts';
import { chartOf, figureOf, legendOf, tablePlace } from './figure.ts';
import { html, type Html } from './html.ts';
import { dataOf, rowHead, tableOf } from './tables.ts';

const partsTable = (document: ResultDocument, task: Task, seen: readonly Part[]): Html =>
  tableOf({
    caption: `Mean seconds of one ${task}, by part`,
    heads: ['variant', ...seen.map(({ name }) => `${name} [s]`), 'sum [s]'],
    rows: document.variants.map((variant) => {
      const means = partMeans(variant, task);
      return {
        head: rowHead(document, variant),
        cells: [...seen.map(({ name }) => number(means.get(name) ?? 0)), number(meanOf(variant, task))],
        variant,
      };
    }),
  });

const byPart = (document: ResultDocument, task: Task, seen: readonly Part[]): Html =>
  figureOf({
    title: `A ${task}, by part`,
    caption: 'Mean of all, every variant; waiting and service together.',
    body: [
      chartOf(`chart-parts-${task}`, `Stacked bars: mean time of a ${task} by part, a bar per variant`),
      legendOf(seen),
      dataOf('As a table', partsTable(document, task, seen)),
    ],
  });

const byStep = (task: Task): Html =>
  figureOf({
    title: html`Step by step: <span data-chosen></span>`,
    caption: `The mean ${task} from the request on, in the order of its steps.`,
    body: [
      chartOf(`chart-steps-${task}`, `Steps of the mean ${task} one after the other, with wait and service`),
      legendOf([
        { name: 'waits', colour: colour('waits') },
        { name: 'is served', colour: colour('serves') },
      ]),
      dataOf('As a table', tablePlace(`table-chart-steps-${task}`, `Steps of the mean ${task}`)),
    ],
  });

export const dissectionSection = (document: ResultDocument): Html =>
  html`<section aria-labelledby="parts-title">
    <h2 id="parts-title">What creations and destructions wait for</h2>
    <p>
      A path is sequential: its steps, each with the wait for a station and the service there, add up to the
      whole.
    </p>
    <div class="pair">
      ${(['creation', 'destruction'] as const).map((task) => {
        const seen = seenParts(document, task);
        return seen.length === 0
          ? html`<p class="note">No ${task} was completed.</p>`
          : html`${byPart(document, task, seen)} ${byStep(task)}`;
      })}
    </div>
  </section>`;
