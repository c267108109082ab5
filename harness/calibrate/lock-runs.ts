/**
 * Concurrent creations under the xl lock, as traced on a real Xen: when each asked for it, and how long it held it.
 *
 * Left out: runs without the lock, which have nothing to hold against a queue.
 */
import type { MeasuredRow } from './reading.ts';

export interface LockRun {
  readonly file: string;
  readonly creations: readonly {
    readonly asked: number;
    readonly granted: number;
    readonly held: number;
    readonly line: number;
  }[];
}

/** Rows without all of the times are creations that opened no lock. Times in seconds. */
export const xlLockOf = (file: string, rows: readonly MeasuredRow[]): LockRun => ({
  file,
  creations: rows
    .map((row) => ({
      asked: row.number('t_lock_requested_s'),
      granted: row.number('t_lock_granted_or_first_syscall_after_s'),
      held: row.number('held_s'),
      line: row.line,
    }))
    .filter(({ asked, granted, held }) => [asked, granted, held].every(Number.isFinite)),
});
