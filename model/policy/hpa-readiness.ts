/**
 * How the Kubernetes HPA treats one pod when it averages a resource: its class.
 *
 * A pod that has not been ready for a whole sample period would drag the average down just when load is high, so its
 * sample is set aside. Left out: where samples come from, and what each class counts for (hpa-replicas).
 *
 * @source policies.md section 1, "Pod classes"
 */
import { after, seconds, type Micros, type Moment } from '../kernel/units.ts';

/**
 * `ready`: its sample counts; `unready`: its sample does not, and a scale-up counts it as idle; `missing`: it has no
 * sample, and counts against whichever direction the rest points to; `ignored`: it is on its way out.
 */
export type PodClass = 'ready' | 'unready' | 'missing' | 'ignored';

export interface Pod {
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  /** It is being deleted. */
  readonly deleting: boolean;
  readonly sample: Sample | undefined;
  readonly startedAt: Moment | undefined;
  /** Its Ready condition; undefined while it has none. */
  readonly readiness: { readonly ready: boolean; readonly since: Moment } | undefined;
}

interface Sample {
  /** End of the period it was taken over. */
  readonly at: Moment;
  /** Length of that period. */
  readonly window: Micros;
}

/** Flags of the controller manager that say when a pod's processor time is to be trusted. */
export interface ReadinessRules {
  /** `--horizontal-pod-autoscaler-cpu-initialization-period` */
  readonly initialization: Micros;
  /** `--horizontal-pod-autoscaler-initial-readiness-delay` */
  readonly initialDelay: Micros;
}

/** @source the controller's defaults, policies.md section 1; upstream's unit tests use 120 s and 10 s */
const readinessDefaults: ReadinessRules = { initialization: seconds(300), initialDelay: seconds(30) };

/** The class of one pod; for a metric other than processor time, readiness is of no account. */
export const classOf = (
  pod: Pod,
  resource: 'cpu' | 'other',
  now: Moment,
  rules: ReadinessRules = readinessDefaults,
): PodClass => {
  if (pod.deleting || pod.phase === 'Succeeded' || pod.phase === 'Failed') return 'ignored';
  if (pod.phase === 'Pending') return 'unready';
  if (pod.sample === undefined) return 'missing';
  return resource === 'cpu' && untrusted(pod, pod.sample, now, rules) ? 'unready' : 'ready';
};

const untrusted = (
  { startedAt, readiness }: Pod,
  sample: Sample,
  now: Moment,
  { initialization, initialDelay }: ReadinessRules,
): boolean => {
  if (startedAt === undefined || readiness === undefined) return true;
  const { ready, since } = readiness;
  // young: only a period that it was ready throughout is trusted
  if (after(startedAt, initialization) > now) return !ready || sample.at < after(since, sample.window);
  // old: not ready now is a passing trouble, unless it never was ready
  return !ready && after(startedAt, initialDelay) > since;
};
