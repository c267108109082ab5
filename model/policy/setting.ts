/**
 * What a policy is told once: bounds, first size and cadence, from its own defaults and the options that every policy has.
 *
 * An option of the policy is stronger than a flag of the whole replay, which is stronger than the policy's own default.
 * Left out: the policy's own options, which it reads itself.
 */
import { InputError } from '../kernel/faults.ts';
import { hours, micros, millis, seconds } from '../kernel/units.ts';
import type { Cadence, PolicyEntry, PolicySetting } from './contract.ts';
import { type COMMON, optional, readOptions, span, textsOf, wholeNumber } from './options.ts';

/** @source assumed: the HPA's sync, and one scrape of a metrics pipeline of the same pace */
export const defaultCadence: Cadence = { tick: seconds(15), sample: seconds(15), delay: seconds(15) };

/** More replicas than any service in domains has. */
const REPLICAS_MAX = 100_000;
const DAY = hours(24);
const SPAN = span(millis(1), DAY, 'from 1 ms to 24 h');
const OURS = 'of every policy';

const table = {
  min: optional(
    wholeNumber(0, REPLICAS_MAX),
    'the least replicas',
    '1, or 0 of a policy that goes to zero by itself',
    OURS,
  ),
  max: optional(
    wholeNumber(1, REPLICAS_MAX),
    'the most replicas',
    'half more than the peak of the demand',
    OURS,
  ),
  initial: optional(
    wholeNumber(0, REPLICAS_MAX),
    'replicas at the start',
    'what the demand then needs, at least 1, within min and max',
    OURS,
  ),
  tick: optional(SPAN, 'from one decision to the next', 'the flag --tick, or the policy’s own', OURS),
  sample: optional(SPAN, 'length of a sample’s period', 'the policy’s own', OURS),
  delay: optional(
    span(micros(0), DAY, 'from 0 s to 24 h'),
    'from the end of a sample’s period until the policy sees it',
    'the policy’s own',
    OURS,
  ),
} satisfies Record<(typeof COMMON)[number], unknown>;

/** Options that every policy has. */
export const commonOptions = textsOf(table);

/** What a replay says of every policy in it. */
export interface Around extends Omit<PolicySetting, keyof Cadence | 'options'> {
  /** Of `--tick`; undefined: each policy's own. */
  readonly tick: PolicySetting['tick'] | undefined;
}

/** @throws {InputError} with a line per mistake in the options that every policy has */
export const settingOf = (
  entry: PolicyEntry,
  options: Readonly<Record<string, string>>,
  { tick, ...around }: Around,
): PolicySetting => {
  const own = Object.entries(options).filter(([name]) => !isCommon(name));
  const shared = Object.entries(options).filter(([name]) => isCommon(name));
  const given = readOptions(entry.name, table, Object.fromEntries(shared));
  const cadence = entry.cadence ?? defaultCadence;
  const least = entry.leastReplicas ?? around.minReplicas;
  const minReplicas = given.min ?? Math.min(least, given.max ?? least);
  const maxReplicas = given.max ?? Math.max(around.maxReplicas, minReplicas);
  if (minReplicas > maxReplicas) {
    throw new InputError(
      `${entry.name}: min is ${minReplicas} and max is ${maxReplicas}; min is at most max; change one of them`,
    );
  }
  const initial = given.initial ?? Math.min(Math.max(around.initialReplicas, minReplicas), maxReplicas);
  return {
    ...around,
    minReplicas,
    maxReplicas,
    initialReplicas: initial,
    tick: given.tick ?? tick ?? cadence.tick,
    sample: given.sample ?? cadence.sample,
    delay: given.delay ?? cadence.delay,
    options: Object.fromEntries(own),
  };
};

const isCommon = (name: string): boolean => Object.hasOwn(table, name);
