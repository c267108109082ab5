/**
 * What a page keeps of the replays of a campaign: the first seed of every variant under every policy.
 *
 * Points are shared out: a page of many runs draws each more coarsely, so that it stays below its size. Left out: what the
 * result document already says.
 */
import type { Recording, Steps } from '../../model/recording.ts';
import { Outline } from '../../model/service/outline.ts';
import type { Replayed } from '../campaign/assembly.ts';
import type { PackedDecisions, PackedRun, PackedSpans, PackedSteps } from './browser/data.ts';
import { distributionOf, type Distribution } from './charts/distribution.ts';
import { digits } from './charts/numbers.ts';

/** Points of all curves together, demand among them once; a point is about nine bytes of the page. */
const CURVE_POINTS = 43_000;
/** Of one curve at most: two pixels and a half of a wide page. */
const COLUMNS_MOST = 384;
/** Points of all distributions together, about fourteen bytes each, and of one at most. */
const DISTRIBUTION_POINTS = 7_000;
const DISTRIBUTION_MOST = 380;
/** Decisions of all runs together, about sixteen bytes each, and of one at most. */
const DECISIONS = 3_000;
const DECISIONS_MOST = 330;

const inMillis = (micros: number): number => Math.round(micros / 1000);

export interface PackedReplays {
  readonly curves: readonly PackedSteps[];
  readonly reasons: readonly string[];
  readonly runs: readonly (Omit<PackedRun, 'label' | 'name' | 'said'> & { readonly whole: boolean })[];
  readonly setups: readonly Distribution[];
  readonly destroys: readonly Distribution[];
}

/** @param replays  in the order in which the page offers them */
export const packed = (replays: readonly Replayed[]): PackedReplays => {
  const columns = Math.min(COLUMNS_MOST, Math.floor(CURVE_POINTS / (4 * (3 * replays.length + 1))));
  const each = (points: number, most: number): number =>
    Math.min(most, Math.floor(points / (2 * Math.max(1, replays.length))));
  const curves = new Pool<PackedSteps>();
  const reasons = new Pool<string>();
  const decisionsMost = Math.min(DECISIONS_MOST, Math.floor(DECISIONS / Math.max(1, replays.length)));
  const runs = replays.map(({ policy, variant, recording }) => {
    const { outlines, horizon, objective, decisions } = recording;
    const thin = ({ at, value }: Steps): Outline => {
      const outline = new Outline(horizon, columns);
      for (const [index, moment] of at.entries()) outline.set(moment, value[index]!);
      return outline;
    };
    const thinned = {
      demand: thin(outlines.demand),
      supply: thin(outlines.supply),
      starting: thin(outlines.starting),
      stopping: thin(outlines.stopping),
    };
    const keep = (outline: Outline): number => curves.index(packedSteps(outline.steps()));
    return {
      policy,
      variant,
      demand: keep(thinned.demand),
      supply: keep(thinned.supply),
      starting: keep(thinned.starting),
      stopping: keep(thinned.stopping),
      whole: outlines.whole && Object.values(thinned).every((outline) => outline.whole()),
      broken: packedSpans(objective.broken),
      decisions: packedDecisions(decisions, decisionsMost, reasons),
    };
  });
  const points = each(DISTRIBUTION_POINTS, DISTRIBUTION_MOST);
  return {
    curves: curves.all,
    reasons: reasons.all,
    runs,
    setups: replays.map(({ recording }) => distributionOf(recording.setups, points)),
    destroys: replays.map(({ recording }) => distributionOf(recording.destroys, points)),
  };
};

/** Equal things once: demand is the same under every variant. */
class Pool<T> {
  readonly all: T[] = [];
  readonly #known = new Map<string, number>();

  index(one: T): number {
    const key = JSON.stringify(one);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.all.length);
    return this.all.push(one) - 1;
  }
}

const packedSteps = ({ at, value }: Steps): PackedSteps => {
  let before = 0;
  const t = Array.from(at, (moment) => {
    const span = inMillis(moment) - before;
    before += span;
    return span;
  });
  return { t, v: [...value] };
};

const packedSpans = ({ from, until, taken }: Recording['objective']['broken']): PackedSpans => ({
  from: Array.from(from, inMillis),
  until: Array.from(until, inMillis),
  share: Array.from(taken, (time, i) => digits(Math.min(1, time / (until[i]! - from[i]!)))),
});

/** Of very many those that changed most; of equals the earlier. */
const packedDecisions = (
  decisions: Recording['decisions'],
  most: number,
  reasons: Pool<string>,
): PackedDecisions => {
  const kept = decisions
    .toSorted((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from) || a.at - b.at)
    .slice(0, most)
    .toSorted((a, b) => a.at - b.at);
  return {
    t: kept.map(({ at }) => inMillis(at)),
    from: kept.map(({ from }) => from),
    to: kept.map(({ to }) => to),
    reason: kept.map(({ reason }) => reasons.index(reason)),
  };
};
