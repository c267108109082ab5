/**
 * Intervals of long-run means from one long simulation, by batch means.
 *
 * A long-run mean is a ratio of two totals: request-time over requests, or request-time over time. The run is cut into
 * stretches of equal length; a batch is several of them in a row, long enough that one hardly knows of the next, and there
 * are always the same number of batches, so more stretches make longer batches and not a false precision. Left out:
 * how long to run.
 *
 * @source Law, Simulation Modeling and Analysis: batch means, and the delta method for a ratio
 */
import { tQuantile } from './quantiles.ts';

/** Numerator and denominator of one stretch. */
export type Stretch = readonly [above: number, below: number];

/** Mean with half the width of its two-sided interval. */
export interface Estimate {
  readonly mean: number;
  readonly half: number;
  /** Correlation of a batch with the next: near 0, or the batches are too short to be believed. */
  readonly correlation: number;
}

/** Enough for Student's t, and few enough that each is long. */
const BATCHES = 40;

/** Stretches that make batches of equal length, and at least one each. */
export const enoughStretches = (count: number): boolean => count >= BATCHES;

/**
 * @param stretches  in the order of time, at least {@link BATCHES}; the last few that fill no batch are left out
 * @param confidence  such as 0.999
 */
export const estimateOf = (stretches: readonly Stretch[], confidence: number): Estimate => {
  const length = Math.floor(stretches.length / BATCHES);
  const batches = Array.from({ length: BATCHES }, (_batch, index): Stretch => {
    const own = stretches.slice(index * length, (index + 1) * length);
    return [sum(own.map(([above]) => above)), sum(own.map(([, below]) => below))];
  });
  const below = sum(batches.map(([, one]) => one));
  const mean = sum(batches.map(([above]) => above)) / below;
  const residuals = batches.map(([above, under]) => above - mean * under);
  const squares = sum(residuals.map((one) => one * one));
  const deviation = Math.sqrt(squares / (BATCHES * (BATCHES - 1))) / (below / BATCHES);
  return {
    mean,
    half: tQuantile(confidence, BATCHES - 1) * deviation,
    correlation:
      squares > 0 ? sum(residuals.slice(1).map((one, index) => one * residuals[index]!)) / squares : 0,
  };
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
