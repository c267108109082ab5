/**
 * Forecasts of a series of equal steps: as a season ago, Holt and Winters' additive smoothing, an autoregression.
 *
 * Pure arithmetic on numbers; what is forecast and what becomes of it is the caller's. Left out: multiplicative seasons,
 * several seasons at once, and any choice of the parameters by fitting them.
 *
 * @source policies.md section 10
 */
import { leastSquares } from './least-squares.ts';

/** f(t + h) = x(t + h − P), from the last season; undefined while there is less than one. */
export const seasonAgo = (series: readonly number[], period: number, ahead: number): number | undefined =>
  series.length < period ? undefined : series[series.length - period + ((ahead - 1) % period)];

/** Weights of the newest value against what was smoothed so far: of level, trend and season. */
export interface Smoothing {
  readonly level: number;
  readonly trend: number;
  readonly season: number;
}

export interface Smoothed {
  readonly level: number;
  readonly trend: number;
  /** The value of time t stands at t modulo the period. */
  readonly season: readonly number[];
  /** Values seen so far. */
  readonly count: number;
}

/** From the first two periods: the level and season of the first, and the trend between their means. */
export const smoothedFrom = (series: readonly number[], period: number, weights: Smoothing): Smoothed => {
  const first = meanOf(series.slice(0, period));
  const second = meanOf(series.slice(period, 2 * period));
  const start: Smoothed = {
    level: first,
    trend: (second - first) / period,
    season: series.slice(0, period).map((value) => value - first),
    count: period,
  };
  return series.slice(period).reduce((state, value) => smoothed(state, value, weights), start);
};

/** l = a(x − s) + (1 − a)(l + b); b = B(l − l′) + (1 − B)b; s = g(x − l) + (1 − g)s. */
export const smoothed = (before: Smoothed, value: number, weights: Smoothing): Smoothed => {
  const place = before.count % before.season.length;
  const season = before.season[place]!;
  const level = weights.level * (value - season) + (1 - weights.level) * (before.level + before.trend);
  return {
    level,
    trend: weights.trend * (level - before.level) + (1 - weights.trend) * before.trend,
    season: before.season.with(place, weights.season * (value - level) + (1 - weights.season) * season),
    count: before.count + 1,
  };
};

/** f = l + h·b + s. */
export const smoothedAhead = ({ level, trend, season, count }: Smoothed, ahead: number): number =>
  level + ahead * trend + season[(count + ahead - 1) % season.length]!;

/**
 * Values 1 to `ahead` steps on of x = c + Σ φᵢ·x(t − i), fitted to the series by least squares; as many lags as the series
 * can tell, and the mean where it can tell none.
 */
export const regressedAhead = (
  series: readonly number[],
  order: number,
  ahead: number,
): readonly number[] => {
  const lags = Math.max(0, Math.min(order, Math.floor((series.length - 1) / 2)));
  const lagged = (of: readonly number[], end: number): number[] => [
    1,
    ...Array.from({ length: lags }, (_lag, i) => of[end - 1 - i]!),
  ];
  const rows = series.slice(lags).map((_value, i) => lagged(series, i + lags));
  const coefficients = leastSquares(rows, series.slice(lags));
  const grown = [...series];
  for (let step = 0; step < ahead; step += 1) {
    const terms = lagged(grown, grown.length);
    grown.push(terms.reduce((sum, term, i) => sum + term * coefficients[i]!, 0));
  }
  return grown.slice(series.length);
};

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
