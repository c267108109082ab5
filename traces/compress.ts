/**
 * A trace run faster than it was recorded: what happens is the same, and the time it takes is shorter.
 *
 * Requests and domains keep their number, so rates rise as the time shrinks, and lifetimes shrink with it; utilisation and
 * resources are levels and keep their height. Moments are rounded down to µs.
 */
import { moment } from '../model/kernel/units.ts';
import type { LifecycleWorkload, LoadWorkload } from '../model/workload.ts';
import { complaint } from './complaint.ts';

/** @param factor  how many times faster; 1 changes nothing */
export const compressedLoad = (load: LoadWorkload, factor: number): LoadWorkload => {
  if (factor === 1) return load;
  const { at, rate, horizon, quantity } = load;
  if (at.some((begins, i) => i > 0 && begins - at[i - 1]! < factor)) throw tooFast(factor);
  const flow = quantity === 'count' || quantity === 'rate' ? factor : 1;
  return {
    ...load,
    horizon: sooner(horizon, factor),
    at: at.map((begins) => Math.floor(begins / factor)),
    rate: rate.map((value) => value * flow),
  };
};

export const compressedLifecycles = (trace: LifecycleWorkload, factor: number): LifecycleWorkload =>
  factor === 1
    ? trace
    : {
        ...trace,
        horizon: sooner(trace.horizon, factor),
        created: trace.created.map((at) => Math.floor(at / factor)),
        deleted: trace.deleted.map((at) => Math.floor(at / factor)),
      };

const sooner = (horizon: number, factor: number) => {
  const shorter = Math.floor(horizon / factor);
  if (shorter < 1) throw tooFast(factor);
  return moment(shorter);
};

const tooFast = (factor: number) =>
  complaint(
    '--read compress',
    `is ${factor}, and steps become shorter than 1 µs`,
    'a step lasts 1 µs or more',
    'choose a smaller number',
  );
