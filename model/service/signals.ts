/**
 * What an autoscaler may see of the service, and how late.
 *
 * One sample per tick: the mean over the period since the tick before, shown when it is old enough. Left out: samples
 * that get lost, and noise in them.
 */
import { between, fraction, START, type Micros, type Moment } from '../kernel/units.ts';
import type { Observation } from '../policy/contract.ts';
import { readingOf, type Requests, type Sample } from './requests.ts';

/** The part of an observation that is measured. */
export type Signal = Pick<Observation, 'age' | 'measured' | 'utilisation' | 'load' | 'backlog'>;

export interface Signals {
  /** Ends a sample period now and returns the newest sample that may be seen. */
  readonly read: (at: Moment) => Signal;
}

interface Kept {
  readonly end: Moment;
  readonly signal: Omit<Signal, 'age'>;
}

/**
 * @param delay       from the end of a sample's period until it can be seen
 * @param readySince  how many replicas are ready now and were so at a moment
 */
export const signalsOf = (
  requests: Requests,
  delay: Micros,
  readySince: (since: Moment) => number,
): Signals => {
  let last: Sample = requests.sample(START);
  const kept: Kept[] = [];
  let newest: Kept = {
    end: START,
    signal: { measured: 0, utilisation: fraction(Number.NaN), load: Number.NaN, backlog: 0 },
  };
  return {
    read: (at) => {
      const sample = requests.sample(at);
      if (sample.at > last.at) {
        const { utilisation, load, backlog } = readingOf(last, sample);
        const measured = readySince(last.at);
        kept.push({ end: at, signal: { measured, utilisation: fraction(utilisation), load, backlog } });
        last = sample;
      }
      while (kept.length > 0 && between(kept[0]!.end, at) >= delay) newest = kept.shift()!;
      return { ...newest.signal, age: between(newest.end, at) };
    },
  };
};
