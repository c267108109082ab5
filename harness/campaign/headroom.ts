/**
 * Headroom: how many replicas must stand beyond what a policy asks for, so that a service reaches a given SLA.
 *
 * The policy decides once, without headroom; then the same decisions are replayed with so many replicas more from the
 * start to the end, until the share of violated requests is small enough. Supply then grows with the headroom (but for a
 * host that is a little slower with more domains), so the least number is found by doubling and halving; it reaches the
 * share and one less does not. Left out: a policy that would decide otherwise because the headroom is there.
 *
 * @source DESIGN: iso-SLA headroom, the capacity that a variant must keep standing to reach the same SLA; metrics.md
 * section 5, item 3: held against the twin without latency
 */
import { InputError } from '../../model/kernel/faults.ts';
import { inSeconds, type Fraction, type Moment } from '../../model/kernel/units.ts';
import type { Decision, Policy } from '../../model/policy/contract.ts';
import type { Recording } from '../../model/recording.ts';
import { replay, type ReplayPlan } from '../../model/replay.ts';
import { demandOf } from '../../model/service/capacity.ts';
import { scoreOf } from '../measure/score.ts';
import {
  drivenBy,
  runJob,
  type CampaignSetting,
  type Headroom,
  type IsoSla,
  type Job,
  type Made,
  type Narrowed,
} from './job.ts';

/**
 * As many replicas as alone, without the policy's, reach the share at the largest load: no search goes beyond them.
 *
 * @throws {InputError} where no number of replicas does
 */
export const isoSlaFor = (target: Fraction, { plan, workload }: CampaignSetting): IsoSla => {
  const { objective } = plan.service;
  if (workload.kind !== 'load') {
    throw new InputError(
      '--iso-sla: found a trace of domains that drives the hosts itself, so there is no service to keep more replicas of; ' +
        'name an autoscaler, as in --policy hpa, or leave it out',
    );
  }
  // a request that finds an idle replica at once takes an exponential service time
  const least = Math.exp(-(objective.threshold / objective.serviceTime));
  if (target <= least) {
    throw new InputError(
      `--iso-sla: found "${Number((target * 100).toPrecision(12))}%", but ${(least * 100).toPrecision(3)} % of requests take longer than ` +
        `${inSeconds(objective.threshold)} s even on an idle replica; give a larger share or a longer --slo`,
    );
  }
  const peak = workload.rate.reduce((most, rate) => Math.max(most, rate), 0);
  const within = demandOf({ ...objective, quantile: (1 - target) as Fraction })(peak);
  return { target, within };
};

/** What a policy asked for over time, each size as the service took it. */
interface Script {
  /** When it asked, not falling; the size from then on, and who leaves first. */
  readonly at: Moment[];
  readonly size: number[];
  readonly leaving: Decision['leaving'][];
}

export interface Search {
  readonly progress: (share: number) => void;
  /** Told between two replays of a search what is known by then; where it rejects, the search is over. */
  readonly between: (known: Made) => Promise<void>;
}

/** One replay, and where a job asks for it, the headroom that it needs. */
export const madeOf = async (campaign: CampaignSetting, job: Job, search: Search): Promise<Made> =>
  job.isoSla === undefined
    ? { recording: await runJob(campaign, job, search.progress) }
    : withHeadroom(campaign, job, job.isoSla, search);

const withHeadroom = async (
  campaign: CampaignSetting,
  job: Job,
  { target, within }: IsoSla,
  { progress, between }: Search,
): Promise<Made> => {
  const { request, plan, policy } = await drivenBy(campaign, job);
  /** Replays of the longest search. */
  const most = 2 + 2 * Math.ceil(Math.log2(within + 1));
  let replays = 0;
  const run = (kept: ReplayPlan, driver: Policy): Recording => {
    const told = (share: number): void => progress((replays + share) / most);
    const recording = replay({ ...request, plan: kept, policy: driver, progress: told });
    replays += 1;
    return recording;
  };

  const { watched, script } = watching(policy, plan);
  const recording = run(plan, watched);
  const found = new Map([[0, scored(0, recording)]]);
  const at = (replicas: number): Headroom => {
    const known = found.get(replicas);
    if (known !== undefined) return known;
    const { service } = plan;
    const larger = {
      ...service,
      initialReplicas: service.initialReplicas + replicas,
      maxReplicas: service.maxReplicas + replicas,
    };
    const made = scored(replicas, run({ ...plan, service: larger }, following(script, policy, replicas)));
    found.set(replicas, made);
    return made;
  };
  let narrowed: Narrowed = { above: -1, atMost: null };
  const enough = async (n: number): Promise<boolean> => {
    // what 0 does is known
    if (n > 0) await between({ recording, narrowed });
    const isEnough = at(n).missed <= target;
    narrowed = isEnough ? { ...narrowed, atMost: n } : { ...narrowed, above: n };
    return isEnough;
  };
  const replicas = await leastThat(enough, within);
  return { recording, headroom: replicas === null ? { ...at(within), replicas: null } : at(replicas) };
};

/** The least whole number from 0 to `most` that is enough, where more is never worse; null where none is. */
export const leastThat = async (
  enough: (n: number) => Promise<boolean>,
  most: number,
): Promise<number | null> => {
  if (await enough(0)) return 0;
  let tooFew = 0;
  let reached = 1;
  while (reached < most && !(await enough(reached))) {
    tooFew = reached;
    reached *= 2;
  }
  if (reached >= most) {
    reached = most;
    if (most === 0 || !(await enough(most))) return null;
  }
  while (reached - tooFew > 1) {
    const middle = Math.floor((tooFew + reached) / 2);
    if (await enough(middle)) reached = middle;
    else tooFew = middle;
  }
  return reached;
};

const scored = (replicas: number, recording: Recording): Headroom => {
  const { sla_violation_request_fraction: missed, billed_vm_hours: billed } = scoreOf({
    variant: recording,
    ideal: recording,
    oracle: recording,
  });
  return { replicas, missed: missed.value ?? 0, billedVmHours: billed.value ?? 0 };
};

export const watching = (
  policy: Policy,
  { service }: ReplayPlan,
): { readonly watched: Policy; readonly script: Script } => {
  const script: Script = { at: [], size: [], leaving: [] };
  const watched: Policy = {
    ...policy,
    decide: (state, seen) => {
      const answer = policy.decide(state, seen);
      const { replicas, leaving } = answer[1];
      const asked = Math.min(service.maxReplicas, Math.max(service.minReplicas, replicas));
      if (script.size.at(-1) !== asked) {
        script.at.push(seen.at);
        script.size.push(asked);
        script.leaving.push(leaving);
      }
      return answer;
    },
  };
  return { watched, script };
};

/**
 * Decides what the script says, and so many more; its state is the place in the script. One that was woken by requests is
 * followed to the moment: it asks to be woken where the script goes on.
 */
export const following = ({ at, size, leaving }: Script, { name, wakes }: Policy, more: number): Policy => ({
  name,
  ...(wakes === undefined ? {} : { wakes }),
  initial: 0,
  decide: (state, seen) => {
    let place = state as number;
    while (place + 1 < at.length && at[place + 1]! <= seen.at) place += 1;
    const leaves = leaving[place];
    const again = wakes === undefined ? undefined : at[place + 1];
    return [
      place,
      {
        replicas: size[place]! + more,
        reason: `as ${name} decided, and ${more} more`,
        ...(leaves === undefined ? {} : { leaving: leaves }),
        ...(again === undefined ? {} : { again }),
      },
    ];
  },
});
