/**
 * What a page keeps of the replays of a campaign: every variant under every policy, its seeds as one.
 *
 * Points are shared out: a page of many runs draws each more coarsely, so that it stays below its size. Left out: what the
 * result document already says.
 */
import type { Durations } from '../../model/kernel/column.ts';
import type { Recording, Steps } from '../../model/recording.ts';
import { Outline } from '../../model/service/outline.ts';
import type { Replayed } from '../campaign/assembly.ts';
import type { PackedDecisions, PackedRun, PackedSpans, PackedSteps } from './browser/data.ts';
import { distributionOf, type Distribution } from './charts/distribution.ts';
import { digits } from './charts/numbers.ts';
import type { Task } from './charts/waterfall.ts';
import { brokenInAny, envelopeOf } from './seeds.ts';

/**
 * Points of all curves together, demand among them once; a point is about nine bytes of the page. Of many runs the tables
 * take their share.
 */
const pointsFor = (runs: number): number => Math.max(43_000, 90_000 - 300 * runs);
/** Curves of a run beside demand: supply, starting and stopping; of several seeds supply's least and most as well. */
const CURVES_OF_SEED = 3;
const CURVES_OF_SEEDS = 5;
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
  readonly runs: readonly (Omit<PackedRun, 'label' | 'name' | 'colour' | 'said'> & {
    readonly whole: boolean;
  })[];
  readonly setups: readonly Distribution[];
  readonly destroys: readonly Distribution[];
}

/** @param replays  in the order in which the page offers them */
export const packed = (replays: readonly Replayed[]): PackedReplays => {
  const own = replays.some(({ recordings }) => recordings.length > 1) ? CURVES_OF_SEEDS : CURVES_OF_SEED;
  const columns = Math.min(
    COLUMNS_MOST,
    Math.floor(pointsFor(replays.length) / (4 * (own * replays.length + 1))),
  );
  const each = (points: number, most: number): number =>
    Math.min(most, Math.floor(points / (2 * Math.max(1, replays.length))));
  const curves = new Pool<PackedSteps>();
  const reasons = new Pool<string>();
  const decisionsMost = Math.min(DECISIONS_MOST, Math.floor(DECISIONS / Math.max(1, replays.length)));
  const runs = replays.map(({ policy, variant, recordings }) => {
    const [first] = recordings;
    const { horizon } = first!;
    const thin = ({ at, value }: Steps): Outline => {
      const outline = new Outline(horizon, columns);
      for (const [index, moment] of at.entries()) outline.set(moment, value[index]!);
      return outline;
    };
    const [supply, starting, stopping] = (['supply', 'starting', 'stopping'] as const).map((name) =>
      envelopeOf(recordings.map(({ outlines }) => outlines[name])),
    );
    const kept = {
      // what is wanted is the same with every seed
      demand: first!.outlines.demand,
      supply: supply!.middle,
      supplyLeast: supply!.least,
      supplyMost: supply!.most,
      starting: starting!.most,
      stopping: stopping!.most,
    };
    const thinned = Object.entries(kept).map(([name, steps]) => [name, thin(steps)] as const);
    const spans = brokenInAny(
      recordings.map(({ objective }) => objective.broken),
      horizon,
      columns,
    );
    return {
      policy,
      variant,
      ...(Object.fromEntries(
        thinned.map(([name, outline]) => [name, curves.index(packedSteps(outline.steps()))]),
      ) as Record<keyof typeof kept, number>),
      whole:
        recordings.every(({ outlines }) => outlines.whole) && thinned.every(([, outline]) => outline.whole()),
      broken: packedSpans(spans),
      decisions: packedDecisions(first!.decisions, decisionsMost, reasons),
    };
  });
  const points = each(DISTRIBUTION_POINTS, DISTRIBUTION_MOST);
  return {
    curves: curves.all,
    reasons: reasons.all,
    runs,
    setups: replays.map((one) => distributionOf(spansOf(one, 'creation'), points)),
    destroys: replays.map((one) => distributionOf(spansOf(one, 'destruction'), points)),
  };
};

/** What every creation or destruction took, of all seeds together, µs. */
export const spansOf = ({ recordings }: Replayed, task: Task): Durations => {
  const all = recordings.map(({ setups, destroys }) => (task === 'creation' ? setups : destroys));
  if (all.length === 1) return all[0]!;
  const together = new Float64Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const spans of all) {
    together.set(spans, at);
    at += spans.length;
  }
  return together;
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
