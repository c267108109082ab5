/**
 * One replay: a workload, a fleet of modelled hosts, perhaps a policy, and a seed become a recording.
 *
 * Nothing else goes in, so the same five give the same recording on every machine. Left out: which replays are made and
 * what is concluded from them (the harness).
 */
import { checkRecording } from './conservation.ts';
import { registerOf } from './host/journal.ts';
import type { Variant } from './host/variants.ts';
import { simulationOf, type Simulation } from './kernel/simulation.ts';
import { streamsOf } from './kernel/streams.ts';
import { fraction, type Fraction, type Micros, type Moment } from './kernel/units.ts';
import type { Policy } from './policy/contract.ts';
import type { DecisionRow, Objective, Recording } from './recording.ts';
import { accountsOf, type Accounts } from './service/accounts.ts';
import { driveService, type ServiceRules } from './service/autoscaled.ts';
import { billOf, type BillingRule } from './service/billing.ts';
import { demandOf, type Service } from './service/capacity.ts';
import { eachOf, type EachRules } from './service/each.ts';
import type { FleetPlan } from './service/fleet.ts';
import { latenessOf } from './service/lateness.ts';
import { driveLifecycle, type LifecycleRules } from './service/lifecycle.ts';
import type { Population } from './service/population.ts';
import type { Requests } from './service/requests.ts';
import { fluidOf } from './service/fluid.ts';
import type { LifecycleWorkload, LoadWorkload, Workload } from './workload.ts';

/** What a replay assumes beside workload, variant, policy and seed. */
export interface ReplayPlan {
  readonly fleet: FleetPlan;
  readonly billing: BillingRule;
  /** A row per creation and destruction, and the step functions; they grow with the trace. */
  readonly detail: boolean;
  readonly lifecycle: LifecycleRules & {
    /** Set-up time that is promised. */
    readonly threshold: Micros;
    /** To which share of the creations. */
    readonly quantile: Fraction;
    /** Grid of instability. */
    readonly grid: Micros;
  };
  readonly service: ServiceRules & {
    readonly objective: Service;
    /** As a fluid, or one by one. */
    readonly requests: 'fluid' | EachRules;
  };
}

export interface ReplayRequest {
  readonly workload: Workload;
  readonly plan: ReplayPlan;
  readonly variant: Variant;
  /** Drives a load; a lifecycle trace drives the fleet itself and has none. */
  readonly policy: Policy | undefined;
  readonly seed: number;
  /** Told how much of the horizon is behind, 0 to 1, some hundred times. */
  readonly progress?: (share: number) => void;
}

/** @throws {ConservationError} when a law of the model is broken */
export const replay = (request: ReplayRequest): Recording => {
  const { horizon } = request.workload;
  const open = openReplay(request);
  for (let part = 1; part <= PARTS; part += 1) {
    open.runTo(Math.floor((horizon * part) / PARTS) as Moment);
    request.progress?.(part / PARTS);
  }
  return open.finish();
};

/** Stops on the way to the horizon, to say how far it is. */
const PARTS = 200;

/** A replay under way, for an experiment that stops when it knows enough. */
export interface OpenReplay {
  /** Goes on until this moment, at most the horizon. */
  readonly runTo: (moment: Moment) => void;
  /** The requests of a load; a lifecycle trace has none. */
  readonly requests: Requests | undefined;
  /** Domain-µs up to where it has run. */
  readonly states: () => ReturnType<Accounts['sofar']>;
  /** Carries what is on its way at the horizon to its end, so that every set-up has its full length. Nothing may follow. */
  readonly finish: () => Recording;
}

