/**
 * Predictive policies: the larger of what a forecast of the load asks for and what a reactive policy does.
 *
 * Three makers of one rule that differ in the forecast only. The load is averaged over steps of a series; a forecast looks
 * as far ahead as a set-up takes. Left out: forecasts of anything but the load, and any judgement of their error.
 *
 * @source policies.md section 10
 */
import { oneOf } from '../kernel/spelling.ts';
import { after, between, micros, seconds, type Micros, type Moment } from '../kernel/units.ts';
import type { Observation, Policy, PolicyMaker, PolicySetting, PolicyText } from './contract.ts';
import {
  regressedAhead,
  seasonAgo,
  smoothed,
  smoothedAhead,
  smoothedFrom,
  type Smoothed,
  type Smoothing,
} from './forecast.ts';
import { hpa } from './hpa.ts';
import { lastValue } from './last-value.ts';
import { perReplicaOf, targetOption } from './need.ts';
import { anySpan, option, period, readOptions, real, textsOf, wholeNumber, type Given } from './options.ts';
import { replicasFor, sized } from './sizing.ts';

const OURS = 'ours';

const common = {
  target: targetOption,
  step: option(period, 'length of a step of the series', '1min', OURS),
  lead: option(
    anySpan,
    'how far ahead: set-up time and interval',
    '2min',
    'assumed: policies.md section 10 has set-up + interval',
  ),
  margin: option(real(0, 10), 'part that is added to the forecast', '0', OURS),
  reactive: option(oneOf('last-value', 'hpa'), 'the policy beside it, with its defaults', 'last-value', OURS),
};

/** Mean loads of whole steps, requests per second, newest last; and of the step that is not over. */
interface Series {
  readonly values: readonly number[];
  /** End of the newest whole step; undefined before the first sample. */
  readonly end: Moment | undefined;
  readonly open: { readonly requests: number; readonly time: Micros };
}

const NO_SERIES: Series = { values: [], end: undefined, open: { requests: 0, time: micros(0) } };

/** Samples fill steps one after the other; one that reaches into the next belongs to the one it ends in. */
const extended = (before: Series, { samples }: Observation, step: Micros, kept: number): Series => {
  let { values, end, open } = before;
  for (const sample of samples) {
    const time = micros(open.time + sample.period);
    open = { requests: open.requests + sample.load * sample.period, time };
    if (time < step) continue;
    values = [...values, open.requests / time].slice(-kept);
    end = sample.end;
    open = NO_SERIES.open;
  }
  return { values, end, open };
};

/** A forecast: its memory beside the series, and the load so many steps ahead; undefined while it has none. */
interface Forecaster<M> {
  readonly kept: number;
  readonly initial: M;
  readonly grown: (memory: M, series: Series, count: number) => M;
  readonly ahead: (memory: M, series: Series, steps: number) => number | undefined;
}

interface PredictiveState<M> {
  readonly series: Series;
  /** Whole steps so far. */
  readonly count: number;
  readonly memory: M;
  readonly reactive: unknown;
}

const policyOf = <M>(
  name: string,
  setting: PolicySetting,
  given: Given<typeof common>,
  forecaster: Forecaster<M>,
): Policy<PredictiveState<M>> => {
  const perReplica = perReplicaOf(setting, given.target);
  const reactive = (given.reactive === 'hpa' ? hpa : lastValue).make({ ...setting, options: {} });
  return {
    name,
    initial: { series: NO_SERIES, count: 0, memory: forecaster.initial, reactive: reactive.initial },
    decide: (before, seen) => {
      const series = extended(before.series, seen, given.step, forecaster.kept);
      const isNew = series.end !== before.series.end;
      const count = before.count + (isNew ? 1 : 0);
      const memory = isNew ? forecaster.grown(before.memory, series, count) : before.memory;
      const [next, answer] = reactive.decide(before.reactive, seen);
      const state = { series, count, memory, reactive: next };
      const load =
        series.end === undefined
          ? undefined
          : forecaster.ahead(memory, series, stepsTo(series.end, seen.at, given));
      if (load === undefined) return [state, { ...answer, reason: `${answer.reason}, no forecast yet` }];
      const predicted = replicasFor(Math.max(0, load) * (1 + given.margin), perReplica);
      if (predicted <= answer.replicas) return [state, answer];
      return [state, sized(predicted, setting, `${name} forecast`)];
    },
  };
};

