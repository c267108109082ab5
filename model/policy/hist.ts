/**
 * Hist (Urgaonkar 2008): for each hour of the day what was needed in that hour so far, and of that a high percentile,
 * corrected by the recent error; a repair where steps keep falling short.
 *
 * The hour is counted from the start of the replay. Left out: the paper's admission control and tiers.
 *
 * @source github.com/ahmedaley/Autoscalers Histogram.py; policies.md section 9
 */
import { seconds, type Moment } from '../kernel/units.ts';
import type { Decision, Policy, PolicyMaker, PolicySetting } from './contract.ts';
import { lacking, needSeen, perReplicaOf, targetOption, variantOption, type Need } from './need.ts';
import { option, readOptions, real, share, textsOf, wholeNumber, type Given } from './options.ts';
import { sized, upward } from './sizing.ts';

const SCRIPT = 'Histogram.py';

const table = {
  target: targetOption,
  percentile: option(
    share(0, 1),
    'of what was needed in this hour',
    '0.9',
    `${SCRIPT}; the paper takes the 99th`,
  ),
  kept: option(wholeNumber(1, 100_000), 'steps of an hour that are kept', '730', SCRIPT),
  headroom: option(real(1, 10), 'times the load at a repair', '1.05', SCRIPT),
  short: option(
    wholeNumber(0, 10),
    'more short steps than this of the last ten call for a repair',
    '5',
    SCRIPT,
  ),
  slack: option(real(0, 1e9), 'requests of a step that may lack without a repair', '5', SCRIPT),
  variant: variantOption(
    'keeps five errors, so that a repair never comes, and drops the smallest of a full hour instead of the oldest',
  ),
};
type Options = Given<typeof table>;

/** What was needed in an hour: as it came, and sorted. */
interface Hour {
  readonly came: readonly number[];
  readonly sorted: readonly number[];
}

interface HistState {
  readonly hours: readonly Hour[];
  /** Size less need, newest last. */
  readonly errors: readonly number[];
}

/** Errors that are averaged, and that a repair looks at. */
const AVERAGED = 5;
const LOOKED_AT = 10;

export const hist: PolicyMaker = {
  kind: 'policy',
  name: 'hist',
  about: 'Hist: a percentile of what this hour of the day needed before (Urgaonkar 2008)',
  options: textsOf(table),
  cadence: { tick: seconds(30), sample: seconds(30), delay: seconds(15) },
  docs: {
    standing: 'exact',
    formula: [
      'err = mean of the last 5 (n − need), 0 before there are 5; q = sorted[⌊percentile × length⌋] of this hour',
      'n = q − err, or q − err/5 where that is not above 0; the same with n for q where the hour is empty; then need is kept',
      'more than short of the last 10 steps short: ⌈headroom × L/S⌉ where need > n by more than slack requests',
    ],
    rounding: 'up; the script leaves a part of a machine',
    leftOut:
      'a service rate drawn at random per step; the day’s own clock: hours count from the start of the replay',
    source: 'github.com/ahmedaley/Autoscalers Histogram.py; policies.md section 9',
  },
  make: (setting): Policy<HistState> => {
    const given = readOptions('hist', table, setting.options);
    const perReplica = perReplicaOf(setting, given.target);
    return {
      name: 'hist',
      initial: { hours: Array.from({ length: 24 }, () => ({ came: [], sorted: [] })), errors: [] },
      decide: (before, seen) => {
        const need = needSeen(seen, perReplica);
        if (need === undefined) return [before, sized(seen.wanted, setting, 'no sample yet')];
        return stepped(given, setting, before, need, seen.wanted, hourOf(seen.at));
      },
    };
  },
};

const hourOf = (at: Moment): number => Math.floor(at / seconds(3600)) % 24;

const stepped = (
  given: Options,
  setting: PolicySetting,
  before: HistState,
  need: Need,
  n: number,
  hour: number,
): readonly [HistState, Decision] => {
  const exact = given.variant === 'paper-exact';
  const errors = [...before.errors, n - need.whole].slice(exact ? -AVERAGED : -LOOKED_AT);
  const error = errors.length < AVERAGED ? 0 : sumOf(errors.slice(-AVERAGED)) / AVERAGED;
  const { sorted } = before.hours[hour]!;
  const base = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * given.percentile))] ?? n;
  const predicted = base - error > 0 ? base - error : base - error / 5;
  const hours = before.hours.with(hour, withNeed(before.hours[hour]!, need.whole, given.kept, exact));

  const short = errors.slice(-LOOKED_AT).filter((one) => one < 0).length;
  if (short > given.short) {
    const state = { hours, errors: [] };
    if (need.share > n && lacking(need, n, perReplicaOf(setting, given.target), setting) > given.slack) {
      return [state, sized(upward(given.headroom * need.share), setting, 'repair')];
    }
    return [state, sized(upward(predicted), setting, reasonOf(sorted))];
  }
  // the script's list holds four again after each average
  const kept = exact && errors.length === AVERAGED ? errors.slice(1) : errors;
  return [{ hours, errors: kept }, sized(upward(predicted), setting, reasonOf(sorted))];
};

const reasonOf = (sorted: readonly number[]): string =>
  sorted.length === 0 ? 'no history of this hour' : 'percentile of this hour';

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const withNeed = ({ came, sorted }: Hour, need: number, kept: number, exact: boolean): Hour => {
  const grown = inserted(sorted, need);
  if (came.length < kept) return { came: [...came, need], sorted: grown };
  if (exact) return { came, sorted: grown.slice(1) };
  const place = grown.indexOf(came[0]!);
  return { came: [...came.slice(1), need], sorted: grown.toSpliced(place, 1) };
};

const inserted = (sorted: readonly number[], value: number): readonly number[] => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return sorted.toSpliced(low, 0, value);
};
