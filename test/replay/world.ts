/** Small workloads and plans for tests of whole replays; times are seconds. */
import { guestNamed } from '../../model/host/guest.ts';
import { combinations, ideal, type Variant } from '../../model/host/variants.ts';
import { fraction, gib, micros, millis, minutes, moment, seconds } from '../../model/kernel/units.ts';
import { policyNamed } from '../../model/policy/catalog.ts';
import type { Policy, PolicySetting } from '../../model/policy/contract.ts';
import type { Recording } from '../../model/recording.ts';
import { replay, type ReplayPlan } from '../../model/replay.ts';
import { PER_SECOND } from '../../model/service/billing.ts';
import {
  CENSORED_END,
  CENSORED_START,
  type LifecycleWorkload,
  type LoadWorkload,
} from '../../model/workload.ts';
import { roomy } from '../host/world.ts';

export const variants: readonly Variant[] = [...combinations, ideal];

/** From creation to destruction, seconds; without the one or the other where the trace does not know it. */
export interface Lived {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly vcpus?: number;
  readonly mib?: number;
}

export const livesOf = (horizon: number, lives: readonly Lived[]): LifecycleWorkload => {
  const rows = lives.toSorted((a, b) => (a.from ?? 0) - (b.from ?? 0));
  return {
    kind: 'lifecycle',
    horizon: moment(seconds(horizon)),
    created: Float64Array.from(rows, ({ from = 0 }) => Math.round(seconds(from))),
    deleted: Float64Array.from(rows, ({ to = horizon }) => Math.round(seconds(to))),
    vcpus: Uint16Array.from(rows, ({ vcpus = 1 }) => vcpus),
    memoryMib: Uint32Array.from(rows, ({ mib = 512 }) => mib),
    marks: Uint8Array.from(
      rows,
      ({ from, to }) => (from === undefined ? CENSORED_START : 0) | (to === undefined ? CENSORED_END : 0),
    ),
  };
};

/** So many domains at once. */
export const burst = (domains: number, life: Lived): readonly Lived[] =>
  Array.from({ length: domains }, () => life);

/** Steps of [seconds, requests per second]. */
export const loadOf = (
  horizon: number,
  steps: readonly (readonly [at: number, rate: number])[],
): LoadWorkload => ({
  kind: 'load',
  horizon: moment(seconds(horizon)),
  at: Float64Array.from(steps, ([at]) => seconds(at)),
  rate: Float64Array.from(steps, ([, rate]) => rate),
  quantity: 'rate',
});

export interface PlanChanges {
  readonly fleet?: Partial<ReplayPlan['fleet']>;
  readonly lifecycle?: Partial<ReplayPlan['lifecycle']>;
  readonly service?: Partial<ReplayPlan['service']>;
  readonly billing?: ReplayPlan['billing'];
}

/** One host with room for all; a replica serves 10 requests per second; the policy looks every 15 s. */
export const planWith = ({
  fleet,
  lifecycle,
  service,
  billing = PER_SECOND,
}: PlanChanges = {}): ReplayPlan => ({
  fleet: {
    hosts: 1,
    guestsPerHost: 1000,
    packing: 'pack',
    neighbours: { count: 0, size: { vcpus: 1, memory: gib(1) } },
    profile: roomy,
    guest: guestNamed('pv-debian'),
    ...fleet,
  },
  billing,
  detail: true,
  lifecycle: {
    destroy: 'wall',
    censored: 'preboot',
    threshold: seconds(10),
    quantile: fraction(0.95),
    grid: minutes(1),
    ...lifecycle,
  },
  service: {
    tick: seconds(15),
    sample: service?.tick ?? seconds(15),
    delay: seconds(15),
    replica: { vcpus: 2, memory: gib(4) },
    initialReplicas: 1,
    minReplicas: 1,
    maxReplicas: 20,
    requests: 'fluid',
    objective: { serviceTime: millis(100), threshold: millis(500), quantile: fraction(0.95) },
    ...service,
  },
});

export const settingOf = (
  { service }: ReplayPlan,
  options: PolicySetting['options'] = {},
): PolicySetting => ({
  tick: service.tick,
  sample: service.sample,
  delay: service.delay,
  minReplicas: service.minReplicas,
  maxReplicas: service.maxReplicas,
  initialReplicas: service.initialReplicas,
  target: fraction(0.6),
  serviceRate: seconds(1) / service.objective.serviceTime,
  objective: service.objective,
  options,
});

export const policyFor = (name: string, plan: ReplayPlan, options: PolicySetting['options'] = {}): Policy => {
  const entry = policyNamed(name);
  if (entry.kind !== 'policy') throw new Error(`${name} is a bound`);
  return entry.make(settingOf(plan, options));
};

/** Asks for so many replicas from each moment (seconds) on, the last in force at a tick. */
export const scripted = (steps: readonly (readonly [from: number, replicas: number])[]): Policy => ({
  name: 'scripted',
  initial: undefined,
  decide: (state, { at }) => [
    state,
    { replicas: steps.findLast(([from]) => seconds(from) <= at)![1], reason: 'script' },
  ],
});

export const livedOn = (
  variant: Variant,
  workload: LifecycleWorkload,
  changes: PlanChanges = {},
  seed = 1,
): Recording => replay({ workload, plan: planWith(changes), variant, policy: undefined, seed });

export const servedOn = (
  variant: Variant,
  workload: LoadWorkload,
  policy: Policy | string,
  changes: PlanChanges = {},
  seed = 1,
): Recording => {
  const plan = planWith(changes);
  const made = typeof policy === 'string' ? policyFor(policy, plan) : policy;
  return replay({ workload, plan, variant, policy: made, seed });
};

/** Time waited for a station over all steps, µs. */
export const waitedFor = ({ steps }: Recording, station: string, task: 'creation' | 'destruction'): number =>
  micros(
    steps
      .filter((step) => step.station === station && step.task === task)
      .reduce((sum, step) => sum + step.waited, 0),
  );
