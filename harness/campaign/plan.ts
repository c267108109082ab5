/**
 * From an experiment and what a trace holds to the plan of its replays: how many hosts, how large, which service.
 *
 * What the trace and the flags leave open is sized here and said in `choices`. Left out: which variants and seeds are run.
 */
import { guestNamed } from '../../model/host/guest.ts';
import { adjusted, type Profile } from '../../model/host/profile.ts';
import { InputError } from '../../model/kernel/faults.ts';
import {
  bytes,
  gib,
  inGib,
  inSeconds,
  mib,
  START,
  type Bytes,
  type Micros,
} from '../../model/kernel/units.ts';
import { defaultCadence } from '../../model/policy/setting.ts';
import type { ReplayPlan } from '../../model/replay.ts';
import type { EachRules } from '../../model/service/each.ts';
import { PER_SECOND } from '../../model/service/billing.ts';
import { demandCurve, demandOf, type Service, type StepFunction } from '../../model/service/capacity.ts';
import { aliveAsLoad, sweep } from '../../model/service/alive.ts';
import { meanRate, type LifecycleWorkload, type LoadWorkload, type Workload } from '../../model/workload.ts';
import { hostNamed } from '../calibrate/host-file.ts';
import { assumptions } from './assumptions.ts';
import { sloFor, type Experiment } from './experiment.ts';
import { idleFlags, type Replayed } from './idle.ts';
import { isTrace, TRACE_POLICY } from './policy-choice.ts';

export interface Planned {
  readonly workload: Workload;
  readonly plan: ReplayPlan;
  /** Replicas needed over time; undefined for a lifecycle trace. */
  readonly demand: StepFunction | undefined;
  /** Of every policy; undefined: each policy's own. */
  readonly tick: Micros | undefined;
  /** Every choice that changes results, as it was made. */
  readonly choices: Readonly<Record<string, string | number | boolean>>;
  readonly warnings: readonly string[];
}

/**
 * A lifecycle trace drives the hosts itself, unless an autoscaler was named: then its domains become a load.
 *
 * @throws {InputError} when a load is to be replayed as a lifecycle
 */
export const planOf = (experiment: Experiment, workload: Workload): Planned => {
  const [policy] = experiment.policies;
  const traceItself = isTrace(policy!);
  if (workload.kind === 'load') {
    if (!traceItself) return warned(planService(experiment, workload), experiment, 'load');
    throw new InputError(
      `--policy ${TRACE_POLICY}: found a load; only a trace of domains drives the hosts itself; name an autoscaler, such as hpa`,
    );
  }
  if (traceItself || policy!.kind === 'auto')
    return warned(planLifecycle(experiment, workload), experiment, 'domains');
  const planned = planService(experiment, aliveAsLoad(workload, experiment));
  const choices = { ...planned.choices, load: 'domains alive', censored: experiment.censored };
  return warned({ ...planned, choices }, experiment, 'domains as load');
};

const warned = (planned: Planned, experiment: Experiment, replayed: Replayed): Planned => ({
  ...planned,
  warnings: [...idleFlags(experiment, replayed), ...planned.warnings],
});

