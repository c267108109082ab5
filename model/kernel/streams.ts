/**
 * Random numbers in named streams: a new draw in one place never shifts another.
 *
 * A stream is a function of (seed, name, entity): its generator, xoroshiro128+, starts from the first 128 bits of
 * sha256("seed|name|entity"), since generators seeded with small integers begin with nearly equal draws. Left out:
 * secrecy, and distributions that nobody uses yet.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { randomExponential, randomLogNormal } from 'd3-random';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

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
  /** Writes down what {@link lotIn} needs, {@link LOT_WORDS} words of it, so that the stream itself need not be kept. */
  keepLots(kept: Int32Array, at: number): void;
}

/** Of a stream's state, 32 bits each: its lots are made from all of it. */
export const LOT_WORDS = 4;

/**
 * A number in [0, 1) by its own number, whatever was drawn of its stream: what a thing meets then depends on the thing and
 * not on how many draws came before it.
 *
 * @param which  a whole number from 0 to 2^32 − 1
 */
export const lotIn = (kept: Int32Array, at: number, which: number): number => {
  const low = scattered(scattered(kept[at]! ^ which) + kept[at + 1]!);
  const high = scattered(scattered(kept[at + 2]! ^ which) + kept[at + 3]!);
  return ((high >>> 5) * 0x400_0000 + (low >>> 6)) * (Number.EPSILON / 2);
};

export const streamsOf = (seed: number): Streams => ({
  of: (name, entity = 0) => {
    const digest = new DataView(sha256(utf8ToBytes(`${seed}|${name}|${entity}`)).buffer);
    return new GeneratedStream([0, 4, 8, 12].map((place) => digest.getInt32(place)));
  },
});

class GeneratedStream implements Stream {
  private readonly state: readonly number[];
  private readonly generator: RandomGenerator;
  private readonly source = (): number => this.uniform();
  /** Of mean 1; made with the first draw, since most streams never need it. */
  private unitExponential: (() => number) | undefined;

  constructor(state: readonly number[]) {
    this.state = state;
    this.generator = xoroshiro128plusFromState(state);
  }

  uniform(): number {
    return uniformFloat64(this.generator);
  }

  exponential(mean: number): number {
    this.unitExponential ??= randomExponential.source(this.source)(1);
    return mean * this.unitExponential();
  }

  lognormal(median: number, sigma: number): number {
    return randomLogNormal.source(this.source)(Math.log(median), sigma)();
  }

  integer(n: number): number {
    return uniformInt(this.generator, 0, n - 1);
  }

  keepLots(kept: Int32Array, at: number): void {
    kept.set(this.state, at);
  }
}

/** A 32-bit number in which every bit depends on all of the argument's: MurmurHash3's finaliser, public domain. */
const scattered = (bits: number): number => {
  const half = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  const most = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
  return most ^ (most >>> 16);
};
