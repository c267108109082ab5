/**
 * What the Kubernetes HPA reads and what it makes of it: metrics, pods as a metric classes them, proposals.
 *
 * Amounts are whole milli-units, a utilisation is a whole percent. Pods that are alike are counted in groups. Pod is
 * Kubernetes' word; here it is a replica. Left out: how a proposal is computed (hpa-replicas, hpa-per-pod).
 */
import type { PodClass } from './hpa-readiness.ts';

export type MetricKind =
  | 'resource-utilization'
  | 'pods-average'
  | 'object-value'
  | 'object-average'
  | 'external-value'
  | 'external-average';

/** Pods that are alike. */
export interface Pods {
  readonly count: number;
  readonly class: PodClass;
  /** Running and Ready, whatever the class: what a metric of an object multiplies by. */
  readonly serving: boolean;
  /** Of each pod; undefined where the pod has no sample. */
  readonly usageMilli?: number | undefined;
  /** Of each pod; undefined where the pod asks for nothing, which a utilisation cannot be taken of. */
  readonly requestMilli?: number | undefined;
}

export interface Metric {
  readonly kind: MetricKind;
  /** Percent for a utilisation, else milli-units; above 0. */
  readonly target: number;
  /** Of an object or external metric: the sum of its values, milli-units; undefined where there is none. */
  readonly valueMilli?: number | undefined;
  /** As this metric classes them. */
  readonly pods: readonly Pods[];
}

/** How far from 1 the ratio of use to target may be without a reaction, both ends included. */
export interface Tolerance {
  readonly down: number;
  readonly up: number;
}

/** The size before this sync: `spec` is what was asked for, `status` what exists. */
export interface Size {
  readonly spec: number;
  readonly status: number;
}

/** What led to a proposal. */
export type Ground = 'above target' | 'below target' | 'within tolerance' | 'scale direction would change';

export interface Proposal {
  readonly replicas: number;
  readonly ground: Ground;
  /** What the metric shows as its current state; pods that are not ready are not in it. */
  readonly utilizationPercent?: number;
  readonly averageValueMilli?: number;
  readonly valueMilli?: number;
}

/** No proposal can be made: upstream's condition reason, and why. */
export interface NoProposal {
  readonly failure: string;
  readonly because: string;
}

/** A count in Kubernetes is an int32. */
const INT32_MAX = 2_147_483_647;
export const asCount = (replicas: number): number => Math.min(replicas, INT32_MAX);

/** Both ends of the band are in it. */
export const within = (ratio: number, { down, up }: Tolerance): boolean =>
  1 - down <= ratio && ratio <= 1 + up;

export const groundOf = (ratio: number): Ground => (ratio > 1 ? 'above target' : 'below target');

/** How many pods there are of a kind. */
export const countOf = (pods: readonly Pods[], which: (pods: Pods) => boolean): number =>
  pods.reduce((sum, alike) => sum + (which(alike) ? alike.count : 0), 0);
