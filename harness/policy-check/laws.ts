/**
 * The laws that every policy keeps, each with the first counterexample where it is broken.
 *
 * Left out: whether a policy is any good.
 */
import { inspect, isDeepStrictEqual } from 'node:util';
import { InputError } from '../../model/kernel/faults.ts';
import type { Observation, PolicyMaker } from '../../model/policy/contract.ts';
import { clock } from '../explain/moment.ts';
import { inPieces, type Finished, type Piece, type Watch, type Within } from '../work/pieces.ts';
import { optionsBroken } from './options.ts';
import { freshFor, isSound, trialOf, type Call, type Trial } from './trial.ts';
import { atMinute, presents, withOtherFuture, worldsOf, type World } from './worlds.ts';

export interface Law {
  readonly name: string;
  readonly about: string;
  /** Where it is broken, in words. */
  readonly broken: string | undefined;
}

interface Tried {
  readonly entry: PolicyMaker;
  readonly trials: readonly Trial[];
}

interface Rule {
  readonly name: string;
  readonly about: string;
  /** How long it takes beside the others: in replays of a world, about. */
  readonly weight: number;
  /** Where it is broken; of a trial, or of the policy as such. */
  readonly inTrial?: (trial: Trial, tried: Tried) => string | undefined;
  readonly atAll?: (entry: PolicyMaker) => string | undefined;
}

const rules: readonly Rule[] = [
  {
    name: 'answers',
    about: 'replicas are whole and not below 0, and the reason is not empty',
    weight: 1,
    inTrial: (trial) => first(trial.calls, (call) => unsound(call, trial)),
  },
  {
    name: 'bounds',
    about: 'replicas stay within the minimum and maximum it was told',
    weight: 0.01,
    inTrial: (trial) => outside(trial),
  },
  {
    name: 'same again',
    about: 'equal inputs give equal outputs, from the same policy and a fresh one',
    weight: 1.5,
    inTrial: (trial, { entry }) => notSameAgain(trial, entry),
  },
  {
    name: 'nothing shared',
    about: 'two policies made of it, asked in turns, do not change each other',
    weight: 0.5,
    inTrial: (trial, tried) => shared(trial, tried),
  },
  {
    name: 'no peeking',
    about: 'with another future of the load, decisions until then are the same',
    weight: 3,
    inTrial: (trial, { entry }) => peeking(trial, entry),
  },
  {
    name: 'options',
    about: 'they are refused by name where they are unknown or make no sense',
    weight: 0.01,
    atAll: optionsBroken,
  },
  // last, as what it has frozen stays frozen
  {
    name: 'untouched',
    about: 'the state and the observation it is handed are left as they were',
    weight: 1,
    inTrial: (trial, { entry }) => touching(trial, entry),
  },
];

/**
 * @param seeds  of the worlds' noise and the host's draws
 * @returns      every law in the order above; where a policy does not answer at all, only that; after an interrupt those
 *               that were tried
 */
export const lawsOf = async (
  entry: PolicyMaker,
  seeds: readonly number[],
  watch: Watch,
): Promise<Finished<Law>> => {
  const worlds = seeds.flatMap((seed) => worldsOf(entry, seed));
  const trials: Trial[] = [];
  let silent = false;
  const pieces = rules.map(({ name, about, weight, inTrial, atAll }): Piece<readonly Law[]> => ({
    label: name,
    weight,
    run: async (within) => {
      if (silent) return [];
      if (trials.length === 0) {
        const fault = await tried(entry, worlds, trials, within);
        if (fault !== undefined) {
          silent = true;
          return [{ name, about, broken: fault }];
        }
      }
      let broken = atAll === undefined ? undefined : attempted(() => atAll(entry));
      if (inTrial !== undefined) {
        for (const [at, trial] of trials.entries()) {
          broken ??= attempted(() => inTrial(trial, { entry, trials }));
          await within((at + 1) / trials.length);
        }
      }
      return [{ name, about, broken }];
    },
  }));
  const { made, missing } = await inPieces(pieces, watch);
  return { made: made.flat(), missing: silent ? [] : missing };
};

/** Replays every world. @returns why the policy does not answer */
const tried = async (
  entry: PolicyMaker,
  worlds: readonly World[],
  trials: Trial[],
  within: Within,
): Promise<string | undefined> => {
  for (const [at, world] of worlds.entries()) {
    const fault = attempted(() => {
      trials.push(trialOf(entry, world));
      return undefined;
    });
    if (fault !== undefined) return fault;
    await within(at / worlds.length);
  }
  return undefined;
};

/** A policy that fails while a law is tried has broken it. */
const attempted = (run: () => string | undefined): string | undefined => {
  try {
    return run();
  } catch (fault) {
    if (fault instanceof InputError) return fault.message;
    throw fault;
  }
};