const stepsTo = (end: Moment, now: Moment, { lead, step }: Given<typeof common>): number =>
  Math.max(1, Math.ceil(between(end, after(now, lead)) / step));

const docsOf = (forecast: readonly string[], leftOut: string): PolicyText => ({
  standing: 'exact',
  formula: [...forecast, 'n = max(reactive, ⌈f(now + lead) × (1 + margin) / (service rate × target)⌉)'],
  rounding: 'up',
  leftOut,
  source: 'policies.md section 10',
});

const cadence = { tick: seconds(15), sample: seconds(15), delay: seconds(15) };

// ---- as a season ago

const seasonal = { ...common, period: option(period, 'length of a season', '24h', OURS) };

export const seasonalNaive: PolicyMaker = {
  kind: 'policy',
  name: 'seasonal-naive',
  about: 'the load of a season ago, or the reactive policy’s if more: the honest forecast',
  options: textsOf(seasonal),
  cadence,
  docs: docsOf(['f(t + h) = load of t + h − period; none before a whole period'], 'trends'),
  make: (setting) => {
    const given = readOptions('seasonal-naive', seasonal, setting.options);
    const length = Math.max(1, Math.round(given.period / given.step));
    return policyOf<undefined>('seasonal-naive', setting, given, {
      kept: length,
      initial: undefined,
      grown: () => undefined,
      ahead: (_memory, { values }, steps) => seasonAgo(values, length, steps),
    });
  },
};

// ---- Holt and Winters

const winters = {
  ...seasonal,
  level: option(real(0, 1), 'weight of the newest value in the level', '0.3', 'assumed'),
  trend: option(
    real(0, 1),
    'weight of the newest change in the trend',
    '0.01',
    'assumed: a trend of a day hardly moves in a minute',
  ),
  season: option(real(0, 1), 'weight of the newest value in the season', '0.3', 'assumed'),
};

export const holtWinters: PolicyMaker = {
  kind: 'policy',
  name: 'holt-winters',
  about: 'Holt-Winters additive forecast, or the reactive policy’s answer if more',
  options: textsOf(winters),
  cadence,
  docs: docsOf(
    [
      'l = a(x − s) + (1 − a)(l + b); b = β(l − l′) + (1 − β)b; s = γ(x − l) + (1 − γ)s, with a = level, β = trend, γ = season',
      'f(t + h) = l + h × b + s; none before two whole periods, which it begins from',
    ],
    'choosing the weights by fitting them',
  ),
  make: (setting) => {
    const given = readOptions('holt-winters', winters, setting.options);
    const length = Math.max(2, Math.round(given.period / given.step));
    const weights: Smoothing = given;
    return policyOf<Smoothed | undefined>('holt-winters', setting, given, {
      kept: 2 * length,
      initial: undefined,
      grown: (memory, { values }, count) => {
        if (memory !== undefined) return smoothed(memory, values.at(-1)!, weights);
        return count < 2 * length ? undefined : smoothedFrom(values, length, weights);
      },
      ahead: (memory, _series, steps) => (memory === undefined ? undefined : smoothedAhead(memory, steps)),
    });
  },
};

// ---- autoregression

const regression = {
  ...common,
  order: option(wholeNumber(1, 50), 'lags', '3', 'assumed'),
  window: option(period, 'time that it is fitted to', '1h', 'assumed'),
};

export const autoregressive: PolicyMaker = {
  kind: 'policy',
  name: 'ar',
  about: 'AR(p) forecast by least squares, or the reactive policy’s answer if more',
  options: textsOf(regression),
  cadence,
  docs: docsOf(
    [
      'f = c + Σ φᵢ × x(t − i), i up to order, fitted to the last window, stepwise to now + lead; none before 2 × order + 2 steps',
    ],
    'differencing, moving averages, seasons',
  ),
  make: (setting) => {
    const given = readOptions('ar', regression, setting.options);
    return policyOf<undefined>('ar', setting, given, {
      kept: Math.max(2 * given.order + 2, Math.round(given.window / given.step)),
      initial: undefined,
      grown: () => undefined,
      ahead: (_memory, { values }, steps) =>
        values.length < 2 * given.order + 2 ? undefined : regressedAhead(values, given.order, steps).at(-1),
    });
  },
};
