/**
 * Options of the HPA: the fields of its object that a replay may set, and the controller's flags that bear on it.
 *
 * Scaling policies are one line of text: `4pods/15s+100%/15s` is four pods and 100 percent per 15 s, of which `select` takes
 * the one that lets more through, or less. Left out: what the metrics are worth at a tick (hpa).
 */
import { InputError } from '../kernel/faults.ts';
import { oneOf, refuse, type Reader } from '../kernel/spelling.ts';
import { seconds } from '../kernel/units.ts';
import type { PolicySetting } from './contract.ts';
import {
  behaviorDefaults,
  downscaleWindowDefault,
  legacyLimitDefault,
  type Behavior,
  type ScalingPolicy,
  type ScalingRules,
} from './hpa-limits.ts';
import type { HpaSpec } from './hpa-sync.ts';
import { option, optional, readOptions, real, share, span, textsOf, type Given } from './options.ts';

/** @source kubernetes pkg/apis/autoscaling/validation: MaxPeriodSeconds, MaxStabilizationWindowSeconds */
const PERIOD = span(seconds(1), seconds(1800), 'from 1 s to 30 min');
const WINDOW = span(seconds(0), seconds(3600), 'from 0 s to 1 h');

const scalingPolicy: Reader<ScalingPolicy> = (text, where) => {
  const [, digits, unit, period] = /^(\d+)(pods?|%)\/(\S+)$/.exec(text.trim()) ?? [];
  if (digits === undefined || period === undefined || Number(digits) === 0) {
    return refuse(
      where,
      text,
      'a scaling policy is PODS/PERIOD or PERCENT/PERIOD, several joined by +, as in 4pods/15s+100%/15s',
    );
  }
  return {
    type: unit === '%' ? 'Percent' : 'Pods',
    value: Number(digits),
    period: PERIOD(period, where),
  };
};
const scalingPolicies: Reader<readonly ScalingPolicy[]> = (text, where) =>
  text.split('+').map((one) => scalingPolicy(one, where));

const SELECT = { max: 'Max', min: 'Min', disabled: 'Disabled' } as const;
const selectWord = oneOf('max', 'min', 'disabled');
const select: Reader<ScalingRules['select']> = (text, where) => SELECT[selectWord(text, where)];

const percents = share(0.01, 10);
/** `averageUtilization` is a whole percent of the request, and may be above 100. */
const wholePercent: Reader<number> = (text, where) => {
  const percent = percents(text, where) * 100;
  // 0.57 × 100 is 56.99999999999999
  const whole = Math.round(percent);
  return Math.abs(percent - whole) < 1e-6 ? whole : refuse(where, text, 'it is a whole percent, as in 60%');
};
/** An amount per replica, which Kubernetes keeps in whole thousandths. */
const amount: Reader<number> = (text, where) => Math.max(1, Math.round(real(0.001, 1e9)(text, where) * 1000));

const API = 'kubernetes pkg/apis/autoscaling/v2/defaults.go';
const FLAG = 'kube-controller-manager';
const OBJECT = 'a field of the HPA object';

const table = {
  target: optional(
    wholePercent,
    'mean utilisation aimed at, whole percent',
    'the setting’s, unless another metric is given',
    OBJECT,
  ),
  rps: optional(amount, 'requests per s and replica aimed at (a Pods metric)', 'not a metric', OBJECT),
  concurrency: optional(
    amount,
    'requests in the system per replica aimed at (a Pods metric)',
    'not a metric',
    OBJECT,
  ),
  waiting: optional(
    amount,
    'waiting requests per replica aimed at (External, AverageValue); with it min may be 0',
    'not a metric',
    OBJECT,
  ),
  tolerance: option(share(0, 1), 'distance of use from target that is left alone, both ways', '0.1', FLAG),
  'tolerance.up': optional(share(0, 1), 'the same above the target', 'tolerance', 'behavior, v1.33'),
  'tolerance.down': optional(share(0, 1), 'the same below the target', 'tolerance', 'behavior, v1.33'),
  behavior: optional(
    oneOf('on', 'off'),
    'on: the object has a behavior field, with upstream’s defaults where left out',
    'off, as in a plain object, unless a field of it is given',
    'kubernetes horizontal.go: if hpa.Spec.Behavior == nil',
  ),
  'behavior.scaleUp.window': optional(WINDOW, 'stabilisation window upward', '0s', API),
  'behavior.scaleUp.policies': optional(
    scalingPolicies,
    'scaling policies upward',
    '4pods/15s+100%/15s',
    API,
  ),
  'behavior.scaleUp.select': optional(
    select,
    'the policy that lets most through, or least, or no scaling up',
    'max',
    API,
  ),
  'behavior.scaleDown.window': optional(
    WINDOW,
    'stabilisation window downward',
    'downscale-stabilization',
    API,
  ),
  'behavior.scaleDown.policies': optional(scalingPolicies, 'scaling policies downward', '100%/15s', API),
  'behavior.scaleDown.select': optional(select, 'the same downward', 'max', API),
  'downscale-stabilization': optional(
    WINDOW,
    'how long a higher recommendation holds a scale-down back',
    '300s',
    FLAG,
  ),
};
type Options = Given<typeof table>;

