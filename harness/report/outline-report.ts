/**
 * The outline of a workload in a line of blocks, with what a column lasts and how high the highest is.
 *
 * Left out: the outline itself (traces/outline).
 */
import { inSeconds } from '../../model/kernel/units.ts';
import { meanRate, type Workload } from '../../model/workload.ts';
import { scaleUp } from '../../traces/character.ts';
import { outlineOf } from '../../traces/outline.ts';
import { sparkline } from './sparkline.ts';
import { entry, number, span, tally } from './text.ts';

/** @param columns  of the line; one lasts so much of the trace */
export const outlineLines = (workload: Workload, columns: number): readonly string[] => {
  const outline = outlineOf(workload, columns);
  const most = outline.reduce((highest, value) => Math.max(highest, value), 0);
  const what = workload.kind === 'load' ? 'load' : 'alive';
  const lasts = span(inSeconds(workload.horizon) / columns);
  return [
    // not wrapped: a blank in it is a time without load
    `  ${what.padEnd(10)}${sparkline(outline)}`.trimEnd(),
    ...entry(
      '',
      `the most in each ${lasts}, ${workload.kind === 'load' ? number(most) : tally(most)} at the highest`,
    ),
  ];
};

/** The steepest rises of a load in whole replicas, where ten carry its mean: how much an autoscaler is asked for at once. */
export const scaleUpLines = (workload: Workload): readonly string[] => {
  if (workload.kind !== 'load' || !(meanRate(workload) > 0)) return [];
  const { in60s, in300s } = scaleUp(workload, 10);
  return entry('scale-up', `where ten replicas carry the mean: ${in60s} more in 60 s, ${in300s} in 300 s`);
};
