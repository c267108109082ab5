/**
 * Judges all cases: those that take seconds on threads of their own, the rest at once.
 *
 * A judgement depends on nothing but its case, so threads change nothing but the time. Left out: reading the cases.
 */
import { availableParallelism } from 'node:os';
import { judge, type Case, type Judgement } from './judge.ts';
import type { SentCase } from './worker.ts';

/** Told after each case on a thread how many of those are done. */
type Progress = (done: number, total: number) => void;

/** @returns  in the order of the cases */
export const judgeAll = async (cases: readonly Case[], progress: Progress): Promise<readonly Judgement[]> => {
  const slow = cases.filter(({ set, given, unknown }) => unknown === undefined && set.isSlow(given as never));
  const found = new Map<Case, Judgement>();
  for (const one of cases) if (!slow.includes(one)) found.set(one, judge(one));
  if (slow.length > 0) await onThreads(slow, found, progress);
  return cases.map((one) => found.get(one)!);
};

const onThreads = async (
  slow: readonly Case[],
  found: Map<Case, Judgement>,
  progress: Progress,
): Promise<void> => {
  const { Piscina } = await import('piscina');
  let done = 0;
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
        found.set(one, (await pool.run(sent, { name: 'judged' })) as Judgement);
        done += 1;
        progress(done, slow.length);
      }),
    );
  } finally {
    await pool.destroy();
  }
};
