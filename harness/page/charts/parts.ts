/**
 * Where the time of a creation or a destruction goes, variant by variant: a stack of the few parts that the evaluation names.
 *
 * A creation is cut as in the figure of the README. Left out: single steps; the waterfall of the chosen variant has them.
 */
import { partOf } from '../../experiments/dissection.ts';
import type { ResultDocument, VariantResult } from '../../result/document.ts';
import type { PackedRows } from '../browser/data.ts';
import { rows, type Spec } from './chart.ts';
import { BAR_LABELS, chosenLabel, colour, OTHERS_PALE } from './look.ts';
import { digits } from './numbers.ts';
import type { Task } from './waterfall.ts';

export interface Part {
  readonly name: string;
  readonly colour: string;
  /** What it holds, for the legend. */
  readonly about: string;
}

const part = (name: string, shade: string, about: string): Part => ({ name, colour: colour(shade), about });

/** From the axis outward, in the order in which a task meets them. */
const parts: readonly Part[] = [
  part('room', 'grey', 'waiting for room on a host'),
  part('toolstack lock', 'black', 'waiting for the host-wide xl lock, or the short mutexes that replace it'),
  part('domctl', 'orange', 'the domctl and sysctl try-locks'),
  part('xenstored', 'blue', 'requests to xenstored, waiting and served'),
  part('scrubbing', 'purple', 'clearing memory, or waiting for clean memory'),
  part('build', 'sky', 'parsing, memory, page tables, kernel'),
  part('devices', 'vermilion', 'xenwatch, hotplug scripts, device model'),
  part('guest boot', 'yellow', 'kernel and service of the guest'),
];

const OTHER_NAMES: Readonly<Record<string, string>> = {
  'toolstack lock': 'toolstack lock',
  'scrub wait': 'scrubbing',
};

const nameOf = (phase: string, station: string, state: 'waited' | 'served'): string => {
  if (station === 'room on a host') return 'room';
  if (phase.includes('scrub') && (state === 'served' || station.includes('scrubber'))) return 'scrubbing';
  const name = partOf({ phase, station });
  return OTHER_NAMES[name] ?? name;
};

/** A row per part that takes time. */
export const partRows = (
  variants: readonly VariantResult[],
  task: Task,
  labelOf: (variant: VariantResult) => string,
): PackedRows => ({
  by: 'policy',
  shared: ['policy', 'variant', 'label'],
  columns: ['part', 'order', 'mean_s'],
  groups: variants.map((variant) => {
    const means = partMeans(variant, task);
    return {
      shared: [variant.policy, variant.name, labelOf(variant)],
      rows: parts.flatMap(({ name }, order) => {
        const mean = means.get(name) ?? 0;
        return mean > 0 ? [[name, order, digits(mean)]] : [];
      }),
    };
  }),
});

/** Mean seconds of one task in each part. */
export const partMeans = (variant: VariantResult, task: Task): ReadonlyMap<string, number> => {
  const count = Math.max(1, variant.metrics[task === 'creation' ? 'setups' : 'destroys']?.value ?? 0);
  const means = new Map<string, number>();
  for (const { phase = '', station, waited_s, served_s } of variant.waits.filter(
    (wait) => wait.task === task,
  )) {
    for (const [state, time] of [
      ['waited', waited_s],
      ['served', served_s],
    ] as const) {
      const name = nameOf(phase, station, state);
      means.set(name, (means.get(name) ?? 0) + time / count);
    }
  }
  return means;
};

/** Parts that take more than a thousandth of the time under any variant. */
export const seenParts = ({ variants }: ResultDocument, task: Task): readonly Part[] =>
  parts.filter(({ name }) =>
    variants.some((variant) => {
      return (partMeans(variant, task).get(name) ?? 0) > meanOf(variant, task) * 1e-3;
    }),
  );

/** Mean seconds of one task, all its parts. */
export const meanOf = (variant: VariantResult, task: Task): number =>
  [...partMeans(variant, task).values()].reduce((sum, mean) => sum + mean, 0);

interface Bars {
  /** From the axis outward. */
  readonly seen: readonly Part[];
  /** From the top. */
  readonly labels: readonly string[];
  /** Of the axis, which is the same under every policy: up to the longest bar of all, s. */
  readonly title: string;
  readonly longest: number;
}

/** A bar per variant. */
export const partsChart = ({ seen, labels, title, longest }: Bars): Spec => ({
  width: 'container',
  height: 24 * Math.max(1, labels.length),
  ...rows('rows'),
  params: chosenLabel,
  mark: { type: 'bar', height: 15, stroke: colour('surface'), strokeWidth: 0.7 },
  encoding: {
    y: {
      field: 'label',
      type: 'nominal',
      scale: { domain: labels },
      axis: BAR_LABELS,
    },
    x: {
      field: 'mean_s',
      type: 'quantitative',
      scale: { domain: [0, longest], nice: true },
      axis: { title, tickCount: 6, format: '~g' },
    },
    order: { field: 'order', type: 'quantitative' },
    opacity: OTHERS_PALE,
    color: {
      field: 'part',
      type: 'nominal',
      scale: { domain: seen.map(({ name }) => name), range: seen.map((one) => one.colour) },
      legend: null,
    },
    tooltip: [
      { field: 'label', title: 'variant' },
      { field: 'part', title: 'time at' },
      { field: 'mean_s', title: 'mean [s]', format: '.3~g' },
    ],
  },
});
