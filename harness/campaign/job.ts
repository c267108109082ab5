/**
 * One replay of a campaign, as data that a worker thread can be handed.
 *
 * Left out: where it runs.
 */
import { seconds, type Fraction } from '../../model/kernel/units.ts';
import type { PolicyEntry, PolicySetting } from '../../model/policy/contract.ts';
import { settingOf } from '../../model/policy/setting.ts';
import type { Recording } from '../../model/recording.ts';
import { replay, type ReplayPlan } from '../../model/replay.ts';
import type { StepFunction } from '../../model/service/capacity.ts';
import type { Workload } from '../../model/workload.ts';
import { assumptions } from './assumptions.ts';
import type { Options, PolicyChoice } from './policy-choice.ts';
import { entryOf, policyOf } from './policies.ts';
import { variantOf } from './variant-list.ts';

/** The same for every replay of a campaign. */
export interface CampaignSetting {
  readonly workload: Workload;
  readonly plan: ReplayPlan;
  readonly demand: StepFunction | undefined;
  /** Of every policy; undefined: each policy's own. */
  readonly tick: PolicySetting['tick'] | undefined;
}

/** What is to be reached, and with how many replicas more at most. */
export interface IsoSla {
  /** Share of requests that may be violated. */
  readonly target: Fraction;
  readonly within: number;
}

export interface Headroom {
  /** Replicas beyond the policy's wish; null where not even `within` of them reach the share. */
  readonly replicas: number | null;
  /** Share of requests violated, and hours billed, with so many (or with `within`). */
  readonly missed: number;
  readonly billedVmHours: number;
}

export interface Job {
  /** As {@link variantOf} reads it. */
  readonly variant: string;
  /** Not looked at for a lifecycle trace, which is its own policy. */
  readonly policy: PolicyChoice;
  readonly seed: number;
  /** Search for the headroom that reaches this as well. */
  readonly isoSla?: IsoSla;
}

/** What an interrupted search had found: more than `above` are needed, and `atMost` are enough, null where none yet were. */
export interface Narrowed {
  readonly above: number;
  readonly atMost: number | null;
}

/** What became of a job. */
export interface Made {
  readonly recording: Recording;
  readonly headroom?: Headroom;
  /** There when an interrupt came before the search for the headroom was over. */
  readonly narrowed?: Narrowed;
}

/** Whether nothing of the job was left undone. */
export const isWhole = (made: Made | undefined): made is Made =>
  made !== undefined && made.narrowed === undefined;

export const runJob = async (
  campaign: CampaignSetting,
  job: Job,
  progress?: (share: number) => void,
): Promise<Recording> => {
  const { request, ...driven } =
    campaign.demand === undefined
      ? { request: requestOf(campaign, job), plan: campaign.plan, policy: undefined }
      : await drivenBy(campaign, job);
  return replay({ ...request, ...driven, ...(progress === undefined ? {} : { progress }) });
};

const requestOf = ({ workload }: CampaignSetting, { variant, seed }: Job) => ({
  workload,
  variant: variantOf(variant),
  seed,
});

/** A job of a service: what `replay` takes, with a fresh policy and the plan that suits it. */
export const drivenBy = async (campaign: CampaignSetting, job: Job) => {
  const request = requestOf(campaign, job);
  const entry = await entryOf(job.policy);
  const { plan, setting } = forPolicy(campaign, entry, job.policy.options);
  // A clairvoyant asks as early as a creation takes on an idle host; on the ideal one that is not at all.
  const { latency, given } = request.variant;
  const lead = latency ? (given?.setup ?? plan.fleet.guest.bootMedian) : seconds(0);
  return { request, plan, policy: policyOf(entry, setting, campaign.demand!, lead) };
};

/** What the policy is told, and the plan with its bounds, first size and cadence. */
export const forPolicy = (
  { plan, tick }: CampaignSetting,
  entry: PolicyEntry,
  options: Options,
): { readonly plan: ReplayPlan; readonly setting: PolicySetting } => {
  const { service } = plan;
  const setting = settingOf(entry, options, {
    tick,
    minReplicas: service.minReplicas,
    maxReplicas: service.maxReplicas,
    initialReplicas: service.initialReplicas,
    target: assumptions.target.value,
    serviceRate: 1 / (service.objective.serviceTime / seconds(1)),
    objective: { threshold: service.objective.threshold, quantile: service.objective.quantile },
  });
  const { minReplicas, maxReplicas, initialReplicas, sample, delay } = setting;
  const rules = { minReplicas, maxReplicas, initialReplicas, tick: setting.tick, sample, delay };
  return { plan: { ...plan, service: { ...service, ...rules } }, setting };
};
