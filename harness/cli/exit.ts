/**
 * Exit statuses, and how a fault is told on standard error.
 *
 * 0 fine · 1 our bug · 2 the user's input · 3 a regression · 4 a law of the model broken · 130 interrupted. A user's
 * mistake is one line (several mistakes, a line each) and never a stack. Left out: the faults themselves.
 */
export const exitStatus = { fine: 0, bug: 1, input: 2, regression: 3, law: 4, interrupted: 130 } as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

export interface Ending {
  readonly status: ExitStatus;
  /** For standard error, without a final newline; empty where nothing is to be said. */
  readonly message: string;
}

/** By name: a fault from a worker thread is a copy, and no longer of our class. */
const nameOf = (fault: unknown): string => (fault instanceof Error ? fault.name : '');

/** How the process ends after this fault. */
export const endingOf = (fault: unknown): Ending => {
  const text = fault instanceof Error ? fault.message : String(fault);
  switch (nameOf(fault)) {
    case 'InputError':
      return { status: exitStatus.input, message: text };
    case 'ConservationError':
      return { status: exitStatus.law, message: `${text} (a fault of the model: please report)` };
    case 'AbortError':
      return { status: exitStatus.interrupted, message: 'interrupted' };
    default: {
      const stack = fault instanceof Error ? (fault.stack ?? text) : text;
      return {
        status: exitStatus.bug,
        message: `${stack}\na fault of xenreplay: please report it with these lines`,
      };
    }
  }
};
