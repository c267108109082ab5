/**
 * Synthetic loads of a known shape: steps, ramps, spikes, days, and bursts with a chosen index of dispersion.
 *
 * Every shape moves between a base rate and so many times of it, once per period. Where a dispersion is asked for, the
 * number in each step is drawn with that ratio of variance to mean (Poisson at 1, negative binomial above it), independent
 * of its neighbours; without one the rate is the shape itself. The same rate can be that of requests or of domains that
 * are created. They are for trying things out: no conclusion should rest on them where a real trace is at hand.
 */
import { randomGamma, randomPoisson } from 'd3-random';
import { streamsOf, type Stream } from '../model/kernel/streams.ts';
import { inSeconds, type Micros } from '../model/kernel/units.ts';

export const shapes = ['steps', 'ramps', 'spikes', 'days', 'bursts'] as const;
export type Shape = (typeof shapes)[number];

export interface SyntheticLoad {
  readonly shape: Shape;
  readonly seed: number;
  readonly duration: Micros;
  readonly step: Micros;
  readonly period: Micros;
  /** Per second, where the shape is lowest. */
  readonly base: number;
  /** The highest is this many times the base; bursts have no shape and keep the base. */
  readonly peak: number;
  /** Variance over mean of the number per step; 0: no chance at all. */
  readonly dispersion: number;
  readonly as: 'load' | 'domains';
}

/** @returns lines of CSV as our own readers take it, the header first */
export const syntheticLoad = (asked: SyntheticLoad): readonly string[] => {
  const counts = countsOf(asked);
  const step = inSeconds(asked.step);
  if (asked.as === 'domains') return domainsOf(asked, counts);
  // without chance the rate itself is written, so that a step needs no whole number of requests
  const exact = asked.dispersion === 0;
  const rows = counts.map((count, i) => `${i * step},${exact ? decimal(count / step) : count}`);
  return [`time_s,${exact ? 'load_rps' : 'load_count'}`, ...rows];
};

const decimal = (value: number): string => String(Number(value.toPrecision(12)));

/** What falls into each step: the mean of the shape over it, or a draw around that. */
const countsOf = (asked: SyntheticLoad): number[] => {
  const { seed, duration, step, dispersion } = asked;
  const shape = shapeOf(asked);
  const draw = drawOf(streamsOf(seed).of('counts'), dispersion);
  return Array.from({ length: Math.max(2, Math.floor(duration / step)) }, (_, i) => {
    // eight places of a step stand for all of it: the edge of a step of the shape falls into the right one
    let sum = 0;
    for (let place = 0; place < PLACES; place += 1) sum += shape((i + (place + 0.5) / PLACES) * step);
    return draw((sum / PLACES) * inSeconds(step));
  });
};

const PLACES = 8;
/** A spike is gone after a fifth of its period: its time constant is a twentieth. */
const SPIKE = 20;

/** Rate per second at a moment, µs. */
const shapeOf = ({ shape, seed, period, base, peak, duration }: SyntheticLoad): ((at: number) => number) => {
  const above = base * (peak - 1);
  const share = (at: number): number => (at % period) / period;
  switch (shape) {
    case 'steps':
      return (at) => base + (share(at) < 0.5 ? 0 : above);
    case 'ramps':
      return (at) => base + above * (share(at) < 0.5 ? 2 * share(at) : 2 - 2 * share(at));
    case 'days':
      // lowest at the start of a period, as a day is at four in the morning
      return (at) => base + (above * (1 - Math.cos(2 * Math.PI * share(at)))) / 2;
    case 'spikes': {
      // one in each period, where nobody expects it
      const draw = streamsOf(seed).of('spikes');
      const begins = Array.from({ length: Math.ceil(duration / period) }, () => 0.8 * draw.uniform());
      return (at) => {
        const since = share(at) - begins[Math.min(Math.floor(at / period), begins.length - 1)]!;
        return base + (since < 0 ? 0 : above * Math.exp(-since * SPIKE));
      };
    }
    case 'bursts':
      return () => base;
    default:
      return shape satisfies never;
  }
};

/** Numbers of a given mean with the ratio of variance to mean that was chosen. */
const drawOf = (stream: Stream, dispersion: number): ((mean: number) => number) => {
  if (dispersion === 0) return (mean) => mean;
  const uniform = (): number => stream.uniform();
  const poisson = randomPoisson.source(uniform);
  if (dispersion === 1) return (mean) => (mean > 0 ? poisson(mean)() : 0);
  const gamma = randomGamma.source(uniform);
  // a Poisson whose mean is a gamma of shape k and scale I − 1 has mean m and variance I·m where k = m / (I − 1)
  return (mean) => {
    const shape = mean / (dispersion - 1);
    if (!(shape > 0)) return 0;
    // below a shape of 1 the library takes a power, whose last bits differ between versions of Node
    const unit = shape >= 1 ? gamma(shape)() : gamma(shape + 1)() * Math.exp(Math.log(1 - uniform()) / shape);
    const drawn = unit * (dispersion - 1);
    return drawn > 0 ? poisson(drawn)() : 0;
  };
};

/** Median and spread of a domain's life, s: a mean near 25 minutes. */
const LIFE = { median: 750, sigma: 1.2 } as const;

/** Each count becomes so many creations at drawn moments of its step; who outlives the trace has no deletion. */
const domainsOf = (asked: SyntheticLoad, counts: readonly number[]): string[] => {
  const moments = streamsOf(asked.seed).of('moments');
  const lives = streamsOf(asked.seed).of('lives');
  const step = inSeconds(asked.step);
  const end = counts.length * step;
  let rest = 0;
  const rows = counts.flatMap((count, i) => {
    // what is less than a domain waits for the next step
    rest += count;
    const born = Math.floor(rest + 1e-9);
    rest -= born;
    return Array.from({ length: born }, () => (i + moments.uniform()) * step)
      .toSorted((a, b) => a - b)
      .map((created) => {
        const deleted = created + lives.lognormal(LIFE.median, LIFE.sigma);
        return `${created.toFixed(3)},${deleted >= end ? '' : deleted.toFixed(3)},1,1`;
      });
  });
  return ['created_s,deleted_s,vcpus,memory_gib', ...rows];
};