const planLifecycle = (experiment: Experiment, trace: LifecycleWorkload): Planned => {
  const peak = { alive: 0, memory: 0, largest: 0 };
  sweep(trace, experiment, (alive, memoryMib) => {
    peak.alive = Math.max(peak.alive, alive);
    peak.memory = Math.max(peak.memory, memoryMib);
  });
  for (const size of trace.memoryMib) peak.largest = Math.max(peak.largest, size);
  const neighbours = experiment.neighbours === 'auto' ? 0 : experiment.neighbours;
  const places = assumptions.guestsPerHost.value;
  const domains = peak.alive * assumptions.spareHosts.value;
  const memory = mib(Math.ceil(peak.memory * assumptions.spareMemory.value));
  const byNumber = Math.ceil(domains / places);
  const byMemory = Math.ceil(memory / assumptions.largestHost.value);
  const hosts = experiment.hosts === 'auto' ? Math.max(1, byNumber, byMemory) : experiment.hosts;
  const guestsPerHost = neighbours + Math.max(places, Math.ceil(domains / hosts));
  const perHost = Math.max(2 * mib(peak.largest), memory / hosts);
  const need = perHost + neighbours * assumptions.neighbour.value.memory;
  const profile = withRoom(hostNamed(experiment.host), bytes(need));
  const threshold = sloFor(experiment, 'lifecycle');
  return {
    workload: trace,
    demand: undefined,
    tick: undefined,
    plan: {
      ...base(experiment, profile, trace.horizon, threshold),
      fleet: { ...fleet(experiment, profile, neighbours), hosts, guestsPerHost },
    },
    choices: {
      hosts,
      guests_per_host: guestsPerHost,
      host_memory_gib: inGib(profile.values.machine.memory),
      neighbours,
      packing: 'pack',
      destroy: experiment.destroy,
      censored: experiment.censored,
      slo_setup_s: inSeconds(threshold),
      slo_quantile: assumptions.quantile.value,
    },
    warnings: [],
  };
};

const planService = (experiment: Experiment, trace: LoadWorkload): Planned => {
  const threshold = sloFor(experiment, 'load');
  const objective: Service = {
    serviceTime: assumptions.serviceTime.value,
    threshold,
    quantile: assumptions.quantile.value,
  };
  const { scale, warnings } = scaled(experiment, trace, objective.serviceTime);
  const load: LoadWorkload = { ...trace, rate: trace.rate.map((rate) => rate * scale) };
  const demandAt = demandOf(objective);
  const demand = demandCurve(load, demandAt);
  const peak = demand.demand.reduce((most, replicas) => Math.max(most, replicas), 1);
  const maxReplicas = Math.ceil(peak * assumptions.replicasBeyondPeak.value);
  const initialReplicas = Math.max(1, demand.demand[0] ?? 1);
  const neighbours =
    experiment.neighbours === 'auto' ? assumptions.neighboursOfService.value : experiment.neighbours;
  const hosts =
    experiment.hosts === 'auto' ? Math.ceil(maxReplicas / assumptions.guestsPerHost.value) : experiment.hosts;
  // Replicas that stop still hold their memory while others start.
  const replicas = Math.ceil((2 * maxReplicas) / hosts);
  const need = replicas * experiment.replica.memory + neighbours * assumptions.neighbour.value.memory;
  const profile = withRoom(hostNamed(experiment.host), bytes(need));
  const guestsPerHost = neighbours + replicas;
  const plan = base(experiment, profile, trace.horizon, threshold);
  return {
    workload: load,
    demand,
    tick: experiment.tick === 'auto' ? undefined : experiment.tick,
    plan: {
      ...plan,
      fleet: { ...fleet(experiment, profile, neighbours), hosts, guestsPerHost },
      service: { ...plan.service, initialReplicas, maxReplicas, objective },
    },
    choices: {
      scale,
      requests: experiment.requests,
      service_time_ms: inSeconds(objective.serviceTime) * 1000,
      slo_response_s: inSeconds(threshold),
      slo_quantile: objective.quantile,
      target_utilisation: assumptions.target.value,
      replica: `${experiment.replica.vcpus} vCPU, ${inGib(experiment.replica.memory)} GiB`,
      initial_replicas: initialReplicas,
      max_replicas: maxReplicas,
      hosts,
      host_memory_gib: inGib(profile.values.machine.memory),
      neighbours,
    },
    warnings,
  };
};

