/**
 * A queue whose servers are set up and switched off, simulated by the very parts that a replay is made of.
 *
 * The case becomes a load, a policy that is woken by requests, latencies that are given, and requests one by one; the
 * service, the replicas and the accounts are those of every replay. It runs until the interval of every value that is
 * asked for is narrow enough. One unit of the case's time is a second. Left out: closed forms (queueing).
 *
 * @source metrics.md section 8
 */
import { withLatency } from '../../model/host/variants.ts';
import { guestNamed } from '../../model/host/guest.ts';
import { profileNamed } from '../../model/host/profile.ts';
import { fraction, gib, micros, moment, seconds, START } from '../../model/kernel/units.ts';
import type { Law } from '../../model/kernel/law.ts';
import { policyNamed } from '../../model/policy/catalog.ts';
import type { Policy, PolicySetting } from '../../model/policy/contract.ts';
import { openReplay, type OpenReplay, type ReplayPlan } from '../../model/replay.ts';
import { PER_SECOND } from '../../model/service/billing.ts';
import type { EachSample } from '../../model/service/each.ts';
import { enoughStretches, estimateOf, type Estimate, type Stretch } from '../measure/batches.ts';
import { defaults } from '../campaign/defaults.ts';

export interface SetupQueue {
  /** Requests and services of one server, per unit of time. */
  readonly arrivals: number;
  readonly rate: number;
  readonly servers: number;
  /** Mean time of a set-up, and its law. */
  readonly setup: number;
  readonly law: Law;
  /** Of the catalog, and its options. */
  readonly policy: string;
  readonly options: PolicySetting['options'];
}

/** Long-run means that a run can tell: request-time, server-time or time over requests or time. */
const QUANTITIES = {
  T: (s: Row): Stretch => [s.responseTime, s.served],
  Wq: (s: Row): Stretch => [s.waiting, s.served],
  N: (s: Row): Stretch => [s.inSystem, s.time],
  Lq: (s: Row): Stretch => [s.waiting, s.time],
  meanOn: (s: Row): Stretch => [s.on, s.time],
  meanBusy: (s: Row): Stretch => [s.busy, s.time],
  meanIdle: (s: Row): Stretch => [s.on - s.busy, s.time],
  meanInSetup: (s: Row): Stretch => [s.settingUp, s.time],
  pEmpty: (s: Row): Stretch => [s.empty, s.time],
} as const;

export type Quantity = keyof typeof QUANTITIES;
export const quantities = Object.keys(QUANTITIES) as readonly Quantity[];

/** Totals of one stretch, in units of the case's time. */
interface Row {
  readonly time: number;
  readonly served: number;
  readonly responseTime: number;
  readonly inSystem: number;
  readonly waiting: number;
  readonly busy: number;
  readonly on: number;
  readonly settingUp: number;
  readonly empty: number;
}

/** A probability may be as rare as it likes: it is known well enough to this much of all time. */
const isProbability = (name: Quantity): boolean => name === 'pEmpty';

/** Half the width of the interval, relative to the value (of a probability: to 1), below which a value is known. */
export const PRECISION = 0.02;
export const CONFIDENCE = 0.999;
/** Stops a little before, so that the last digit does not decide. */
const ENOUGH = 0.95 * PRECISION;
/** Beyond this the batches are too short, whatever their spread. */
const CORRELATION_MAX = 0.2;

/** Requests of one stretch; of one replay, whose rows per domain grow with it; and of all, at most. */
const STRETCH = 8_192;
const STRETCHES_PER_REPLAY = 512;
const STRETCHES_MAX = 6_144;
/** More of them, by an eighth, before it is looked at again. */
const GROWTH = 8;

/**
 * Estimates of the quantities at {@link CONFIDENCE} each, or at a level given.
 *
 * @returns  known to {@link PRECISION}, or as well as the longest run knows them
 */
