/**
 * The policies and bounds there are, by name: a new one is a file and a line here.
 *
 * Left out: a user's own policy, which is a module and not in the catalog.
 */
import { InputError } from '../kernel/faults.ts';
import { oracle, peak } from './bounds.ts';
import type { PolicyEntry } from './contract.ts';
import { hpa } from './hpa.ts';
import { lastValue } from './last-value.ts';
import { didYouMean } from '../kernel/spelling.ts';
import { fixed } from './static.ts';

/** In the order they are listed: first the one that most people ask for. */
export const policies: readonly PolicyEntry[] = [
  hpa, // Kubernetes HPA v2
  lastValue, // the no-skill forecast
  fixed, // no autoscaling
  peak, // bound: the most that is ever needed
  oracle, // bound: what is needed, known in advance
];

/** @throws {InputError} with the known names and the nearest, where there is no such policy */
export const policyNamed = (name: string): PolicyEntry => {
  const found = policies.find((policy) => policy.name === name);
  if (found !== undefined) return found;
  const known = policies.map((policy) => policy.name);
  throw new InputError(`policy: found "${name}"; known: ${known.join(', ')}${didYouMean(name, known)}`);
};
