/**
 * Bounds: sizes that know the demand to come, reported beside the policies and never ranked among them.
 *
 * Both stay within the setting's minimum and maximum. Left out: whether to keep a replica over a short gap because
 * stopping and starting costs more; the oracle lets go of what the next ticks do not need.
 *
 * @source policies.md section 11
 */
import { after, micros, type Moment } from '../kernel/units.ts';
import type { BoundMaker, Foresight } from './contract.ts';
import { readOptions } from './options.ts';
import { sized } from './sizing.ts';

/** The most that is ever needed, always: the least that no autoscaling at all could do with. */
export const peak: BoundMaker = {
  kind: 'bound',
  name: 'peak',
  about: 'the largest demand of the whole trace, throughout',
  options: {},
  make: (setting, { demand }) => {
    readOptions('peak', {}, setting.options);
    const decision = sized(largestIn(demand, 0, demand.length), setting, 'largest demand of the trace');
    return { name: 'peak', initial: undefined, decide: (state) => [state, decision] };
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
  make: (setting, foresight) => {
    readOptions('oracle', {}, setting.options);
    const reach = micros(foresight.lead + setting.tick);
    return {
      name: 'oracle',
      initial: undefined,
      decide: (state, { at }) => [
        state,
        sized(largestUntil(foresight, at, after(at, reach)), setting, 'largest demand within reach'),
      ],
    };
  },
};

/** The largest demand in force at any moment from one to the other, both included. */
const largestUntil = ({ at, demand }: Foresight, from: Moment, to: Moment): number =>
  largestIn(demand, Math.max(0, firstAfter(at, from) - 1), firstAfter(at, to));

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
