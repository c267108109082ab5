/**
 * From a load to a number of replicas, and from that to a decision within the bounds of the setting.
 *
 * Left out: how long a request waits; the replicas needed for a response time are the capacity model's.
 */
import type { Decision, PolicySetting } from './contract.ts';

/** A quotient this little above a whole number owes it to rounding: 29 / (100 × 0.29) is 1.0000000000000002. */
const ROUNDING = 1e-9;

/** Up to a whole number from 0; what is above one by rounding stays. */
export const upward = (replicas: number): number => Math.max(0, Math.ceil(replicas * (1 - ROUNDING)));

/** The least whole number of replicas that carry the load, each its share; 0 for none. */
export const replicasFor = (load: number, perReplica: number): number => upward(load / perReplica);

/** The decision for so many replicas, and where a bound changed it, that as well. */
export const sized = (
  replicas: number,
  { minReplicas, maxReplicas }: Pick<PolicySetting, 'minReplicas' | 'maxReplicas'>,
  reason: string,
): Decision => {
  if (replicas > maxReplicas) return { replicas: maxReplicas, reason: `${reason}, held at the maximum` };
  if (replicas < minReplicas) return { replicas: minReplicas, reason: `${reason}, held at the minimum` };
  return { replicas, reason };
};
