/**
 * The HPA's conformance vectors, each case set against the piece of the model that answers it.
 *
 * One function per set, from a case as it stands in the file to what the model says, under the names of `expect`. Left
 * out: finding the files, and what is said of a difference.
 */
import {
  behaviorDefaults,
  changeInPeriod,
  legacyLimitDefault,
  limitLegacy,
  limitRate,
  stabilise,
  stabiliseLegacy,
  type Behavior,
  type ScalingPolicy,
  type ScalingRules,
} from '../../model/policy/hpa-limits.ts';
import { classOf, type Pod, type PodClass } from '../../model/policy/hpa-readiness.ts';
import type { Metric, MetricKind, Pods } from '../../model/policy/hpa-metric.ts';
import { propose } from '../../model/policy/hpa-replicas.ts';
import { freshState, syncHpa, type HpaSpec, type HpaState } from '../../model/policy/hpa-sync.ts';
import type { Window } from '../../model/policy/windows.ts';
import { before, micros, moment, seconds, type Micros, type Moment } from '../../model/kernel/units.ts';

/** What a case expects, or what the model answers. */
export type Answer = Readonly<Record<string, unknown>>;

/** Later than every age in a vector reaches back. */
const NOW = moment(1e12);
const ago = (age: number): Moment => before(NOW, span(age));
const span = (s: number): Micros => micros(Math.round(seconds(s)));

// ---- replica calculation

interface PodCase {
  readonly requestMilli?: number | null;
  readonly usageMilli?: number | null;
  readonly ready?: boolean;
  readonly phase?: string;
  readonly class?: PodClass;
}

interface MetricCase {
  readonly kind: MetricKind;
  readonly target: number;
  readonly pods?: readonly PodCase[];
  readonly value?: number;
  readonly valueMilli?: number;
  readonly values?: readonly number[];
}

type ToleranceCase = { readonly down: number; readonly up: number };

const podsOf = (pods: readonly PodCase[]): Pods[] =>
  pods.map(
    ({ class: as = 'ready', ready = as === 'ready', phase = 'Running', usageMilli, requestMilli }) => ({
      count: 1,
      class: as,
      serving: ready && phase === 'Running',
      usageMilli: usageMilli ?? undefined,
      requestMilli: requestMilli ?? undefined,
    }),
  );

const metricOf = (metric: MetricCase, outer?: Omit<MetricCase, 'kind' | 'target'>): Metric => {
  const values = metric.values ?? outer?.values;
  const value = metric.valueMilli ?? metric.value ?? outer?.valueMilli ?? outer?.value;
  return {
    kind: metric.kind,
    target: metric.target,
    valueMilli: values === undefined ? value : values.reduce((sum, one) => sum + one, 0),
    pods: podsOf(metric.pods ?? outer?.pods ?? []),
  };
};

interface CalcCase extends MetricCase {
  readonly currentReplicas: number;
  readonly statusReplicas?: number;
  readonly tolerance: ToleranceCase;
}

const replicaCalc = (c: CalcCase): Answer => {
  const size = { spec: c.currentReplicas, status: c.statusReplicas ?? c.currentReplicas };
  const proposal = propose(metricOf(c), size, c.tolerance);
  return 'failure' in proposal ? { error: proposal.because } : { ...proposal };
};

// ---- limits and stabilisation

interface RulesCase {
  readonly stabilizationWindowSeconds?: number | null;
  readonly selectPolicy?: ScalingRules['select'] | null;
  readonly policies?:
    | readonly {
        readonly type: ScalingPolicy['type'];
        readonly value: number;
        readonly periodSeconds: number;
      }[]
    | null;
  readonly tolerance?: number | null;
}

const rulesOf = (rules: RulesCase | null | undefined, defaults: ScalingRules): ScalingRules => ({
  select: rules?.selectPolicy ?? defaults.select,
  window:
    rules?.stabilizationWindowSeconds === null || rules?.stabilizationWindowSeconds === undefined
      ? defaults.window
      : span(rules.stabilizationWindowSeconds),
  policies:
    rules?.policies?.map(({ type, value, periodSeconds }) => ({
      type,
      value,
      period: span(periodSeconds),
    })) ?? defaults.policies,
});

interface BehaviorCase {
  readonly scaleUp?: RulesCase | null;
  readonly scaleDown?: RulesCase | null;
}

const behaviorOf = ({ scaleUp, scaleDown }: BehaviorCase, downscaleWindow?: Micros): Behavior => ({
  up: rulesOf(scaleUp, behaviorDefaults.up),
  down: rulesOf(scaleDown, {
    ...behaviorDefaults.down,
    window: downscaleWindow ?? behaviorDefaults.down.window,
  }),
});

