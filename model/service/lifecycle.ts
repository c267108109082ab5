/**
 * A lifecycle trace drives the fleet directly: domains are created and destroyed as recorded.
 *
 * Demand is the domains that the trace wants at each moment; supply those that are ready. A domain is asked for at its
 * recorded moment and its destruction either at the recorded moment or a recorded lifetime after it was ready. Left out:
 * requests, autoscaling (a lifecycle trace under a policy becomes a load first).
 */
import type { Simulation } from '../kernel/simulation.ts';
import { after, mib, moment } from '../kernel/units.ts';
import {
  isCensoredEnd,
  isCensoredStart,
  lifetime,
  type DomainSize,
  type LifecycleWorkload,
} from '../workload.ts';
import type { Lateness } from './lateness.ts';
import { populationOf, type Population, type PopulationOptions } from './population.ts';

export interface LifecycleRules {
  /** Destruction at the recorded moment, or when the domain has served for its recorded lifetime. */
  readonly destroy: 'wall' | 'lifetime';
  /** Domains that were there before the trace: running at the start, all booted at the start, or left out. */
  readonly censored: 'preboot' | 'boot' | 'drop';
}

/** Destructions of a moment come before its creations: they make room. */
const DESTROY_RANK = 1;
const CREATE_RANK = 2;

export const driveLifecycle = (
  simulation: Simulation,
  trace: LifecycleWorkload,
  rules: LifecycleRules,
  lateness: Lateness,
  options: Omit<PopulationOptions, 'onReady' | 'onReturned'>,
): Population => {
  const { accounts } = options;
  /** By owner: the creation's place for the objective, −1 where it does not count. */
  const creationOf: number[] = [];
  let wanted = 0;

  const population = populationOf(simulation, {
    ...options,
    onReady: (owner) => {
      const creation = creationOf[owner]!;
      if (creation >= 0) lateness.over(creation, true);
      const row = population.ordinalOf(owner);
      if (rules.destroy === 'lifetime' && !isCensoredEnd(trace, row)) {
        simulation.schedule(after(simulation.now, lifetime(trace, row)), destroying, owner);
      }
    },
  });
  const want = (change: number): void => {
    wanted += change;
    accounts.set(simulation.now, { demand: wanted });
  };
  const destroying = simulation.register((owner) => {
    want(-1);
    if (!population.isReady(owner) && creationOf[owner]! >= 0) lateness.over(creationOf[owner]!, false);
    population.remove(owner);
  }, DESTROY_RANK);
  const endOf = (row: number, owner: number): void => {
    if (isCensoredEnd(trace, row)) return;
    const at = moment(trace.deleted[row]!);
    simulation.schedule(at, destroying, owner);
  };
  const create = (row: number): void => {
    want(1);
    const owner = population.add(row, sizeOf(trace, row));
    creationOf[owner] = lateness.asked();
    if (rules.destroy === 'wall') endOf(row, owner);
  };
  const find = (row: number): void => {
    const owner = population.found(row, sizeOf(trace, row));
    if (owner < 0) return create(row);
    want(1);
    creationOf[owner] = -1;
    endOf(row, owner);
  };

  // Only the next arrival is in the calendar, so that memory follows the live domains.
  const arriving = simulation.register((row) => {
    if (!isCensoredStart(trace, row)) create(row);
    else if (rules.censored === 'boot') create(row);
    else if (rules.censored === 'preboot') find(row);
    if (row + 1 < trace.created.length) schedule(row + 1);
  }, CREATE_RANK);
  const schedule = (row: number): void => simulation.schedule(moment(trace.created[row]!), arriving, row);
  if (trace.created.length > 0) schedule(0);
  return population;
};

const sizeOf = (trace: LifecycleWorkload, row: number): DomainSize => ({
  vcpus: trace.vcpus[row]!,
  memory: mib(trace.memoryMib[row]!),
});
