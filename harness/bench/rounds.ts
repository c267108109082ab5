/**
 * Wall-clock timing in turns: every contender once per round, so that what disturbs the machine disturbs them all.
 *
 * tinybench takes the time of each call. Left out: what is concluded; only ratios within one process and medians of rounds
 * mean anything on a machine that is shared.
 */
import { median } from 'simple-statistics';

export interface Contender {
  /** Before each round, outside the timing. */
  readonly prepare?: () => void;
  /** What is timed. @returns how many units of work it was: holds, events, rows */
  readonly work: () => number | Promise<number>;
}

/** Seconds of one unit of work, the median over the rounds. */
export type PerUnit<Name extends string> = Readonly<Record<Name, number>>;

export const inTurns = async <Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  rounds: number,
): Promise<PerUnit<Name>> => {
  const { Bench } = await import('tinybench');
  const entries = Object.entries(contenders) as [Name, Contender][];
  const seconds = new Map<Name, number[]>(entries.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const units = new Map<string, number>();
    const bench = new Bench({ iterations: 1, time: 0, warmup: false, throws: true });
    // in every second round the other way about: nobody is always first
    for (const [name, { prepare, work }] of round % 2 === 0 ? entries : entries.toReversed()) {
      bench.add(
        name,
        async () => {
          units.set(name, await work());
        },
        { async: true, beforeEach: () => prepare?.() },
      );
    }
    await bench.run();
    for (const { name, result } of bench.tasks) {
      if (!('latency' in result)) throw new Error(`${name} was not timed: ${result.state}`);
      seconds.get(name as Name)!.push(result.latency.mean / 1_000 / units.get(name)!);
    }
  }
  return Object.fromEntries(entries.map(([name]) => [name, median(seconds.get(name)!)])) as PerUnit<Name>;
};
