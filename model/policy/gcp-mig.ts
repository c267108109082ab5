/**
 * The autoscaler of a Google Cloud managed instance group: the most that was needed within the stabilisation period.
 *
 * Left out: the predictive mode, schedules, and several signals at once.
 *
 * @source policies.md section 7; Google Cloud, "Understanding autoscaler decisions"
 */
import { refuse, type Reader } from '../kernel/spelling.ts';
import { oneOf } from '../kernel/spelling.ts';
import { minutes, type Fraction } from '../kernel/units.ts';
import type { Decision, Observation, Policy, PolicyMaker, PolicySetting } from './contract.ts';
import { anySpan, option, optional, period, readOptions, share, textsOf, type Given } from './options.ts';
import { replicasFor, sized } from './sizing.ts';
import { warmAtStart, warmedUp, warmingReady, type WarmUp } from './warm-up.ts';
import { EMPTY, largestOf, withLevel, youngerThan, type Window } from './windows.ts';

const GCP = 'Google Cloud, autoscaler decisions';

/** How many may leave at once: a number, or a part of the peak. */
const removable: Reader<(peak: number) => number> = (text, where) => {
  const [, digits, percent] = /^(\d+)(%?)$/.exec(text.trim()) ?? [];
  if (digits === undefined || (percent === '%' && Number(digits) > 100)) {
    return refuse(where, text, 'it is a number of replicas or a part of the peak, as in 3 or 10%');
  }
  // Google does not say how a part is rounded: down, as what may leave
  return percent === '%' ? (peak) => Math.floor((peak * Number(digits)) / 100) : () => Number(digits);
};

const table = {
  target: optional(
    share(0.01, 1),
    'utilisation aimed at',
    'the setting’s',
    `${GCP}: 60 % where nothing is said`,
  ),
  stabilization: option(anySpan, 'the peak of so long is kept', '10min', GCP),
  initialization: option(
    anySpan,
    'from ready until a replica counts when scaling out (coolDownPeriodSec)',
    '60s',
    GCP,
  ),
  'scale-in.max': optional(
    removable,
    'at most so many below the peak of scale-in.window: 3 or 10%',
    'no such control',
    GCP,
  ),
  'scale-in.window': option(period, 'time over which that peak is taken', '10min', `${GCP}: timeWindowSec`),
  mode: option(oneOf('on', 'only-out', 'off'), 'both ways, only up, or not at all', 'on', GCP),
};
type Options = Given<typeof table>;

interface MigState {
  readonly warm: WarmUp;
  /** Sizes that were needed, within the longer of the two windows. */
  readonly needed: Window;
}

export const gcpMig: PolicyMaker = {
  kind: 'policy',
  name: 'gcp-mig',
  about: 'Google Cloud managed instance group: peak of 10 minutes, scale-in controls',
  options: textsOf(table),
  cadence: { tick: minutes(1), sample: minutes(1), delay: minutes(1) },
  docs: {
    standing: 'model',
    formula: [
      'needed = ⌈utilisation × (ready − initializing) / target⌉',
      'recommended = most needed within stabilization',
      'with scale-in.max: at least (most needed within scale-in.window) − scale-in.max, all at once if need be',
    ],
    rounding: 'up',
    leftOut:
      'predictive mode, schedules, other signals; how often it decides and its metrics’ delay are assumed',
    source: 'cloud.google.com compute docs autoscaler decisions, API reference; policies.md section 7',
  },
  make: (setting): Policy<MigState> => {
    const given = readOptions('gcp-mig', table, setting.options);
    const target = given.target ?? setting.target;
    return {
      name: 'gcp-mig',
      initial: { warm: warmAtStart(setting.initialReplicas), needed: EMPTY },
      decide: (before, seen) => {
        const warm = warmedUp(before.warm, seen, given.initialization);
        if (given.mode === 'off') return [{ ...before, warm }, sized(seen.wanted, setting, 'off')];
        if (seen.samples.length === 0 || Number.isNaN(seen.utilisation)) {
          return [{ ...before, warm }, sized(seen.wanted, setting, 'no metrics')];
        }
        const state = { warm, needed: withNeed(given, before.needed, target, warm, seen) };
        return [state, recommended(given, setting, state.needed, seen)];
      },
    };
  },
};

const withNeed = (
  given: Options,
  needed: Window,
  target: Fraction,
  warm: WarmUp,
  { at, ready, utilisation }: Observation,
): Window => {
  const need = replicasFor((ready - warmingReady(warm)) * utilisation, target);
  const longest = Math.max(given.stabilization, given['scale-in.window']) as typeof given.stabilization;
  return withLevel(needed, at, need, longest);
};

const recommended = (
  given: Options,
  setting: PolicySetting,
  needed: Window,
  { at, wanted }: Observation,
): Decision => {
  const newest = needed.at(-1)!.amount;
  const most = largestOf(youngerThan(needed, at, given.stabilization), newest);
  const removableOf = given['scale-in.max'];
  const peak = largestOf(youngerThan(needed, at, given['scale-in.window']), newest);
  const least = removableOf === undefined ? 0 : Math.min(wanted, peak - removableOf(peak));
  const size = Math.max(most, least);
  if (size >= wanted)
    return sized(size, setting, size > newest ? 'peak of the stabilisation period' : 'needed now');
  if (given.mode === 'only-out') return sized(wanted, setting, 'only out');
  return sized(
    size,
    setting,
    least > most ? 'held by the scale-in control' : 'peak of the stabilisation period',
  );
};
