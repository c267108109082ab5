/**
 * Alerts on the error budget: how often somebody would have been paged.
 *
 * A rule fires while the budget burns faster than its factor over a long and over a short window. It is looked at after
 * every interval of the series, as a monitoring system does; a window that reaches back before the start is cut there.
 * Left out: how long an alert stays open after it ceased.
 *
 * @source metrics.md section 2: sloth's google-30d
 */
import { hours, minutes, type Micros } from '../../model/kernel/units.ts';
import type { Objective } from '../../model/recording.ts';
import { alertFactor } from './slo.ts';

interface Rule {
  /** Share of the budget that is used up in the long window when it fires. */
  readonly budget: number;
  readonly long: Micros;
  readonly short: Micros;
}

const PERIOD = hours(30 * 24);

const pageRules: readonly Rule[] = [
  { budget: 0.02, long: hours(1), short: minutes(5) },
  { budget: 0.05, long: hours(6), short: minutes(30) },
];
const ticketRules: readonly Rule[] = [
  { budget: 0.1, long: hours(24), short: hours(2) },
  { budget: 0.1, long: hours(72), short: hours(6) },
];

export interface Alerts {
  /** Times that any rule of the kind begins to fire while none of it did. */
  readonly pages: number;
  readonly tickets: number;
}

export const alertsOf = (objective: Pick<Objective, 'series' | 'allowed'>): Alerts => ({
  pages: begun(objective, pageRules),
  tickets: begun(objective, ticketRules),
});

const begun = (
  { series, allowed }: Pick<Objective, 'series' | 'allowed'>,
  rules: readonly Rule[],
): number => {
  const total = summed(series.total);
  const missed = summed(series.missed);
  /** Burn rate over the last intervals up to one. */
  const burn = (last: number, window: Micros): number => {
    const first = Math.max(0, last + 1 - Math.max(1, Math.ceil(window / series.interval)));
    const requests = total[last + 1]! - total[first]!;
    return requests > 0 ? (missed[last + 1]! - missed[first]!) / requests / allowed : 0;
  };
  let times = 0;
  let firing = false;
  for (let last = 0; last < series.total.length; last += 1) {
    const fires = rules.some(({ budget, long, short }) => {
      const factor = alertFactor(budget, PERIOD, long);
      return burn(last, long) > factor && burn(last, short) > factor;
    });
    if (fires && !firing) times += 1;
    firing = fires;
  }
  return times;
};

/** Sums of the first 0, 1, 2, … values. */
const summed = (values: Float64Array): Float64Array => {
  const sums = new Float64Array(values.length + 1);
  for (const [index, value] of values.entries()) sums[index + 1] = sums[index]! + value;
  return sums;
};