const first = <T>(all: readonly T[], broken: (one: T) => string | undefined): string | undefined => {
  for (const one of all) {
    const found = broken(one);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** `burst, seed 1, at 00:03:15`. */
const where = ({ name, seed }: World, { at }: Observation): string =>
  `${name}, seed ${seed}, at ${clock(at)}`;

const answer = ({ decision }: Pick<Call, 'decision'>): string => `${decision.replicas} (${decision.reason})`;

const unsound = ({ decision, seen }: Call, { world }: Trial): string | undefined =>
  isSound(decision)
    ? undefined
    : `${where(world, seen)}: answered ${decision.replicas} for the reason "${decision.reason}"`;

const outside = ({ world, setting: { minReplicas, maxReplicas }, calls }: Trial): string | undefined =>
  first(calls, ({ decision, seen }) =>
    decision.replicas >= minReplicas && decision.replicas <= maxReplicas
      ? undefined
      : `${where(world, seen)}: answered ${answer({ decision })}; it was told ${minReplicas} to ${maxReplicas}`,
  );

const same = (a: Pick<Call, 'next' | 'decision'>, b: Pick<Call, 'next' | 'decision'>): boolean =>
  isDeepStrictEqual(a.decision, b.decision) && isDeepStrictEqual(a.next, b.next);

const differs = (world: World, call: Call, again: Pick<Call, 'decision'>, when: string): string =>
  `${where(world, call.seen)}: answered ${answer(call)}, and ${when} ${
    isDeepStrictEqual(call.decision, again.decision) ? 'the same with another state' : answer(again)
  }`;

/** Asked once more with what it was handed, and in a replay of its own. */
const notSameAgain = (trial: Trial, entry: PolicyMaker): string | undefined => {
  const { policy } = freshFor(entry, trial.world);
  const twice = first(trial.calls, (call) => {
    for (const when of ['asked again', 'asked a third time']) {
      const [next, decision] = policy.decide(call.state, call.seen);
      if (!same(call, { next, decision })) return differs(trial.world, call, { decision }, when);
    }
    return undefined;
  });
  return twice ?? parted(trial, trialOf(entry, trial.world).calls, trial.calls.length, 'in a second replay');
};

/** The first of so many calls in which two replays part. */
const parted = (
  { world, calls }: Trial,
  others: readonly Call[],
  count: number,
  when: string,
): string | undefined =>
  first(calls.slice(0, count), (call) => {
    const other = others[calls.indexOf(call)];
    return other !== undefined && same(call, other) ? undefined : differs(world, call, other ?? call, when);
  });

/** Asked with everything frozen, it answers, and what cannot be frozen (a map, a typed array) is left as it was. */
const touching = ({ world, calls }: Trial, entry: PolicyMaker): string | undefined => {
  const { policy } = freshFor(entry, world);
  return first(calls, (call) => {
    const [state, seen] = [frozen(call.state), frozen(call.seen)];
    const before = written([state, seen]);
    try {
      policy.decide(state, seen);
    } catch (fault) {
      const { cause = fault } = fault as { readonly cause?: unknown };
      const why = cause instanceof Error ? cause.message : String(cause);
      return `${where(world, seen)}: with its state and observation frozen it failed: ${why}`;
    }
    if (written([state, seen]) === before) return undefined;
    return `${where(world, seen)}: it wrote into the state or observation that it was handed`;
  });
};

const frozen = <T>(value: T): T => {
  // the elements of a typed array cannot be frozen
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value))
    return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) frozen(inner);
  return value;
};

/** All that a value holds, as text. */
const written = (value: unknown): string =>
  inspect(value, {
    depth: Number.POSITIVE_INFINITY,
    maxArrayLength: null,
    maxStringLength: null,
    breakLength: Number.POSITIVE_INFINITY,
  });

/** Two policies for two worlds, made one after the other and asked in turns, answer as each did alone. */
const shared = (trial: Trial, { entry, trials }: Tried): string | undefined => {
  const other = trials[(trials.indexOf(trial) + 1) % trials.length]!;
  const own = freshFor(entry, trial.world).policy;
  const stranger = freshFor(entry, other.world).policy;
  return first(trial.calls, (call) => {
    const between = other.calls[trial.calls.indexOf(call)];
    if (between !== undefined) stranger.decide(between.state, between.seen);
    const [next, decision] = own.decide(call.state, call.seen);
    if (same(call, { next, decision })) return undefined;
    return differs(trial.world, call, { decision }, `in turns with another one in "${other.world.name}"`);
  });
};

const peeking = (trial: Trial, entry: PolicyMaker): string | undefined =>
  first(presents, (minute) => {
    const { calls } = trialOf(entry, withOtherFuture(trial.world, minute));
    const until = trial.calls.filter(({ seen }) => seen.at <= atMinute(minute)).length;
    return parted(trial, calls, until, `with another load from ${clock(atMinute(minute))} on`);
  });
