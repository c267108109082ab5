/**
 * Azure autoscale: rules on the mean of a time window, a cooldown, and a guard against flapping.
 *
 * A rule of each direction on the utilisation, and where asked for on the requests per replica. Any rule upward acts, the
 * largest one; downward all must agree. Before going down the mean is projected onto the smaller size, and a size is
 * sought at which no rule upward would act at once. Left out: schedules and profiles, statistics other than the mean.
 *
 * @source policies.md section 6; Microsoft, "Best practices for autoscale"
 */
import { InputError } from '../kernel/faults.ts';
import { after, minutes, START, type Moment } from '../kernel/units.ts';
import { newCapacity, type Adjustment } from './adjustment.ts';
import { adjustmentIn } from './adjustment-option.ts';
import { withSamples, type Datapoints } from './alarm.ts';
import type { Decision, MetricSample, Observation, Policy, PolicyMaker, PolicySetting } from './contract.ts';
import {
  anySpan,
  option,
  optional,
  period,
  readOptions,
  real,
  share,
  textsOf,
  type Given,
} from './options.ts';
import { sized } from './sizing.ts';

const AZURE = 'Azure Monitor autoscale';
const OURS = 'assumed: left to the user; Microsoft’s example';

const table = {
  above: option(share(0.01, 1), 'utilisation above which it scales out', '80%', OURS),
  below: option(share(0, 1), 'utilisation below which it scales in', '60%', OURS),
  'rps.above': optional(
    real(0.001, 1e9),
    'requests per s and replica above which it scales out',
    'no such rule',
    OURS,
  ),
  'rps.below': optional(
    real(0, 1e9),
    'requests per s and replica below which it scales in',
    'no such rule',
    OURS,
  ),
  out: option(adjustmentIn, 'the change upward: +2, +25% or 4 for exactly four', '+1', OURS),
  in: option(adjustmentIn, 'the change downward', '-1', OURS),
  window: option(
    period,
    'time over which the mean is taken',
    '10min',
    `${AZURE}: timeWindow, at least 5 min`,
  ),
  cooldown: option(anySpan, 'since the last change of either direction', '5min', AZURE),
};
type Options = Given<typeof table>;

interface Rule {
  readonly valueOf: (sample: MetricSample) => number;
  readonly above: number;
  readonly below: number | undefined;
}

interface AzureState {
  readonly points: readonly Datapoints[];
  readonly until: Moment;
}

export const azure: PolicyMaker = {
  kind: 'policy',
  name: 'azure',
  about: 'Azure autoscale rules: mean of a window, cooldown, flapping guard',
  options: textsOf(table),
  cadence: { tick: minutes(1), sample: minutes(1), delay: minutes(1) },
  docs: {
    standing: 'model',
    formula: [
      'm = mean of the samples of window; any m > above: out by its change, unless within cooldown of the last change',
      'all m < below: in by its change to n′, if m × n / n′ is above no out rule; else the next size between n′ and n',
    ],
    rounding: 'a percentage is rounded toward the capacity there is, by one at least (Azure does not say)',
    leftOut:
      'schedules, profiles, statistics other than the mean; that rules are evaluated once a minute is remembered, not read',
    source: 'learn.microsoft.com questions 525145, Az.Monitor reference; policies.md section 6',
  },
  make: (setting): Policy<AzureState> => {
    const given = readOptions('azure', table, setting.options);
    const rules = rulesOf(given);
    const kept = Math.max(1, Math.round(given.window / setting.sample));
    return {
      name: 'azure',
      initial: { points: rules.map(() => []), until: START },
      decide: (before, seen) => {
        const points = rules.map(({ valueOf }, i) =>
          withSamples(before.points[i]!, seen.samples, valueOf, kept),
        );
        const answer = answerOf(given, setting, rules, points, before.until, seen);
        const changed = answer.replicas !== seen.wanted;
        return [{ points, until: changed ? after(seen.at, given.cooldown) : before.until }, answer];
      },
    };
  },
};

const rulesOf = (given: Options): readonly Rule[] => {
  const rps = given['rps.above'];
  const rules: readonly Rule[] = [
    { valueOf: ({ utilisation }) => utilisation, above: given.above, below: given.below },
    ...(rps === undefined
      ? []
      : [
          {
            valueOf: ({ load, measured }: MetricSample) => (measured > 0 ? load / measured : Number.NaN),
            above: rps,
            below: given['rps.below'],
          },
        ]),
  ];
  if (rps === undefined && given['rps.below'] !== undefined) {
    throw new InputError('azure: found rps.below without rps.above; a metric has a rule upward; give both');
  }
  for (const { above, below } of rules) {
    if (below !== undefined && below >= above)
      throw new InputError(
        `azure: below is ${below} and above is ${above}; below is the lesser; change one of them`,
      );
  }
  return rules;
};

/** Without the periods that are missing. */
const meanOf = (points: Datapoints): number => {
  const values = points.filter((value) => !Number.isNaN(value));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
};

const answerOf = (
  given: Options,
  setting: PolicySetting,
  rules: readonly Rule[],
  points: readonly Datapoints[],
  until: Moment,
  { at, wanted }: Observation,
): Decision => {
  const keep = (reason: string): Decision => sized(wanted, setting, reason);
  const means = points.map(meanOf);
  const change = (by: Omit<Adjustment, 'atLeast'>): number =>
    newCapacity(
      wanted,
      { ...by, atLeast: undefined },
      { min: setting.minReplicas, max: setting.maxReplicas },
    );
  const triggersOut = (share: number): boolean => rules.some(({ above }, i) => means[i]! * share > above);
  const agrees = rules.filter(({ below }) => below !== undefined);
  if (means.some(Number.isNaN)) return keep('no metrics');
  if (triggersOut(1)) {
    return at < until
      ? keep('out, held by the cooldown')
      : sized(Math.max(wanted, change(given.out)), setting, 'out');
  }
  const low = agrees.length > 0 && rules.every(({ below }, i) => below === undefined || means[i]! < below);
  if (!low) return keep('no rule');
  if (at < until) return keep('in, held by the cooldown');
  for (let size = Math.min(wanted, change(given.in)); size < wanted; size += 1) {
    if (!triggersOut(wanted / size)) return sized(size, setting, 'in');
  }
  return keep('in, held: it would flap');
};
