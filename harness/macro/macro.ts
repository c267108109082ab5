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
import { inPieces, type Finished, type Piece, type Watch, type Within } from '../work/pieces.ts';
import type { Scenario, Size } from './scenario.ts';

export interface MacroSetting {
  readonly profile: Profile;
  /** Stock first. */
  readonly variants: readonly Variant[];
  readonly seeds: number;
  /** Hosts drawn; 0 for none. */
  readonly draws: number;
  readonly size: Size;
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
export const runMacro = (
  chosen: readonly Scenario[],
  setting: MacroSetting,
  watch: Watch,
): Promise<Finished<readonly MacroRow[]>> => {
  const pieces = chosen.map((scenario): Piece<readonly MacroRow[]> => ({
    label: scenario.name,
    run: (within) => rowsOf(scenario, setting, within),
  }));
  return inPieces(pieces, watch);
};

/** The measures of every variant, run by run. */
type Runs = (readonly Readonly<Record<string, number>>[])[];

const rowsOf = async (
  scenario: Scenario,
  { profile, variants, seeds, draws, size }: MacroSetting,
  within: Within,
): Promise<readonly MacroRow[]> => {
  const host: Believed = { profile, guest: guestNamed(scenario.guest) };
  const drawn = draws > 0 ? latinHypercube(host, draws, SEED) : [];
  const total = (seeds + drawn.length) * variants.length;
  let done = 0;
  const runs = async (hosts: readonly Believed[]): Promise<Runs> => {
    const found: Runs = [];
    for (const [i, on] of hosts.entries()) {
      const own: Readonly<Record<string, number>>[] = [];
      for (const variant of variants) {
        own.push(scenario.run(on, variant, i + 1, size));
        await within((done += 1) / total);
      }
      found.push(own);
    }
    return found;
  };
  const bySeed = await runs(Array.from({ length: seeds }, () => host));
  const byDraw = await runs(drawn);
  return variants.map((variant, at): MacroRow => {
    const ratios = (of: Runs): number[] =>
      of
        .map((run) => run[0]![scenario.headline]! / run[at]![scenario.headline]!)
        .filter((ratio) => Number.isFinite(ratio));
    const sorted = ratios(byDraw).toSorted((a, b) => a - b);
    return {
      scenario,
      variant,
      measures: Object.fromEntries(
        Object.keys(scenario.measures).map((key) => [key, intervalOf(bySeed.map((run) => run[at]![key]!))]),
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
};