interface EventCase {
  readonly change: number;
  readonly ageSeconds: number;
}

const eventsOf = (events: readonly EventCase[] = []): Window =>
  events.map(({ change, ageSeconds }) => ({ at: ago(ageSeconds), amount: change }));

interface RecommendationCase {
  readonly replicas: number;
  readonly ageSeconds: number;
}

const recommendationsOf = (recommendations: readonly RecommendationCase[]): Window =>
  recommendations.map(({ replicas, ageSeconds }) => ({ at: ago(ageSeconds), amount: replicas }));

interface LimitCase extends BehaviorCase {
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
  readonly min: number;
  readonly max: number;
  readonly scaleUpEvents?: readonly EventCase[];
  readonly scaleDownEvents?: readonly EventCase[];
  readonly scaleUpLimitFactor?: number;
  readonly scaleUpLimitMinimum?: number;
}

const rateLimit = (c: LimitCase): Answer => {
  const events = { up: eventsOf(c.scaleUpEvents), down: eventsOf(c.scaleDownEvents) };
  return { ...limitRate(c.currentReplicas, c.desiredReplicas, c, behaviorOf(c), events, NOW) };
};

const legacyLimitOf = (c: Pick<LimitCase, 'scaleUpLimitFactor' | 'scaleUpLimitMinimum'>) => ({
  factor: c.scaleUpLimitFactor ?? legacyLimitDefault.factor,
  minimum: c.scaleUpLimitMinimum ?? legacyLimitDefault.minimum,
});

const legacyNormalize = (c: LimitCase): Answer => ({
  ...limitLegacy(c.currentReplicas, c.desiredReplicas, c, legacyLimitOf(c)),
});

interface StabilizeCase {
  readonly mode: 'legacy' | 'behavior';
  readonly downscaleWindowSeconds?: number;
  readonly scaleUpWindowSeconds?: number;
  readonly scaleDownWindowSeconds?: number;
  readonly currentReplicas?: number;
  readonly desiredReplicas: number;
  readonly recommendations: readonly RecommendationCase[];
}

const stabilizeCase = (c: StabilizeCase): Answer => {
  const recommendations = recommendationsOf(c.recommendations);
  if (c.mode === 'legacy') {
    const window = span(c.downscaleWindowSeconds ?? 300);
    return { replicas: stabiliseLegacy(c.desiredReplicas, recommendations, NOW, window) };
  }
  const windows = { up: span(c.scaleUpWindowSeconds ?? 0), down: span(c.scaleDownWindowSeconds ?? 300) };
  return {
    replicas: stabilise(c.currentReplicas ?? 0, c.desiredReplicas, recommendations, NOW, windows),
  };
};

interface EventWindowCase {
  readonly periodSeconds: number;
  readonly events: readonly EventCase[];
}

const eventWindow = (c: EventWindowCase): Answer => ({
  changeInPeriod: changeInPeriod(eventsOf(c.events), NOW, span(c.periodSeconds)),
});

// ---- readiness

interface ReadinessCase {
  readonly resource: string;
  readonly cpuInitializationPeriodSeconds: number;
  readonly initialReadinessDelaySeconds: number;
  readonly pod: {
    readonly phase?: Pod['phase'];
    readonly deleting?: boolean;
    readonly deleted?: boolean;
    readonly deletionTimestamp?: unknown;
    readonly usageMilli?: number | null;
    readonly startedSecondsAgo?: number | null;
    readonly noReadyCondition?: boolean;
    readonly ready?: boolean;
    readonly readyTransitionSecondsAgo?: number;
    readonly metricAgeSeconds?: number;
    readonly metricWindowSeconds?: number;
  };
}

const readiness = ({ pod, ...c }: ReadinessCase): Answer => ({
  class: classOf(
    {
      phase: pod.phase ?? 'Running',
      deleting: pod.deleting ?? pod.deleted ?? pod.deletionTimestamp !== undefined,
      sample:
        typeof pod.usageMilli === 'number'
          ? { at: ago(pod.metricAgeSeconds ?? 0), window: span(pod.metricWindowSeconds ?? 0) }
          : undefined,
      startedAt: typeof pod.startedSecondsAgo === 'number' ? ago(pod.startedSecondsAgo) : undefined,
      readiness:
        pod.noReadyCondition === true
          ? undefined
          : { ready: pod.ready ?? false, since: ago(pod.readyTransitionSecondsAgo ?? 0) },
    },
    c.resource === 'cpu' ? 'cpu' : 'other',
    NOW,
    {
      initialization: span(c.cpuInitializationPeriodSeconds),
      initialDelay: span(c.initialReadinessDelaySeconds),
    },
  ),
});

