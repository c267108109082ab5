/**
 * Judges all cases: those that take seconds on threads of their own, the rest at once.
 *
 * A judgement depends on nothing but its case, so threads change nothing but the time. Left out: reading the cases.
 */
import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import type { Watch } from '../work/pieces.ts';
import { judge, type Case, type Judgement } from './judge.ts';
import type { SentCase } from './worker.ts';

/** Of a slow case, where a quick one has 1: a queue simulated against a sum. */
const SLOW = 1_000;

/** @returns  in the order of the cases; those that an interrupt left unjudged are not there */
export const judgeAll = async (cases: readonly Case[], watch: Watch): Promise<readonly Judgement[]> => {
  const slow = cases.filter(({ set, given, unknown }) => unknown === undefined && set.isSlow(given as never));
  const quick = cases.filter((one) => !slow.includes(one));
  const found = new Map<Case, Judgement>();
  const all = quick.length + SLOW * slow.length;
  const told = (weight: number): void =>
    watch.progress({ done: found.size, total: cases.length, label: 'cases judged', share: weight / all });
  const aborted = (): boolean => watch.signal?.aborted === true;
  for (const one of quick) {
    if (aborted()) break;
    found.set(one, judge(one));
    told(found.size);
    await turn();
  }
  if (slow.length > 0 && !aborted()) {
    await onThreads(slow, found, watch.signal, () => told(quick.length + SLOW * (found.size - quick.length)));
  }
  return cases.flatMap((one) => found.get(one) ?? []);
};

const onThreads = async (
  slow: readonly Case[],
  found: Map<Case, Judgement>,
  signal: AbortSignal | undefined,
  told: () => void,
): Promise<void> => {
  const { Piscina } = await import('piscina');
  // every case listens to the one signal, and Node warns of more than ten as of a leak
  if (signal !== undefined) setMaxListeners(slow.length + 1, signal);
  const threads = Math.min(availableParallelism(), slow.length);
  const pool = new Piscina({
    filename: new URL('./worker.js', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
  });
  try {
    await Promise.all(
      slow.map(async (one) => {
        const sent: SentCase = { ...one, set: one.set.set };
        try {
          const options = { name: 'judged', ...(signal === undefined ? {} : { signal }) };
          found.set(one, (await pool.run(sent, options)) as Judgement);
          told();
        } catch (fault) {
          // ended in the middle of it by an interrupt
          if (signal?.aborted !== true) throw fault;
        }
      }),
    );
  } finally {
    await pool.destroy();
  }
};
