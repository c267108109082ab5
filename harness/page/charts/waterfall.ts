/**
 * One creation or destruction dissected: the steps of its path in order, each with its wait and its service, mean over all.
 *
 * A path is sequential, so a step begins where the one before it ended and the whole is the mean duration. Steps of one phase
 * that follow each other are one row. Left out: lanes beside the path.
 */
import type { Cell, PackedRows } from '../browser/data.ts';
import type { VariantResult } from '../../result/document.ts';
import { rows, type Spec } from './chart.ts';
import { colour } from './look.ts';
import { digits } from './numbers.ts';

export type Task = 'creation' | 'destruction';

interface Stage {
  readonly phase: string;
  readonly stations: string;
  readonly waited: number;
  readonly served: number;
  /** Longest wait of one task, s. */
  readonly longest: number;
}

/** Mean seconds of one task in each phase, in the order of the path. */
export const stagesOf = (variant: VariantResult, task: Task): readonly Stage[] => {
  const count = variant.metrics[task === 'creation' ? 'setups' : 'destroys']?.value ?? 0;
  const stages = new Map<string, Stage>();
  for (const { phase = '', station, waited_s, served_s, waited_max_s } of variant.waits.filter(
    (wait) => wait.task === task,
  )) {
    const before = stages.get(phase);
    const stations = new Set([...(before?.stations.split(', ') ?? []), station]);
    stages.set(phase, {
      phase,
      stations: [...stations].join(', '),
      waited: (before?.waited ?? 0) + waited_s / Math.max(1, count),
      served: (before?.served ?? 0) + served_s / Math.max(1, count),
      longest: Math.max(before?.longest ?? 0, waited_max_s ?? 0),
    });
  }
  return [...stages.values()];
};

/** Below this share of the whole under every variant a phase has no row. */
const WORTH = 1e-3;

const sumOf = (stages: readonly Stage[]): number =>
  stages.reduce((sum, { waited, served }) => sum + waited + served, 0);

/**
 * The phases that have a row, in the order of the path.
 *
 * A phase that only some variants pass stands where these pass it.
 */
export const phasesOf = (variants: readonly VariantResult[], task: Task): readonly string[] => {
  const each = variants.map((variant) => stagesOf(variant, task));
  const path: string[] = [];
  for (const stages of each) {
    let place = 0;
    for (const { phase } of stages) {
      const known = path.indexOf(phase);
      if (known < 0) path.splice(place, 0, phase);
      place = (known < 0 ? place : known) + 1;
    }
  }
  return path.filter((phase) =>
    each.some((stages) => sumOf(stages.filter((stage) => stage.phase === phase)) > sumOf(stages) * WORTH),
  );
};

/** A row per wait and per service of each variant in these phases. */
export const waterfallRows = (
  variants: readonly VariantResult[],
  task: Task,
  phases: readonly string[],
): PackedRows => {
  return {
    by: 'run',
    shared: ['policy', 'variant'],
    columns: ['phase', 'state', 'from_s', 'until_s', 'length_s', 'longest_s', 'stations'],
    groups: variants.map((variant) => {
      let at = 0;
      return {
        shared: [variant.policy, variant.name],
        rows: stagesOf(variant, task).flatMap(({ phase, stations, waited, served, longest }) => {
          const row = (state: string, length: number): readonly Cell[] => {
            const from = at;
            at += length;
            const ends = [from, at, length, longest].map((value) => digits(value));
            return [phase, state, ...ends, stations];
          };
          const rows = [row('waits', waited), row('is served', served)];
          return phases.includes(phase) ? rows.filter((_, i) => [waited, served][i]! > 0) : [];
        }),
      };
    }),
  };
};

/**
 * @param phases   a row each, from the top
 * @param longest  mean duration under the slowest variant, s, so that the others can be compared with it
 */
export const waterfallChart = (phases: readonly string[], longest: number): Spec => ({
  width: 'container',
  height: 19 * phases.length,
  ...rows('rows'),
  mark: { type: 'bar', height: 11 },
  encoding: {
    y: {
      field: 'phase',
      type: 'nominal',
      scale: { domain: phases },
      axis: {
        title: null,
        domain: false,
        ticks: false,
        minExtent: 92,
        maxExtent: 92,
        labelPadding: 6,
      },
    },
    x: {
      field: 'from_s',
      type: 'quantitative',
      scale: { domain: [0, longest], nice: true },
      axis: { title: 'seconds since the request, mean', tickCount: 6, format: '~g' },
    },
    x2: { field: 'until_s' },
    color: {
      field: 'state',
      type: 'nominal',
      scale: { domain: ['waits', 'is served'], range: [colour('waits'), colour('serves')] },
      legend: null,
    },
    tooltip: [
      { field: 'phase', title: 'step' },
      { field: 'state', title: 'it' },
      { field: 'stations', title: 'at' },
      { field: 'length_s', title: 'mean [s]', format: '.3~g' },
      { field: 'longest_s', title: 'longest wait [s]', format: '.3~g' },
    ],
  },
});
