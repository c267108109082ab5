/**
 * Adapt (Ali-Eldin 2012): a controller that follows the imbalance at a rate, quick up and a quarter as quick down, and a
 * repair that adds at once what is missing.
 *
 * Left out: the queue of requests in the paper's model, which its own script leaves out as well.
 *
 * @source github.com/ahmedaley/Autoscalers AKTE.py; policies.md section 9
 */
import { seconds } from '../kernel/units.ts';
import type { Decision, Policy, PolicyMaker, PolicySetting } from './contract.ts';
import { needSeen, perReplicaOf, targetOption, variantOption, type Need } from './need.ts';
import { option, readOptions, real, textsOf, type Given } from './options.ts';
import { sized, upward } from './sizing.ts';

const SCRIPT = 'AKTE.py';

const table = {
  target: targetOption,
  headroom: option(real(1, 10), 'times the need when replicas are missing', '1.1', SCRIPT),
  'down-rate': option(real(0, 1), 'part of the rate with which it comes down', '0.25', SCRIPT),
  variant: variantOption('what the controller wants to add is added only where replicas are missing'),
};

interface AdaptState {
  readonly steps: number;
  /** Sum of the size over the steps. */
  readonly alive: number;
  /** Mean size since the last estimate. */
  readonly capacity: number;
  readonly sinceEstimate: number;
  readonly capacitySum: number;
  /** Steps until the next estimate. */
  readonly interval: number;
  /** Replicas per step. */
  readonly rate: number;
  /** What the rate has brought and is not whole yet. */
  readonly carried: number;
}

/** The script waits five steps for its first estimate. */
const INTERVAL = 5;

export const adapt: PolicyMaker = {
  kind: 'policy',
  name: 'adapt',
  about: 'Adapt: follows the imbalance at a rate, slow downward, repairs at once (Ali-Eldin 2012)',
  options: textsOf(table),
  cadence: { tick: seconds(30), sample: seconds(30), delay: seconds(15) },
  docs: {
    standing: 'exact',
    formula: [
      'every interval steps: ñ = Σ n / steps, R = (mean n / ñ) × (need − n), × down-rate where R < 0',
      'interval = 0.05 × n / mean n; each step c += R',
      'c < 0: n + ⌈c⌉, not below need; c ≥ 1: n + ⌊c⌋ (paper-exact: only where need > n); the whole part leaves c',
      'need > n: ⌈headroom × need⌉ + ⌊c⌋',
    ],
    rounding: 'toward zero for what the controller carries, up for the repair',
    leftOut: 'a service rate drawn at random per step',
    source: 'github.com/ahmedaley/Autoscalers AKTE.py; policies.md section 9',
  },
  make: (setting): Policy<AdaptState> => {
    const given = readOptions('adapt', table, setting.options);
    const perReplica = perReplicaOf(setting, given.target);
    return {
      name: 'adapt',
      initial: {
        steps: 0,
        alive: 1,
        capacity: setting.initialReplicas,
        sinceEstimate: 0,
        capacitySum: 0,
        interval: INTERVAL,
        rate: 0,
        carried: 0,
      },
      decide: (before, seen) => {
        const need = needSeen(seen, perReplica);
        if (need === undefined) return [before, sized(seen.wanted, setting, 'no sample yet')];
        const state = estimated(before, need, seen.wanted, given['down-rate']);
        return stepped(given, setting, state, need, seen.wanted);
      },
    };
  },
};

const stepped = (
  given: Given<typeof table>,
  setting: PolicySetting,
  state: AdaptState,
  { whole }: Need,
  n: number,
): readonly [AdaptState, Decision] => {
  const carried = state.carried + state.rate;
  const part = carried < 0 || carried >= 1 ? Math.trunc(carried) : 0;
  const next = { ...state, carried: carried - part };
  if (part < 0) {
    return [next, sized(Math.max(n + part, whole), setting, whole > n ? 'too few' : 'controller, down')];
  }
  if (whole > n) return [next, sized(upward(given.headroom * whole) + part, setting, 'too few')];
  const added = given.variant === 'cleaned' ? part : 0;
  return [next, sized(n + added, setting, added > 0 ? 'controller, up' : 'enough')];
};

const estimated = (before: AdaptState, need: Need, n: number, downRate: number): AdaptState => {
  const steps = before.steps + 1;
  const sinceEstimate = before.sinceEstimate + 1;
  const capacitySum = before.capacitySum + n;
  const alive = before.alive + n;
  if (sinceEstimate < before.interval) return { ...before, steps, sinceEstimate, capacitySum, alive };
  const capacity = Math.max(1, capacitySum / sinceEstimate);
  const mean = before.alive / steps;
  const rate = (capacity / mean) * (need.whole - n);
  return {
    steps,
    alive,
    capacity,
    sinceEstimate: 0,
    capacitySum: 0,
    interval: (INTERVAL * 0.01 * n) / capacity,
    rate: rate < 0 ? rate * downRate : rate,
    carried: before.carried,
  };
};
