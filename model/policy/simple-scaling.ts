/**
 * Simple scaling: an alarm makes one adjustment, and then nothing until a cooldown is over.
 *
 * Two makers of the same rule. Amazon's cooldown begins when the last replica has started or stopped; OpenStack Heat's when
 * the size is changed, and Heat refuses as well while that change is still being made. What comes meanwhile is dropped, not
 * queued. Left out: alarms on anything but the mean utilisation.
 *
 * @source policies.md sections 5 and 8; openstack/heat heat/scaling/cooldown.py
 */
import { InputError } from '../kernel/faults.ts';
import { after, minutes, START, type Moment } from '../kernel/units.ts';
import { newCapacity } from './adjustment.ts';
import { adjustmentIn } from './adjustment-option.ts';
import { alarmOf, withSamples, type Datapoints } from './alarm.ts';
import type { Observation, Policy, PolicyMaker, PolicySetting, PolicyText } from './contract.ts';
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

const OURS = 'assumed: left to the user';

const tableOf = (cooldown: string, cooldownAbout: string, source: string) => ({
  high: option(share(0.01, 1), 'utilisation above which it scales out', '70%', OURS),
  low: option(share(0, 1), 'utilisation below which it scales in', '30%', OURS),
  out: option(adjustmentIn, 'the change upward: +2, +25% or 4 for exactly four', '+1', OURS),
  in: option(adjustmentIn, 'the change downward', '-1', OURS),
  'min-adjustment': optional(
    wholeNumber(1, 100_000),
    'least number of replicas that a percentage changes',
    'none',
    source,
  ),
  'datapoints.out': option(
    wholeNumber(1, 1440),
    'datapoints in a row that raise the alarm upward',
    '1',
    OURS,
  ),
  'datapoints.in': option(wholeNumber(1, 1440), 'the same downward', '5', OURS),
  cooldown: option(anySpan, cooldownAbout, cooldown, source),
});

type Options = Given<ReturnType<typeof tableOf>>;

interface CooldownState {
  readonly points: Datapoints;
  readonly until: Moment;
  /** A change of ours is still being made. */
  readonly busy: boolean;
}

interface Kind {
  readonly name: string;
  readonly cooldownFrom: 'change' | 'end of the activity';
}

const makerOf = (
  { name, cooldownFrom }: Kind,
  about: string,
  table: ReturnType<typeof tableOf>,
  docs: PolicyText,
): PolicyMaker => ({
  kind: 'policy',
  name,
  about,
  options: textsOf(table),
  cadence: { tick: minutes(1), sample: minutes(1), delay: minutes(1) },
  docs,
  make: (setting): Policy<CooldownState> => {
    const given = readOptions(name, table, setting.options);
    if (given.low >= given.high) {
      throw new InputError(
        `${name}: low is ${given.low} and high is ${given.high}; low lies below high; change one of them`,
      );
    }
    return {
      name,
      initial: { points: [], until: START, busy: false },
      decide: (before, seen) => {
        const { at, wanted } = seen;
        const kept = Math.max(given['datapoints.out'], given['datapoints.in']);
        const points = withSamples(before.points, seen.samples, ({ utilisation }) => utilisation, kept);
        const busy = before.busy && seen.starting + seen.stopping > 0;
        const ended = before.busy && !busy && cooldownFrom === 'end of the activity';
        const until = ended ? after(at, given.cooldown) : before.until;
        const state = { points, until, busy };
        const direction = alarmIn(given, state, seen);
        if (direction === undefined) return [state, sized(wanted, setting, 'no alarm')];
        if (busy)
          return [state, sized(wanted, setting, `alarm ${direction}, dropped: a change is being made`)];
        if (at < until) return [state, sized(wanted, setting, `alarm ${direction}, dropped: cooldown`)];
        const replicas = adjusted(given, setting, wanted, direction);
        if (replicas === wanted) return [state, sized(wanted, setting, `alarm ${direction}, no change`)];
        const changed = cooldownFrom === 'change' ? after(at, given.cooldown) : until;
        return [{ points, until: changed, busy: true }, sized(replicas, setting, `alarm ${direction}`)];
      },
    };
  },
});

const alarmIn = (
  given: Options,
  { points }: CooldownState,
  { samples }: Observation,
): 'out' | 'in' | undefined => {
  if (samples.length === 0) return undefined;
  const raised = (count: number, breaches: (value: number) => boolean): boolean =>
    alarmOf(points, { datapoints: count, periods: count }, breaches) === 'alarm';
  if (raised(given['datapoints.out'], (value) => value > given.high)) return 'out';
  return raised(given['datapoints.in'], (value) => value < given.low) ? 'in' : undefined;
};

const adjusted = (given: Options, setting: PolicySetting, wanted: number, direction: 'out' | 'in'): number =>
  newCapacity(
    wanted,
    { ...given[direction], atLeast: given['min-adjustment'] },
    { min: setting.minReplicas, max: setting.maxReplicas },
  );

const textOf = (cooldown: string, leftOut: string, source: string): PolicyText => ({
  standing: 'exact',
  formula: [
    'out: utilisation > high in datapoints.out datapoints; in: < low in datapoints.in; each one adjustment',
    cooldown,
  ],
  rounding:
    'a percentage is rounded toward the capacity there is, by one at least, then min-adjustment, then bounds',
  leftOut,
  source,
});

export const simpleScaling: PolicyMaker = makerOf(
  { name: 'simple-scaling', cooldownFrom: 'end of the activity' },
  'AWS simple scaling on utilisation: one adjustment per alarm, then a cooldown',
  tableOf('300s', 'after the last replica has started or stopped', 'AWS EC2 Auto Scaling user guide'),
  textOf(
    'then blocked until the activity has ended and the cooldown after it',
    'metrics other than the mean utilisation',
    'AWS EC2 Auto Scaling user guide; policies.md section 5',
  ),
);

export const heat: PolicyMaker = makerOf(
  { name: 'heat', cooldownFrom: 'change' },
  'OpenStack Heat ScalingPolicy driven by two alarms on utilisation',
  tableOf('60s', 'after the size was changed', 'assumed: Heat has none of its own, templates usually 60 s'),
  textOf(
    'then blocked until the change is made, and until the cooldown since the change; an alarm that changes nothing starts none',
    'the alarm service itself (Aodh), a group’s own cooldown, rolling updates',
    'openstack/heat heat/scaling/scalingutil.py, cooldown.py; policies.md section 8',
  ),
);
