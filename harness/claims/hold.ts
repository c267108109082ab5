/**
 * Holds the claims against the model: once with the default parameters, then over draws from the believed ranges.
 *
 * All parameters are drawn at once (Latin hypercube) and independently; the seed of a draw is its number, so stock and
 * fixes meet the same chance. Left out: which parameter made the difference, which sensitivity shows.
 */
import { fileURLToPath } from 'node:url';
import { guestNamed } from '../../model/host/guest.ts';
import type { Profile } from '../../model/host/profile.ts';
import { latinHypercube, type Believed, type Drawn } from '../experiments/draws.ts';
import { smallGuest } from '../experiments/scenarios.ts';
import { traceBench, type OnTrace } from '../experiments/trace-outcome.ts';
import { percentile } from '../measure/quantiles.ts';
import type { Within } from '../work/pieces.ts';
import { claims } from './abstract.ts';
import { holdsAt, leastAt, verdictOf, type DrawnHost, type Held } from './claim.ts';

/** From `dist/harness/claims/` to the package. */
const sample = (name: string): string =>
  fileURLToPath(new URL(`../../../traces/samples/${name}.csv`, import.meta.url));

/** Of the order of the draws. */
const SEED = 1;

export interface HoldOptions {
  readonly profile: Profile;
  readonly draws: number;
  readonly within: Within;
}

/** @returns one row per measure, in the order of the abstract */
export const holdClaims = async ({ profile, draws, within }: HoldOptions): Promise<readonly Held[]> => {
  const small: Believed = { profile, guest: smallGuest };
  const debian: Believed = { profile, guest: guestNamed('pv-debian') };
  const benches = {
    burst: await traceBench(sample('burst'), profile.name),
    flashCrowd: await traceBench(sample('flash-crowd'), profile.name),
  };
  const atDefault = measured(await hostOf(small, debian, 1, benches));
  const ruled = drawnHosts(small, debian, draws, 'run by somebody');
  const unruled = drawnHosts(small, debian, draws, 'possible');
  const over: (readonly number[])[] = [];
  const overUnruled: (readonly number[])[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    over.push(measured(await hostOf(...ruled[draw]!, draw + 1, benches)));
    await within((draw + 0.5) / draws);
    overUnruled.push(measured(await hostOf(...unruled[draw]!, draw + 1, benches)));
    await within((draw + 1) / draws);
  }
  return measures.map(({ claim, measure }, index): Held => {
    const values = over.map((one) => one[index]!);
    const sorted = values.toSorted((a, b) => a - b);
    const shareOf = (some: readonly number[], least: number): number =>
      some.filter((value) => holdsAt({ ...measure, least }, value)).length / some.length;
    const share = shareOf(values, measure.least);
    return {
      claim,
      measure,
      atDefault: atDefault[index]!,
      low: percentile(sorted, 5)!,
      middle: percentile(sorted, 50)!,
      high: percentile(sorted, 95)!,
      draws,
      share,
      verdict: verdictOf(share),
      otherwise: {
        half: shareOf(values, leastAt(measure, 0.5)),
        twice: shareOf(values, leastAt(measure, 2)),
        unruled: shareOf(
          overUnruled.map((one) => one[index]!),
          measure.least,
        ),
      },
    };
  });
};

/** The same hosts for either guest. */
const drawnHosts = (
  small: Believed,
  debian: Believed,
  draws: number,
  drawn: Drawn,
): readonly (readonly [small: Believed, debian: Believed])[] => {
  const others = latinHypercube(debian, draws, SEED, drawn);
  return latinHypercube(small, draws, SEED, drawn).map((one, draw) => [one, others[draw]!] as const);
};

const measures = claims.flatMap((claim) => claim.measures.map((measure) => ({ claim, measure })));

const measured = (host: DrawnHost): readonly number[] => measures.map(({ measure }) => measure.of(host));

const hostOf = async (
  small: Believed,
  debian: Believed,
  seed: number,
  benches: { readonly burst: OnTrace; readonly flashCrowd: OnTrace },
): Promise<DrawnHost> => ({
  small,
  debian,
  seed,
  traces: { burst: await benches.burst(debian, seed), flashCrowd: await benches.flashCrowd(debian, seed) },
});
