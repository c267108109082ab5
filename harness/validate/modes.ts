/**
 * xenstored as a fluid against one event per request: set-up times of the same crowds, both ways.
 *
 * Both ways boot the same guests and draw the same chances by name, and are compared seed by seed. Where a transaction is
 * done again is a race, and a race that goes another way moves a set-up by more than the two per cent asked for: so seeds
 * are added until the interval of the difference lies inside that bound or outside it. Left out: destructions, and the
 * local-scrub fix, which has no part in a set-up.
 */
import { guestNamed } from '../../model/host/guest.ts';
import { adjusted, profileNamed, profileNames, type Profile } from '../../model/host/profile.ts';
import { variantsNamed } from '../../model/host/variants.ts';
import type { TurnsMode } from '../../model/kernel/turns.ts';
import { gib, mib, millis } from '../../model/kernel/units.ts';
import { NOBODY, outcomeOf } from '../experiments/testbed.ts';
import { meanOf } from '../measure/mean.ts';
import { tQuantile } from '../measure/quantiles.ts';
import { unwatched, type Within } from '../work/pieces.ts';

export interface ModePoint {
  readonly host: string;
  readonly variant: string;
  /** Domains that run already. */
  readonly running: number;
  /** Domains asked for, */
  readonly creators: number;
  /** at once, or so far apart, ms. */
  readonly apart_ms: number;
}

export interface Agreement extends ModePoint {
  /** Mean set-up by the request, s. */
  readonly by_request_s: number;
  readonly fluid_s: number;
  /** Of the fluid against the other, and half of its 99.9 % interval. */
  readonly error_fraction: number;
  readonly half_width_fraction: number;
  readonly seeds: number;
  readonly verdict: 'agrees' | 'differs' | 'undecided';
}

/** What the two have to agree within. */
export const MODES_AGREE = 0.02;
export const modeHosts: readonly string[] = [
  ...profileNames,
  'xen-4.6+oxenstored',
  'xen-4.8+oxenstored',
  'xen-4.21+oxenstored',
];
export const modeVariants: readonly string[] = [
  'stock',
  'parallel-boot',
  'xenstore-cache',
  'parallel-boot+xenstore-cache',
];
export const modeRunning: readonly number[] = [1, 100, 1000];
export const modeCreators: readonly number[] = [1, 4, 16];
/** At once, and far enough apart that no two are at the same step, near enough that they meet. */
export const modeApart: readonly number[] = [0, 20];

/** Every release, its xenstored or oxenstored, every combination of fixes that set-ups know, nine points each, both ways of asking. */
export const modePoints = (): readonly ModePoint[] =>
  modeApart.flatMap((apart_ms) =>
    modeHosts.flatMap((host) =>
      modeVariants.flatMap((variant) =>
        modeRunning.flatMap((running) =>
          modeCreators.map((creators) => ({ host, variant, running, creators, apart_ms })),
        ),
      ),
    ),
  );

/** Seeds at first, twice as many at each look after that: fewer say nothing of how far they scatter. */
const FIRST = 8;
/** Of the intervals: hundreds of points are looked at, each up to eight times, and none should be told wrong by chance. */
const SURE = 0.999;

/**
 * @param most  seeds, at the most
 * @throws {InputError} for a host or a variant that is not known
 */
export const agreementAt = async (
  point: ModePoint,
  most: number,
  within: Within = unwatched,
): Promise<Agreement> => {
  const fluid: number[] = [];
  const byRequest: number[] = [];
  for (let seeds = FIRST; ; seeds *= 2) {
    while (fluid.length < seeds) {
      const seed = fluid.length + 1;
      fluid.push(meanSetup(point, 'fluid', seed));
      byRequest.push(meanSetup(point, 'by request', seed));
      // most points are decided at the first look
      await within(Math.min(1, seed / FIRST));
    }
    const found = compared(point, fluid, byRequest);
    if (found.verdict !== 'undecided' || 2 * seeds > most) return found;
  }
};

const compared = (point: ModePoint, fluid: readonly number[], byRequest: readonly number[]): Agreement => {
  const n = fluid.length;
  const reference = meanOf(byRequest);
  const error = meanOf(fluid) / reference - 1;
  // of a ratio of means: what each seed is off the ratio found
  const off = fluid.map((x, i) => x - (1 + error) * byRequest[i]!);
  const deviation = Math.sqrt(off.reduce((sum, x) => sum + x * x, 0) / (n - 1));
  const half = (tQuantile(SURE, n - 1) * deviation) / Math.sqrt(n) / reference;
  return {
    ...point,
    by_request_s: reference,
    fluid_s: meanOf(fluid),
    error_fraction: error,
    half_width_fraction: half,
    seeds: n,
    verdict:
      Math.abs(error) + half <= MODES_AGREE
        ? 'agrees'
        : Math.abs(error) - half > MODES_AGREE
          ? 'differs'
          : 'undecided',
  };
};

/** Room for a thousand domains beside those created. */
const roomy = (host: string): Profile => adjusted(profileNamed(host), { machine: { memory: gib(2048) } });

const meanSetup = (point: ModePoint, xenstored: TurnsMode, seed: number): number =>
  meanOf(
    outcomeOf({
      profile: roomy(point.host),
      variant: variantsNamed(point.variant)[0]!,
      guest: guestNamed('pv-tinyx'),
      seed,
      neighbours: { count: point.running, memory: mib(256) },
      created: { count: point.creators, memory: mib(512) },
      apart: millis(point.apart_ms),
      destroyed: NOBODY,
      xenstored,
    }).setups,
  );
