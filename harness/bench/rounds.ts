/**
 * Wall-clock timing in turns: every contender once per round, so that what disturbs the machine disturbs them all.
 *
 * tinybench takes the time of each call. Left out: what is concluded; only ratios within one process and medians of rounds
 * mean anything on a machine that is shared.
 */
import { median } from 'simple-statistics';
import { unwatched, type Within } from '../work/pieces.ts';

export interface Contender {
  /** Before each timing, outside of it. */
  readonly prepare?: () => void;
  /** Timings per round, each prepared anew, where one is too short to be timed well; 1 where nothing is said. */
  readonly repeats?: number;
  /** What is timed. @returns how many units of work it was: holds, events, rows */
  readonly work: () => number | Promise<number>;
}

/** Seconds of one unit of work, the median over the rounds. */
export type PerUnit<Name extends string> = Readonly<Record<Name, number>>;

export const inTurns = async <Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  rounds: number,
  within: Within = unwatched,
): Promise<PerUnit<Name>> => {
  const seconds = await roundByRound(contenders, rounds, within);
  return Object.fromEntries(
    Object.entries<readonly number[]>(seconds).map(([name, all]) => [name, median([...all])]),
  ) as PerUnit<Name>;
};

/** What one takes over what the other takes, the median over the rounds: what slows both in a round is not in it. */
export const medianRatio = (one: readonly number[], other: readonly number[]): number =>
  median(one.map((seconds, round) => seconds / other[round]!));

/** Seconds of one unit of work in every round. */
export const roundByRound = async <Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  rounds: number,
  within: Within = unwatched,
): Promise<Readonly<Record<Name, readonly number[]>>> => {
  const { Bench } = await import('tinybench');
  const entries = Object.entries(contenders) as [Name, Contender][];
  const seconds = new Map<Name, number[]>(entries.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    // in every second round the other way about: nobody is always first
    for (const [at, [name, { prepare, repeats = 1, work }]] of (round % 2 === 0
      ? entries
      : entries.toReversed()
    ).entries()) {
      await within((round + at / entries.length) / rounds);
      const bench = new Bench({ iterations: repeats, time: 0, warmup: false, throws: true });
      let units = 0;
      const timed = async (): Promise<void> => {
        units += await work();
      };
      bench.add(name, timed, { async: true, beforeEach: () => prepare?.() });
      const [task] = await bench.run();
      const { result } = task!;
      if (!('latency' in result)) throw new Error(`${name} was not timed: ${result.state}`);
      seconds.get(name)!.push((result.latency.mean * repeats) / 1_000 / units);
    }
  }
  return Object.fromEntries(seconds) as Record<Name, number[]>;
};