export const hpaOptions = textsOf(table);

/** Targets of the metrics; undefined where one is not given. Amounts in thousandths. */
export interface HpaTargets {
  readonly utilisation: number | undefined;
  readonly rps: number | undefined;
  readonly concurrency: number | undefined;
  readonly waiting: number | undefined;
}

export interface HpaSetting {
  readonly spec: HpaSpec;
  readonly targets: HpaTargets;
}

/** @throws {InputError} */
export const hpaSettingOf = (setting: PolicySetting): HpaSetting => {
  const given = readOptions('hpa', table, setting.options);
  const { rps, concurrency, waiting } = given;
  const others = [rps, concurrency, waiting].some((target) => target !== undefined);
  const utilisation = given.target ?? (others ? undefined : Math.max(1, Math.round(setting.target * 100)));
  if (setting.minReplicas === 0 && waiting === undefined) {
    throw new InputError(
      'hpa: min is 0; an HPA that may go to zero needs a metric that exists without pods; add waiting=1 or give min=1',
    );
  }
  return {
    targets: { utilisation, rps, concurrency, waiting },
    spec: {
      min: setting.minReplicas,
      max: setting.maxReplicas,
      tolerance: {
        up: given['tolerance.up'] ?? given.tolerance,
        down: given['tolerance.down'] ?? given.tolerance,
      },
      downscaleWindow: given['downscale-stabilization'] ?? downscaleWindowDefault,
      legacyLimit: legacyLimitDefault,
      behavior: behaviorOf(given),
    },
  };
};

/** Fields of `behavior`: to give one is to have the field. */
const isField = (name: string): boolean => name.startsWith('behavior.') || name.startsWith('tolerance.');

/**
 * Without the field, unless it or a part of it is asked for: the API server fills in defaults of `behavior` only where an
 * object has it, so a plain one takes the path without.
 *
 * @source kubernetes pkg/apis/autoscaling/v2/defaults.go SetDefaults_HorizontalPodAutoscalerBehavior, and
 * reconcileAutoscaler in horizontal.go: `if hpa.Spec.Behavior == nil`
 */
const behaviorOf = (given: Options): Behavior | undefined => {
  const fields = Object.entries(given).flatMap(([name, value]) =>
    isField(name) && value !== undefined ? [name] : [],
  );
  if (given.behavior === 'off' && fields.length > 0) {
    throw new InputError(
      `hpa: found behavior "off" beside ${fields.join(', ')}; these are fields of behavior: leave out behavior=off`,
    );
  }
  if (given.behavior !== 'on' && fields.length === 0) return undefined;
  const { up, down } = behaviorDefaults;
  return {
    up: {
      policies: given['behavior.scaleUp.policies'] ?? up.policies,
      select: given['behavior.scaleUp.select'] ?? up.select,
      window: given['behavior.scaleUp.window'] ?? up.window,
    },
    down: {
      policies: given['behavior.scaleDown.policies'] ?? down.policies,
      select: given['behavior.scaleDown.select'] ?? down.select,
      window: given['behavior.scaleDown.window'] ?? given['downscale-stabilization'] ?? down.window,
    },
  };
};