// ---- whole syncs

interface SpecCase {
  readonly min: number;
  readonly max: number;
  readonly tolerance: ToleranceCase;
  readonly behavior: BehaviorCase | null;
  readonly downscaleStabilizationSeconds: number;
  readonly scaleUpLimitFactor?: number;
  readonly scaleUpLimitMinimum?: number;
}

const specOf = (c: SpecCase): HpaSpec => {
  const downscaleWindow = span(c.downscaleStabilizationSeconds);
  return {
    min: c.min,
    max: c.max,
    tolerance: {
      up: c.behavior?.scaleUp?.tolerance ?? c.tolerance.up,
      down: c.behavior?.scaleDown?.tolerance ?? c.tolerance.down,
    },
    behavior: c.behavior === null ? undefined : behaviorOf(c.behavior, downscaleWindow),
    downscaleWindow,
    legacyLimit: legacyLimitOf(c),
  };
};

interface SyncCase extends SpecCase {
  readonly specReplicas: number;
  readonly statusReplicas: number;
  readonly metrics: readonly MetricCase[];
  readonly pods?: readonly PodCase[];
  readonly values?: readonly number[];
  readonly recommendations: readonly RecommendationCase[] | null;
  readonly scaleUpEvents?: readonly EventCase[];
  readonly scaleDownEvents?: readonly EventCase[];
}

const sync = (c: SyncCase): Answer => {
  const before: HpaState = {
    recommendations: c.recommendations === null ? undefined : recommendationsOf(c.recommendations),
    up: eventsOf(c.scaleUpEvents),
    down: eventsOf(c.scaleDownEvents),
  };
  const { desired, reasons, limit } = syncHpa(specOf(c), before, {
    at: NOW,
    size: { spec: c.specReplicas, status: c.statusReplicas },
    metrics: c.metrics.map((metric) => metricOf(metric, c)),
  });
  // a case names one of the conditions' reasons, without the message after it
  return { desiredReplicas: desired, reason: [limit, ...reasons.map((reason) => reason.split(':')[0])] };
};

interface SequenceCase extends SpecCase {
  readonly initialReplicas: number;
  readonly target: number;
  readonly requestMilli: number;
  readonly steps: readonly {
    readonly t: number;
    readonly demandMilli: number;
    readonly replicasAfter: number;
  }[];
}

/** The demand shared out in whole milli-units, so that its sum is the demand. */
const sharing = (demandMilli: number, replicas: number, requestMilli: number): Pods[] => {
  const each = Math.floor(demandMilli / replicas);
  const more = demandMilli - each * replicas;
  return [
    { count: more, usageMilli: each + 1 },
    { count: replicas - more, usageMilli: each },
  ].map((alike) => ({ ...alike, class: 'ready', serving: true, requestMilli }));
};

const sequence = (c: SequenceCase): Answer => {
  const spec = specOf(c);
  let [state, replicas] = [freshState, c.initialReplicas];
  const replicasAfter = c.steps.map(({ t, demandMilli }) => {
    const pods = sharing(demandMilli, replicas, c.requestMilli);
    const done = syncHpa(spec, state, {
      at: moment(Math.round(seconds(t))),
      size: { spec: replicas, status: replicas },
      metrics: [{ kind: 'resource-utilization', target: c.target, pods }],
    });
    [state, replicas] = [done.state, done.desired];
    return replicas;
  });
  return { replicasAfter };
};

/** A sequence states what it expects step by step. */
const sequenceExpected = (c: SequenceCase): Answer => ({
  replicasAfter: c.steps.map(({ replicasAfter }) => replicasAfter),
});

/** Set → the case as the file has it → what the model answers. */
export const hpaAnswers: Readonly<Record<string, (c: never) => Answer>> = {
  hpa_replica_calc: replicaCalc,
  hpa_rate_limit: rateLimit,
  hpa_legacy_normalize: legacyNormalize,
  hpa_stabilize: stabilizeCase,
  hpa_event_window: eventWindow,
  hpa_readiness: readiness,
  hpa_sync: sync,
  hpa_sequences: sequence,
};

/** What a case expects, whatever its set. */
export const hpaExpected = (set: string, c: { readonly expect?: Answer }): Answer =>
  set === 'hpa_sequences' ? sequenceExpected(c as never) : (c.expect ?? {});
