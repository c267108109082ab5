/**
 * A process that does slices of work when its parent says so, and answers what each cost it in processor time.
 *
 * Two of them, one per version, are worked in turns; each waits while the other works. Processor time rather than wall
 * time, so that a slice that was interrupted by another process costs what it cost. Left out: the turns (turns-of-two.ts).
 */
import { variantsNamed } from '../../model/host/variants.ts';
import { countLifecycle } from './lifecycles.ts';
import { churnOf } from './crowd.ts';
import { simulated, spansOf } from './hold.ts';

/** Does so many units of work. @returns how many it were */
type Slice = (units: number) => number;

const holding = (pending: number) => (): Slice => {
  const spans = spansOf(pending);
  const { work } = simulated(pending, spans, HOLDS);
  return (units) => {
    let done = 0;
    while (done < units) done += work();
    return done;
  };
};

/** Holds per call: far less than a slice. */
const HOLDS = 1_000;
/** Guests of the churn. */
const LIVE = 100;

const churning = (variant: string) => (): Slice => {
  const { crowd, runEvents } = churnOf(variantsNamed(variant)[0]!, LIVE);
  return (units) => {
    const before = crowd.simulation.events;
    runEvents(units);
    return crowd.simulation.events - before;
  };
};

/** What is timed, what a unit of it is, and after how many of them everything is compiled as it will be. */
const timedBenches = {
  'hold, 1e3 pending': { unit: 'hold', warmUp: 3_000_000, make: holding(1_000) },
  'hold, 1e5 pending': { unit: 'hold', warmUp: 2_000_000, make: holding(100_000) },
  'churn, stock': { unit: 'event', warmUp: 1_500_000, make: churning('stock') },
  'churn, all': { unit: 'event', warmUp: 1_500_000, make: churning('all') },
} as const satisfies Readonly<Record<string, { unit: string; warmUp: number; make: () => Slice }>>;

type TimedBench = keyof typeof timedBenches;

/** Asked by the parent. A later version answers what an earlier one asks. */
export type Asked =
  | { readonly ask: 'benches' }
  | { readonly ask: 'counts' }
  | { readonly ask: 'slice'; readonly bench: string; readonly units: number };

export interface Answers {
  readonly benches: readonly { readonly bench: string; readonly unit: string; readonly warmUp: number }[];
  readonly counts: readonly { readonly what: string; readonly unit: string; readonly value: number }[];
  /** µs of processor time, user and system, and the units done for it. */
  readonly slice: { readonly cpu: number; readonly units: number };
}

/** Lifecycles of which events are counted. */
const COUNTED = 1_000;

const made = new Map<string, Slice>();

const sliceOf = (bench: TimedBench): Slice => {
  const known = made.get(bench);
  if (known !== undefined) return known;
  const slice = timedBenches[bench].make();
  made.set(bench, slice);
  return slice;
};

const answer = (asked: Asked): Answers[Asked['ask']] => {
  switch (asked.ask) {
    case 'benches':
      return Object.entries(timedBenches).map(([bench, { unit, warmUp }]) => ({ bench, unit, warmUp }));
    case 'counts':
      return countLifecycle(COUNTED).map(({ what, unit, value }) => ({
        what: `${what}, ${unit}`,
        unit,
        value,
      }));
    case 'slice': {
      const work = sliceOf(asked.bench as TimedBench);
      const before = process.cpuUsage();
      const units = work(asked.units);
      const { user, system } = process.cpuUsage(before);
      return { cpu: user + system, units };
    }
    default:
      return asked satisfies never;
  }
};

process.on('message', (asked: Asked) => process.send?.(answer(asked)));
