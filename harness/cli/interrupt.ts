/**
 * Ctrl-C during a long job: the first asks it to stop and keep what it has, the second, or a job that does not heed the
 * first, ends the process with status 130. Left out: what is kept.
 */
import { exitStatus } from './exit.ts';

/** As long as a job may take to write what it has, ms. */
const GRACE = 2_000;

interface Process {
  on(event: 'SIGINT', listener: () => void): unknown;
  exit(status: number): void;
}

/** Listens from now on; aborted by the first interrupt. */
export const interruptible = (host: Process = process, grace: number = GRACE): AbortSignal => {
  const controller = new AbortController();
  const end = (): void => host.exit(exitStatus.interrupted);
  host.on('SIGINT', () => {
    if (controller.signal.aborted) return end();
    controller.abort();
    // the timer must not keep alive a process that has finished
    setTimeout(end, grace).unref();
  });
  return controller.signal;
};
