/**
 * A policy of an experiment: one of the catalog, a bound, or a user's own module; and whether it takes its options.
 *
 * A module's default export is a PolicyMaker; `.ts` works where Node strips types itself. Left out: the policies.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { InputError } from '../../model/kernel/faults.ts';
import { didYouMean } from '../../model/kernel/spelling.ts';
import { inSeconds, seconds, START, type Micros } from '../../model/kernel/units.ts';
import { policyNamed } from '../../model/policy/catalog.ts';
import type {
  Cadence,
  Decision,
  Foresight,
  Policy,
  PolicyEntry,
  PolicyMaker,
  PolicySetting,
} from '../../model/policy/contract.ts';
import { commonOptions, settingOf, type Around } from '../../model/policy/setting.ts';
import type { StepFunction } from '../../model/service/capacity.ts';
import { assumptions } from './assumptions.ts';
import { isTrace, type Options, type PolicyChoice } from './policy-choice.ts';

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

/**
 * What is wrong with the options of policies of the catalog, a line each, before anything is known of the trace.
 *
 * A module is loaded first (drivers.ts); a size that only the trace's peak forbids is found when the replays are planned.
 */
export const unusable = (choices: readonly PolicyChoice[]): readonly string[] =>
  choices.flatMap((choice) =>
    choice.kind === 'named' && !isTrace(choice) ? mistakesIn(policyNamed(choice.name), choice.options) : [],
  );

/** Mistakes in options, whatever the trace: a line each. */
export const mistakesIn = (entry: PolicyEntry, options: Options): readonly string[] => {
  const known = [...Object.keys(entry.options ?? {}), ...Object.keys(commonOptions)];
  const taken = Object.entries(options).filter(([option]) => known.includes(option));
  const unknown = Object.keys(options).filter((option) => !known.includes(option));
  return [
    ...unknown.map(
      (option) =>
        `${entry.name}: found option "${option}"; known: ${known.join(', ')}${didYouMean(option, known)}`,
    ),
    ...linesOf(() =>
      policyOf(entry, settingOf(entry, Object.fromEntries(taken), ANY_SERVICE), NO_DEMAND, seconds(0)),
    ),
  ];
};

/** The mistakes that something tells, a line each; none where it goes well. */
export const linesOf = (attempted: () => unknown): readonly string[] => {
  try {
    attempted();
    return [];
  } catch (fault) {
    if (fault instanceof InputError) return fault.message.split('\n');
    throw fault;
  }
};

/** Room for every size that an option may name, and an objective that is not yet known. */
const ANY_SERVICE: Around = {
  tick: undefined,
  minReplicas: 1,
  maxReplicas: 100_000,
  initialReplicas: 1,
  target: assumptions.target.value,
  serviceRate: seconds(1) / assumptions.serviceTime.value,
  objective: { threshold: seconds(3600), quantile: assumptions.quantile.value },
};
const NO_DEMAND: StepFunction = { at: Float64Array.of(START), demand: Float64Array.of(1) };

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
  if (entry.cadence !== undefined && !isCadence(entry.cadence)) {
    throw new InputError(
      `--policy ${path}: found cadence ${shown(entry.cadence)}; it is { tick, sample, delay } in whole µs, the delay from 0 ` +
        `up and the others from 1; mend the module`,
    );
  }
  return heldToContract(path, entry as PolicyMaker);
};

/** A tick of 0 would never end. */
const isCadence = ({ tick, sample, delay }: Partial<Cadence>): boolean =>
  [tick, sample, delay].every((one) => Number.isSafeInteger(one)) &&
  tick! >= 1 &&
  sample! >= 1 &&
  delay! >= 0;

/** What a module of the user's does wrong is the user's mistake, whenever it shows. */
const heldToContract = (path: string, entry: PolicyMaker): PolicyMaker => ({
  ...entry,
  make: (setting) => {
    const policy = attempt(path, 'make', () => entry.make(setting)) as Partial<Policy> | undefined;
    if (typeof policy?.decide !== 'function') {
      throw new InputError(
        `--policy ${path}: make() gave no policy; it gives { name, initial, decide }; see model/policy/contract.ts`,
      );
    }
    return {
      name: policy.name ?? entry.name,
      ...(policy.wakes === undefined ? {} : { wakes: policy.wakes }),
      initial: policy.initial,
      decide: (state, seen) => {
        const answer: unknown = attempt(path, 'decide', () => policy.decide!(state, seen));
        if (isAnswer(answer)) return answer;
        throw new InputError(
          `--policy ${path}: decide() at ${inSeconds(seen.at)} s answered ${shown(answer)}; an answer is ` +
            `[state, { replicas, reason }] with whole replicas from 0 up; mend the module`,
        );
      },
    };
  },
});

const attempt = <T>(path: string, what: string, run: () => T): T => {
  try {
    return run();
  } catch (fault) {
    if (fault instanceof InputError) throw fault;
    throw new InputError(
      `--policy ${path}: ${what}() failed (${firstLine(fault)}); it answers without throwing; mend the module`,
      { cause: fault },
    );
  }
};

const isAnswer = (answer: unknown): answer is readonly [unknown, Decision] => {
  const decision = Array.isArray(answer) ? (answer[1] as Partial<Decision> | null | undefined) : undefined;
  const replicas = decision?.replicas;
  return Number.isInteger(replicas) && replicas! >= 0 && typeof decision?.reason === 'string';
};

const shown = (answer: unknown): string =>
  inspect(answer, { breakLength: Number.POSITIVE_INFINITY, depth: 2 });

const firstLine = (fault: unknown): string =>
  fault instanceof Error ? fault.message.split('\n')[0]! : String(fault);
