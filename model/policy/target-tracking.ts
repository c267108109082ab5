/**
 * AWS target tracking: a thermostat on a metric per replica, quick upward and slow downward. A model.
 *
 * Amazon publishes the rules around it, not the algorithm: what is here is built from the alarms it creates and from what
 * its guide promises. Left out: the predictive policy, metrics that are given in another way than per replica.
 *
 * @source policies.md section 5; AWS EC2 Auto Scaling user guide, "Target tracking scaling policies"
 */
import { minutes } from '../kernel/units.ts';
import { alarmOf, withSamples, type Datapoints } from './alarm.ts';
import type { Decision, MetricSample, Observation, Policy, PolicyMaker, PolicySetting } from './contract.ts';
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
import { replicasFor, sized } from './sizing.ts';
import { warmAtStart, warmedUp, warming, warmingReady, type WarmUp } from './warm-up.ts';

const AWS = 'AWS EC2 Auto Scaling user guide';
const ALARMS = 'alarms that AWS creates, as users show them';

const table = {
  target: optional(
    share(0.01, 1),
    'mean utilisation aimed at',
    'the setting’s, unless requests is given',
    AWS,
  ),
  requests: optional(
    real(0.01, 1e9),
    'requests per minute and replica aimed at (ALBRequestCountPerTarget)',
    'not tracked',
    AWS,
  ),
  gap: option(
    share(0, 0.9),
    'the low alarm lies so far below the target',
    '10%',
    `${ALARMS}; some services use others`,
  ),
  'datapoints.high': option(wholeNumber(1, 60), 'minutes in a row above the target', '3', ALARMS),
  'datapoints.low': option(wholeNumber(1, 60), 'minutes in a row below the gap', '15', ALARMS),
  'warm-up': option(anySpan, 'from ready until a replica counts', '300s', `${AWS}: the default cooldown`),
};
type Options = Given<typeof table>;

interface Tracked {
  readonly name: string;
  readonly target: number;
  readonly valueOf: (sample: MetricSample) => number;
}

interface TrackingState {
  /** Of each tracked metric, newest last. */
  readonly points: readonly Datapoints[];
  readonly warm: WarmUp;
}

export const targetTracking: PolicyMaker = {
  kind: 'policy',
  name: 'target-tracking',
  about: 'AWS target tracking, a model: out after 3 minutes, in after 15, warm-up',
  options: textsOf(table),
  cadence: { tick: minutes(1), sample: minutes(1), delay: minutes(1) },
  docs: {
    standing: 'model',
    formula: [
      'n = ready − warming up; m = metric of the last minute, T = target',
      'high alarm: m > T in datapoints.high minutes in a row: max(wanted, ⌈n × m / T⌉)',
      'low alarm: m < (1 − gap) × T in datapoints.low minutes in a row, and nothing warms up: n − ⌊n × (1 − m / T)⌋',
      'several metrics: out if any is high, the most of them; in only if all are low, to the most of them',
      'an alarm that stays is answered again every minute; no datapoint, no action',
    ],
    rounding: 'up for what is added, down for what is removed',
    leftOut: 'predictive scaling, warm pools, customised metrics; the algorithm is unpublished',
    source: 'AWS EC2 Auto Scaling user guide; policies.md section 5',
  },
  make: (setting): Policy<TrackingState> => {
    const given = readOptions('target-tracking', table, setting.options);
    const tracked = trackedBy(given, setting);
    return {
      name: 'target-tracking',
      initial: { points: tracked.map(() => []), warm: warmAtStart(setting.initialReplicas) },
      decide: (before, seen) => {
        const kept = Math.max(given['datapoints.high'], given['datapoints.low']);
        const points = tracked.map(({ valueOf }, i) =>
          withSamples(before.points[i]!, seen.samples, valueOf, kept),
        );
        const state = { points, warm: warmedUp(before.warm, seen, given['warm-up']) };
        return [state, answerOf(given, setting, tracked, state, seen)];
      },
    };
  },
};

const trackedBy = (given: Options, setting: PolicySetting): readonly Tracked[] => {
  const { requests, target = requests === undefined ? setting.target : undefined } = given;
  return [
    ...(target === undefined ? [] : [{ name: 'utilisation', target, valueOf: utilisationIn }]),
    ...(requests === undefined ? [] : [{ name: 'requests', target: requests, valueOf: requestsIn }]),
  ];
};

const utilisationIn = ({ utilisation }: MetricSample): number => utilisation;
/** Per minute and replica that was there; missing where none was. */
const requestsIn = ({ load, measured }: MetricSample): number =>
  measured > 0 ? (load * 60) / measured : Number.NaN;

const answerOf = (
  given: Options,
  setting: PolicySetting,
  tracked: readonly Tracked[],
  { points, warm }: TrackingState,
  seen: Observation,
): Decision => {
  const { wanted, samples, ready } = seen;
  const keep = (reason: string): Decision => sized(wanted, setting, reason);
  if (samples.length === 0) return keep('no new datapoint');
  const serving = ready - warmingReady(warm);
  const states = tracked.map(({ target }, i) => {
    const alarm = (count: number, breaches: (value: number) => boolean) =>
      alarmOf(points[i]!, { datapoints: count, periods: count }, breaches);
    const high = alarm(given['datapoints.high'], (value) => value > target);
    const low = alarm(given['datapoints.low'], (value) => value < target * (1 - given.gap));
    return { high, low, ratio: points[i]!.at(-1)! / target };
  });
  if (states.some(({ high }) => high === 'alarm')) {
    const needed = states
      .filter(({ high }) => high === 'alarm')
      .map(({ ratio }) => replicasFor(serving * ratio, 1));
    const most = Math.max(...needed);
    return most > wanted
      ? sized(most, setting, 'above target')
      : keep('above target, replicas on their way cover it');
  }
  if (states.some(({ low }) => low === 'insufficient')) return keep('insufficient data');
  if (!states.every(({ low }) => low === 'alarm')) return keep('no alarm');
  if (warming(warm, seen) > 0) return keep('below target, held by the warm-up');
  const kept = states.map(({ ratio }) => serving - Math.floor(serving * (1 - ratio)));
  return sized(Math.min(wanted, Math.max(...kept)), setting, 'below target');
};
