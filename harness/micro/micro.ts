/** Runs the microbenchmarks: every point, every variant, the same seeds. Left out: what is concluded from them. */
import type { Profile } from '../../model/host/profile.ts';
import type { Variant } from '../../model/host/variants.ts';
import { outcomeOf } from '../experiments/testbed.ts';
import { intervalOf, type Interval } from '../measure/quantiles.ts';
import type { Micro } from './catalog.ts';

export interface MicroSetting {
  readonly profile: Profile;
  /** Stock first. */
  readonly variants: readonly Variant[];
  readonly seeds: number;
  /** The smallest point alone, to see that it runs. */
  readonly smallest: boolean;
  readonly progress: (done: number, total: number, label: string) => void;
  readonly signal?: AbortSignal;
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

/** @returns a row per benchmark, point and variant; those that an interrupt kept from being run are not there */
export const runMicro = (chosen: readonly Micro[], setting: MicroSetting): readonly MicroRow[] => {
  const { profile, variants, seeds, smallest } = setting;
  const pointsOf = ({ points }: Micro): readonly number[] => (smallest ? points.slice(0, 1) : points);
  const total = chosen.reduce((sum, micro) => sum + pointsOf(micro).length * variants.length * seeds, 0);
  let done = 0;
  return chosen.flatMap((micro) =>
    pointsOf(micro).flatMap((point): readonly MicroRow[] => {
      const situation = micro.situation(profile, point);
      const values = variants.map((variant) =>
        Array.from({ length: seeds }, (_, i) => {
          if (setting.signal?.aborted === true) return Number.NaN;
          setting.progress((done += 1), total, micro.name);
          return micro.of(outcomeOf({ ...situation, variant, seed: i + 1 }));
        }),
      );
      if (values.some((of) => of.some(Number.isNaN))) return [];
      return variants.map((variant, at): MicroRow => {
        const ratios = values[at]!.map((value, i) =>
          micro.better === 'lower' ? values[0]![i]! / value : value / values[0]![i]!,
        );
        return { micro, point, variant, value: intervalOf(values[at]!), speedup: intervalOf(ratios) };
      });
    }),
  );
};
