/**
 * The indirect cost of a variant, split: starting, stopping, and what was missing because the host takes its time.
 *
 * Where the delay happened to help, the last is below zero. Left out: what is billed (the table has it).
 */
import type { VariantResult } from '../../result/document.ts';
import type { PackedRows } from '../browser/data.ts';
import { rows, type Spec } from './chart.ts';
import { BAR_LABELS, chosenLabel, colour, OTHERS_PALE } from './look.ts';
import { digits } from './numbers.ts';

export const costParts = [
  { key: 'starting_vm_hours', name: 'starting', colour: colour('sky'), about: 'asked for and not yet ready' },
  {
    key: 'stopping_vm_hours',
    name: 'stopping',
    colour: colour('purple'),
    about: 'destruction asked for and not returned',
  },
  {
    key: 'lag_loss_vm_hours',
    name: 'lag loss',
    colour: colour('vermilion'),
    about: 'missing beyond what is missing without any latency',
  },
] as const;

const TOTAL = 'indirect_cost_vm_hours';

/** A row per part; the total with its interval stands on the first of them. */
export const costRows = (
  variants: readonly VariantResult[],
  labelOf: (variant: VariantResult) => string,
): PackedRows => ({
  by: 'policy',
  shared: ['policy', 'variant', 'label'],
  columns: ['part', 'order', 'vm_hours', 'total', 'low', 'high'],
  groups: variants.map((variant) => {
    const { metrics, policy, name } = variant;
    const total = metrics[TOTAL];
    const whole = [total?.value, total?.interval?.low, total?.interval?.high].map((value) =>
      digits(value ?? null),
    );
    return {
      shared: [policy, name, labelOf(variant)],
      rows: costParts.map((part, order) => [
        part.name,
        order,
        digits(metrics[part.key]?.value ?? null),
        ...(order === 0 ? whole : [null, null, null]),
      ]),
    };
  }),
});

/** From the lowest end of a bar or an interval to the highest one: the axis is the same under every policy. */
const extentOf = ({ columns, groups }: PackedRows): readonly [number, number] => {
  const cells = (rows: PackedRows['groups'][number]['rows'], name: string): readonly number[] =>
    rows.map((row) => Number(row[columns.indexOf(name)] ?? 0));
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const ends = groups.flatMap(({ rows }) => {
    const parts = cells(rows, 'vm_hours');
    const bar = [sum(parts.filter((part) => part < 0)), sum(parts.filter((part) => part > 0))];
    return [...bar, ...cells(rows, 'low'), ...cells(rows, 'high')];
  });
  return [Math.min(0, ...ends), Math.max(0, ...ends)];
};

/**
 * @param data     what it will be given
 * @param several  seeds, so that the sum has an interval
 */
export const costChart = (labels: readonly string[], data: PackedRows, several: boolean): Spec => {
  const y = {
    field: 'label',
    type: 'nominal',
    scale: { domain: labels },
    axis: BAR_LABELS,
  };
  const total = { filter: 'isValid(datum.total)' };
  return {
    width: 'container',
    height: 26 * Math.max(1, labels.length),
    ...rows('rows'),
    params: chosenLabel,
    layer: [
      {
        mark: { type: 'bar', height: 16, stroke: colour('surface'), strokeWidth: 0.7 },
        encoding: {
          y,
          x: {
            field: 'vm_hours',
            type: 'quantitative',
            scale: { domain: extentOf(data), nice: true },
            axis: { title: 'VM-hours', tickCount: 6, format: '~g' },
          },
          order: { field: 'order', type: 'quantitative' },
          opacity: OTHERS_PALE,
          color: {
            field: 'part',
            type: 'nominal',
            scale: { domain: costParts.map(({ name }) => name), range: costParts.map((part) => part.colour) },
            legend: null,
          },
          tooltip: [
            { field: 'label', title: 'variant' },
            { field: 'part', title: 'part' },
            { field: 'vm_hours', title: 'VM-hours', format: '.3~g' },
          ],
        },
      },
      ...(several
        ? [
            {
              transform: [{ filter: 'isValid(datum.low)' }],
              mark: { type: 'rule', color: colour('ink'), strokeWidth: 1.5 },
              encoding: { y, x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } },
            },
          ]
        : []),
      {
        transform: [total],
        mark: { type: 'tick', color: colour('ink'), thickness: 2, size: 20 },
        encoding: {
          y,
          x: { field: 'total', type: 'quantitative' },
          tooltip: [
            { field: 'label', title: 'variant' },
            { field: 'total', title: 'indirect cost [VM·h]', format: '.3~g' },
            ...(several
              ? [
                  { field: 'low', title: '95 % from', format: '.3~g' },
                  { field: 'high', title: '95 % to', format: '.3~g' },
                ]
              : []),
          ],
        },
      },
    ],
  };
};
