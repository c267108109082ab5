/**
 * Step scaling, as Amazon EC2 Auto Scaling does it: the further beyond the threshold, the larger the step.
 *
 * Two alarms, one upward and one downward, each with its steps. Replicas that warm up count as already there: the same
 * breach again adds only what is missing to its step, and nothing is removed meanwhile. Left out: alarms on anything but
 * the mean utilisation.
 *
 * @source AWS EC2 Auto Scaling user guide, "Step and simple scaling policies"; policies.md section 5
 */
import { InputError } from '../kernel/faults.ts';
import { refuse, type Reader } from '../kernel/spelling.ts';
import { minutes } from '../kernel/units.ts';
import { newCapacity, type AdjustmentType, type CapacityBounds } from './adjustment.ts';
import { adjustmentIn } from './adjustment-option.ts';
import { alarmOf, withSamples, type Datapoints } from './alarm.ts';
import type { Observation, Policy, PolicyMaker, PolicySetting } from './contract.ts';
import {
  anySpan,
  option,
  optional,
  readOptions,
  share,
  textsOf,
  wholeNumber,
  type Given,
} from './options.ts';
import { sized } from './sizing.ts';
import { warmAtStart, warmedUp, warming, type WarmUp } from './warm-up.ts';

/** Bounds are distances from the threshold; null has no end. */
export interface Step {
  readonly lower: number | null;
  readonly upper: number | null;
  readonly adjustment: number;
}

export interface StepRule {
  readonly type: AdjustmentType;
  readonly atLeast: number | undefined;
  readonly steps: readonly Step[];
}

/** Above the threshold a step holds its lower bound, below it the upper: the mirror image. */
const stepAbove = (steps: readonly Step[], distance: number): Step | undefined =>
  steps.find(({ lower, upper }) => distance >= (lower ?? -Infinity) && distance < (upper ?? Infinity));
const stepBelow = (steps: readonly Step[], distance: number): Step | undefined =>
  steps.find(({ lower, upper }) => distance > (lower ?? -Infinity) && distance <= (upper ?? Infinity));

/**
 * The capacity after the step that a metric falls into; as it was where it falls into none, or into one of 0.
 *
 * @param distance  metric less threshold; what is within a billionth of a bound is on it, as 0.7 − 0.6 means a tenth
 */
export const stepScale = (
  current: number,
  distance: number,
  direction: 'out' | 'in',
  { type, atLeast, steps }: StepRule,
  bounds: CapacityBounds,
): number => {
  const exact = Math.round(distance * 1e9) / 1e9;
  const breached = direction === 'out' ? exact >= 0 : exact <= 0;
  const step = breached ? (direction === 'out' ? stepAbove : stepBelow)(steps, exact) : undefined;
  if (step === undefined) return current;
  // no change is no change, whatever the least change of a percentage is
  if (step.adjustment === 0 && type !== 'ExactCapacity') return newCapacity(current, NOTHING, bounds);
  return newCapacity(current, { type, amount: step.adjustment, atLeast }, bounds);
};

const NOTHING = { type: 'ChangeInCapacity', amount: 0, atLeast: undefined } as const;

/** `0:+1/10:+3`: from the threshold one more, from 10 points beyond it three more. */
const stepsIn =
  (direction: 'out' | 'in'): Reader<Omit<StepRule, 'atLeast'>> =>
  (text, where) => {
    const example = direction === 'out' ? '0:+1/10:+3' : '0:-1/-10:-2';
    const accepted = `steps are POINTS:CHANGE, the nearest to the threshold first, as in ${example}`;
    const parts = text.split('/').map((part) => {
      const [, points, change] = /^(-?\d+(?:\.\d+)?):(\S+)$/.exec(part.trim()) ?? [];
      if (points === undefined || change === undefined) return refuse(where, text, accepted);
      return { from: Number(points), ...adjustmentIn(change, where) };
    });
    const sign = direction === 'out' ? 1 : -1;
    const rising = parts.every(
      ({ from }, i) => from * sign >= 0 && (i === 0 || (from - parts[i - 1]!.from) * sign > 0),
    );
    const [{ type }] = parts as [(typeof parts)[0]];
    if (!rising || parts.some((part) => part.type !== type)) {
      return refuse(
        where,
        text,
        `${accepted}; all of one kind and each further from the threshold than the last`,
      );
    }
    const steps = parts.map(({ from, amount }, i): Step => {
      const next = parts[i + 1]?.from ?? null;
      return direction === 'out'
        ? { lower: from, upper: next, adjustment: amount }
        : { lower: next, upper: from, adjustment: amount };
    });
    return { type, steps };
  };

