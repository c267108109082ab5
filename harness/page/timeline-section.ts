/**
 * Demand and supply over time: the charts, their tools, and the words beside them.
 *
 * Left out: the charts themselves (charts/timeline.ts) and what moves them (browser/timeline.ts).
 */
import type { ResultDocument } from '../result/document.ts';
import { colour } from './charts/look.ts';
import { legendOf, tablePlace } from './figure.ts';
import { html, type Html } from './html.ts';
import { countedUnit, objectiveSaid } from './names.ts';
import { dataOf } from './tables.ts';

const TOOLS = [
  ['zoom-in', 'Zoom in'],
  ['zoom-out', 'Zoom out'],
  ['earlier', 'Earlier'],
  ['later', 'Later'],
  ['zoom-whole', 'Whole'],
  ['episode', 'Next broken span'],
] as const;

const KEYS =
  'Moment: arrow keys go from change to change, with Shift they move the window, plus and minus zoom, 0 shows the whole, ' +
  'E goes to the next broken span';

/** @param horizon  milliseconds */
export const timelineSection = (document: ResultDocument, horizon: number): Html => {
  const unit = countedUnit(document);
  const seeds = document.seeds.length;
  const wanted = unit === 'domains' ? 'that the trace wants' : 'needed to keep the objective';
  return html`<section aria-labelledby="time-title">
    <h2 id="time-title">Demand and supply over time: <span data-chosen></span></h2>
    <p id="run-said" aria-live="polite"></p>
    <figure class="panel">
      <figcaption>
        <p>
          Where supply does not cover demand, what is missing shows; shaded spans broke the objective
          (${objectiveSaid(document)}).
          ${
            seeds === 1
              ? undefined
              : `The line is the middle of ${seeds} seeds at every moment, the band reaches from the least to the ` +
                `most of them; a span is the darker the more of them broke the objective.`
          }
        </p>
      </figcaption>
      ${legendOf([
        { name: `demand: ${unit} ${wanted}`, colour: colour('demand') },
        ...(seeds === 1
          ? [{ name: `${unit} ready`, colour: colour('chosen') }]
          : [
              { name: `${unit} ready, middle of ${seeds} seeds`, colour: colour('chosen') },
              { name: 'from the least to the most of them', colour: colour('band') },
            ]),
        { name: 'missing', colour: colour('missing') },
        { name: 'objective broken', colour: colour('broken') },
        { name: 'ready, under the variant beside (dashed)', colour: colour('beside'), id: 'beside-key' },
      ])}
      <div class="tools" role="group" aria-label="Window of time">
        ${TOOLS.map(([id, text]) => html`<button type="button" id="${id}">${text}</button> `)}
        <span id="window-said" aria-live="polite"></span>
      </div>
      <div
        class="chart"
        id="chart-supply"
        role="slider"
        tabindex="0"
        aria-label="${KEYS}"
        aria-valuemin="0"
        aria-valuemax="${horizon}"
        aria-valuenow="0"
        aria-valuetext="start of the trace"
      ></div>
      <div class="chart" id="chart-change" aria-hidden="true"></div>
      <div class="chart" id="chart-whole" aria-hidden="true"></div>
      <p class="note hands">
        Drag across a chart to zoom in, double click for the whole; or use the buttons, or the keys once the
        chart has the focus: ← → from change to change, Shift with them to move, + − 0, E for the next broken
        span.
      </p>
      ${dataOf(
        'Demand and supply of the window as a table',
        tablePlace('table-time', 'Demand and supply of the window, in slices of equal length'),
      )}
    </figure>
  </section>`;
};
