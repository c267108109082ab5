/**
 * Which of several is better where no single number decides: pairwise wins, and the front of Pareto.
 *
 * Of every number less is better. Left out: weights, and how much better.
 *
 * @source metrics.md sections 1 (pairwise kappa) and 9
 */

export interface Ranked {
  /** Index of the contestant. */
  readonly index: number;
  /** Share of (opponent, metric) pairs won, half of one for a tie, 0 to 1; null where there was nothing to compare. */
  readonly wins: number | null;
}

/**
 * Most wins first; of equals the order they came in.
 *
 * @param scores  of each contestant the same metrics in the same order; a pair of which one has no value does not count
 */
export const rankingOf = (scores: readonly (readonly (number | null)[])[]): readonly Ranked[] =>
  scores
    .map((own, index): Ranked => {
      let pairs = 0;
      let won = 0;
      for (const [other, theirs] of scores.entries()) {
        if (other === index) continue;
        for (const [metric, value] of own.entries()) {
          const against = theirs[metric] ?? null;
          if (value === null || against === null) continue;
          pairs += 1;
          won += value < against ? 1 : value === against ? 0.5 : 0;
        }
      }
      return { index, wins: pairs > 0 ? won / pairs : null };
    })
    .toSorted((a, b) => (b.wins ?? -1) - (a.wins ?? -1) || a.index - b.index);

/**
 * Indices of the points that no other one beats: none is at most as large in both and smaller in one. The first
 * coordinate rises along them; of equal points the first stands for all. A point without a value is not on it.
 */
export const paretoFront = (
  points: readonly (readonly [number | null, number | null])[],
): readonly number[] => {
  const known = points.flatMap(([x, y], index) => (x === null || y === null ? [] : [{ x, y, index }]));
  const front: { readonly y: number; readonly index: number }[] = [];
  for (const point of known.toSorted((a, b) => a.x - b.x || a.y - b.y || a.index - b.index)) {
    const last = front.at(-1);
    if (last === undefined || point.y < last.y) front.push(point);
  }
  return front.map(({ index }) => index);
};
