/**
 * What an adjustment makes of a capacity: by a number, by a percentage, or to a number; rounded and bounded.
 *
 * A percentage is rounded toward the capacity there is, but by one at least. Left out: when an adjustment is made.
 *
 * @source openstack/heat heat/scaling/scalingutil.py; AWS EC2 Auto Scaling user guide, "Scaling adjustment types";
 * policies.md section 5
 */

export type AdjustmentType = 'ChangeInCapacity' | 'ExactCapacity' | 'PercentChangeInCapacity';

export interface Adjustment {
  readonly type: AdjustmentType;
  /** Replicas, or percent. */
  readonly amount: number;
  /** Of a percentage: the least number of replicas that it changes by. */
  readonly atLeast: number | undefined;
}

export interface CapacityBounds {
  readonly min: number;
  readonly max: number;
}

/** The capacity after it. Where the maximum is below the minimum, the maximum rules what is above it. */
export const newCapacity = (
  current: number,
  { type, amount, atLeast }: Adjustment,
  { min, max }: CapacityBounds,
): number => {
  const wanted = unbounded(current, type, amount, atLeast ?? 0);
  if (wanted > max) return max;
  return wanted < min ? min : wanted;
};

const unbounded = (current: number, type: AdjustmentType, amount: number, atLeast: number): number => {
  switch (type) {
    case 'ChangeInCapacity':
      return current + amount;
    case 'ExactCapacity':
      return amount;
    case 'PercentChangeInCapacity': {
      const rounded = towardCurrent((current * amount) / 100);
      if (atLeast <= Math.abs(rounded)) return current + rounded;
      // a change of nothing counts as downward, as upstream has it
      return current + (rounded > 0 ? atLeast : -atLeast);
    }
    default:
      return type satisfies never;
  }
};

/** 33 % of 1 is 1 and not 0; −66 % of 2 is −1 and not −2. */
const towardCurrent = (change: number): number =>
  Math.abs(change) < 1 ? Math.sign(change) : Math.trunc(change);
