/**
 * Runs the loaded scenarios: every variant over the same seeds, and over the same hosts drawn from the believed ranges.
 *
 * A speed-up is stock over variant of the headline measure, run by run: both met the same chance. Over seeds it is a mean
 * with its 95 % interval, over drawn hosts the middle nine tenths. Left out: which parameter made the difference, which
 * the sensitivity figures show.
 */
import { guestNamed } from '../../model/host/guest.ts';
import type { Profile } from '../../model/host/profile.ts';
import type { Variant } from '../../model/host/variants.ts';
import { latinHypercube, type Believed } from '../experiments/draws.ts';
import { intervalOf, percentile, type Interval } from '../measure/quantiles.ts';
import type { Scenario, Size } from './scenario.ts';

export interface MacroSetting {
  readonly profile: Profile;
  /** Stock first. */
  readonly variants: readonly Variant[];
  readonly seeds: number;
  /** Hosts drawn; 0 for none. */
  readonly draws: number;
  readonly size: Size;
  readonly progress: (done: number, total: number, label: string) => void;
  readonly signal?: AbortSignal;
}

export interface Speedup {
  /** Over seeds, on the default host. */
  readonly seeds: Interval;
  /** Over drawn hosts: 5th, 50th and 95th percentile; undefined where none were drawn. */
  readonly drawn: { readonly low: number; readonly middle: number; readonly high: number } | undefined;
}

export interface MacroRow {
  readonly scenario: Scenario;
  readonly variant: Variant;
  /** By measure: mean over seeds and its interval. */
  readonly measures: Readonly<Record<string, Interval>>;
  readonly speedup: Speedup;
}

/** Of the draws' order. */
const SEED = 1;

/** @returns a row per scenario and variant; those that an interrupt kept from being run are not there */
export const runMacro = (chosen: readonly Scenario[], setting: MacroSetting): readonly MacroRow[] => {
  const { profile, variants, seeds, draws, size } = setting;
  const total = chosen.length * (seeds + draws) * variants.length;
  let done = 0;
  return chosen.flatMap((scenario): readonly MacroRow[] => {
    const host: Believed = { profile, guest: guestNamed(scenario.guest) };
    const run = (on: Believed, seed: number): readonly Readonly<Record<string, number>>[] =>
      variants.map((variant) => {
        const found = scenario.run(on, variant, seed, size);
        setting.progress((done += 1), total, scenario.name);
        return found;
      });
    const bySeed: (readonly Readonly<Record<string, number>>[])[] = [];
    const byDraw: (readonly Readonly<Record<string, number>>[])[] = [];
    const aborted = (): boolean => setting.signal?.aborted === true;
    for (let seed = 1; seed <= seeds && !aborted(); seed += 1) bySeed.push(run(host, seed));
    const drawn = draws > 0 ? latinHypercube(host, draws, SEED) : [];
    for (const [i, one] of drawn.entries()) if (!aborted()) byDraw.push(run(one, i + 1));
    if (aborted()) return [];
    return variants.map((variant, at): MacroRow => {
      const ratios = (runs: typeof bySeed): number[] =>
        runs
          .map((of) => of[0]![scenario.headline]! / of[at]![scenario.headline]!)
          .filter((ratio) => Number.isFinite(ratio));
      const sorted = ratios(byDraw).toSorted((a, b) => a - b);
      return {
        scenario,
        variant,
        measures: Object.fromEntries(
          Object.keys(scenario.measures).map((key) => [key, intervalOf(bySeed.map((of) => of[at]![key]!))]),
        ),
        speedup: {
          seeds: intervalOf(ratios(bySeed)),
          drawn:
            sorted.length === 0
              ? undefined
              : {
                  low: percentile(sorted, 5)!,
                  middle: percentile(sorted, 50)!,
                  high: percentile(sorted, 95)!,
                },
        },
      };
    });
  });
};
