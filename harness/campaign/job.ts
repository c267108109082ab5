/**
 * One replay of a campaign, as data that a worker thread can be handed.
 *
 * Left out: where it runs.
 */
import { ideal, variantsNamed, type Variant } from '../../model/host/variants.ts';
import { seconds } from '../../model/kernel/units.ts';
import type { Policy, PolicyEntry, PolicySetting } from '../../model/policy/contract.ts';
import type { Recording } from '../../model/recording.ts';
import { replay, type ReplayPlan } from '../../model/replay.ts';
import type { StepFunction } from '../../model/service/capacity.ts';
import type { Workload } from '../../model/workload.ts';
import { assumptions } from './assumptions.ts';
import type { PolicyChoice } from './experiment.ts';
import { entryOf, policyOf } from './policies.ts';

/** The same for every replay of a campaign. */
export interface CampaignSetting {
  readonly workload: Workload;
  readonly plan: ReplayPlan;
  readonly demand: StepFunction | undefined;
}

export interface Job {
  /** `ideal`, or as `variantsNamed` reads it. */
  readonly variant: string;
  /** Not looked at for a lifecycle trace, which is its own policy. */
  readonly policy: PolicyChoice;
  readonly seed: number;
}

export const variantOf = (name: string): Variant => (name === ideal.name ? ideal : variantsNamed(name)[0]!);

export const runJob = async (
  { workload, plan, demand }: CampaignSetting,
  job: Job,
  progress?: (share: number) => void,
): Promise<Recording> => {
  const variant = variantOf(job.variant);
  const policy =
    demand === undefined
      ? undefined
      : make(await entryOf(job.policy), plan, job.policy.options, demand, variant);
  return replay({
    workload,
    plan,
    variant,
    policy,
    seed: job.seed,
    ...(progress === undefined ? {} : { progress }),
  });
};

const make = (
  entry: PolicyEntry,
  plan: ReplayPlan,
  options: Readonly<Record<string, string>>,
  demand: StepFunction,
  variant: Variant,
): Policy => {
  const { tick, minReplicas, maxReplicas, initialReplicas, objective } = plan.service;
  const setting: PolicySetting = {
    tick,
    minReplicas,
    maxReplicas,
    initialReplicas,
    target: assumptions.target.value,
    serviceRate: 1 / (objective.serviceTime / seconds(1)),
    options,
  };
  // A clairvoyant asks as early as a creation takes on an idle host; on the ideal one that is not at all.
  const lead = variant.latency ? plan.fleet.guest.bootMedian : seconds(0);
  return policyOf(entry, setting, demand, lead);
};
