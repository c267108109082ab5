/**
 * What the policies of research papers work on: the load of a step, in replicas.
 *
 * A step is a tick; its load is the mean of the samples that became visible in it. Left out: drawing a replica's rate at
 * random for each step, as the published scripts do; ours is the same at every step.
 *
 * @source github.com/ahmedaley/Autoscalers; policies.md section 9
 */
import { oneOf } from '../kernel/spelling.ts';
import { inSeconds } from '../kernel/units.ts';
import type { Observation, PolicySetting } from './contract.ts';
import { option, optional, share } from './options.ts';
import { replicasFor } from './sizing.ts';

export interface Need {
  /** Replicas' worth of load, not rounded. */
  readonly share: number;
  /** Whole replicas that carry it. */
  readonly whole: number;
}

/** Undefined while there is no sample. */
export const needSeen = ({ samples, load }: Observation, perReplica: number): Need | undefined => {
  const time = samples.reduce((sum, { period }) => sum + period, 0);
  const requests = samples.reduce((sum, sample) => sum + sample.load * sample.period, 0);
  const mean = time > 0 ? requests / time : load;
  if (Number.isNaN(mean)) return undefined;
  return { share: mean / perReplica, whole: replicasFor(mean, perReplica) };
};

/** Requests of one step that so many replicas leave over. */
export const lacking = (
  { share }: Need,
  replicas: number,
  perReplica: number,
  { tick }: Pick<PolicySetting, 'tick'>,
): number => (share - replicas) * perReplica * inSeconds(tick);

export const targetOption = optional(
  share(0.01, 1),
  'part of a replica’s service rate that is planned for',
  'the setting’s',
  'ours: the scripts plan for all of a measured rate',
);

export const variantOption = (quirk: string) =>
  option(oneOf('cleaned', 'paper-exact'), `paper-exact: ${quirk}`, 'cleaned', 'the published script');

export const perReplicaOf = (setting: PolicySetting, target: number | undefined): number =>
  setting.serviceRate * (target ?? setting.target);
