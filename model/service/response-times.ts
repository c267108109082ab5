/**
 * How long requests took, as counts of a fine scale: what percentiles are read off, however many requests there were.
 *
 * A time below 2048 µs has a step of its own; above, each doubling is cut into 1024, so a step is less than a thousandth
 * of its time. Left out: in which order they came.
 */
import type { ResponseTimes } from '../recording.ts';

const FINE = 2_048;
const STEPS = 1_024;
/** Doublings of the finest time that are told apart: up to 2^52 µs, 142 years. */
const DOUBLINGS = 42;

export class ResponseScale {
  readonly #count = new Float64Array(FINE + DOUBLINGS * STEPS);
  #sum = 0;

  /** @param span  µs, whole, from 0 */
  add(span: number): void {
    this.#sum += span;
    this.#count[stepOf(span)]! += 1;
  }

  /** The steps that were met, by their longest time, rising. */
  all(): ResponseTimes {
    const met = Array.from(this.#count.keys()).filter((step) => this.#count[step]! > 0);
    return {
      span: Float64Array.from(met, longestOf),
      count: Float64Array.from(met, (step) => this.#count[step]!),
      sum: this.#sum,
    };
  }
}

const stepOf = (span: number): number => {
  let scaled = span;
  let doublings = 0;
  for (; scaled >= FINE; scaled /= 2) doublings += 1;
  return doublings === 0 ? span : FINE + (doublings - 1) * STEPS + (Math.floor(scaled) - STEPS);
};

const longestOf = (step: number): number => {
  if (step < FINE) return step;
  const doublings = Math.floor((step - FINE) / STEPS) + 1;
  let width = 1;
  for (let i = 0; i < doublings; i += 1) width *= 2;
  return (STEPS + ((step - FINE) % STEPS) + 1) * width - 1;
};
