/**
 * One replay of a policy in a small world, with every call of `decide` kept: what it was handed and what it answered.
 *
 * Left out: what the host did meanwhile.
 */
import { seconds } from '../../model/kernel/units.ts';
import type {
  Decision,
  Observation,
  Policy,
  PolicyEntry,
  PolicySetting,
} from '../../model/policy/contract.ts';
import { replay } from '../../model/replay.ts';
import { demandCurve, demandOf } from '../../model/service/capacity.ts';
import { forPolicy } from '../campaign/job.ts';
import { variantOf } from '../campaign/variant-list.ts';
import { policyOf } from '../campaign/policies.ts';
import type { World } from './worlds.ts';

export interface Call {
  readonly state: unknown;
  readonly seen: Observation;
  readonly next: unknown;
  readonly decision: Decision;
}

export interface Trial {
  readonly world: World;
  readonly setting: PolicySetting;
  readonly calls: readonly Call[];
}

/** A fresh policy for a world, perhaps with another load; a bound is told the demand to come. */
export const freshFor = (
  entry: PolicyEntry,
  { planned, options, load }: World,
): { readonly policy: Policy; readonly setting: PolicySetting; readonly plan: World['planned']['plan'] } => {
  const { plan, setting } = forPolicy(planned, entry, options);
  const demand = demandCurve(load, demandOf(plan.service.objective));
  return { policy: policyOf(entry, setting, demand, seconds(0)), setting, plan };
};

/** @throws {InputError} where a user's policy does not answer */
export const trialOf = (entry: PolicyEntry, world: World): Trial => {
  const { policy, setting, plan } = freshFor(entry, world);
  const calls: Call[] = [];
  const watched: Policy = {
    name: policy.name,
    initial: policy.initial,
    ...(policy.wakes === undefined ? {} : { wakes: policy.wakes }),
    decide: (state, seen) => {
      const [next, decision] = policy.decide(state, seen);
      // the observation is the policy's until it has answered, and may be another's then
      calls.push({ state, seen: { ...seen }, next, decision });
      return [next, decision];
    },
  };
  replay({ workload: world.load, plan, variant: variantOf('stock'), policy: watched, seed: world.seed });
  return { world, setting, calls };
};

/** Whole replicas from 0 up, and a reason. */
export const isSound = ({ replicas, reason }: Decision): boolean =>
  Number.isInteger(replicas) && replicas >= 0 && typeof reason === 'string' && reason.trim() !== '';
