/**
 * Sizing by Erlang's C: the least replicas with which the load keeps the objective, P(response > threshold) ≤ 1 − quantile.
 *
 * Driven by the rate of the last sample, or by the queue as well: then what waits is to be served within a time. Left out:
 * replicas on their way, and what a change costs.
 *
 * @source metrics.md section 6; policies.md section 0, row 10
 */
import { erlangC, steadyTail } from '../kernel/erlang.ts';
import { InputError } from '../kernel/faults.ts';
import { oneOf } from '../kernel/spelling.ts';
import { inSeconds, millis, seconds } from '../kernel/units.ts';
import type { Decision, Observation, PolicyMaker, PolicySetting } from './contract.ts';
import { option, optional, period, readOptions, share, span, textsOf, type Given } from './options.ts';
import { sized } from './sizing.ts';

const table = {
  driven: option(
    oneOf('rate', 'queue'),
    'by the rate of the last sample, or by the requests waiting now as well',
    'queue',
    'ours',
  ),
  threshold: optional(
    span(millis(1), seconds(3600), 'from 1 ms to 1 h'),
    'response time that is to be kept',
    'the objective’s',
    'ours',
  ),
  quantile: optional(share(0.01, 0.99999), 'for so large a part of the requests', 'the objective’s', 'ours'),
  drain: option(period, 'time in which what waits is to be served', '15s', 'assumed: about a tick'),
};
type Options = Given<typeof table>;

/**
 * Least number of servers that keep the objective.
 *
 * @param offered   arrivals × mean service time
 * @param patience  threshold in mean service times
 * @param missed    part of the requests that may break it
 */
export const serversFor = (offered: number, patience: number, missed: number, most: number): number => {
  if (!(offered > 0)) return 0;
  let servers = Math.floor(offered) + 1;
  while (servers < most && steadyTail(erlangC(offered, servers), servers - offered, patience) > missed)
    servers += 1;
  return servers;
};

export const erlangSizing: PolicyMaker = {
  kind: 'policy',
  name: 'erlang-c',
  about: 'least replicas that keep the objective by Erlang’s C, for the rate and the queue',
  options: textsOf(table),
  docs: {
    standing: 'exact',
    formula: [
      'λ = load of the last sample (+ waiting / drain where driven by the queue); a = λ / service rate',
      'least c > a with P(T > threshold) ≤ 1 − quantile for M/M/c, searched upward from ⌊a⌋ + 1',
    ],
    rounding: 'none: c is whole',
    leftOut: 'replicas on their way, hysteresis, variation of service times other than exponential',
    source: 'metrics.md section 6; policies.md section 0',
  },
  make: (setting) => {
    const given = readOptions('erlang-c', table, setting.options);
    const threshold = given.threshold ?? setting.objective.threshold;
    const patience = inSeconds(threshold) * setting.serviceRate;
    const missed = 1 - (given.quantile ?? setting.objective.quantile);
    if (Math.exp(-patience) >= missed) {
      throw new InputError(
        `erlang-c: found threshold ${inSeconds(threshold)} s and quantile ${1 - missed}; a request is served in ` +
          `${1 / setting.serviceRate} s on average, and ${Math.exp(-patience).toPrecision(3)} of them take longer without ` +
          `waiting; raise the threshold or lower the quantile`,
      );
    }
    const need = (perSecond: number): number =>
      serversFor(perSecond / setting.serviceRate, patience, missed, setting.maxReplicas);
    return {
      name: 'erlang-c',
      initial: undefined,
      decide: (state, seen) => [state, answerOf(given, setting, seen, need)],
    };
  },
};

const answerOf = (
  { driven, drain }: Options,
  setting: PolicySetting,
  { load, waiting, wanted }: Observation,
  need: (perSecond: number) => number,
): Decision => {
  if (Number.isNaN(load)) return sized(wanted, setting, 'no sample yet');
  const byRate = need(load);
  if (driven === 'rate') return sized(byRate, setting, 'by the rate');
  const byQueue = need(load + waiting / inSeconds(drain));
  return sized(byQueue, setting, byQueue > byRate ? 'by the queue' : 'by the rate');
};
