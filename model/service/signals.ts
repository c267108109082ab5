/**
 * What an autoscaler may see of the service, and how late.
 *
 * A sample is the mean over one period; periods follow each other without a gap, and each is shown once, at the first
 * decision after it is old enough. Left out: samples that get lost, and noise in them.
 */
import { after, between, fraction, micros, START, type Micros, type Moment } from '../kernel/units.ts';
import type { MetricSample, Observation } from '../policy/contract.ts';
import { readingOf, type Requests, type Sample } from './requests.ts';

/** The part of an observation that is measured. */
export type Signal = Pick<
  Observation,
  keyof Omit<MetricSample, 'end' | 'period'> | 'age' | 'samples' | 'waiting' | 'inSystem'
>;

export interface Signals {
  /** Ends a sample's period now. */
  readonly take: (at: Moment) => void;
  /** What may be seen now: the samples that became visible since the last time, and of the newest one its values. */
  readonly read: (at: Moment) => Signal;
}

/** What is shown before there is a sample. */
const nothingYet: MetricSample = {
  end: START,
  period: micros(0),
  measured: 0,
  utilisation: fraction(Number.NaN),
  load: Number.NaN,
  concurrency: Number.NaN,
  backlog: 0,
};

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
  let hidden: MetricSample[] = [];
  let newest = nothingYet;
  return {
    take: (at) => {
      const sample = requests.sample(at);
      const { utilisation, ...reading } = readingOf(last, sample);
      hidden.push({
        end: at,
        period: between(last.at, at),
        measured: readySince(last.at),
        utilisation: fraction(utilisation),
        ...reading,
      });
      last = sample;
    },
    read: (at) => {
      const samples = hidden.filter(({ end }) => after(end, delay) <= at);
      hidden = hidden.slice(samples.length);
      newest = samples.at(-1) ?? newest;
      const { end, period: _, ...values } = newest;
      const { waiting, inSystem } = requests.sample(at);
      return { ...values, age: between(end, at), samples, waiting, inSystem };
    },
  };
};
