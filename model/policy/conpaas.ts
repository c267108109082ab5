/**
 * ConPaaS (Fernandez 2014): three forecasts of the load at every step, of which the one rules that was best last time.
 *
 * Left out: the profiling of machines of several kinds, which needs more than one kind, and filtering of the samples.
 *
 * @source github.com/ahmedaley/Autoscalers ConPaaSAutoscaler.py, ConPaaS optimal scaler; policies.md section 9
 */
import { seconds } from '../kernel/units.ts';
import type { Policy, PolicyMaker, PolicySetting } from './contract.ts';
import { regressedAhead } from './forecast.ts';
import { leastSquares } from './least-squares.ts';
import { needSeen, perReplicaOf, targetOption, variantOption } from './need.ts';
import { option, optional, readOptions, real, textsOf, wholeNumber, type Given } from './options.ts';
import { sized, upward } from './sizing.ts';

const SCRIPT = 'ConPaaSAutoscaler.py';

const table = {
  target: targetOption,
  window: option(wholeNumber(3, 10_000), 'steps that the forecasts are made from', '20', SCRIPT),
  horizon: option(wholeNumber(1, 1000), 'steps that autoregression and line reach ahead', '20', SCRIPT),
  'smoothing.horizon': option(wholeNumber(1, 1000), 'steps that the smoothing reaches ahead', '2', SCRIPT),
  smoothing: option(
    real(0.01, 1),
    'weight of the newest value in the smoothing',
    '0.5',
    'assumed: its library’s is not published',
  ),
  order: optional(
    wholeNumber(1, 50),
    'lags of the autoregression',
    '2; paper-exact: 8, which its library takes of 20 steps',
    'assumed, and statsmodels’ rule',
  ),
  variant: variantOption('the autoregression always rules'),
};
type Options = Given<typeof table>;

const MODELS = ['autoregression', 'line', 'smoothing'] as const;
type Model = (typeof MODELS)[number];

interface ConPaaSState {
  /** Replicas' worth of load of the last steps, newest last. */
  readonly needs: readonly number[];
  /** What each model said of the step to come. */
  readonly next: Readonly<Record<Model, number>> | undefined;
}

export const conpaas: PolicyMaker = {
  kind: 'policy',
  name: 'conpaas',
  about: 'ConPaaS: of three forecasts the one that was best last time (Fernandez 2014)',
  options: textsOf(table),
  cadence: { tick: seconds(30), sample: seconds(30), delay: seconds(15) },
  docs: {
    standing: 'model',
    formula: [
      'from window steps on: forecasts by AR(order), a line, exponential smoothing',
      'the model whose forecast of this step was nearest (paper-exact: always AR); before any, AR',
      'mean over its horizon, weighted 0, 1, 2, …: n = ⌈mean / (service rate × target)⌉; not above 0: n stays',
      'a load of at most one replica: 1; before window steps: the need of this one',
    ],
    rounding: 'up',
    leftOut:
      'the scaler’s profiling of machines; its forecasts come from a library whose choices are not published',
    source: 'github.com/ahmedaley/Autoscalers ConPaaSAutoscaler.py; policies.md section 9',
  },
  make: (setting): Policy<ConPaaSState> => {
    const given = readOptions('conpaas', table, setting.options);
    const perReplica = perReplicaOf(setting, given.target);
    return {
      name: 'conpaas',
      initial: { needs: [], next: undefined },
      decide: (before, seen) => {
        const need = needSeen(seen, perReplica);
        if (need === undefined) return [before, sized(seen.wanted, setting, 'no sample yet')];
        const needs = [...before.needs, need.share].slice(-given.window);
        if (needs.length < given.window) {
          return [{ needs, next: undefined }, sized(need.whole, setting, 'too few steps for a forecast')];
        }
        return forecast(given, setting, before.next, needs, seen.wanted);
      },
    };
  },
};

const forecast = (
  given: Options,
  setting: PolicySetting,
  said: ConPaaSState['next'],
  needs: readonly number[],
  n: number,
): ReturnType<Policy<ConPaaSState>['decide']> => {
  const exact = given.variant === 'paper-exact';
  const series: Readonly<Record<Model, readonly number[]>> = {
    autoregression: regressedAhead(needs, given.order ?? (exact ? 8 : 2), given.horizon),
    line: lineAhead(needs, given.horizon),
    smoothing: flatAhead(needs, given.smoothing, given['smoothing.horizon']),
  };
  const [autoregression, line, smoothing] = MODELS.map((model) => series[model][0]!) as [
    number,
    number,
    number,
  ];
  const state = { needs, next: { autoregression, line, smoothing } };
  const now = needs.at(-1)!;
  const model = exact || said === undefined ? 'autoregression' : nearest(said, now);
  const mean = weightedMean(series[model]);
  if (now <= 1) return [state, sized(1, setting, 'one replica carries it')];
  if (!(mean > 0)) return [state, sized(n, setting, `${model} has no forecast`)];
  return [state, sized(upward(mean), setting, model)];
};

const nearest = (said: NonNullable<ConPaaSState['next']>, now: number): Model =>
  MODELS.reduce((best, model) => (Math.abs(said[model] - now) < Math.abs(said[best] - now) ? model : best));

/** The further ahead, the heavier; of a single value, that one. A forecast below 0 is none. */
const weightedMean = (values: readonly number[]): number => {
  if (values.length === 1) return values[0]!;
  let [sum, weights] = [0, 0];
  for (const [weight, value] of values.entries()) {
    if (value < 0) continue;
    sum += weight * value;
    weights += weight;
  }
  return sum / weights;
};

const lineAhead = (series: readonly number[], ahead: number): readonly number[] => {
  const last = series.length - 1;
  const [level = 0, slope = 0] = leastSquares(
    series.map((_value, i) => [1, i - last]),
    series,
  );
  return Array.from({ length: ahead }, (_value, i) => level + slope * (i + 1));
};

const flatAhead = (series: readonly number[], weight: number, ahead: number): readonly number[] => {
  const level = series.reduce((smooth, value) => weight * value + (1 - weight) * smooth);
  return Array.from({ length: ahead }, () => level);
};
