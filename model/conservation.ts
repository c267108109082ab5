/**
 * Laws that every replay keeps, whatever its workload, host and policy.
 *
 * A broken one is a fault of the model, never of the user. Left out: laws of one part, which that part keeps itself.
 */
import { ConservationError } from './kernel/faults.ts';
import type { Exact, Integrals, Recording } from './recording.ts';

/**
 * The split of time closes to the microsecond: supply and demand meet, and the domains added up one by one are there as
 * long as the states say that some are serving, too many, starting or stopping.
 *
 * @throws {ConservationError} with both sides, the horizon and the seed
 */
export const sumsClose = (
  integrals: Integrals,
  { horizon, seed }: Pick<Recording, 'horizon' | 'seed'>,
): void => {
  const { demand, supply, serving, under, over, starting, stopping, occupied, unbilled } = integrals;
  const { timeUnder, timeOver, timeWithoutDemand } = integrals;
  const where = `at ${horizon} µs, seed ${seed} (a fault of the model: please report)`;
  const equal = (name: string, left: Exact, parts: string, right: Exact): void => {
    if (left !== right)
      throw new ConservationError(`${name} is ${left} domain-µs but ${parts} is ${right}, ${where}`);
  };
  const within = (name: string, part: Exact, whole: Exact): void => {
    if (part < 0n || part > whole)
      throw new ConservationError(`${name} is ${part} µs but must lie between 0 and ${whole}, ${where}`);
  };
  equal('demand', demand, 'serving + under', serving + under);
  equal('supply', supply, 'serving + over', serving + over);
  equal('occupied', occupied, 'serving + over + starting + stopping', serving + over + starting + stopping);
  within('unbilled', unbilled, occupied);
  within('time under + time over', timeUnder + timeOver, BigInt(horizon));
  within('time without demand', timeWithoutDemand, BigInt(horizon));
};

/**
 * All laws of a whole recording: the split of time, and that every creation and destruction came to its end.
 *
 * @throws {ConservationError} when one is broken
 */
export const checkRecording = (recording: Recording): void => {
  sumsClose(recording.integrals, recording);
  const { destroys, cleans, seed, variant } = recording;
  if (destroys.length !== cleans.length) {
    throw new ConservationError(
      `${destroys.length} destructions returned but the memory of ${cleans.length} is clean, ` +
        `variant ${variant}, seed ${seed} (a fault of the model: please report)`,
    );
  }
  for (const step of recording.steps) {
    if (step.waited >= 0 && step.served >= 0) continue;
    throw new ConservationError(
      `phase ${step.phase} waited ${step.waited} µs for ${step.station} and was served ${step.served} µs, ` +
        `variant ${variant}, seed ${seed} (a fault of the model: please report)`,
    );
  }
};
