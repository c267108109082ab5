/**
 * What the Kubernetes HPA makes of a proposal: first stabilised, then limited in rate, then bounded.
 *
 * Two ways: of an HPA object without a `behavior` field, and of one with. KEP-853's pseudo-code has the rate first and
 * other default periods; the code is as here. Left out: how the proposal came about (hpa-replicas).
 *
 * @source policies.md section 1 A and B
 */
import { between, seconds, type Micros, type Moment } from '../kernel/units.ts';
import { largestOf, smallestOf, sumOf, upToAge, youngerThan, type Window } from './windows.ts';

export interface ScalingPolicy {
  readonly type: 'Pods' | 'Percent';
  /** Pods or percent that may be added or removed in one period, whole, above 0. */
  readonly value: number;
  readonly period: Micros;
}

/** One direction of the `behavior` field. */
export interface ScalingRules {
  readonly policies: readonly ScalingPolicy[];
  /** Which policy rules where several differ: the one that lets most through, or least; or no scaling at all. */
  readonly select: 'Max' | 'Min' | 'Disabled';
  /** Stabilisation window. */
  readonly window: Micros;
}

export interface Behavior {
  readonly up: ScalingRules;
  readonly down: ScalingRules;
}

/** `--horizontal-pod-autoscaler-downscale-stabilization` @source the controller's default, policies.md section 1 */
export const downscaleWindowDefault = seconds(300);

/** What is in force where a `behavior` field leaves it out. @source kubernetes pkg/apis/autoscaling/v2/defaults.go */
export const behaviorDefaults: Behavior = {
  up: {
    policies: [
      { type: 'Pods', value: 4, period: seconds(15) },
      { type: 'Percent', value: 100, period: seconds(15) },
    ],
    select: 'Max',
    window: seconds(0),
  },
  down: {
    policies: [{ type: 'Percent', value: 100, period: seconds(15) }],
    select: 'Max',
    window: downscaleWindowDefault,
  },
};

/** How far one sync may scale up without a `behavior` field: to this many times the size, or to this size if more. */
export interface LegacyLimit {
  readonly factor: number;
  readonly minimum: number;
}

/** @source kubernetes horizontal.go: scaleUpLimitFactor, scaleUpLimitMinimum (its tests set the factor to 8) */
export const legacyLimitDefault: LegacyLimit = { factor: 2, minimum: 4 };

export interface Bounds {
  readonly min: number;
  readonly max: number;
}

export type LimitReason =
  | 'DesiredWithinRange'
  | 'ScaleUpLimit'
  | 'ScaleDownLimit'
  | 'TooManyReplicas'
  | 'TooFewReplicas';

export interface Limited {
  readonly replicas: number;
  readonly reason: LimitReason;
}

const unlimited = (replicas: number): Limited => ({ replicas, reason: 'DesiredWithinRange' });

// ---- without a behavior field

/** The largest recommendation of the window, this one included; one exactly as old as the window still counts. */
export const stabiliseLegacy = (
  proposal: number,
  recommendations: Window,
  now: Moment,
  window: Micros,
): number => largestOf(upToAge(recommendations, now, window), proposal);

export const limitLegacy = (
  current: number,
  desired: number,
  { min, max }: Bounds,
  { factor, minimum }: LegacyLimit = legacyLimitDefault,
): Limited => {
  const limit = Math.trunc(Math.max(factor * current, minimum));
  if (desired < min) return { replicas: min, reason: 'TooFewReplicas' };
  if (desired > Math.min(limit, max)) {
    return max > limit
      ? { replicas: limit, reason: 'ScaleUpLimit' }
      : { replicas: max, reason: 'TooManyReplicas' };
  }
  return unlimited(desired);
};

// ---- with a behavior field

/**
 * The size moved no further than every recommendation of the windows agrees to: up to the smallest of the scale-up
 * window, down to the largest of the scale-down window, this one included in both.
 */
export const stabilise = (
  current: number,
  proposal: number,
  recommendations: Window,
  now: Moment,
  windows: { readonly up: Micros; readonly down: Micros },
): number => {
  const lowest = smallestOf(youngerThan(recommendations, now, windows.up), proposal);
  const highest = largestOf(youngerThan(recommendations, now, windows.down), proposal);
  return Math.min(Math.max(current, lowest), highest);
};

/** Replicas added and replicas removed, each a positive change with its moment. */
export interface ScaleEvents {
  readonly up: Window;
  readonly down: Window;
}

/** The change that counts for a policy of this period: of events strictly younger. */
export const changeInPeriod = (events: Window, now: Moment, period: Micros): number =>
  sumOf(youngerThan(events, now, period));

/** The desired size, no further from the current than the rules of its direction and the bounds let it. */
export const limitRate = (
  current: number,
  desired: number,
  { min, max }: Bounds,
  behavior: Behavior,
  events: ScaleEvents,
  now: Moment,
): Limited => {
  if (desired > current) {
    const limit = Math.max(current, scaleUpLimit(current, behavior.up, events, now));
    if (desired > Math.min(limit, max)) {
      return max > limit
        ? { replicas: limit, reason: 'ScaleUpLimit' }
        : { replicas: max, reason: 'TooManyReplicas' };
    }
  } else if (desired < current) {
    const limit = Math.min(current, scaleDownLimit(current, behavior.down, events, now));
    if (desired < Math.max(limit, min)) {
      return min < limit
        ? { replicas: limit, reason: 'ScaleDownLimit' }
        : { replicas: min, reason: 'TooFewReplicas' };
    }
  }
  return unlimited(desired);
};

/** The size when the period of a policy began. */
const sizeBefore = (current: number, { up, down }: ScaleEvents, now: Moment, period: Micros): number =>
  current - changeInPeriod(up, now, period) + changeInPeriod(down, now, period);

const scaleUpLimit = (current: number, rules: ScalingRules, events: ScaleEvents, now: Moment): number => {
  if (rules.select === 'Disabled') return current;
  const limits = rules.policies.map(({ type, value, period }) => {
    const start = sizeBefore(current, events, now, period);
    // a percentage is rounded up, or a small size could never grow
    return type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100));
  });
  return rules.select === 'Min' ? Math.min(...limits) : Math.max(...limits);
};

const scaleDownLimit = (current: number, rules: ScalingRules, events: ScaleEvents, now: Moment): number => {
  if (rules.select === 'Disabled') return current;
  const limits = rules.policies.map(({ type, value, period }) => {
    const start = sizeBefore(current, events, now, period);
    return type === 'Pods' ? start - value : Math.trunc(start * (1 - value / 100));
  });
  // the most change is the smallest size
  return rules.select === 'Min' ? Math.max(...limits) : Math.min(...limits);
};

/**
 * The events with one more change of size.
 *
 * As upstream does it, the new event takes the place of the last one that is older than every period of its own direction.
 * So the list stays as short as the periods are, and an event may be forgotten that a longer period of the other direction
 * would still have counted; its limit is then the stricter one.
 */
export const withEvent = (
  events: ScaleEvents,
  behavior: Behavior,
  now: Moment,
  from: number,
  to: number,
): ScaleEvents => {
  const direction = to > from ? 'up' : 'down';
  const list = events[direction];
  const longest = Math.max(0, ...behavior[direction].policies.map(({ period }) => period));
  const outdated = list.findLastIndex(({ at }) => between(at, now) > longest);
  const event = { at: now, amount: Math.abs(to - from) };
  return { ...events, [direction]: outdated < 0 ? [...list, event] : list.with(outdated, event) };
};
