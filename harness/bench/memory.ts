/**
 * Memory of the engine: what a live domain holds, and that a churn ten times as long holds no more.
 *
 * Counted after a collection, typed arrays included: what is reachable, not what the collector has yet to find. Left out:
 * the process around it, and the recording, whose columns of durations grow with the trace by design.
 */
import { variantsNamed } from '../../model/host/variants.ts';
import { collectorOf } from './collector.ts';
import { churnOf, crowdOf } from './crowd.ts';
import { power, rowsOf, type Row } from './row.ts';
import type { Within } from '../work/pieces.ts';

export interface MemoryPlan {
  readonly domains: number;
  /** Lifecycles of the shorter churn; the longer one has ten times as many. */
  readonly lifecycles: number;
}

/** Guests that run all the while. */
const LIVE = 100;
/** Measured so often on the way. */
const LOOKS = 20;
/** Turns of the event loop between two looks. */
const PARTS = 5;
/** A tenth is what a collection may leave behind. */
const GROWTH = 1.1;

const row = rowsOf('memory', 'measured');

export const benchMemory = async (
  { domains, lifecycles }: MemoryPlan,
  within: Within,
): Promise<readonly Row[]> => {
  const stock = variantsNamed('stock')[0]!;
  const collect = collectorOf();
  const used = (): number => {
    // twice: what the first one frees may be given back during the second
    collect();
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };

  const before = used();
  const crowd = crowdOf({ variant: stock, found: domains, most: domains });
  const held = used() - before;
  const each = held / crowd.host.live();

  const churn = churnOf(stock, LIVE);
  const start = used();
  const peakUntil = async (count: number): Promise<number> => {
    let peak = 0;
    const rest = count - churn.lifecycles();
    for (let look = 0; look < LOOKS; look += 1) {
      for (let part = 0; part < PARTS; part += 1) {
        churn.runLifecycles(rest / LOOKS / PARTS);
        await within(Math.min(1, churn.lifecycles() / (10 * lifecycles)));
      }
      peak = Math.max(peak, used());
    }
    return peak;
  };
  const short = await peakUntil(lifecycles);
  const long = await peakUntil(10 * lifecycles);
  return [
    row(`of one of ${domains} live domains`, each, 'B'),
    row('process before the churn', start / MEGA, 'MB'),
    row(`peak, churn of ${power(lifecycles)}`, short / MEGA, 'MB'),
    row(`peak, churn of ${power(10 * lifecycles)}`, long / MEGA, 'MB'),
    { ...row('the longer over the shorter', long / short, '1'), target: { atMost: GROWTH } },
  ];
};

const MEGA = 1e6;
