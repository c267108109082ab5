/**
 * Long work of a command: its progress on standard error, and Ctrl-C heard between its pieces.
 *
 * Left out: what is kept after an interrupt; the work knows that.
 */
import type { Progress, Watch } from '../work/pieces.ts';
import { exitStatus } from './exit.ts';
import { interruptible } from './interrupt.ts';
import { progressOn } from './progress.ts';

/** How often it is told how far the work is where the work itself says nothing, ms. */
const BEAT = 1_000;

/** What the work gave; after an interrupt, which makes the status 130, the part of it that it kept. */
export const watched = async <T>(work: (watch: Watch) => Promise<T>): Promise<T> => {
  const line = progressOn(process.stderr);
  const { signal, heeded } = interruptible();
  let last: Progress | undefined;
  const progress = (now: Progress): void => {
    last = now;
    line.show(now);
  };
  const beat = setInterval(() => last !== undefined && line.show(last), BEAT);
  try {
    return await work({ progress, signal });
  } finally {
    clearInterval(beat);
    heeded();
    line.clear();
    if (signal.aborted) process.exitCode = exitStatus.interrupted;
  }
};
