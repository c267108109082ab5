/**
 * The outline of a workload in a line of blocks, with what a column lasts and how high the highest is.
 *
 * Left out: the outline itself (traces/outline).
 */
import { inSeconds } from '../../model/kernel/units.ts';
import type { Workload } from '../../model/workload.ts';
import { outlineOf } from '../../traces/outline.ts';
import type { IngestReport } from '../../traces/report.ts';
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

/** The steepest rises of a load in replicas, where ten carry its mean: how much an autoscaler is asked for at once. */
export const scaleUpLines = ({ steps, mean, bursts }: IngestReport): readonly string[] => {
  if (steps === undefined || mean === undefined || !(mean > 0)) return [];
  const [minute, five] = [bursts.in60s, bursts.in300s].map((rise) => Math.ceil((10 * rise) / mean));
  return entry('scale-up', `where ten replicas carry the mean: ${minute} more in 60 s, ${five} in 300 s`);
};
