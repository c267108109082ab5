/**
 * Set-up and destruction as distributions: for every duration, the share of tasks that took no longer.
 *
 * Of all seeds together. Up to so many tasks every one is a step; of more, evenly spaced ranks, the longest included. Left out:
 * the variant without latency, which has no duration.
 */
import type { Durations } from '../../../model/kernel/column.ts';
import type { PackedRows } from '../browser/data.ts';
import { rows, type Spec } from './chart.ts';
import { colour, type Look } from './look.ts';
import { digits } from './numbers.ts';

/** Seconds, ascending, and the share of the sample at or below each. */
export interface Distribution {
  readonly seconds: readonly number[];
  readonly share: readonly number[];
}

/**
 * @param spans  µs, in any order
 * @param most   points at most
 */
export const distributionOf = (spans: Durations, most: number): Distribution => {
  const sorted = spans.toSorted();
  const n = sorted.length;
  const points = Math.min(n, most);
  const ranks = Array.from({ length: points }, (_, i) => Math.ceil(((i + 1) * n) / points));
  return {
    seconds: ranks.map((rank) => digits(sorted[rank - 1]! / 1e6)),
    share: ranks.map((rank) => digits(rank / n)),
  };
};

export interface Distributed {
  readonly policy: string;
  readonly variant: string;
  readonly label: string;
  readonly distribution: Distribution;
}

export const distributionRows = (all: readonly Distributed[]): PackedRows => ({
  by: 'policy',
  shared: ['policy', 'variant', 'label'],
  columns: ['seconds', 'share'],
  groups: all.map(({ policy, variant, label, distribution: { seconds, share } }) => ({
    shared: [policy, variant, label],
    // the curve leaves the axis at the shortest duration
    rows: [[seconds[0] ?? 0, 0], ...seconds.map((one, i) => [one, share[i]!])].slice(
      seconds.length === 0 ? 1 : 0,
    ),
  })),
});

/** @param all  with one duration at least: the axis is the same whatever is chosen */
export const distributionChart = (
  looks: ReadonlyMap<string, Look>,
  title: string,
  all: readonly Distributed[],
): Spec => {
  const seconds = all.flatMap(({ distribution }) => distribution.seconds);
  const names = [...looks.keys()];
  const by = (range: readonly unknown[]): Spec => ({
    field: 'variant',
    type: 'nominal',
    scale: { domain: names, range },
    legend: null,
  });
  const encoding = {
    x: {
      field: 'seconds',
      type: 'quantitative',
      scale: {
        type: 'log',
        nice: false,
        domain: [Math.min(...seconds) * 0.95, Math.max(...seconds) * 1.05],
      },
      axis: { title, format: '~g', tickCount: 6, labelOverlap: true, grid: true },
    },
    y: {
      field: 'share',
      type: 'quantitative',
      scale: { domain: [0, 1] },
      axis: { title: 'share of them', format: '.0%', tickCount: 5, minExtent: 44, maxExtent: 44 },
    },
    color: by([...looks.values()].map((look) => look.colour)),
    strokeDash: by([...looks.values()].map(({ dash }) => dash)),
  };
  const line = { type: 'line', interpolate: 'step-after', clip: true };
  return {
    width: 'container',
    height: 240,
    ...rows('rows'),
    params: [{ name: 'chosen', value: '' }],
    layer: [
      {
        mark: { ...line, strokeWidth: 1.6 },
        transform: [{ filter: 'datum.variant !== chosen' }],
        encoding: { ...encoding, opacity: { value: 0.75 } },
      },
      {
        mark: { ...line, strokeWidth: 3.2 },
        transform: [{ filter: 'datum.variant === chosen' }],
        encoding,
      },
      {
        mark: { type: 'point', filled: true, size: 120, opacity: 0, color: colour('ink') },
        encoding: {
          x: encoding.x,
          y: encoding.y,
          tooltip: [
            { field: 'label', title: 'variant' },
            { field: 'seconds', title: 'within [s]', format: '.3~g' },
            { field: 'share', title: 'share', format: '.1%' },
          ],
        },
      },
    ],
  };
};
