/**
 * The policy of an experiment: one of the catalog, a bound, or a user's own module.
 *
 * A module's default export is a PolicyMaker; `.ts` works where Node strips types itself. Left out: the policies.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError } from '../../model/kernel/faults.ts';
import type { Micros } from '../../model/kernel/units.ts';
import { policyNamed } from '../../model/policy/catalog.ts';
import type { Foresight, Policy, PolicyEntry, PolicySetting } from '../../model/policy/contract.ts';
import type { StepFunction } from '../../model/service/capacity.ts';
import type { PolicyChoice } from './experiment.ts';

/** How a load is driven where nobody says it. */
const DEFAULT_POLICY = 'hpa';

export const entryOf = async (choice: PolicyChoice): Promise<PolicyEntry> => {
  switch (choice.kind) {
    case 'auto':
      return policyNamed(DEFAULT_POLICY);
    case 'named':
      return policyNamed(choice.name);
    case 'module':
      return moduleAt(choice.path);
    default:
      return choice satisfies never;
  }
};

/** A fresh policy for one replay. */
export const policyOf = (
  entry: PolicyEntry,
  setting: PolicySetting,
  demand: StepFunction,
  lead: Micros,
): Policy => {
  if (entry.kind === 'policy') return entry.make(setting);
  const foresight: Foresight = { ...demand, lead };
  return entry.make(setting, foresight);
};

const moduleAt = async (path: string): Promise<PolicyEntry> => {
  const loaded = await import(pathToFileURL(resolve(path)).href).catch((fault: unknown) => {
    throw new InputError(
      `--policy ${path}: found a module that does not load (${firstLine(fault)}); a policy is a .js or .mjs module, ` +
        `or .ts from Node 22.18 on; mend it or give another path`,
    );
  });
  const entry = (loaded as { default?: Partial<PolicyEntry> }).default;
  if (entry?.kind !== 'policy' || typeof entry.make !== 'function' || typeof entry.name !== 'string') {
    throw new InputError(
      `--policy ${path}: found no policy as default export; it has { kind: 'policy', name, about, options, make }; ` +
        `see model/policy/contract.ts`,
    );
  }
  return entry as PolicyEntry;
};

const firstLine = (fault: unknown): string =>
  fault instanceof Error ? fault.message.split('\n')[0]! : String(fault);
