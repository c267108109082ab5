/**
 * Bounds: sizes that know the demand to come, reported beside the policies and never ranked among them.
 *
 * All stay within the setting's minimum and maximum. Left out: whether to keep a replica over a short gap because stopping
 * and starting costs more (oracle-l); the oracle lets go of what the next ticks do not need.
 *
 * @source policies.md section 11
 */
import { after, between, micros, type Micros, type Moment } from '../kernel/units.ts';
import type { BoundMaker, Foresight, PolicySetting, PolicyText } from './contract.ts';
import { option, readOptions, share, textsOf } from './options.ts';
import { sized } from './sizing.ts';

const docsOf = (formula: string, leftOut: string): PolicyText => ({
  standing: 'bound',
  formula: [formula],
  rounding: 'none: demand is whole',
  leftOut,
  source: 'policies.md section 11',
});

/** The same size throughout. */
const constant = (name: string, replicas: number, setting: PolicySetting, reason: string) => {
  const decision = sized(replicas, setting, reason);
  return { name, initial: undefined, decide: (state: unknown) => [state, decision] as const };
};

/** The most that is ever needed, always: the least that no autoscaling at all could do with. */
export const peak: BoundMaker = {
  kind: 'bound',
  name: 'peak',
  about: 'the largest demand of the whole trace, throughout',
  options: {},
  docs: docsOf('n = largest demand of the trace', 'everything that scales'),
  make: (setting, { demand }) => {
    readOptions('peak', {}, setting.options);
    return constant('peak', largestIn(demand, 0, demand.length), setting, 'largest demand of the trace');
  },
};

const quantileTable = {
  q: option(share(0, 1), 'part of the time that it is enough for', '0.95', 'ours'),
};

/** Enough for all but the rarest demand, always. */
export const quantile: BoundMaker = {
  kind: 'bound',
  name: 'quantile',
  about: 'the demand that a part of the time does not exceed, throughout',
  options: textsOf(quantileTable),
  docs: docsOf(
    'n = least size that the demand does not exceed for a part q of the time',
    'everything that scales; the last step of the demand has no known end and counts as long as the mean of the others',
  ),
  make: (setting, foresight) => {
    const { q } = readOptions('quantile', quantileTable, setting.options);
    return constant('quantile', quantileOf(foresight, q), setting, `demand of ${percent(q)} of the time`);
  },
};

/**
 * The most that is needed until a decision of the next tick could be ready. What is asked for at this tick is ready after
 * the lead, what the next tick asks for a tick later, so no demand finds its replicas late.
 */
export const oracle: BoundMaker = {
  kind: 'bound',
  name: 'oracle',
  about: 'the largest demand until the next decision can take effect, known in advance',
  options: {},
  docs: docsOf(
    'n = largest demand of [t, t + lead + tick]; on a host without latency Oracle-0: n(t) = demand',
    'that a stop and a start cost something (oracle-l)',
  ),
  make: (setting, foresight) => {
    readOptions('oracle', {}, setting.options);
    const reach = micros(foresight.lead + setting.tick);
    return {
      name: 'oracle',
      initial: undefined,
      decide: (state, { at }) => [
        state,
        sized(largestUntil(foresight, at, reach), setting, 'largest demand within reach'),
      ],
    };
  },
};

type Steps = Pick<Foresight, 'at' | 'demand'>;

/** The largest demand in force at any moment from one to so much later, both included. */
export const largestUntil = ({ at, demand }: Steps, from: Moment, reach: Micros): number =>
  largestIn(demand, Math.max(0, firstAfter(at, from) - 1), firstAfter(at, after(from, reach)));

const largestIn = (demand: Float64Array, from: number, to: number): number => {
  let most = 0;
  for (let i = from; i < to; i += 1) most = Math.max(most, demand[i]!);
  return most;
};

/** Index of the first step that begins after the moment. */
const firstAfter = (at: Float64Array, moment: Moment): number => {
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at[middle]! <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
};

const quantileOf = ({ at, demand }: Steps, q: number): number => {
  const known = at.length - 1;
  const last = known > 0 ? (at[known]! - at[0]!) / known : 1;
  const steps = Array.from(demand, (replicas, i) => ({
    replicas,
    time: i < known ? between(at[i]! as Moment, at[i + 1]! as Moment) : last,
  })).toSorted((a, b) => a.replicas - b.replicas);
  const total = steps.reduce((sum, { time }) => sum + time, 0);
  let time = 0;
  return steps.find((step) => (time += step.time) >= q * total)?.replicas ?? 0;
};

const percent = (part: number): string => `${Math.round(part * 1000) / 10} %`;
