/**
 * The laws that every policy keeps, each with the first counterexample where it is broken.
 *
 * Left out: whether a policy is any good.
 */
import { inspect, isDeepStrictEqual } from 'node:util';
import { InputError } from '../../model/kernel/faults.ts';
import type { Observation, PolicyMaker } from '../../model/policy/contract.ts';
import { clock } from '../explain/moment.ts';
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

type Rule = readonly [name: string, about: string, broken: (tried: Tried) => string | undefined];

const rules: readonly Rule[] = [
  [
    'answers',
    'replicas are whole and not below 0, and the reason is not empty',
    (tried) => firstCall(tried, unsound),
  ],
  [
    'bounds',
    'replicas stay within the minimum and maximum it was told',
    ({ trials }) => first(trials, outside),
  ],
  [
    'same again',
    'equal inputs give equal outputs, from the same policy and a fresh one',
    (tried) => notSameAgain(tried),
  ],
  [
    'nothing shared',
    'two policies made of it, asked in turns, do not change each other',
    (tried) => shared(tried),
  ],
  [
    'no peeking',
    'with another future of the load, decisions until then are the same',
    (tried) => peeking(tried),
  ],
  [
    'options',
    'they are refused by name where they are unknown or make no sense',
    ({ entry }) => optionsBroken(entry),
  ],
  // last, as what it has frozen stays frozen
  [
    'untouched',
    'the state and the observation it is handed are left as they were',
    (tried) => touching(tried),
  ],
];

/**
 * @param seeds  of the worlds' noise and the host's draws
 * @returns      every law in the order above; where a policy does not answer at all, only that
 */
export const lawsOf = (entry: PolicyMaker, seeds: readonly number[]): readonly Law[] => {
  const worlds = seeds.flatMap(worldsOf);
  try {
    const tried = { entry, trials: worlds.map((world) => trialOf(entry, world)) };
    return rules.map(([name, about, broken]) => ({ name, about, broken: attempted(() => broken(tried)) }));
  } catch (fault) {
    if (!(fault instanceof InputError)) throw fault;
    const [name, about] = rules[0]!;
    return [{ name, about, broken: fault.message }];
  }
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

const firstCall = (
  { trials }: Tried,
  broken: (call: Call, trial: Trial) => string | undefined,
): string | undefined => first(trials, (trial) => first(trial.calls, (call) => broken(call, trial)));

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
const notSameAgain = ({ entry, trials }: Tried): string | undefined =>
  first(trials, (trial) => {
    const { policy } = freshFor(entry, trial.world);
    const twice = first(trial.calls, (call) => {
      for (const when of ['asked again', 'asked a third time']) {
        const [next, decision] = policy.decide(call.state, call.seen);
        if (!same(call, { next, decision })) return differs(trial.world, call, { decision }, when);
      }
      return undefined;
    });
    return (
      twice ?? parted(trial, trialOf(entry, trial.world).calls, trial.calls.length, 'in a second replay')
    );
  });

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
const touching = ({ entry, trials }: Tried): string | undefined =>
  first(trials, ({ world, calls }) => {
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
  });

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
const shared = ({ entry, trials }: Tried): string | undefined =>
  first(trials, (trial) => {
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
  });

const peeking = ({ entry, trials }: Tried): string | undefined =>
  first(trials, (trial) =>
    first(presents, (minute) => {
      const { calls } = trialOf(entry, withOtherFuture(trial.world, minute));
      const until = trial.calls.filter(({ seen }) => seen.at <= atMinute(minute)).length;
      return parted(trial, calls, until, `with another load from ${clock(atMinute(minute))} on`);
    }),
  );
