/**
 * Ctrl-C during a long job: the first asks it to stop and keep what it has, the second, or a job that does not heed the
 * first, ends the process with status 130. Left out: what is kept.
 */
import { exitStatus } from './exit.ts';

/** In which a job has to heed the first, ms. */
const GRACE = 2_000;

interface Process {
  on(event: 'SIGINT', listener: () => void): unknown;
  exit(status: number): void;
  readonly stderr: { write(text: string): unknown };
}

export interface Interruption {
  /** Aborted by the first interrupt. */
  readonly signal: AbortSignal;
  /** The job has stopped, or is done: what it writes now may take its time. */
  readonly heeded: () => void;
}

/** Listens from now on. */
export const interruptible = (host: Process = process, grace: number = GRACE): Interruption => {
  const controller = new AbortController();
  const end = (): void => host.exit(exitStatus.interrupted);
  let patience: NodeJS.Timeout | undefined;
  let isHeeded = false;
  host.on('SIGINT', () => {
    if (controller.signal.aborted) return end();
    host.stderr.write('stopping, and keeping what is finished; Ctrl-C again ends at once\n');
    controller.abort();
    // the timer must not keep alive a process that has finished
    if (!isHeeded) patience = setTimeout(end, grace).unref();
  });
  return {
    signal: controller.signal,
    heeded: () => {
      isHeeded = true;
      clearTimeout(patience);
    },
  };
};
