/**
 * A load drives a service of replicas whose number an autoscaler sets; each replica runs in a domain.
 *
 * Every tick the signals become an observation, the policy answers with a decision and its reason, and the difference is
 * asked of the fleet: the youngest leave first, those still starting before those that serve, as Kubernetes picks them.
 * Samples are taken at a pace of their own. Left out: several services at once, and replicas that differ.
 */
import type { Simulation } from '../kernel/simulation.ts';
import { after, moment, START, type Moment } from '../kernel/units.ts';
import type { Cadence, Observation, Policy } from '../policy/contract.ts';
import type { DecisionRow } from '../recording.ts';
import type { DomainSize, LoadWorkload } from '../workload.ts';
import type { Demand } from './capacity.ts';
import { populationOf, type Population, type PopulationOptions } from './population.ts';
import type { Requests } from './requests.ts';
import { signalsOf } from './signals.ts';

export interface ServiceRules extends Cadence {
  readonly replica: DomainSize;
  readonly initialReplicas: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

export interface Autoscaled {
  readonly population: Population;
  readonly decisions: readonly DecisionRow[];
}

/** Load changes first, then what hosts finished, then the policy looks. */
const LOAD_RANK = 1;
const TICK_RANK = 3;

export const driveService = (
  simulation: Simulation,
  load: LoadWorkload,
  rules: ServiceRules,
  policy: Policy,
  parts: { readonly requests: Requests; readonly demand: Demand },
  options: Omit<PopulationOptions, 'onReady' | 'onReturned'>,
): Autoscaled => {
  const { accounts } = options;
  const { requests } = parts;
  const decisions: DecisionRow[] = [];
  /** Owners in the order of asking, and in the order of becoming ready. */
  const starting: number[] = [];
  const serving: number[] = [];
  let asked = 0;
  let wanted = 0;
  let state = policy.initial;

  const over = (): boolean => simulation.now >= load.horizon;
  const countReady = (): void => {
    if (!over()) requests.ready(simulation.now, serving.length);
  };
  const population = populationOf(simulation, {
    ...options,
    onReady: (owner) => {
      starting.splice(starting.indexOf(owner), 1);
      serving.push(owner);
      countReady();
    },
  });
  /** Replicas that serve now and did so at a moment; they stand in the order of becoming ready. */
  const readySince = (since: Moment): number => {
    let count = serving.length;
    while (count > 0 && population.readyAt(serving[count - 1]!) > since) count -= 1;
    return count;
  };
  const signals = signalsOf(requests, rules.delay, readySince);

  const add = (): void => {
    starting.push(population.add(asked, rules.replica));
    asked += 1;
  };
  const remove = (): void => {
    const young = starting.pop();
    population.remove(young ?? serving.pop()!);
    if (young === undefined) countReady();
  };
  const scaleTo = (replicas: number): void => {
    for (; wanted < replicas; wanted += 1) add();
    for (; wanted > replicas; wanted -= 1) remove();
  };

  const decide = (): void => {
    const signal = signals.read(simulation.now);
    const seen: Observation = {
      ...signal,
      at: simulation.now,
      wanted,
      ready: population.ready,
      starting: population.starting,
      stopping: population.stopping,
      // A replica that was measured may have left before its sample was seen.
      measured: Math.min(signal.measured, population.ready),
    };
    const [next, decision] = policy.decide(state, seen);
    state = next;
    const replicas = Math.min(rules.maxReplicas, Math.max(rules.minReplicas, decision.replicas));
    const last = decisions.at(-1);
    if (replicas !== wanted || last?.reason !== decision.reason) {
      const { ready, utilisation } = seen;
      decisions.push({
        at: simulation.now,
        from: wanted,
        to: replicas,
        reason: decision.reason,
        ready,
        starting: seen.starting,
        utilisation,
      });
    }
    scaleTo(replicas);
  };

  let nextSample = after(START, rules.sample);
  let nextTick = after(START, rules.tick);
  /** A sample that ends as the policy looks is taken first. */
  const looking = simulation.register(() => {
    if (over()) return;
    const { now } = simulation;
    if (now === nextSample) {
      signals.take(now);
      nextSample = after(now, rules.sample);
    }
    if (now === nextTick) {
      decide();
      nextTick = after(now, rules.tick);
    }
    look();
  }, TICK_RANK);
  const look = (): void => simulation.schedule(moment(Math.min(nextSample, nextTick)), looking, 0);

  const loading = simulation.register((index) => {
    requests.load(simulation.now, load.rate[index]!);
    accounts.set(simulation.now, { demand: parts.demand(load.rate[index]!) });
    if (index + 1 < load.at.length) simulation.schedule(moment(load.at[index + 1]!), loading, index + 1);
  }, LOAD_RANK);

  for (; asked < rules.initialReplicas; asked += 1) {
    const owner = population.found(asked, rules.replica);
    if (owner < 0) break;
    serving.push(owner);
  }
  wanted = asked;
  countReady();
  if (load.at.length > 0) simulation.schedule(moment(load.at[0]!), loading, 0);
  look();
  return { population, decisions };
};
