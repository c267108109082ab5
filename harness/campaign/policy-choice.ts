/**
 * Which policy, and with what: the form in which an experiment holds it and a worker thread is handed it.
 *
 * Left out: how it is typed (policy-list.ts, policy-file.ts), and the policy itself (policies.ts).
 */
import { InputError } from '../../model/kernel/faults.ts';
import { didYouMean } from '../../model/kernel/spelling.ts';
import { policies } from '../../model/policy/catalog.ts';

export type Options = Readonly<Record<string, string>>;

/** `auto`: the trace drives the host itself (lifecycle), or `hpa` (load). A module is a user's own policy. */
export type PolicyChoice = {
  readonly options: Options;
  /** What tables call it, where the user says so. */
  readonly label?: string;
} & (
  | { readonly kind: 'auto' }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'module'; readonly path: string }
);

/** The trace is its own policy. */
export const TRACE_POLICY = 'trace';

export const isTrace = (choice: PolicyChoice): boolean =>
  choice.kind === 'named' && choice.name === TRACE_POLICY;

/** Words for every policy of the catalog. */
export const EVERY: readonly string[] = ['all', 'every'];

/** A name of the catalog, or the trace. @throws {InputError} with the known names and the nearest */
export const nameKnown = (name: string, where: string): string => {
  const names = [...policies.map((policy) => policy.name), TRACE_POLICY];
  if (names.includes(name)) return name;
  const known = [...names, 'all'];
  throw new InputError(`${where}: found "${name}"; known: ${known.join(', ')}${didYouMean(name, known)}`);
};
