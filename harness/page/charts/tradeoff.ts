/**
 * Cost against violations: the share of requests (or creations) that missed the objective, and what was paid.
 *
 * Near: the variants by their indirect cost. With the bounds, which only a load has: by what is billed, both axes stretched
 * near zero, since bounds lie far out. Left out: prices.
 */
import type { ResultDocument, VariantResult } from '../../result/document.ts';
import type { Cell, PackedRows } from '../browser/data.ts';
import { rows, type Spec } from './chart.ts';
import { AXIS_ROOM, colour, shapeCount, shapeOf, type Look } from './look.ts';
import { frontOf } from '../../report/ranking-report.ts';
import { digits } from './numbers.ts';

/** Bounds that lie so near each other that their names would lie on one another, and what they are called together. */
const namesOf = (bounds: readonly VariantResult[]): ReadonlyMap<VariantResult, string> => {
  const groups: VariantResult[][] = [];
  for (const bound of bounds) {
    const near = groups.find(([first]) => isNear(first!, bound));
    if (near === undefined) groups.push([bound]);
    else near.push(bound);
  }
  return new Map(groups.map((group) => [group[0]!, group.map(({ name }) => name).join(', ')]));
};

/** Of a chart: a share in percent, and a factor. */
const NEAR_PERCENT = 0.3;
const NEAR_FACTOR = 1.15;

const isNear = (a: VariantResult, b: VariantResult): boolean => {
  const at = ({ metrics }: VariantResult, key: string): number => metrics[key]?.value ?? 0;
  const [missedKey, percent] = measures.missed;
  const missed = [a, b].map((one) => at(one, missedKey) * percent).toSorted((x, y) => x - y);
  const billed = [a, b].map((one) => at(one, measures.billed[0])).toSorted((x, y) => x - y);
  return (
    missed[1]! - missed[0]! <= NEAR_PERCENT + (NEAR_FACTOR - 1) * missed[0]! &&
    billed[1]! <= NEAR_FACTOR * billed[0]!
  );
};

/** Columns by the metric that they show and the factor to its unit there. */
const measures = {
  missed: ['sla_violation_request_fraction', 100],
  indirect: ['indirect_cost_vm_hours', 1],
  billed: ['billed_vm_hours', 1],
} as const;

export const tradeoffRows = (
  document: ResultDocument,
  labelOf: (variant: VariantResult) => string,
): PackedRows => {
  const several = document.policies.length > 1;
  const names = Object.entries(measures);
  const named = namesOf(document.bounds);
  const group = (
    variant: VariantResult,
    kind: 'variant' | 'bound' | 'front',
    label: string,
  ): PackedRows['groups'][number] => ({
    shared: [
      variant.policy,
      variant.name,
      label,
      kind,
      kind === 'bound' ? (named.get(variant) ?? '') : label,
    ],
    rows: [
      names.flatMap(([, [key, factor]]): readonly Cell[] => {
        const metric = variant.metrics[key];
        return [metric?.value, metric?.interval?.low, metric?.interval?.high].map((value) =>
          value === null || value === undefined ? null : digits(value * factor, 6),
        );
      }),
    ],
  });
  return {
    by: 'all',
    // what stands beside a point, where there is room for it
    shared: ['policy', 'variant', 'label', 'kind', 'text'],
    columns: names.flatMap(([name]) => [name, `${name}_low`, `${name}_high`]),
    groups: [
      ...document.variants.map((variant) =>
        group(variant, 'variant', several ? `${variant.policy}, ${labelOf(variant)}` : labelOf(variant)),
      ),
      ...document.bounds.map((bound) => group(bound, 'bound', bound.name)),
      ...(several ? frontOf(document).map((pair) => group(pair, 'front', '')) : []),
    ],
  };
};

const ticks = [1, 2, 5].flatMap((digit) =>
  [-2, -1, 0, 1, 2, 3, 4, 5].map((decade) => Number(`${digit}e${decade}`)),
);
const plain = { labelExpr: "format(datum.value, '')", labelOverlap: true };

/** Points of policies that are not chosen. */
const OTHERS = 0.4;

/** A text near an edge of the chart is set so that it stays inside. */
const inside = (field: string): Spec => {
  const at = `scale('x', datum.${field}) / width`;
  return { align: { expr: `${at} < 0.15 ? 'left' : ${at} > 0.85 ? 'right' : 'center'` } };
};

interface Choice {
  readonly looks: ReadonlyMap<string, Look>;
  /** Labels, a shape each. */
  readonly policies: readonly string[];
  /** The variants by indirect cost, or with the bounds by what is billed. */
  readonly near: boolean;
  /** What missed, for the axis. */
  readonly missed: string;
  /** Seeds, so that there are intervals. */
  readonly several: boolean;
  /** Pairs that no other beats, to be joined by a line. */
  readonly joined: boolean;
}

