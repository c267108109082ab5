/**
 * The replicas of a service: as many domains as were asked for, those that serve in the order of becoming ready.
 *
 * Where fewer are wanted the youngest leave first: those still starting before those that serve, as Kubernetes picks them,
 * or the other way round where a policy keeps what it has begun. Left out: why a number is wanted.
 */
import type { Simulation } from '../kernel/simulation.ts';
import type { Moment } from '../kernel/units.ts';
import type { Decision } from '../policy/contract.ts';
import type { DomainSize } from '../workload.ts';
import { populationOf, type Population, type PopulationOptions } from './population.ts';

export interface Replicas {
  readonly population: Population;
  /** Asked for and not given up. */
  readonly wanted: number;
  readonly serving: number;
  /** Replicas that serve now and did so at a moment. */
  readonly readySince: (since: Moment) => number;
  readonly scaleTo: (replicas: number, leaving: Decision['leaving']) => void;
}

/**
 * @param initial  run at the start, or as many of them as the hosts have room for
 * @param served   called whenever the number that serves changed; `came` where a replica became ready
 */
export const replicasOf = (
  simulation: Simulation,
  size: DomainSize,
  initial: number,
  served: (serving: number, came: boolean) => void,
  options: Omit<PopulationOptions, 'onReady' | 'onReturned'>,
): Replicas => {
  /** Owners in the order of asking, and in the order of becoming ready. */
  const starting: number[] = [];
  const serving: number[] = [];
  let asked = 0;
  let wanted = 0;
  const population = populationOf(simulation, {
    ...options,
    onReady: (owner) => {
      starting.splice(starting.indexOf(owner), 1);
      serving.push(owner);
      served(serving.length, true);
    },
  });
  const add = (): void => {
    starting.push(population.add(asked, size));
    asked += 1;
  };
  const remove = (leaving: Decision['leaving']): void => {
    const young = leaving === 'idle' && serving.length > 0 ? undefined : starting.pop();
    population.remove(young ?? serving.pop()!);
    if (young === undefined) served(serving.length, false);
  };

  for (; asked < initial; asked += 1) {
    const owner = population.found(asked, size);
    if (owner < 0) break;
    serving.push(owner);
  }
  wanted = asked;
  served(serving.length, false);
  return {
    population,
    get wanted() {
      return wanted;
    },
    get serving() {
      return serving.length;
    },
    readySince: (since) => {
      let count = serving.length;
      while (count > 0 && population.readyAt(serving[count - 1]!) > since) count -= 1;
      return count;
    },
    scaleTo: (replicas, leaving) => {
      for (; wanted < replicas; wanted += 1) add();
      for (; wanted > replicas; wanted -= 1) remove(leaving);
    },
  };
};
