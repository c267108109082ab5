/**
 * Where the time of creations or destructions went: by station or by phase, waited for and served.
 *
 * Shares are of all the time of that task, so the rows of one table sum to 1. Left out: single domains (the recording's
 * rows) and what a station did for others.
 */
import type { StepTotals } from '../../model/recording.ts';

export interface PhaseShare {
  /** Name of the station or of the phase. */
  readonly name: string;
  /** Passes through its steps; a task that passes twice counts twice. */
  readonly passes: number;
  /** µs over all passes. */
  readonly waited: number;
  readonly served: number;
  /** Of all the time of the task, 0 to 1; 0 where it took none. */
  readonly waitedShare: number;
  readonly servedShare: number;
  /** Longest single wait, µs. */
  readonly waitedMax: number;
}

/**
 * @returns  largest share first, waited and served together; equal ones in the order of the steps
 */
export const phaseShares = (
  steps: readonly StepTotals[],
  task: StepTotals['task'],
  by: 'station' | 'phase',
): readonly PhaseShare[] => {
  const ofTask = steps.filter((step) => step.task === task);
  const all = sumOf(ofTask, (step) => step.waited + step.served);
  const share = (part: number): number => (all > 0 ? part / all : 0);
  return [...new Set(ofTask.map((step) => step[by]))]
    .map((name): PhaseShare => {
      const rows = ofTask.filter((step) => step[by] === name);
      const waited = sumOf(rows, (step) => step.waited);
      const served = sumOf(rows, (step) => step.served);
      return {
        name,
        passes: sumOf(rows, (step) => step.passes),
        waited,
        served,
        waitedShare: share(waited),
        servedShare: share(served),
        waitedMax: rows.reduce((longest, step) => Math.max(longest, step.waitedMax), 0),
      };
    })
    .toSorted((a, b) => b.waited + b.served - (a.waited + a.served));
};

const sumOf = (steps: readonly StepTotals[], of: (step: StepTotals) => number): number =>
  steps.reduce((sum, step) => sum + of(step), 0);
