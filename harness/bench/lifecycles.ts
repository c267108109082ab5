/**
 * What creations and destructions cost the engine: one alone, ten thousand boots at once, and a churn without end.
 *
 * Counts of events are exact, the same on every machine. Left out: how long all this takes on the modelled host.
 */
import { median } from 'simple-statistics';
import { variantsNamed, type Variant } from '../../model/host/variants.ts';
import { churnOf, crowdOf, type Churn } from './crowd.ts';
import { power, rowsOf, type Row } from './row.ts';
import { inTurns, medianRatio, roundByRound, type Contender } from './rounds.ts';
import type { Within } from '../work/pieces.ts';

const variantNamed = (name: string): Variant => variantsNamed(name)[0]!;
const VARIANTS = ['stock', 'all'] as const;

/** Guests that run beside it. */
const BESIDE = 100;

/** @param churned  lifecycles of the churn that is counted as well */
export const countLifecycle = (churned: number): readonly Row[] => {
  const { simulation, host, create } = crowdOf({
    variant: variantNamed('stock'),
    found: BESIDE,
    most: BESIDE + 1,
  });
  const { domain } = create();
  simulation.run();
  host.destroy(domain);
  simulation.run();
  const churn = churnOf(variantNamed('stock'), BESIDE);
  churn.runLifecycles(churned);
  const { events, heapOperations } = churn.crowd.simulation;
  const row = rowsOf('lifecycle', 'exact');
  return [
    { ...row(`alone beside ${BESIDE} guests`, simulation.events, 'events'), target: { atMost: 60 } },
    row(`alone beside ${BESIDE} guests`, simulation.heapOperations, 'heap ops'),
    row('each of a churn', events / churn.lifecycles(), 'events'),
    row('each of a churn', heapOperations / churn.lifecycles(), 'heap ops'),
  ];
};

export const benchStorm = async (boots: number, rounds: number, within: Within): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for (const [at, name] of VARIANTS.entries()) {
    let events = 0;
    const storm = {
      work: (): number => {
        const { simulation, create } = crowdOf({ variant: variantNamed(name), found: 0, most: boots });
        for (let i = 0; i < boots; i += 1) create();
        simulation.run();
        ({ events } = simulation);
        return events;
      },
    };
    const seconds = await inTurns({ storm }, rounds, (part) => within((at + part) / VARIANTS.length));
    const what = `${name}, ${power(boots)} boots`;
    const timed = rowsOf('lock storm', 'measured');
    rows.push(
      rowsOf('lock storm', 'exact')(what, events, 'events'),
      timed(what, 1e-6 / seconds.storm, 'M events/s'),
      timed(what, seconds.storm * events, 's'),
    );
  }
  return rows;
};

export interface ChurnPlan {
  /** Events per run, rising. */
  readonly events: readonly number[];
  /** Events that are timed at once. */
  readonly slice: number;
}

/** By then the crowd is as it will be. */
const SETTLED = 5_000;

/**
 * Runs of all lengths advance in turns, a slice each, while the longest runs once. They are held against each other turn by
 * turn: a machine that is slower for some seconds is so for all of them.
 */
export const benchChurn = async ({ events, slice }: ChurnPlan, within: Within): Promise<readonly Row[]> => {
  const contenders = Object.fromEntries(events.map((count) => [String(count), churnsOf(count, slice)]));
  const rounds = Math.ceil(events.at(-1)! / slice);
  await inTurns({ warmUp: churnsOf(slice, slice) }, Math.ceil(rounds / WARM));
  const seconds = await roundByRound(contenders, rounds, within);
  const row = rowsOf('churn', 'measured');
  const of = (count: number): readonly number[] => seconds[String(count)]!;
  const shortest = of(events[0]!);
  const ratios = events.map((count) => medianRatio(of(count), shortest));
  return [
    ...events.map((count) => row(`over ${power(count)} events`, median([...of(count)]) * 1e6, 'µs/event')),
    {
      ...row('dearest over cheapest', Math.max(...ratios) / Math.min(...ratios), '1'),
      target: { atMost: 1.1 },
    },
  ];
};

/** So many times as much is timed as is run before. */
const WARM = 10;

/** Churns of that many events, one after the other, each from its start on; what is timed is a slice, or several that are shorter. */
const churnsOf = (count: number, slice: number): Contender => {
  const part = Math.min(count, slice);
  let churn: Churn | undefined;
  let left = 0;
  return {
    repeats: Math.ceil(slice / part),
    prepare: () => {
      if (left > 0) return;
      churn = churnOf(variantNamed('stock'), BESIDE);
      churn.runEvents(SETTLED);
      left = count;
    },
    work: () => {
      const { crowd, runEvents } = churn!;
      const before = crowd.simulation.events;
      runEvents(part);
      left -= part;
      return crowd.simulation.events - before;
    },
  };
};
