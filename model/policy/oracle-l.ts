/**
 * Oracle-L: knows the demand to come and what a start costs, and starts each replica exactly as early as it must.
 *
 * Replicas are alike, so the demand splits into levels: level k is needed while the demand is k or more. Each level keeps
 * its replica over a gap where that is cheaper than to stop and start again: a ski rental with a known future, solved
 * exactly for every level. The levels are nested, and the newest level leaves first. It asks at ticks, the lead before the
 * demand rises. Left out: set-ups whose length is not the lead, and demand it cannot foresee.
 *
 * @source policies.md section 11
 */
import { micros, type Micros } from '../kernel/units.ts';
import type { BoundMaker, Foresight } from './contract.ts';
import { largestUntil } from './bounds.ts';
import { anySpan, option, optional, readOptions, textsOf } from './options.ts';
import { sized } from './sizing.ts';

const table = {
  lead: optional(anySpan, 'set-up time that it starts ahead', 'of a creation on an idle host', 'the host'),
  teardown: option(anySpan, 'time that a stop is paid for', '0s', 'ours: billed until it is asked for'),
  minimum: option(
    anySpan,
    'least time that a start is paid for',
    '60s',
    'EC2 Linux, Google Compute Engine; metrics.md section 4',
  ),
};

interface Prices {
  readonly lead: Micros;
  readonly teardown: Micros;
  readonly minimum: Micros;
}

/** From when until when a level is needed, or kept. */
interface Run {
  readonly from: number;
  readonly until: number;
}

export const oracleL: BoundMaker = {
  kind: 'bound',
  name: 'oracle-l',
  about: 'clairvoyant with a set-up lead: cheapest sizes that are ready in time',
  options: textsOf(table),
  docs: {
    standing: 'bound',
    formula: [
      'level k is needed while demand ≥ k; runs of a level, each paid max(minimum, lead + length + teardown)',
      'gaps are kept or not so that the sum is least; n(t) = levels kept at any moment of [t, t + lead + tick]',
    ],
    rounding: 'none: demand is whole',
    leftOut: 'set-up times that vary, prices that differ between replicas',
    source: 'policies.md section 11',
  },
  make: (setting, foresight) => {
    const given = readOptions('oracle-l', table, setting.options);
    const prices = { ...given, lead: given.lead ?? foresight.lead };
    const kept = keptFor(foresight, prices);
    const reach = micros(prices.lead + setting.tick);
    return {
      name: 'oracle-l',
      initial: undefined,
      decide: (state, { at }) => [
        state,
        sized(largestUntil(kept, at, micros(reach)), setting, 'kept or needed within reach'),
      ],
    };
  },
};

/** The demand, with the gaps that are cheaper kept filled in. */
export const keptFor = (
  { at, demand }: Pick<Foresight, 'at' | 'demand'>,
  prices: Prices,
): Pick<Foresight, 'at' | 'demand'> => {
  const levels = levelsOf(at, demand);
  const changes = new Map<number, number>([[0, 0]]);
  for (const runs of levels) {
    for (const { from, until } of cheapest(runs, prices)) {
      changes.set(from, (changes.get(from) ?? 0) + 1);
      if (until < Infinity) changes.set(until, (changes.get(until) ?? 0) - 1);
    }
  }
  const moments = [...changes.keys()].toSorted((a, b) => a - b);
  let size = 0;
  return {
    at: Float64Array.from(moments),
    demand: Float64Array.from(moments, (moment) => (size += changes.get(moment)!)),
  };
};

/** For each level from 1 up, when it is needed; the last step lasts for ever. */
const levelsOf = (at: Float64Array, demand: Float64Array): readonly Run[][] => {
  const levels: Run[][] = [];
  const open: number[] = [];
  for (let i = 0; i < at.length; i += 1) {
    while (open.length > demand[i]!) {
      const from = open.pop()!;
      (levels[open.length] ??= []).push({ from, until: at[i]! });
    }
    while (open.length < demand[i]!) open.push(at[i]!);
  }
  while (open.length > 0) {
    const from = open.pop()!;
    (levels[open.length] ??= []).push({ from, until: Infinity });
  }
  return levels;
};

/**
 * The runs joined over the gaps that are kept: the partition of the runs with the least cost, found from the left.
 *
 * A joined run at least as long as the minimum costs its length, so of all beginnings that far back only the best one
 * matters; those less far back are few and tried one by one.
 */
const cheapest = (runs: readonly Run[], { lead, teardown, minimum }: Prices): readonly Run[] => {
  const fixed = lead + teardown;
  const costOf = (first: number, last: number): number =>
    Math.max(minimum, fixed + Math.min(runs[last]!.until, LONGEST) - runs[first]!.from);
  /** Least cost of the first so many runs, and where its last joined run begins. */
  const least = [0];
  const begins: number[] = [];
  let far: { readonly first: number; readonly saved: number } | undefined;
  let near = 0;
  for (let last = 0; last < runs.length; last += 1) {
    while (near <= last && costOf(near, last) > minimum) {
      const saved = least[near]! - runs[near]!.from;
      if (far === undefined || saved < far.saved) far = { first: near, saved };
      near += 1;
    }
    const candidates = [...(far === undefined ? [] : [far.first]), ...range(near, last)];
    let best = last;
    for (const first of candidates) {
      if (least[first]! + costOf(first, last) < least[best]! + costOf(best, last)) best = first;
    }
    least.push(least[best]! + costOf(best, last));
    begins.push(best);
  }
  const joined: Run[] = [];
  for (let last = runs.length - 1; last >= 0; last = begins[last]! - 1) {
    joined.push({ from: runs[begins[last]!]!.from, until: runs[last]!.until });
  }
  return joined;
};

/** In place of for ever, in sums. */
const LONGEST = Number.MAX_SAFE_INTEGER / 2;

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_n, i) => from + i);
