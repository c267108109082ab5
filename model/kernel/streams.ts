/**
 * Random numbers in named streams: a new draw in one place never shifts another.
 *
 * A stream is a function of (seed, name, entity): its generator, xoroshiro128+, starts from the first 128 bits of
 * sha256("seed|name|entity"), since generators seeded with small integers begin with nearly equal draws. Left out:
 * secrecy, and distributions that nobody uses yet.
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { sha256 } from './sha256.ts';

export interface Streams {
  /**
   * The stream of this name from its first draw on: asked for twice, it begins twice.
   *
   * @param name    who draws what: `arrivals`, `boot`
   * @param entity  number of the domain, host or request that it belongs to; 0 where nothing is said
   */
  of(name: string, entity?: number): Stream;
}

export interface Stream {
  /** In [0, 1), in steps of 2^-53. */
  uniform(): number;
  exponential(mean: number): number;
  /** exp of a normal: `median` is its median, `sigma` the standard deviation of its logarithm. */
  lognormal(median: number, sigma: number): number;
  /** A whole number from 0 to n − 1. */
  integer(n: number): number;
}

export const streamsOf = (seed: number): Streams => ({
  of: (name, entity = 0) => {
    const digest = sha256(`${seed}|${name}|${entity}`);
    return new GeneratedStream([digest[0]!, digest[1]!, digest[2]!, digest[3]!]);
  },
});

class GeneratedStream implements Stream {
  private readonly generator: RandomGenerator;

  constructor(state: readonly number[]) {
    this.generator = xoroshiro128plusFromState(state);
  }

  uniform(): number {
    return uniformFloat64(this.generator);
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.uniform());
  }

  lognormal(median: number, sigma: number): number {
    // Box and Muller, the second normal left unused: every draw takes two numbers, whatever was drawn before
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return median * Math.exp(sigma * radius * Math.cos(2 * Math.PI * this.uniform()));
  }

  integer(n: number): number {
    return uniformInt(this.generator, 0, n - 1);
  }
}