/** What is the same for both kinds of workload, or does not matter to the other. */
const base = (experiment: Experiment, profile: Profile, horizon: number, threshold: Micros): ReplayPlan => ({
  fleet: { ...fleet(experiment, profile, 0), hosts: 1, guestsPerHost: 1 },
  billing: PER_SECOND,
  detail: false,
  lifecycle: {
    destroy: experiment.destroy,
    censored: experiment.censored,
    threshold,
    quantile: assumptions.quantile.value,
    grid: Math.min(assumptions.lifecycleGrid.value, Math.max(1, horizon)) as Micros,
  },
  service: {
    ...defaultCadence,
    replica: experiment.replica,
    initialReplicas: START,
    minReplicas: 1,
    maxReplicas: 1,
    requests: experiment.requests === 'fluid' ? 'fluid' : ONE_BY_ONE,
    objective: {
      serviceTime: assumptions.serviceTime.value,
      threshold,
      quantile: assumptions.quantile.value,
    },
  },
});

/** As the capacity model has them: exponential work, one line before all replicas. */
const ONE_BY_ONE: EachRules = { law: { kind: 'exponential' }, discipline: 'line' };

const fleet = (
  experiment: Experiment,
  profile: Profile,
  neighbours: number,
): Omit<ReplayPlan['fleet'], 'hosts' | 'guestsPerHost'> => ({
  packing: 'pack',
  neighbours: { count: neighbours, size: assumptions.neighbour.value },
  profile,
  guest: guestNamed(experiment.guest),
});

/**
 * The factor from the trace's numbers to requests per second, and what is to be said of it.
 *
 * Utilisation is not demand: what 100 % of it stands for is nowhere in the trace, and only the user can name it.
 *
 * @throws {InputError} for a trace of utilisation whose conversion is not named
 */
const scaled = (
  experiment: Experiment,
  trace: LoadWorkload,
  serviceTime: Micros,
): { readonly scale: number; readonly warnings: readonly string[] } => {
  const { scale, utilisationAs, read } = experiment;
  const fitted = (): number => (scale === 'auto' ? scaleFor(trace, serviceTime) : scale);
  if (trace.quantity !== 'utilisation') return { scale: fitted(), warnings: [] };
  const asGiven = scale === 'auto' ? 1 : scale;
  const full = 'above its capacity a service is only seen to be full, and its own autoscaler may be in it';
  if (read.utilisationCapacity !== undefined) {
    return { scale: asGiven, warnings: [`the trace is utilisation, not demand: ${full}`] };
  }
  if (utilisationAs === 'shape') {
    return {
      scale: fitted(),
      warnings: ['the trace is utilisation, not demand: only its shape is replayed, scaled'],
    };
  }
  if (utilisationAs === 'unnamed') {
    throw new InputError(
      '--utilisation-as: found a trace of utilisation, which is not demand, and not what 100 % of it stands for; ' +
        'name it, as in --utilisation-as 20replicas or --read capacity=400 (requests/s), or replay only its shape, ' +
        'scaled, with --utilisation-as shape',
    );
  }
  return {
    scale: (asGiven * utilisationAs.replicas) / inSeconds(serviceTime),
    warnings: [
      `the trace is utilisation: 100 % is taken as the work of ${utilisationAs.replicas} replicas; ${full}`,
    ],
  };
};

/** The factor that makes the mean load, or if that is less the peak, keep its number of replicas at the target. */
const scaleFor = (trace: LoadWorkload, serviceTime: Micros): number => {
  const { meanReplicas, peakReplicas, target } = assumptions;
  const mean = meanRate(trace);
  if (mean <= 0) {
    throw new InputError(
      '--scale auto: the load is 0 throughout; a load above 0 is needed; give another part of it',
    );
  }
  const peak = trace.rate.reduce((most, rate) => Math.max(most, rate), 0);
  const perReplica = target.value / inSeconds(serviceTime);
  return Math.min(meanReplicas.value / mean, peakReplicas.value / peak) * perReplica;
};

/** The profile, with as much memory as its domains need, in whole GiB per node. */
const withRoom = (profile: Profile, need: Bytes): Profile => {
  const { memory, dom0Memory, numaNodes } = profile.values.machine;
  if (need + dom0Memory <= memory) return profile;
  const perNode = Math.ceil(inGib(need + dom0Memory) / numaNodes);
  return adjusted(profile, { machine: { memory: gib(perNode * numaNodes) } });
};
