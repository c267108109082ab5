/**
 * What slow birth and slow death cost: the indirect cost split, and cost against violations with the bounds.
 *
 * Left out: prices.
 */
import { listed, number } from '../report/text.ts';
import { shown } from '../report/variant-table.ts';
import type { ResultDocument, VariantResult } from '../result/document.ts';
import { costParts } from './charts/cost.ts';
import { shapeCount, shapeOf } from './charts/look.ts';
import { chartOf, figureOf, legendOf } from './figure.ts';
import { html, type Html } from './html.ts';
import { missedThings } from './names.ts';
import { dataOf, rowHead, tableOf } from './tables.ts';

const INDIRECT = 'indirect_cost_vm_hours';

const costTable = (document: ResultDocument): Html =>
  tableOf({
    caption: 'Indirect cost, VM-hours',
    heads: ['variant', ...costParts.map(({ name }) => name), 'indirect cost'],
    rows: document.variants.map((variant) => ({
      head: rowHead(document, variant),
      cells: [
        ...costParts.map((part) => number(variant.metrics[part.key]?.value ?? null)),
        shown(variant.metrics[INDIRECT]),
      ],
      variant,
    })),
  });

const tradeoffTable = (document: ResultDocument): Html => {
  const cells = ({ metrics }: VariantResult): readonly string[] => [
    shown(metrics['sla_violation_request_fraction'], 100),
    shown(metrics['sla_violation_time_fraction'], 100),
    shown(metrics[INDIRECT]),
    shown(metrics['billed_vm_hours']),
  ];
  return tableOf({
    caption: 'Cost and violations',
    heads: [
      'variant',
      `missed by ${missedThings(document)} [%]`,
      'missed by time [%]',
      'indirect cost [VM·h]',
      'billed [VM·h]',
    ],
    rows: [
      ...document.variants.map((variant) => ({
        head: rowHead(document, variant),
        cells: cells(variant),
        variant,
      })),
      ...document.bounds.map((bound) => ({ head: `bound: ${bound.name}`, cells: cells(bound) })),
    ],
  });
};

/** Which shape is which policy, where there are several and not too many; colours are those of the switch. */
const shapesOf = ({ policies }: ResultDocument): Html | undefined =>
  policies.length === 1 || policies.length > shapeCount
    ? undefined
    : html`<ul class="legend">
        ${policies.map(({ label }, index) => html`<li><span aria-hidden="true">${shapeOf(index)[1]}</span>${label}</li> `)}
      </ul>`;

export const costSection = (document: ResultDocument): Html => {
  const seeds = document.seeds.length;
  const severalPolicies = document.policies.length > 1;
  const others = severalPolicies ? ', other policies are pale' : '';
  const lines = seeds > 1 ? `; lines are 95 % intervals over ${seeds} seeds` : '';
  return html`<section aria-labelledby="cost-title">
    <h2 id="cost-title">What it costs</h2>
    <div class="pair">
      ${figureOf({
        title: 'Indirect cost, split',
        caption: `VM-hours that a host without latency would not have cost; the mark is the sum${lines}.`,
        body: [
          chartOf('chart-cost', 'Stacked bars: indirect cost by part, a bar per variant'),
          legendOf(costParts),
          dataOf('As a table', costTable(document)),
        ],
      })}
      ${figureOf({
        title: 'Cost against violations',
        caption: `Left and low is better; the chosen variant is ringed${others}${lines}.`,
        body: [
          chartOf('chart-tradeoff', 'Points: indirect cost against the share that missed the objective'),
          shapesOf(document),
          dataOf('As a table', tradeoffTable(document)),
        ],
      })}
      ${
        document.bounds.length === 0
          ? html`<p class="note">
              A trace that creates its own domains has no policy, so there are no bounds.
            </p>`
          : figureOf({
              title: 'The same with the bounds, by what is billed',
              caption:
                `Diamonds are bounds, on the ideal host: ${listed(document.bounds.map(({ name }) => name))} know the future, or ` +
                `need no autoscaler. ${severalPolicies ? 'The dashed line joins what no other pair beats. ' : ''}Both axes are stretched near zero.`,
              body: [
                chartOf(
                  'chart-bounds',
                  'Points: billed VM-hours against the share that missed the objective',
                ),
                shapesOf(document),
              ],
              wide: true,
            })
      }
    </div>
  </section>`;
};
