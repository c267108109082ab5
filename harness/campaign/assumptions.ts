/**
 * What a replay assumes where neither trace nor flags say it: each with its unit and the reason.
 *
 * They are written into every result. Left out: the host's own parameters, which its profile carries.
 */
import type { Source } from '../../model/kernel/parameter.ts';
import { fraction, gib, millis, minutes } from '../../model/kernel/units.ts';

const assumed = (because: string): Source => ({ kind: 'assumed', because });

export const assumptions = {
  /** A consolidated host of the paper's time. */
  guestsPerHost: { value: 100, source: assumed('domains on a well filled host of 64 processors') },
  /** Hosts beyond what the trace's own peak fills, since domains stay longer than the trace wants them. */
  spareHosts: { value: 1.1, source: assumed('room for domains that start and stop slowly') },
  /** Memory for domains on one host, at most, where nobody says how many hosts there are. */
  largestHost: { value: gib(4096), source: assumed('the largest common two- and four-socket servers') },
  spareMemory: { value: 1.25, source: assumed('hosts are not filled to the last byte') },
  neighbour: {
    value: { vcpus: 1, memory: gib(1) },
    source: assumed('a small tenant; its memory does not matter, its connections do'),
  },
  neighboursOfService: { value: 100, source: assumed('the service shares a consolidated host') },
  serviceTime: {
    value: millis(100),
    source: assumed('a web request; what matters is its ratio to the objective'),
  },
  quantile: {
    value: fraction(0.95),
    source: assumed('the share of requests that an objective usually promises'),
  },
  target: { value: fraction(0.6), source: assumed('the utilisation that operators commonly aim at') },
  /** `--scale auto`: the mean load keeps this many replicas at the target. */
  meanReplicas: {
    value: 10,
    source: assumed('small enough for one host, large enough not to be all rounding'),
  },
  /** And the peak no more than this many, which a spiky load reaches first. */
  peakReplicas: { value: 100, source: assumed('one service on one consolidated host') },
  replicasBeyondPeak: { value: 1.5, source: assumed('an operator allows half more than ever was needed') },
  lifecycleGrid: {
    value: minutes(1),
    source: assumed('grid of instability where no policy has an interval'),
  },
} as const;
