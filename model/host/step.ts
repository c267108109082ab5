/**
 * A phase is one or more steps; a step asks one station for one thing, and its time is split into waited and served.
 *
 * A path (creation, destruction) is an ordered list of steps, built once per host from its design. Left out: what the
 * stations do.
 */
import { ConservationError } from '../kernel/faults.ts';
import type { StepTotals } from '../recording.ts';
import type { Micros } from '../kernel/units.ts';

export interface Step {
  /** Named as in the specification of the host, sections A.1 and C.1. */
  readonly phase: string;
  readonly station: string;
  /** Asks the station; true when nothing had to be waited for, else the station tells the job when it is done. */
  readonly begin: (job: number) => boolean;
  /** Asked when the station is done: true to do the whole step again, as a transaction that met a conflict. */
  readonly again: ((job: number) => boolean) | undefined;
}

export type Path = readonly Step[];

/** All steps are made here: of one shape, so that walking a path looks a step up in one way. */
export const step = (
  phase: string,
  station: string,
  begin: (job: number) => boolean,
  again?: (job: number) => boolean,
): Step => ({ phase, station, begin, again });

/** The station of a step that takes no time. */
export const NO_STATION = 'none';

/** A step that takes no time: a mark on the path. */
export const mark = (phase: string, act: (job: number) => void): Step =>
  step(phase, NO_STATION, (job) => {
    act(job);
    return true;
  });

/** Sums per step of one path, over all jobs that passed it. */
export interface PathTotals {
  readonly add: (index: number, waited: number, served: number) => void;
  readonly rows: (task: StepTotals['task']) => StepTotals[];
}

/** Per step, beside each other in memory: passes, waited, served, and the longest wait. */
const SUMS = 4;

export const pathTotalsOf = (path: Path): PathTotals => {
  const sums = new Float64Array(SUMS * path.length);
  return {
    add: (index, waited, served) => {
      const at = SUMS * index;
      sums[at]! += 1;
      sums[at + 1]! += waited;
      sums[at + 2]! += served;
      if (waited > sums[at + 3]!) sums[at + 3] = waited;
    },
    rows: (task) =>
      path
        .map((one, index) => ({
          task,
          phase: one.phase,
          station: one.station,
          passes: sums[SUMS * index]!,
          waited: sums[SUMS * index + 1]! as Micros,
          served: sums[SUMS * index + 2]! as Micros,
          waitedMax: sums[SUMS * index + 3]! as Micros,
        }))
        .filter((row) => row.station !== NO_STATION),
  };
};

/** Adds the same rows of many hosts. @throws {ConservationError} when the hosts' paths differ */
export const sumOfTotals = (hosts: readonly (readonly StepTotals[])[]): readonly StepTotals[] => {
  const [first, ...others] = hosts;
  if (first === undefined) return [];
  return first.map((row, index) => {
    const same = [row, ...others.map((rows) => rows[index])];
    return same.reduce<StepTotals>(
      (sum, one) => {
        if (one === undefined || one.phase !== row.phase || one.station !== row.station) {
          throw new ConservationError(
            `hosts of one replay walked different paths at step ${index}, "${row.phase}"`,
          );
        }
        return {
          ...sum,
          passes: sum.passes + one.passes,
          waited: (sum.waited + one.waited) as Micros,
          served: (sum.served + one.served) as Micros,
          waitedMax: Math.max(sum.waitedMax, one.waitedMax) as Micros,
        };
      },
      { ...row, passes: 0, waited: 0 as Micros, served: 0 as Micros, waitedMax: 0 as Micros },
    );
  });
};
