/**
 * A figure of the page: a caption, the place of its chart, what its colours mean, and its table.
 *
 * Left out: what a chart shows.
 */
import { html, type Html } from './html.ts';

interface FigureText {
  readonly title: string | Html;
  readonly caption: string | Html;
  readonly body: readonly (Html | undefined)[];
  /** As wide as the page. */
  readonly wide?: boolean;
}

export const figureOf = ({ title, caption, body, wide = false }: FigureText): Html =>
  html`<figure class="panel${wide ? ' wide' : ''}">
    <figcaption>
      <h3>${title}</h3>
      <p>${caption}</p>
    </figcaption>
    ${body}
  </figure>`;

/** Where the script draws a chart; for who cannot see it, a sentence, and the table below. */
export const chartOf = (id: string, said: string): Html =>
  html`<div class="chart" id="${id}" role="img" aria-label="${said}; the table below has the numbers"></div>`;

/** Where the script writes a table that follows the choice. */
export const tablePlace = (id: string, name: string): Html =>
  html`<div class="scroll" id="${id}" role="region" aria-label="${name}" tabindex="0"></div>`;

export interface Key {
  readonly name: string;
  readonly colour: string;
  /** Where the script hides it, when it is not in the chart. */
  readonly id?: string;
  /** What it holds. */
  readonly about?: string;
}

/** Colours and names in a row; what each holds is a click away. */
export const legendOf = (keys: readonly Key[]): Html => {
  const said = keys.filter(({ about }) => about !== undefined);
  return html`<ul class="legend">
      ${keys.map(
        ({ name, colour, id }) =>
          html`<li${id === undefined ? '' : html` id="${id}"`}><span class="key" style="background:${colour}"></span>${name}</li> `,
      )}
    </ul>
    ${
      said.length === 0
        ? undefined
        : html`<details>
            <summary>What they hold</summary>
            <dl class="facts">
              ${said.map(
                ({ name, about }) =>
                  html`<dt>${name}</dt>
                    <dd>${about}</dd>`,
              )}
            </dl>
          </details>`
    }`;
};
