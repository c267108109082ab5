/**
 * Laws of a span that is drawn anew each time, by their mean.
 *
 * Left out: correlation from one draw to the next, and laws that change with the time of day.
 */
import type { Stream } from './streams.ts';
import type { Micros } from './units.ts';

/** Exponential as closed forms have it; constant; or lognormal, whose standard deviation is so many times its mean. */
export type Law =
  | { readonly kind: 'exponential' }
  | { readonly kind: 'constant' }
  | { readonly kind: 'lognormal'; readonly variation: number };

/** @returns draws one span after the other, µs, not whole */
export const drawsOf = (law: Law, mean: Micros, stream: Stream): (() => number) => {
  switch (law.kind) {
    case 'exponential':
      return () => stream.exponential(mean);
    case 'constant':
      return () => mean;
    case 'lognormal': {
      const variance = Math.log(1 + law.variation * law.variation);
      const median = mean * Math.exp(-variance / 2);
      const sigma = Math.sqrt(variance);
      return () => stream.lognormal(median, sigma);
    }
    default:
      return law satisfies never;
  }
};