const AWS = 'AWS EC2 Auto Scaling user guide';
const OURS = 'assumed: AWS leaves it to the user';

const table = {
  high: option(share(0.01, 1), 'utilisation from which on it scales out', '70%', OURS),
  low: option(share(0, 1), 'utilisation down to which it scales in', '30%', OURS),
  out: option(
    stepsIn('out'),
    'steps above high: percentage points beyond it, and the change',
    '0:+1/10:+3',
    OURS,
  ),
  in: option(stepsIn('in'), 'steps below low', '0:-1', OURS),
  'min-adjustment': optional(
    wholeNumber(1, 100_000),
    'least number of replicas that a percentage changes',
    'none',
    AWS,
  ),
  'datapoints.out': option(
    wholeNumber(1, 1440),
    'datapoints in a row that raise the alarm upward',
    '1',
    OURS,
  ),
  'datapoints.in': option(wholeNumber(1, 1440), 'the same downward', '5', OURS),
  'warm-up': option(
    anySpan,
    'from ready until a replica counts in the metric',
    '300s',
    `${AWS}: the default cooldown`,
  ),
};

interface StepState {
  readonly points: Datapoints;
  readonly warm: WarmUp;
}

export const stepScaling: PolicyMaker = {
  kind: 'policy',
  name: 'step-scaling',
  about: 'AWS step scaling on utilisation: two alarms, steps, warm-up',
  options: textsOf(table),
  cadence: { tick: minutes(1), sample: minutes(1), delay: minutes(1) },
  docs: {
    standing: 'exact',
    formula: [
      'out alarm: utilisation ≥ high in datapoints.out datapoints; in alarm: ≤ low in datapoints.in',
      'step out: lower ≤ utilisation − high < upper; step in: lower < utilisation − low ≤ upper',
      'base = wanted − warming; out: max(wanted, base adjusted); in: wanted adjusted, not while anything warms up',
    ],
    rounding:
      'a percentage is rounded toward the capacity there is, by one at least, then min-adjustment, then bounds',
    leftOut:
      'metrics other than the mean utilisation; alarms that treat missing data otherwise than as missing',
    source: 'AWS EC2 Auto Scaling user guide; policies.md section 5',
  },
  make: (setting): Policy<StepState> => {
    const given = readOptions('step-scaling', table, setting.options);
    if (given.low >= given.high) {
      throw new InputError(
        `step-scaling: low is ${given.low} and high is ${given.high}; low lies below high; change one of them`,
      );
    }
    return {
      name: 'step-scaling',
      initial: { points: [], warm: warmAtStart(setting.initialReplicas) },
      decide: (before, seen) => {
        const kept = Math.max(given['datapoints.out'], given['datapoints.in']);
        const points = withSamples(before.points, seen.samples, ({ utilisation }) => utilisation, kept);
        const warm = warmedUp(before.warm, seen, given['warm-up']);
        return [{ points, warm }, stepped(given, setting, points, warm, seen)];
      },
    };
  },
};

const stepped = (
  given: Given<typeof table>,
  setting: PolicySetting,
  points: Datapoints,
  warm: WarmUp,
  seen: Observation,
) => {
  const { wanted, samples } = seen;
  const bounds = { min: setting.minReplicas, max: setting.maxReplicas };
  const metric = points.at(-1) ?? Number.NaN;
  const raised = (direction: 'out' | 'in', breaches: (value: number) => boolean): boolean => {
    const count = given[`datapoints.${direction}`];
    return alarmOf(points, { datapoints: count, periods: count }, breaches) === 'alarm';
  };
  const scaled = (current: number, direction: 'out' | 'in'): number => {
    const threshold = direction === 'out' ? given.high : given.low;
    const rule = { ...given[direction], atLeast: given['min-adjustment'] };
    return stepScale(current, (metric - threshold) * 100, direction, rule, bounds);
  };
  if (samples.length === 0) return sized(wanted, setting, 'no new datapoint');
  if (Number.isNaN(metric)) return sized(wanted, setting, 'insufficient data');
  if (raised('out', (value) => value >= given.high)) {
    const more = scaled(Math.max(0, wanted - warming(warm, seen)), 'out');
    return more > wanted
      ? sized(more, setting, 'step out')
      : sized(wanted, setting, 'step out, replicas on their way cover it');
  }
  if (raised('in', (value) => value <= given.low)) {
    if (warming(warm, seen) > 0) return sized(wanted, setting, 'step in, held by the warm-up');
    return sized(Math.min(wanted, scaled(wanted, 'in')), setting, 'step in');
  }
  return sized(wanted, setting, 'no alarm');
};
