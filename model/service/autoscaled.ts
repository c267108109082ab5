/**
 * A load drives a service of replicas whose number an autoscaler sets; each replica runs in a domain.
 *
 * Every tick the signals become an observation, the policy answers with a decision and its reason, and the difference is
 * asked of the fleet. Samples are taken at a pace of their own. A policy that is woken by events is asked whenever a
 * request came or left and a replica became ready instead, and sees what is there, not what was measured. Left out:
 * several services at once, and replicas that differ.
 */
import { InputError } from '../kernel/faults.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { after, fraction, micros, moment, NEVER, START } from '../kernel/units.ts';
import type { Cadence, Decision, Observation, Policy } from '../policy/contract.ts';
import type { DecisionRow } from '../recording.ts';
import type { DomainSize, LoadWorkload } from '../workload.ts';
import type { Demand } from './capacity.ts';
import type { Population, PopulationOptions } from './population.ts';
import { replicasOf } from './replicas.ts';
import { canBeWatched, type Requests } from './requests.ts';
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

interface ServiceParts {
  readonly requests: Requests;
  readonly demand: Demand;
  /** Keep a row per decision of a policy that is woken by events: they grow with the requests. */
  readonly detail: boolean;
}

/** Load changes first, then what hosts finished, then the policy looks. */
const LOAD_RANK = 1;
const TICK_RANK = 3;

/** @throws {InputError} when a policy is woken by requests and they are a fluid */
export const driveService = (
  simulation: Simulation,
  load: LoadWorkload,
  rules: ServiceRules,
  policy: Policy,
  { requests, demand, detail }: ServiceParts,
  options: Omit<PopulationOptions, 'onReady' | 'onReturned'>,
): Autoscaled => {
  const { accounts } = options;
  const decisions: DecisionRow[] = [];
  const byEvents = policy.wakes === 'events';
  let state = policy.initial;

  const over = (): boolean => simulation.now >= load.horizon;
  const replicas = replicasOf(
    simulation,
    rules.replica,
    rules.initialReplicas,
    (serving, came) => {
      if (over()) return;
      requests.ready(simulation.now, serving);
      if (came && byEvents) wake();
    },
    options,
  );
  const { population } = replicas;

  const note = (seen: Observation, { reason }: Decision, to: number): void => {
    const { at, wanted: from, ready, starting, utilisation } = seen;
    if (to === from && decisions.at(-1)?.reason === reason) return;
    decisions.push({ at, from, to, reason, ready, starting, utilisation });
  };
  const decide = (seen: Observation): void => {
    const [next, decision] = policy.decide(state, seen);
    state = next;
    const size = Math.min(rules.maxReplicas, Math.max(rules.minReplicas, decision.replicas));
    if (!byEvents || detail) note(seen, decision, size);
    replicas.scaleTo(size, decision.leaving);
    if (byEvents) alarm.set(decision.again ?? NEVER);
  };

  const signals = signalsOf(requests, rules.delay, replicas.readySince);
  const look = (): void => {
    const signal = signals.read(simulation.now);
    decide({
      ...signal,
      at: simulation.now,
      wanted: replicas.wanted,
      ready: population.ready,
      starting: population.starting,
      stopping: population.stopping,
      // A replica that was measured may have left before its sample was seen.
      measured: Math.min(signal.measured, population.ready),
    });
  };
  let nextSample = after(START, rules.sample);
  let nextTick = after(START, rules.tick);
  /** A sample that ends as the policy looks is taken first. */
  const ticking = simulation.register(() => {
    if (over()) return;
    const { now } = simulation;
    if (now === nextSample) {
      signals.take(now);
      nextSample = after(now, rules.sample);
    }
    if (now === nextTick) {
      look();
      nextTick = after(now, rules.tick);
    }
    tick();
  }, TICK_RANK);
  const tick = (): void => simulation.schedule(moment(Math.min(nextSample, nextTick)), ticking, 0);

  /** One and the same each time, as there is one for every request. */
  const present: { -readonly [K in keyof Observation]: Observation[K] } = {
    at: START,
    age: micros(0),
    wanted: 0,
    ready: 0,
    starting: 0,
    stopping: 0,
    measured: 0,
    utilisation: fraction(Number.NaN),
    load: Number.NaN,
    concurrency: Number.NaN,
    backlog: 0,
    samples: [],
    waiting: 0,
    inSystem: 0,
  };
  const wake = (): void => {
    if (over() || !canBeWatched(requests)) return;
    present.at = simulation.now;
    present.wanted = replicas.wanted;
    present.ready = population.ready;
    present.starting = population.starting;
    present.stopping = population.stopping;
    present.waiting = requests.waiting;
    present.inSystem = requests.inSystem;
    decide(present);
  };
  const alarm = simulation.timer(wake, TICK_RANK);

  const loading = simulation.register((index) => {
    requests.load(simulation.now, load.rate[index]!);
    accounts.set(simulation.now, { demand: demand(load.rate[index]!) });
    if (index + 1 < load.at.length) simulation.schedule(moment(load.at[index + 1]!), loading, index + 1);
  }, LOAD_RANK);
  if (load.at.length > 0) simulation.schedule(moment(load.at[0]!), loading, 0);

  if (byEvents) {
    if (!canBeWatched(requests)) {
      throw new InputError(
        `--policy ${policy.name}: found requests as a fluid; it is woken whenever a request comes or leaves; add --requests each`,
      );
    }
    requests.watch(wake);
    alarm.set(START);
  } else tick();
  return { population, decisions };
};