export const simulated = (
  queue: SetupQueue,
  names: readonly Quantity[],
): ((name: Quantity, confidence: number) => Estimate) => {
  const rows: Row[] = [];
  let seed = 0;
  let replay: Stretches | undefined;
  let looked = 0;
  const estimate = (name: Quantity, confidence: number): Estimate => {
    const found = estimateOf(rows.map(QUANTITIES[name]), confidence);
    return isProbability(name) ? { ...found, half: found.half + unseen(rows, confidence) } : found;
  };
  const known = (name: Quantity): boolean => {
    const { mean, half, correlation } = estimate(name, CONFIDENCE);
    return half < ENOUGH * (isProbability(name) ? 1 : Math.abs(mean)) && correlation < CORRELATION_MAX;
  };
  for (;;) {
    if (replay === undefined || replay.done()) {
      seed += 1;
      replay = stretchesOf(queue, seed);
    }
    rows.push(replay.next());
    const due = enoughStretches(rows.length) && rows.length >= looked + Math.ceil(looked / GROWTH);
    if (rows.length >= STRETCHES_MAX || (due && names.every(known))) return estimate;
    if (due) looked = rows.length;
  }
};

/**
 * What a run of so many requests may have missed: had a larger share of them found the queue empty, one would have been
 * among them with this confidence. Batch means know nothing of what never happened.
 */
const unseen = (rows: readonly Row[], confidence: number): number =>
  -Math.log(1 - confidence) / rows.reduce((sum, { served }) => sum + served, 0);

interface Stretches {
  readonly next: () => Row;
  readonly done: () => boolean;
}

/** One replay in stretches, the first of them left out: it begins empty. */
const stretchesOf = (queue: SetupQueue, seed: number): Stretches => {
  const length = Math.round(seconds(STRETCH / queue.arrivals));
  const open = opened(queue, seed, (STRETCHES_PER_REPLAY + 1) * length);
  let run = 0;
  const advance = (): readonly [EachSample, ReturnType<OpenReplay['states']>] => {
    run += 1;
    const at = moment(run * length);
    open.runTo(at);
    return [open.requests!.sample(at) as EachSample, open.states()];
  };
  let [before, stood] = advance();
  return {
    done: () => run > STRETCHES_PER_REPLAY,
    next: () => {
      const [after, stands] = advance();
      const since = (of: (sample: EachSample) => number): number => (of(after) - of(before)) / seconds(1);
      const row: Row = {
        time: length / seconds(1),
        served: after.served - before.served,
        responseTime: since((s) => s.responseTime),
        inSystem: since((s) => s.inSystemIntegral),
        waiting: since((s) => s.backlogIntegral),
        busy: since((s) => s.busy),
        on: (stands.supply - stood.supply) / seconds(1),
        settingUp: (stands.starting - stood.starting) / seconds(1),
        empty: since((s) => s.emptyTime),
      };
      [before, stood] = [after, stands];
      return row;
    },
  };
};

const SERVER = { vcpus: 1, memory: gib(1) };
/** A grid of which nothing is read. */
const TICK = seconds(3_600);

const opened = (queue: SetupQueue, seed: number, horizon: number): OpenReplay => {
  const serviceTime = seconds(1 / queue.rate);
  /** Which none of the policies looks at. */
  const objective = { threshold: micros(100 * serviceTime), quantile: fraction(0.5) };
  const setting: PolicySetting = {
    objective,
    tick: TICK,
    sample: TICK,
    delay: micros(0),
    minReplicas: 0,
    maxReplicas: queue.servers,
    initialReplicas: 0,
    target: fraction(1),
    serviceRate: queue.rate,
    options: queue.options,
  };
  const entry = policyNamed(queue.policy);
  if (entry.kind !== 'policy') throw new Error(`${queue.policy} is a bound`);
  const policy: Policy = entry.make(setting);
  const plan: ReplayPlan = {
    fleet: {
      hosts: 1,
      guestsPerHost: queue.servers,
      packing: 'pack',
      neighbours: { count: 0, size: SERVER },
      profile: profileNamed(defaults.host),
      guest: guestNamed(defaults.guest),
    },
    billing: PER_SECOND,
    detail: false,
    lifecycle: {
      destroy: 'wall',
      censored: 'preboot',
      threshold: TICK,
      quantile: fraction(0.5),
      grid: TICK,
    },
    service: {
      ...setting,
      replica: SERVER,
      objective: { ...objective, serviceTime },
      requests: { law: { kind: 'exponential' }, discipline: 'line' },
    },
  };
  return openReplay({
    workload: {
      kind: 'load',
      horizon: moment(horizon),
      at: Float64Array.of(START),
      rate: Float64Array.of(queue.arrivals),
      quantity: 'rate',
    },
    plan,
    variant: withLatency('given', { setup: seconds(queue.setup), law: queue.law, destroy: micros(0) }),
    policy,
    seed,
  });
};
