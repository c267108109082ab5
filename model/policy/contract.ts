/**
 * What an autoscaler is shown and what it may answer.
 *
 * A policy is a step function: state and observation in, state and decision out. What an operator's autoscaler could not
 * know is not in the type. Bounds that need the future (oracle, peak) say so by their kind and are reported as bounds,
 * never ranked as policies. Left out: what becomes of a decision (service/autoscaled).
 */
import type { Fraction, Micros, Moment } from '../kernel/units.ts';

/** What was measured over one period. It is shown once, at the first decision after it became visible. */
export interface MetricSample {
  /** End of the period. */
  readonly end: Moment;
  readonly period: Micros;
  /** Replicas that were ready throughout the period and were so at its end. */
  readonly measured: number;
  /** Mean over the replicas that were ready, 0 to 1; NaN if there was none. */
  readonly utilisation: Fraction;
  /** Requests per second that arrived. */
  readonly load: number;
  /** Mean number of requests in the system, waiting and in service; over all replicas together. */
  readonly concurrency: number;
  /** Requests waiting beyond those in service at the end of the period. */
  readonly backlog: number;
}

/** All that a policy is shown at one tick. Load still to come is not in it. */
export interface Observation {
  readonly at: Moment;
  /** How old the newest sample is: `at` minus the end of its period. */
  readonly age: Micros;
  /** Replicas asked for by the last decision: `spec.replicas`. */
  readonly wanted: number;
  /** Replicas ready to serve. */
  readonly ready: number;
  /** Replicas asked for and not yet ready. */
  readonly starting: number;
  /** Replicas that are being destroyed. */
  readonly stopping: number;
  /** Of the ready ones, those that were ready throughout the last sample period: the ones it measured. */
  readonly measured: number;
  /** Mean over the measured replicas in the last sample period, 0 to 1; NaN while there is no sample. */
  readonly utilisation: Fraction;
  /** Requests per second that arrived in the last sample period; NaN while there is no sample. */
  readonly load: number;
  /** Mean number of requests in the system in the last sample period; NaN while there is no sample. */
  readonly concurrency: number;
  /** Requests waiting beyond those in service at the end of the last sample period. */
  readonly backlog: number;
  /** The samples that became visible since the last decision, oldest first; the newest is also in the fields above. */
  readonly samples: readonly MetricSample[];
  /** Requests that wait now, and all that are in the system now; a fluid service has parts of requests. */
  readonly waiting: number;
  readonly inSystem: number;
}

/** When a policy decides, over which periods it is shown the mean, and how late. */
export interface Cadence {
  /** From one decision to the next. */
  readonly tick: Micros;
  /** Length of a sample's period, shorter or longer than the tick. */
  readonly sample: Micros;
  /** From the end of a sample's period until it can be seen. */
  readonly delay: Micros;
}

export interface Decision {
  /** Replicas wanted from now on, whole, from 0. */
  readonly replicas: number;
  /** Why, in a few words of the policy's own vocabulary: "within tolerance", "held by stabilisation". */
  readonly reason: string;
  /** Who leaves first where fewer are wanted: replicas still starting, as usual, or those that serve. */
  readonly leaving?: 'starting' | 'idle';
  /** Of a policy that is woken by events: it wants to be asked then, if nothing happens before. */
  readonly again?: Moment;
}

export interface Policy<State = unknown> {
  readonly name: string;
  /**
   * Asked whenever a request came or left and a replica became ready, instead of at ticks. It is shown what is there, no
   * samples, and the observation is its only until it has answered. Requests must then come one by one.
   */
  readonly wakes?: 'events';
  readonly initial: State;
  /**
   * Pure: the state it is handed is left as it was, and equal inputs give equal outputs. It is only ever handed `initial`
   * or a state that it returned; as a method, so that a policy of any state is a `Policy`.
   */
  decide(state: State, seen: Observation): readonly [State, Decision];
}

/** Replicas needed to keep the SLO, held from each change to the next: known only to a bound. */
export interface Foresight {
  /** µs since start, strictly rising, first 0. */
  readonly at: Float64Array;
  readonly demand: Float64Array;
  /** How early a clairvoyant asks, so that its replicas are ready when they are needed. */
  readonly lead: Micros;
}

/** What every policy is told once, before the replay begins. */
export interface PolicySetting extends Cadence {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Replicas running at the start. */
  readonly initialReplicas: number;
  /** The utilisation an operator aims at. */
  readonly target: Fraction;
  /** What the operator has promised: so much of the requests within so much time. */
  readonly objective: { readonly threshold: Micros; readonly quantile: Fraction };
  /** Requests per second that one replica serves at full use. */
  readonly serviceRate: number;
  /** Options of this policy, as given, without those that every policy has (setting.ts). */
  readonly options: Readonly<Record<string, string>>;
}

/** One option, as docs and `--help` show it. */
export interface OptionText {
  /** What it means, with its unit. */
  readonly about: string;
  /** As it would be typed, or in words what holds where it is not given. */
  readonly default: string;
  readonly source: string;
}

/** What the docs say of a policy beyond its line. */
export interface PolicyText {
  /**
   * `exact`: upstream's code or documented rule, held against its own test cases where there are any; `model`: what it does
   * is not published, or only in parts, and the rest is ours; `bound`: not a policy that anybody could run.
   */
  readonly standing: 'exact' | 'model' | 'bound';
  /** A line each, in the order of computing. */
  readonly formula: readonly string[];
  readonly rounding: string;
  readonly leftOut: string;
  readonly source: string;
}

/** One entry of the catalog. A policy is also what a user's own module exports as `default`. */
export type PolicyEntry = PolicyMaker | BoundMaker;

export interface PolicyMaker {
  readonly kind: 'policy';
  readonly name: string;
  /** One line for `--help` and the docs. */
  readonly about: string;
  /** Options of its own: name → what it means; in a line of text, or in parts. */
  readonly options: Readonly<Record<string, OptionText | string>>;
  /** Of every policy of the catalog. */
  readonly docs?: PolicyText;
  /** As its policies have it. */
  readonly wakes?: Policy['wakes'];
  /** Its own; {@link defaultCadence} where it has none. */
  readonly cadence?: Cadence;
  /** The least replicas where `min` is not given; 1 unless the policy goes to zero by itself. */
  readonly leastReplicas?: number;
  /** @throws {InputError} when an option is unknown or out of range */
  readonly make: (setting: PolicySetting) => Policy;
}

/** A bound knows the future and is reported beside the policies. */
export interface BoundMaker extends Omit<PolicyMaker, 'kind' | 'make'> {
  readonly kind: 'bound';
  readonly make: (setting: PolicySetting, foresight: Foresight) => Policy;
}
