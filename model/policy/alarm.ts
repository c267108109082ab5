/**
 * An alarm on a metric: so many datapoints of the last periods beyond a threshold.
 *
 * Each sample is one datapoint; one without a value is missing. Left out: alarms that treat what is missing as good or bad.
 *
 * @source Amazon CloudWatch, "Evaluating an alarm"; policies.md section 5
 */
import type { MetricSample } from './contract.ts';

/** Newest last; NaN is missing. */
export type Datapoints = readonly number[];

export interface AlarmRule {
  /** So many of the periods must breach. */
  readonly datapoints: number;
  readonly periods: number;
}

export const withSamples = (
  points: Datapoints,
  samples: readonly MetricSample[],
  valueOf: (sample: MetricSample) => number,
  kept: number,
): Datapoints => [...points, ...samples.map(valueOf)].slice(-kept);

/** `insufficient` while the newest period is missing: then nothing is done. */
export const alarmOf = (
  points: Datapoints,
  { datapoints, periods }: AlarmRule,
  breaches: (value: number) => boolean,
): 'alarm' | 'ok' | 'insufficient' => {
  const newest = points.at(-1);
  if (newest === undefined || Number.isNaN(newest)) return 'insufficient';
  const breaching = points.slice(-periods).filter((value) => !Number.isNaN(value) && breaches(value)).length;
  return breaching >= datapoints ? 'alarm' : 'ok';
};