export const tradeoffChart = ({ looks, policies, near, missed, several, joined }: Choice): Spec => {
  const x = {
    field: 'missed',
    type: 'quantitative',
    scale: near ? { zero: true, nice: true } : { type: 'symlog', constant: 0.5, nice: false, domainMin: 0 },
    axis: {
      title: `${missed} [%]`,
      tickCount: 5,
      ...plain,
      ...(near ? {} : { values: [0, ...ticks.filter((tick) => tick >= 0.5 && tick <= 100)] }),
    },
  };
  const field = near ? 'indirect' : 'billed';
  const y = {
    field,
    type: 'quantitative',
    scale: near ? { zero: true, nice: true } : { type: 'log', nice: false, padding: 24 },
    axis: {
      title: near ? 'indirect cost [VM·h]' : 'billed [VM·h]',
      tickCount: 5,
      minExtent: AXIS_ROOM,
      maxExtent: AXIS_ROOM,
      ...plain,
      ...(near ? {} : { values: ticks }),
    },
  };
  const tooltip = [
    { field: 'label', title: 'variant' },
    { field: 'missed', title: 'missed [%]', format: '.3~g' },
    { field: 'indirect', title: 'indirect cost [VM·h]', format: '.3~g' },
    { field: 'billed', title: 'billed [VM·h]', format: '.4~g' },
  ];
  const shade = {
    field: 'variant',
    type: 'nominal',
    scale: { domain: [...looks.keys()], range: [...looks.values()].map((look) => look.colour) },
    legend: null,
  };
  const shape = {
    field: 'policy',
    type: 'nominal',
    scale: { domain: policies, range: policies.map((_, index) => shapeOf(index)[0]) },
    legend: null,
  };
  const variants = { filter: "datum.kind === 'variant'" };
  const front = { filter: "datum.kind === 'front'" };
  const bounds = { filter: "datum.kind === 'bound'" };
  const chosen = { filter: 'datum.variant === chosen && datum.policy === chosenPolicy' };
  const point = { type: 'point', strokeWidth: 2, opacity: 1 };
  const othersPale = { condition: { test: 'datum.policy === chosenPolicy', value: 1 }, value: OTHERS };
  // more policies than shapes cannot be told apart by them
  const shaped = policies.length > shapeCount ? {} : { shape };
  return {
    width: 'container',
    height: 260,
    ...rows('rows'),
    params: [
      { name: 'chosen', value: '' },
      { name: 'chosenPolicy', value: '' },
    ],
    layer: [
      ...(several
        ? [
            {
              transform: [variants, { filter: 'isValid(datum.missed_low)' }],
              mark: { type: 'rule', strokeWidth: 1.2 },
              encoding: {
                x: { ...x, field: 'missed_low' },
                x2: { field: 'missed_high' },
                y,
                color: shade,
                opacity: othersPale,
              },
            },
            {
              transform: [variants, { filter: `isValid(datum.${field}_low)` }],
              mark: { type: 'rule', strokeWidth: 1.2 },
              encoding: {
                x,
                y: { ...y, field: `${field}_low` },
                y2: { field: `${field}_high` },
                color: shade,
                opacity: othersPale,
              },
            },
          ]
        : []),
      {
        transform: [variants],
        mark: { ...point, filled: true, size: 70 },
        encoding: { x, y, color: shade, tooltip, ...shaped, opacity: othersPale },
      },
      {
        transform: [variants, chosen],
        mark: { ...point, filled: false, size: 260, color: colour('ink') },
        encoding: { x, y, tooltip },
      },
      {
        transform: [variants, chosen],
        mark: { type: 'text', dy: -17, fontWeight: 'bold', ...inside('missed') },
        encoding: { x, y, text: { field: 'text' } },
      },
      ...(near
        ? []
        : [
            ...(joined
              ? [
                  {
                    transform: [front],
                    mark: { type: 'line', color: colour('muted'), strokeWidth: 1, strokeDash: [4, 3] },
                    encoding: { x, y, order: { field: 'missed', type: 'quantitative' } },
                  },
                ]
              : []),
            {
              transform: [bounds],
              mark: { ...point, filled: false, shape: 'diamond', size: 110, color: colour('muted') },
              encoding: { x, y, tooltip },
            },
            {
              transform: [bounds],
              mark: { type: 'text', dy: 17, color: colour('muted'), ...inside('missed') },
              encoding: { x, y, text: { field: 'text' } },
            },
          ]),
    ],
  };
};
