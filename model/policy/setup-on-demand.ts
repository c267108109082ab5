/**
 * Policies that start a replica for each request that waits, as the queueing theory of set-up times has them.
 *
 * They are asked whenever a request comes or leaves and a replica becomes ready, and k is the maximum of the setting:
 * `mmk-setup` gives a start up when nobody waits for it any more and switches an idle replica off at once; `staggered` has
 * one start under way at a time; `never-cancel` lets every start come up; `delayed-off` lets an idle replica wait. Left
 * out: routing that packs requests on few replicas, and inference of capacity (AutoScale).
 *
 * @source metrics.md section 8; Gandhi, Doroudi, Harchol-Balter, Scheller-Wolf, SIGMETRICS 2013
 */
import { after, hours, micros, millis, moment, type Micros, type Moment } from '../kernel/units.ts';
import { drawsOf } from '../kernel/law.ts';
import { oneOf } from '../kernel/spelling.ts';
import { streamsOf } from '../kernel/streams.ts';
import type { Decision, Observation, Policy, PolicyMaker, PolicyText } from './contract.ts';
import { sized } from './sizing.ts';
import { option, readOptions, span, textsOf } from './options.ts';

const WAKES = 'events';

/** Replicas that serve a request each; and starts, one per waiting request, as far as k reaches. */
const busyOf = ({ inSystem, waiting }: Observation): number => inSystem - waiting;
const startsOf = (k: number, { waiting }: Observation, on: number): number =>
  Math.max(0, Math.min(waiting, k - on));

const reasonOf = (starts: number): string => (starts > 0 ? 'requests wait' : 'nobody waits');

/** A policy that remembers nothing. */
const stateless = (
  name: string,
  about: string,
  formula: string,
  decide: (k: number, seen: Observation) => Decision,
): PolicyMaker => ({
  kind: 'policy',
  name,
  about,
  options: {},
  docs: textOf([formula]),
  leastReplicas: 0,
  wakes: WAKES,
  make: (setting): Policy => {
    readOptions(name, {}, setting.options);
    return {
      name,
      wakes: WAKES,
      initial: undefined,
      decide: (state, seen) => {
        const { replicas, reason, ...rest } = decide(setting.maxReplicas, seen);
        return [state, { ...rest, ...sized(replicas, setting, reason) }];
      },
    };
  },
});

const textOf = (formula: readonly string[]): PolicyText => ({
  standing: 'exact',
  formula,
  rounding: 'none',
  leftOut: 'routing that packs requests on few replicas',
  source: 'metrics.md section 8',
});

export const mmkSetup = stateless(
  'mmk-setup',
  'a start per waiting request, given up when not needed; off as soon as idle',
  'n = busy + min(waiting, k − busy)',
  (k, seen) => {
    const busy = busyOf(seen);
    const starts = startsOf(k, seen, busy);
    return { replicas: busy + starts, reason: reasonOf(starts) };
  },
);

export const staggered = stateless(
  'staggered',
  'a start while requests wait, one at a time; off as soon as idle',
  'n = busy + min(1, waiting, k − busy)',
  (k, seen) => {
    const busy = busyOf(seen);
    const starts = Math.min(1, startsOf(k, seen, busy));
    return { replicas: busy + starts, reason: reasonOf(starts) };
  },
);

export const neverCancel = stateless(
  'never-cancel',
  'a start per waiting request, never given up; off as soon as idle',
  'n = busy + max(starting, min(waiting, k − busy)); idle ones leave, not starting ones',
  (k, seen) => {
    const busy = busyOf(seen);
    const starts = Math.max(seen.starting, startsOf(k, seen, busy));
    return { replicas: busy + starts, reason: reasonOf(starts), leaving: 'idle' };
  },
);

interface DelayedOff {
  /** When each idle replica is switched off, in the order in which they became idle. */
  readonly off: readonly Moment[];
  /** Waits that were drawn so far. */
  readonly drawn: number;
}

const table = {
  wait: option(
    span(millis(1), hours(24), 'from 1 ms to 24 h'),
    'how long a replica is idle before it is switched off',
    '120s',
    'policies.md section 9: AutoScale, from memory, with a set-up of 260 s',
  ),
  law: option(
    oneOf('constant', 'exponential'),
    'of that wait, by its mean',
    'constant',
    'metrics.md section 8',
  ),
};

export const delayedOff: PolicyMaker = {
  kind: 'policy',
  name: 'delayed-off',
  about: 'a start per waiting request; an idle replica is switched off after a wait',
  options: textsOf(table),
  docs: textOf(['n = busy + idle for less than the wait + min(waiting, k − on)']),
  leastReplicas: 0,
  wakes: WAKES,
  make: (setting): Policy<DelayedOff> => {
    const k = setting.maxReplicas;
    const given = readOptions('delayed-off', table, setting.options);
    const waitAt = drawsInOrder(given.wait, given.law);
    return {
      name: 'delayed-off',
      wakes: WAKES,
      initial: { off: [], drawn: 0 },
      decide: ({ off, drawn }, seen) => {
        const busy = busyOf(seen);
        const idle = Math.max(0, seen.ready - busy);
        // whoever became idle last takes the next request
        const waits = off.slice(0, idle);
        let next = drawn;
        for (; waits.length < idle; next += 1) waits.push(after(seen.at, waitAt(next)));
        const left = waits.filter((at) => at > seen.at);
        const starts = startsOf(k, seen, busy + left.length);
        const decision: Decision = {
          ...sized(
            busy + left.length + starts,
            setting,
            left.length < waits.length ? 'idle for long enough' : reasonOf(starts),
          ),
          ...(left.length > 0 ? { again: moment(Math.min(...left)) } : {}),
        };
        return [{ off: left, drawn: next }, decision];
      },
    };
  },
};

/** The n-th wait, the same whenever it is asked for. */
const drawsInOrder = (mean: Micros, law: 'constant' | 'exponential'): ((n: number) => Micros) => {
  const draw = drawsOf({ kind: law }, mean, streamsOf(0).of('delayed-off'));
  const drawn: Micros[] = [];
  return (n) => {
    while (drawn.length <= n) drawn.push(micros(Math.ceil(draw())));
    return drawn[n]!;
  };
};
