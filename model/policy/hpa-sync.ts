/**
 * One sync of the Kubernetes HPA: from what it sees to the size it asks for, and what it remembers of that.
 *
 * read the size → shortcuts → proposal → stabilise → limit → write → note the event. Left out: writes that fail, and
 * fallback values for failing external metrics (KEP-5679).
 *
 * @source policies.md section 1
 */
import { micros, type Micros, type Moment } from '../kernel/units.ts';
import {
  limitLegacy,
  limitRate,
  stabilise,
  stabiliseLegacy,
  withEvent,
  type Behavior,
  type Bounds,
  type LegacyLimit,
  type LimitReason,
  type Limited,
  type ScaleEvents,
} from './hpa-limits.ts';
import type { Metric, Size, Tolerance } from './hpa-metric.ts';
import { proposeAll } from './hpa-replicas.ts';
import { EMPTY, withLevel, type Window } from './windows.ts';

/** The HPA object, and the flags of the controller that bear on it. */
export interface HpaSpec extends Bounds {
  readonly tolerance: Tolerance;
  /** The `behavior` field with its defaults filled in; undefined where the object has none. */
  readonly behavior: Behavior | undefined;
  /** How long a recommendation holds a scale-down back where there is no `behavior`. */
  readonly downscaleWindow: Micros;
  readonly legacyLimit: LegacyLimit;
}

export interface HpaState extends ScaleEvents {
  /** Proposals as they were, neither stabilised nor limited; undefined before the first sync. */
  readonly recommendations: Window | undefined;
}

export const freshState: HpaState = { recommendations: undefined, up: EMPTY, down: EMPTY };

/** What one sync reads. */
export interface HpaView {
  readonly at: Moment;
  readonly size: Size;
  readonly metrics: readonly Metric[];
  /** The HPA itself scaled to zero, so that it may scale up again; a size of 0 from elsewhere switches it off. */
  readonly scaledToZero?: boolean;
}

export interface Sync {
  readonly state: HpaState;
  readonly desired: number;
  /** In upstream's words, in the order they came about: what the metrics say, then what changed it. */
  readonly reasons: readonly string[];
  /** Reason of the ScalingLimited condition; undefined where no proposal came so far. */
  readonly limit?: LimitReason;
}

/** One sync. */
export const syncHpa = (spec: HpaSpec, before: HpaState, view: HpaView): Sync => {
  const current = view.size.spec;
  const { at } = view;
  const state: HpaState = {
    ...before,
    // a controller that just started cannot scale down for one window
    recommendations: before.recommendations ?? [{ at, amount: current }],
  };
  if (current === 0 && !mayLeaveZero(spec, view)) {
    return { state, desired: 0, reasons: ['ScalingDisabled'] };
  }
  if (current > spec.max) {
    return rescaled(spec, state, at, current, spec.max, [
      'Current number of replicas above Spec.MaxReplicas',
    ]);
  }
  if (current !== 0 && current < spec.min) {
    return rescaled(spec, state, at, current, spec.min, [
      'Current number of replicas below Spec.MinReplicas',
    ]);
  }

  const proposal = proposeAll(view.metrics, view.size, spec.tolerance);
  if ('failure' in proposal) {
    return { state, desired: current, reasons: [`${proposal.failure}: ${proposal.because}`] };
  }
  const { stabilised, limited } = normalise(spec, state, at, current, proposal.replicas);
  const reasons: string[] = [proposal.ground];
  if (stabilised !== proposal.replicas) reasons.push(stabilisedReason(spec, current, proposal.replicas));
  if (limited.replicas !== stabilised) reasons.push(limited.reason);
  const points = proposal.ground === 'above target' || proposal.ground === 'below target';
  if (points && reasons.length === 1 && proposal.replicas === current) {
    reasons.push('recommended size matches current size');
  }
  const remembered: HpaState = {
    ...state,
    recommendations: withLevel(state.recommendations ?? EMPTY, at, proposal.replicas, longestWindow(spec)),
  };
  const desired = current === 0 ? Math.max(limited.replicas, spec.min) : limited.replicas;
  return { ...rescaled(spec, remembered, at, current, desired, reasons), limit: limited.reason };
};

/** With a minimum of 0 an HPA may have scaled to zero itself; it then needs a metric that exists without pods. */
const mayLeaveZero = (spec: HpaSpec, { metrics, scaledToZero = spec.min === 0 }: HpaView): boolean =>
  scaledToZero &&
  (spec.min !== 0 || metrics.some(({ kind }) => kind.startsWith('object-') || kind.startsWith('external-')));

const normalise = (
  { behavior, ...spec }: HpaSpec,
  state: HpaState,
  now: Moment,
  current: number,
  proposal: number,
): { readonly stabilised: number; readonly limited: Limited } => {
  const recommendations = state.recommendations ?? EMPTY;
  if (behavior === undefined) {
    const stabilised = stabiliseLegacy(proposal, recommendations, now, spec.downscaleWindow);
    return { stabilised, limited: limitLegacy(current, stabilised, spec, spec.legacyLimit) };
  }
  const windows = { up: behavior.up.window, down: behavior.down.window };
  const stabilised = stabilise(current, proposal, recommendations, now, windows);
  return { stabilised, limited: limitRate(current, stabilised, spec, behavior, state, now) };
};

const stabilisedReason = ({ behavior }: HpaSpec, current: number, proposal: number): string =>
  behavior !== undefined && proposal >= current ? 'ScaleUpStabilized' : 'ScaleDownStabilized';

const longestWindow = ({ behavior, downscaleWindow }: HpaSpec): Micros =>
  behavior === undefined ? downscaleWindow : micros(Math.max(behavior.up.window, behavior.down.window));

const rescaled = (
  { behavior }: HpaSpec,
  state: HpaState,
  at: Moment,
  current: number,
  desired: number,
  reasons: readonly string[],
): Sync => {
  const changed = behavior !== undefined && desired !== current;
  const events = changed ? withEvent(state, behavior, at, current, desired) : state;
  return { state: { ...state, up: events.up, down: events.down }, desired, reasons };
};
