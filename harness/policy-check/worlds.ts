/**
 * Small services in which a policy is tried: a burst, a flash crowd, no load at all, a gap, and a burst within tight bounds.
 *
 * Forty minutes each, in steps of a minute with some noise: long enough for windows and cooldowns of a quarter of an hour.
 * A policy that requests wake is asked at each of them: its worlds have fewer, one by one. Left out: days, which a policy
 * that learns a season would need.
 */
import { streamsOf } from '../../model/kernel/streams.ts';
import { after, minutes, moment, START } from '../../model/kernel/units.ts';
import type { LoadWorkload } from '../../model/workload.ts';
import type { PolicyMaker } from '../../model/policy/contract.ts';
import { experimentOf } from '../campaign/experiment.ts';
import { planOf, type Planned } from '../campaign/plan.ts';
import type { Options } from '../campaign/policy-choice.ts';

export interface World {
  readonly name: string;
  readonly seed: number;
  /** Given to the policy beside its own. */
  readonly options: Options;
  readonly planned: Planned;
  readonly load: LoadWorkload;
  /** Requests per second that another future has where this one has none. */
  readonly busy: number;
}

const STEPS = 40;

interface Shape {
  readonly name: string;
  readonly options?: Options;
  /** Requests per second in this minute, before noise. */
  readonly rate: (minute: number) => number;
}

const burst = (minute: number): number => (minute >= 10 && minute < 14 ? 120 : 20);

const shapes: readonly Shape[] = [
  { name: 'burst', rate: burst },
  { name: 'flash crowd', rate: (minute) => (minute < 12 ? 15 : 15 + 180 * Math.exp((12 - minute) / 5)) },
  { name: 'no load', rate: () => 0 },
  { name: 'gap', rate: (minute) => (minute >= 15 && minute < 25 ? 0 : 60) },
  { name: 'burst within 2 to 4 replicas', options: { min: '2', max: '4' }, rate: burst },
];

/** A tenth up and down. */
const NOISE = 0.1;

/** Of those worlds that have requests one by one: about a thousand calls each, two per request. */
const QUIETER = 100;

/** Requests per second from which the load is taken away: busy where it was quiet, quiet where it was busy. */
const BUSY = 150;

/** The worlds of one seed: of the noise, and of what the host draws. */
export const worldsOf = ({ wakes }: Pick<PolicyMaker, 'wakes'>, seed: number): readonly World[] => {
  const byRequests = wakes === 'events';
  const quieter = byRequests ? QUIETER : 1;
  return shapes.map(({ name, options = {}, rate }, index) => {
    const noise = streamsOf(seed).of('policy check', index);
    const load: LoadWorkload = {
      kind: 'load',
      horizon: after(START, minutes(STEPS)),
      at: Float64Array.from({ length: STEPS }, (_step, minute) => minutes(minute)),
      rate: Float64Array.from(
        { length: STEPS },
        (_step, minute) => (rate(minute) / quieter) * (1 + NOISE * (2 * noise.uniform() - 1)),
      ),
      quantity: 'rate',
    };
    const experiment = experimentOf({
      trace: name,
      scale: '1',
      neighbours: '0',
      ...(byRequests ? { requests: 'each' } : {}),
    });
    return { name, seed, options, planned: planOf(experiment, load), load, busy: BUSY / quieter };
  });
};

/** The same load until a minute, and from then on another one. */
export const withOtherFuture = ({ load, busy, ...world }: World, minute: number): World => ({
  ...world,
  busy,
  load: {
    ...load,
    rate: load.rate.map((rate, step) => (step < minute ? rate : busy - Math.min(rate, busy))),
  },
});

/** Minutes after which the future is replaced. */
export const presents: readonly number[] = [9, 12, 24];

export const atMinute = (minute: number) => moment(minutes(minute));
