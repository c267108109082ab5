/**
 * KEDA: a gate between none and one around a plain HPA on an external metric.
 *
 * At zero the metric is polled; once it is active there is one replica, and from one on the HPA rules. Inactive for the
 * cooldown, all go. Left out: several triggers, fallback of failing scalers, pausing.
 *
 * @source kedacore/keda pkg/scaling/executor/scale_scaledobjects.go; policies.md section 3
 */
import { oneOf } from '../kernel/spelling.ts';
import { after, between, seconds, START, type Moment } from '../kernel/units.ts';
import type { Decision, Observation, Policy, PolicyMaker, PolicySetting } from './contract.ts';
import { downscaleWindowDefault, legacyLimitDefault } from './hpa-limits.ts';
import { freshState, syncHpa, type HpaSpec, type HpaState } from './hpa-sync.ts';
import {
  anySpan,
  option,
  optional,
  readOptions,
  real,
  share,
  textsOf,
  wholeNumber,
  type Given,
} from './options.ts';
import { sized } from './sizing.ts';

const KEDA = 'KEDA ScaledObject';

const table = {
  metric: option(
    oneOf('waiting', 'in-system', 'rps'),
    'read at the moment it is asked for: requests waiting, or in the system; or of the last sample: arriving per s',
    'in-system',
    'ours: KEDA has scalers for each',
  ),
  threshold: optional(
    real(0.001, 1e9),
    'of the metric per replica',
    'what a replica does at once, 1, or per s, times the target',
    KEDA,
  ),
  activation: option(real(0, 1e9), 'active above this, of the whole metric', '0', KEDA),
  polling: option(anySpan, 'from one look to the next at zero', '30s', KEDA),
  cooldown: option(anySpan, 'from the last activity until all go', '300s', KEDA),
  'initial-cooldown': option(anySpan, 'from the start until all may go that never were active', '0s', KEDA),
  'active-min': optional(
    wholeNumber(1, 100_000),
    'least replicas while active (minReplicaCount beside idleReplicaCount 0)',
    'min, at least 1',
    KEDA,
  ),
  tolerance: option(share(0, 1), 'of the HPA', '0.1', 'kube-controller-manager'),
};
type Options = Given<typeof table>;

interface KedaState {
  readonly hpa: HpaState;
  readonly activeAt: Moment | undefined;
  /** The last look at zero. */
  readonly polledAt: Moment;
}

export const keda: PolicyMaker = {
  kind: 'policy',
  name: 'keda',
  about: 'KEDA: from zero to one by activity, from one on an HPA on a queue or a rate',
  options: textsOf(table),
  cadence: { tick: seconds(15), sample: seconds(15), delay: seconds(15) },
  leastReplicas: 0,
  docs: {
    standing: 'exact',
    formula: [
      'active: metric > activation; at 0, every polling: active → active-min',
      'inactive for more than cooldown, and min is 0: to 0',
      'else the HPA: ⌈metric / threshold⌉ within tolerance of metric / (threshold × replicas), plain downscale window',
    ],
    rounding: 'as the HPA: the metric to thousandths, replicas up',
    leftOut: 'several triggers, fallback, pausing, the advanced HPA behavior (take hpa with waiting=…)',
    source: 'kedacore/keda scale_scaledobjects.go; policies.md section 3',
  },
  make: (setting): Policy<KedaState> => {
    const given = readOptions('keda', table, setting.options);
    return {
      name: 'keda',
      initial: { hpa: freshState, activeAt: undefined, polledAt: START },
      decide: (before, seen) => {
        const value = valueOf(given.metric, seen);
        const active = value > given.activation;
        if (seen.wanted === 0) return fromZero(given, setting, before, seen, active);
        const state: KedaState = active ? { ...before, activeAt: seen.at } : before;
        if (!active && setting.minReplicas === 0 && cooled(given, state, seen.at)) {
          return [
            { ...state, hpa: freshState, polledAt: seen.at },
            { replicas: 0, reason: 'inactive' },
          ];
        }
        return scaled(given, setting, state, seen, value);
      },
    };
  },
};

const valueOf = (metric: Options['metric'], { waiting, inSystem, load }: Observation): number => {
  switch (metric) {
    case 'waiting':
      return waiting;
    case 'in-system':
      return inSystem;
    case 'rps':
      return load;
    default:
      return metric satisfies never;
  }
};

const fromZero = (
  given: Options,
  setting: PolicySetting,
  state: KedaState,
  { at }: Observation,
  active: boolean,
): readonly [KedaState, Decision] => {
  if (between(state.polledAt, at) < given.polling)
    return [state, { replicas: 0, reason: 'at zero, not polled' }];
  if (!active)
    return [
      { ...state, polledAt: at },
      { replicas: 0, reason: 'inactive' },
    ];
  return [{ ...state, activeAt: at, polledAt: at }, sized(leastActive(given, setting), setting, 'activated')];
};

const leastActive = (given: Options, { minReplicas, maxReplicas }: PolicySetting): number =>
  Math.min(maxReplicas, Math.max(1, minReplicas, given['active-min'] ?? 1));

const cooled = (given: Options, { activeAt }: KedaState, at: Moment): boolean =>
  activeAt === undefined
    ? after(START, given['initial-cooldown']) < at
    : after(activeAt, given.cooldown) < at;

const scaled = (
  given: Options,
  setting: PolicySetting,
  state: KedaState,
  { at, wanted, ready, starting }: Observation,
  value: number,
): readonly [KedaState, Decision] => {
  const atOnce = given.metric === 'rps' ? setting.serviceRate : 1;
  const threshold = given.threshold ?? atOnce * setting.target;
  const spec: HpaSpec = {
    min: leastActive(given, setting),
    max: setting.maxReplicas,
    tolerance: { up: given.tolerance, down: given.tolerance },
    behavior: undefined,
    downscaleWindow: downscaleWindowDefault,
    legacyLimit: legacyLimitDefault,
  };
  const { desired, reasons, ...sync } = syncHpa(spec, state.hpa, {
    at,
    size: { spec: wanted, status: ready + starting },
    metrics: [
      {
        kind: 'external-average',
        target: Math.max(1, Math.round(threshold * 1000)),
        valueMilli: Number.isFinite(value) ? Math.round(value * 1000) : undefined,
        pods: [],
      },
    ],
  });
  return [
    { ...state, hpa: sync.state },
    { replicas: desired, reason: reasons.join(', ') },
  ];
};
