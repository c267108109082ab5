/** Runs the microbenchmarks: every point, every variant, the same seeds. Left out: what is concluded from them. */
import type { Profile } from '../../model/host/profile.ts';
import type { Variant } from '../../model/host/variants.ts';
import { outcomeOf } from '../experiments/testbed.ts';
import { intervalOf, type Interval } from '../measure/quantiles.ts';
import { inPieces, type Finished, type Piece, type Watch, type Within } from '../work/pieces.ts';
import type { Micro } from './catalog.ts';

export interface MicroSetting {
  readonly profile: Profile;
  /** Stock first. */
  readonly variants: readonly Variant[];
  readonly seeds: number;
  /** The smallest point alone, to see that it runs. */
  readonly smallest: boolean;
}

export interface MicroRow {
  readonly micro: Micro;
  readonly point: number;
  readonly variant: Variant;
  /** Mean over seeds and its 95 % interval. */
  readonly value: Interval;
  /** How many times better than stock, seed by seed: mean and 95 % interval. */
  readonly speedup: Interval;
}

/** @returns a row per benchmark, point and variant; those of points that an interrupt kept from being run are not there */
export const runMicro = (
  chosen: readonly Micro[],
  setting: MicroSetting,
  watch: Watch,
): Promise<Finished<readonly MicroRow[]>> => {
  const pieces = chosen.flatMap((micro) =>
    (setting.smallest ? micro.points.slice(0, 1) : micro.points).map((point): Piece<readonly MicroRow[]> => ({
      label: micro.name,
      run: (within) => rowsAt(micro, point, setting, within),
    })),
  );
  return inPieces(pieces, watch);
};

const rowsAt = async (
  micro: Micro,
  point: number,
  { profile, variants, seeds }: MicroSetting,
  within: Within,
): Promise<readonly MicroRow[]> => {
  const situation = micro.situation(profile, point);
  const values: number[][] = [];
  for (const variant of variants) {
    const own: number[] = [];
    for (let seed = 1; seed <= seeds; seed += 1) {
      own.push(micro.of(outcomeOf({ ...situation, variant, seed })));
      await within((values.length + seed / seeds) / variants.length);
    }
    values.push(own);
  }
  return variants.map((variant, at): MicroRow => {
    const ratios = values[at]!.map((value, i) =>
      micro.better === 'lower' ? values[0]![i]! / value : value / values[0]![i]!,
    );
    return { micro, point, variant, value: intervalOf(values[at]!), speedup: intervalOf(ratios) };
  });
};