export const openReplay = (request: ReplayRequest): OpenReplay => {
  const { workload, plan, variant, policy, seed } = request;
  const simulation = simulationOf();
  const accounts = accountsOf({
    horizon: workload.horizon,
    grid: workload.kind === 'load' ? plan.service.tick : plan.lifecycle.grid,
    curves: plan.detail,
  });
  const billing = billOf(plan.billing, workload.horizon);
  const creations = plan.detail ? registerOf((owner) => run.population.ordinalOf(owner)) : undefined;
  const destructions = plan.detail ? registerOf((owner) => run.population.ordinalOf(owner)) : undefined;
  const options = {
    ...plan.fleet,
    variant,
    seed,
    streams: streamsOf(seed),
    accounts,
    billing,
    creations,
    destructions,
  };
  const run: Run =
    workload.kind === 'load'
      ? startService(simulation, workload, plan, policy!, options)
      : startLifecycle(simulation, workload, plan, options);

  const finish = (): Recording => {
    simulation.run();
    const { population } = run;
    population.settle();
    const { hosts } = population.fleet;
    for (const host of hosts) host.check();
    const bill = billing.close();
    const { integrals, elasticity, curves, outlines } = accounts.close(bill);
    const transactions = hosts.map((host) => host.transactions());
    const races = hosts.map((host) => host.races());
    const recording: Recording = {
      workload: workload.kind,
      variant: variant.name,
      policy: policy?.name ?? 'trace',
      seed,
      horizon: workload.horizon,
      hosts: hosts.length,
      setups: population.setups(),
      destroys: population.destroys(),
      cleans: population.cleans(),
      wasted: population.wasted,
      shortLived: bill.shortLived,
      available: availableTo(workload, plan),
      unplaced: population.fleet.queued(),
      integrals,
      elasticity,
      objective: run.objective(),
      dom0Cpu: sum(hosts.map((host) => host.dom0Used())),
      dirtyMemory: sum(hosts.map((host) => host.dirtyIntegral())),
      transactions: {
        attempts: sum(transactions.map((one) => one.attempts)),
        commits: sum(transactions.map((one) => one.commits)),
      },
      races: {
        names: sum(races.map((one) => one.names)),
        nodes: sum(races.map((one) => one.nodes)),
        misplaced: sum(races.map((one) => one.misplaced)),
      },
      livePeak: population.livePeak,
      steps: population.fleet.steps(),
      creations: creations?.rows(),
      destructions: destructions?.rows(),
      decisions: run.decisions,
      outlines,
      curves,
      events: simulation.events,
      heapOperations: simulation.heapOperations,
    };
    checkRecording(recording);
    return recording;
  };
  return {
    runTo: (moment) => simulation.run(moment),
    requests: run.requests,
    states: () => accounts.sofar(simulation.now),
    finish,
  };
};

interface Run {
  readonly population: Population;
  readonly requests: Requests | undefined;
  readonly decisions: readonly DecisionRow[];
  readonly objective: () => Objective;
}

type PopulationParts = Parameters<typeof driveLifecycle>[4];

const startLifecycle = (
  simulation: Simulation,
  trace: LifecycleWorkload,
  plan: ReplayPlan,
  options: PopulationParts,
): Run => {
  const { threshold, quantile } = plan.lifecycle;
  const allowed = fraction(1 - quantile);
  const lateness = latenessOf(simulation, threshold, allowed, trace.horizon);
  const population = driveLifecycle(simulation, trace, plan.lifecycle, lateness, options);
  return { population, requests: undefined, decisions: [], objective: lateness.close };
};

const startService = (
  simulation: Simulation,
  load: LoadWorkload,
  { service, detail }: ReplayPlan,
  policy: Policy,
  options: PopulationParts,
): Run => {
  const { objective, requests: served } = service;
  const requests =
    served === 'fluid'
      ? fluidOf(objective, load.horizon)
      : eachOf(simulation, objective, served, load.horizon, options.streams);
  const parts = { requests, demand: demandOf(objective), detail };
  const { population, decisions } = driveService(simulation, load, service, policy, parts, options);
  return { population, requests, decisions, objective: () => requests.close(load.horizon) };
};

/** Replicas that the policy may have, or places for the trace's domains beside their neighbours. */
const availableTo = ({ kind }: Workload, { fleet, service }: ReplayPlan): number =>
  kind === 'load' ? service.maxReplicas : fleet.hosts * (fleet.guestsPerHost - fleet.neighbours.count);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
