/**
 * What creations and destructions cost the engine: one alone, ten thousand boots at once, and a churn without end.
 *
 * Counts of events are exact, the same on every machine. Left out: how long all this takes on the modelled host.
 */
import { variantsNamed, type Variant } from '../../model/host/variants.ts';
import { churnOf, crowdOf, type Churn } from './crowd.ts';
import { power, rowsOf, type Row } from './row.ts';
import { inTurns, type Contender } from './rounds.ts';
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
  readonly rounds: number;
}

/** A short run is repeated until it has so many events, so that no length of run is timed in a moment. */
const ENOUGH = 1_000_000;
/** Events between two turns of the event loop: a turn takes nothing beside them. */
const SLICE = 1_000_000;
/** By then the crowd is as it will be. */
const SETTLED = 5_000;

export const benchChurn = async ({ events, rounds }: ChurnPlan, within: Within): Promise<readonly Row[]> => {
  const enough = Math.min(events.at(-1)!, ENOUGH);
  const contenders = Object.fromEntries(
    events.map((count) => [String(count), churnsOf(count, Math.ceil(enough / count))]),
  );
  await inTurns({ warmUp: churnsOf(enough, 1) }, 1);
  const seconds = await inTurns(contenders, rounds, within);
  const row = rowsOf('churn', 'measured');
  const costs = Object.values(seconds);
  return [
    ...events.map((count) => row(`over ${power(count)} events`, seconds[String(count)]! * 1e6, 'µs/event')),
    {
      ...row('dearest over cheapest', Math.max(...costs) / Math.min(...costs), '1'),
      target: { atMost: 1.1 },
    },
  ];
};

/** So many churns, each from its start on; one at a time, so that a short one finds no colder memory than a long one. */
const churnsOf = (count: number, copies: number): Contender => {
  let churn: Churn | undefined;
  return {
    repeats: copies,
    prepare: () => {
      churn = churnOf(variantNamed('stock'), BESIDE);
      churn.runEvents(SETTLED);
    },
    work: async (turn) => {
      const { crowd, runEvents } = churn!;
      const before = crowd.simulation.events;
      for (let left = count; left > 0; left -= SLICE) {
        runEvents(Math.min(left, SLICE));
        if (left > SLICE) await turn();
      }
      return crowd.simulation.events - before;
    },
  };
};
