/**
 * Options of the HPA: the fields of its object that a replay may set, and the controller's flags that bear on it.
 *
 * Scaling policies are one line of text: `4/15s+100%/15s:max` is four pods or 100 percent per 15 s, whichever lets more
 * through. Left out: metrics other than the processor's utilisation.
 */
import { InputError } from '../kernel/faults.ts';
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
import { oneOf, refuse, type Reader } from '../kernel/spelling.ts';
import { readOptions, share, span, type ReadBy } from './options.ts';

/** `--horizontal-pod-autoscaler-tolerance` @source the controller's default, policies.md section 1 */
const TOLERANCE = 0.1;
/** @source kubernetes pkg/apis/autoscaling/validation: MaxPeriodSeconds, MaxStabilizationWindowSeconds */
const PERIOD = span(seconds(1), seconds(1800), 'from 1 s to 30 min');
const WINDOW = span(seconds(0), seconds(3600), 'from 0 s to 1 h');

/** What the text sets; the rest stays as upstream defaults it. */
type Rules = Partial<Pick<ScalingRules, 'policies' | 'select'>>;

const scalingPolicy: Reader<ScalingPolicy> = (text, where) => {
  const [, digits, percent, period] = /^(\d+)(%?)\/(\S+)$/.exec(text.trim()) ?? [];
  if (digits === undefined || period === undefined || Number(digits) === 0) {
    return refuse(where, text, 'a scaling policy is PODS/PERIOD or PERCENT%/PERIOD, as in 4/15s or 100%/15s');
  }
  return {
    type: percent === '%' ? 'Percent' : 'Pods',
    value: Number(digits),
    period: PERIOD(period, where),
  };
};

const SELECT = { max: 'Max', min: 'Min' } as const;
const select = oneOf('max', 'min');

/** `4/15s+100%/15s:max`, or `disabled`. */
const scalingRules: Reader<Rules> = (text, where) => {
  if (text.trim() === 'disabled') return { select: 'Disabled' };
  const colon = text.indexOf(':');
  const list = colon < 0 ? text : text.slice(0, colon);
  return {
    policies: list.split('+').map((one) => scalingPolicy(one, where)),
    select: colon < 0 ? 'Max' : SELECT[select(text.slice(colon + 1).trim(), where)],
  };
};

const percents = share(0.01, 10);
/** `averageUtilization` is a whole percent of the request, and may be above 100. */
const wholePercent: Reader<number> = (text, where) => {
  const percent = percents(text, where) * 100;
  // 0.57 × 100 is 56.99999999999999
  const whole = Math.round(percent);
  return Math.abs(percent - whole) < 1e-6 ? whole : refuse(where, text, 'it is a whole percent, as in 60%');
};

const readers = {
  target: wholePercent,
  tolerance: share(0, 1),
  behavior: oneOf('on', 'off'),
  up: scalingRules,
  down: scalingRules,
  'up-window': WINDOW,
  'down-window': WINDOW,
  'up-tolerance': share(0, 1),
  'down-tolerance': share(0, 1),
  'downscale-stabilization': WINDOW,
};

/** Fields of `behavior`: to give one is to have the field. */
const behaviorFields = ['up', 'down', 'up-window', 'down-window', 'up-tolerance', 'down-tolerance'] as const;

export const hpaOptions: Readonly<Record<keyof typeof readers, string>> = {
  target: 'mean utilisation aimed at, whole percent; the setting’s unless given',
  tolerance: 'distance of use from target that is left alone, both ways; 0.1',
  behavior:
    'on: the object has a behavior field, with upstream’s defaults where left out; off, as in a plain object, unless a field of it is given',
  up: 'scaling policies upward, each per period, the most (max) or least (min) of them, or disabled; 4/15s+100%/15s:max',
  down: 'the same downward; 100%/15s:max',
  'up-window': 'stabilisation window of scale-up; 0s',
  'down-window': 'stabilisation window of scale-down; downscale-stabilization',
  'up-tolerance': 'tolerance above target; tolerance',
  'down-tolerance': 'tolerance below target; tolerance',
  'downscale-stabilization': 'how long a higher recommendation holds a scale-down back; 300s',
};

export interface HpaSetting {
  readonly spec: HpaSpec;
  readonly targetPercent: number;
}

/** @throws {InputError} */
export const hpaSettingOf = (setting: PolicySetting): HpaSetting => {
  const given = readOptions('hpa', readers, setting.options);
  const tolerance = given.tolerance ?? TOLERANCE;
  return {
    targetPercent: given.target ?? Math.max(1, Math.round(setting.target * 100)),
    spec: {
      // an HPA on a resource metric may not have a minimum of 0
      min: Math.max(1, setting.minReplicas),
      max: setting.maxReplicas,
      tolerance: { up: given['up-tolerance'] ?? tolerance, down: given['down-tolerance'] ?? tolerance },
      downscaleWindow: given['downscale-stabilization'] ?? downscaleWindowDefault,
      legacyLimit: legacyLimitDefault,
      behavior: behaviorOf(given),
    },
  };
};

/**
 * Without the field, unless it or a part of it is asked for: the API server fills in defaults of `behavior` only where an
 * object has it, so a plain one takes the path without.
 *
 * @source kubernetes pkg/apis/autoscaling/v2/defaults.go SetDefaults_HorizontalPodAutoscalerBehavior, and
 * reconcileAutoscaler in horizontal.go: `if hpa.Spec.Behavior == nil`
 */
const behaviorOf = (given: ReadBy<typeof readers>): Behavior | undefined => {
  const fields = behaviorFields.filter((name) => given[name] !== undefined);
  if (given.behavior === 'off' && fields.length > 0) {
    throw new InputError(
      `hpa: found behavior "off" beside ${fields.join(', ')}; these are fields of behavior: leave out behavior=off`,
    );
  }
  if (given.behavior !== 'on' && fields.length === 0) return undefined;
  const downWindow = given['down-window'] ?? given['downscale-stabilization'] ?? behaviorDefaults.down.window;
  return {
    up: { ...behaviorDefaults.up, ...given.up, window: given['up-window'] ?? behaviorDefaults.up.window },
    down: { ...behaviorDefaults.down, ...given.down, window: downWindow },
  };
};
