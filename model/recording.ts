/**
 * What one replay wrote down: a function of (workload, host, policy, seed, version), and it names them.
 *
 * Integrals are taken exactly between change points while the replay runs, so a recording does not grow with the trace;
 * the rows per domain and the whole step functions are kept when they were asked for. Spans are µs, memory is bytes. Left out:
 * every judgement; scores are the instrument's.
 */
import type { Durations } from './kernel/column.ts';
import type { Fraction, Micros, Moment } from './kernel/units.ts';

/** An exact sum of whole numbers; beyond 2^53 for a year of a large trace, so it is a bigint. */
export type Exact = bigint;

/** Time integrals over [start, horizon], each in domain-microseconds. */
export interface Integrals {
  /** ∫ d: domains wanted (lifecycle) or replicas needed to keep the SLO (load). */
  readonly demand: Exact;
  /** ∫ s: ready to serve. */
  readonly supply: Exact;
  /** ∫ min(s, d). */
  readonly serving: Exact;
  /** ∫ (d − s)⁺. */
  readonly under: Exact;
  /** ∫ (s − d)⁺. */
  readonly over: Exact;
  /** ∫ of domains asked for and not yet ready. */
  readonly starting: Exact;
  /** ∫ of domains whose destruction was asked for and has not returned. */
  readonly stopping: Exact;
  /**
   * ∫ of domains there are, summed domain by domain from request to return: a law of its own that it equals
   * serving + over + starting + stopping.
   */
  readonly occupied: Exact;
  /** What the rule of billing leaves out of that: 0 where it runs from the request until the return. */
  readonly unbilled: Exact;
  /** What the rule adds: the minimum per start and the rounding up to whole seconds. */
  readonly rounding: Exact;
  /** What begun hours would have been billed instead, all told. */
  readonly hourly: Exact;
  /** µs with s < d, with s > d, and with d = 0. */
  readonly timeUnder: Exact;
  readonly timeOver: Exact;
  readonly timeWithoutDemand: Exact;
}

/** Sums of quotients and grid counts: floating, summed in the order of time. */
export interface ElasticitySums {
  /** ∫ (d − s)⁺ / d over time with d > 0, µs. */
  readonly thetaUnder: number;
  readonly thetaOver: number;
  /** Grid steps where supply and demand moved differently, those of them where supply moved the more upward, and all. */
  readonly unstableSteps: number;
  readonly aheadSteps: number;
  readonly gridSteps: number;
  readonly grid: Micros;
  /** Changes of demand and of supply after the start: how many, and by how many domains up or down in all. */
  readonly demandSteps: number;
  readonly demandUnits: number;
  readonly supplySteps: number;
  readonly supplyUnits: number;
}

/** Requests of a load replay, or creations of a lifecycle replay, held against the objective. */
export interface Objective {
  /** Response time (load) or set-up time (lifecycle) that must be kept, µs. */
  readonly threshold: Micros;
  /** How many there were: requests (expected, so a real number) or creations. */
  readonly total: number;
  /** How many broke the threshold, or were not served at the end. */
  readonly missed: number;
  /** Of those, how many took no more than four times the threshold: what Apdex tolerates. */
  readonly tolerated: number;
  /** Share that may break the threshold, 0 to 1: the error budget. */
  readonly allowed: Fraction;
  /** µs during which the objective was broken, and the episodes: number and longest. */
  readonly timeMissed: number;
  readonly episodes: number;
  readonly episodeLongest: Micros;
  /**
   * Share of the missed requests whose fluid delay alone broke the threshold, or that were never served, 0 to 1, 0 if
   * none missed; NaN where there is no fluid: requests one by one, or creations.
   */
  readonly fluidShare: number;
  /** Of requests one by one. */
  readonly responses?: ResponseTimes;
  /** By interval of arrival. */
  readonly series: Series;
  /** When it was broken, in order, as it would be drawn: of very many episodes, neighbours are one. */
  readonly broken: Spans;
}

/** Response times of those that were served, as counts of a scale finer than a thousandth. */
export interface ResponseTimes {
  /** Longest time of each step of the scale that was met, µs, rising. */
  readonly span: Float64Array;
  readonly count: Float64Array;
  /** Of all of them, µs. */
  readonly sum: number;
}

/** Requests or creations that came in each interval from the start, and those of them that missed. */
export interface Series {
  /** Whole minutes; the last interval may be cut by the horizon. */
  readonly interval: Micros;
  readonly total: Float64Array;
  readonly missed: Float64Array;
}

/** Spans of time [from, until), µs since start, not always whole. */
export interface Spans {
  readonly from: Float64Array;
  readonly until: Float64Array;
  /** µs of it that were meant: less than its length where neighbours were made one. */
  readonly taken: Float64Array;
}

/** Time of one step of a phase over all its passes: waited for the station, and served by it. */
export interface StepTotals {
  readonly task: 'creation' | 'destruction';
  readonly phase: string;
  /** The station that served it; `none` for a plain delay. */
  readonly station: string;
  readonly passes: number;
  readonly waited: Micros;
  readonly served: Micros;
  readonly waitedMax: Micros;
}

/** Every completed creation or destruction in the order of ending: what explain and figures read. `asked`: of the host. */
export interface TaskRows {
  readonly steps: readonly { readonly phase: string; readonly station: string }[];
  readonly domain: Float64Array;
  readonly host: Float64Array;
  readonly asked: Float64Array;
  readonly ended: Float64Array;
  /** Row-major [task × step], µs. */
  readonly waited: Float64Array;
  readonly served: Float64Array;
}

/** What an autoscaler decided and why; only ticks that changed something or whose reason changed. */
export interface DecisionRow {
  readonly at: Moment;
  readonly from: number;
  readonly to: number;
  readonly reason: string;
  readonly ready: number;
  readonly starting: number;
  readonly utilisation: number;
}

/** A step function: value[i] from at[i] on, µs since start. */
export interface Steps {
  readonly at: Float64Array;
  readonly value: Float64Array;
}

/** The step functions as they would be drawn: some thousand steps at most, however long the trace. */
export interface Outlines {
  readonly demand: Steps;
  readonly supply: Steps;
  readonly starting: Steps;
  readonly stopping: Steps;
  /** Whether every change is in them. */
  readonly whole: boolean;
}

/** Step functions, kept on request. */
export interface Curves {
  readonly at: Float64Array;
  readonly demand: Float64Array;
  readonly supply: Float64Array;
  readonly starting: Float64Array;
  readonly stopping: Float64Array;
}

export interface Recording {
  readonly workload: 'lifecycle' | 'load';
  readonly variant: string;
  readonly policy: string;
  readonly seed: number;
  readonly horizon: Moment;
  readonly hosts: number;
  /** Set-up of every creation the trace or the policy asked for and that completed: request → ready, µs. */
  readonly setups: Durations;
  /** Request → `xl destroy` returned, µs; and request → memory clean: the two endings of a destruction. */
  readonly destroys: Durations;
  readonly cleans: Durations;
  /** Creations asked for, destroyed before they were ready. */
  readonly wasted: number;
  /** Of those that were ready, how many were asked to stop within the billing minimum: their start was hardly used. */
  readonly shortLived: number;
  /** The most domains that there may be to serve: `max` of the policy, or the places on the hosts. */
  readonly available: number;
  /** Creations that no host ever had room for. */
  readonly unplaced: number;
  readonly integrals: Integrals;
  readonly elasticity: ElasticitySums;
  readonly objective: Objective;
  /** Processor time of dom0, µs: toolstack, xenstored, scripts, hypercalls and their spinning. */
  readonly dom0Cpu: number;
  /** ∫ of memory given back and not yet clean, byte-µs. */
  readonly dirtyMemory: number;
  /** Transactions begun and committed: their ratio is the attempts per success. */
  readonly transactions: { readonly attempts: number; readonly commits: number };
  /**
   * What happened, or would have, because nothing kept creations apart: names checked by two at once and committed by
   * both, domains whose planned NUMA nodes were taken meanwhile, and bytes of theirs that lie elsewhere for it.
   */
  readonly races: { readonly names: number; readonly nodes: number; readonly misplaced: number };
  readonly livePeak: number;
  readonly steps: readonly StepTotals[];
  readonly creations: TaskRows | undefined;
  readonly destructions: TaskRows | undefined;
  readonly decisions: readonly DecisionRow[];
  readonly outlines: Outlines;
  readonly curves: Curves | undefined;
  /** Cost of the replay itself: handlers called, and operations on the calendar's heap. */
  readonly events: number;
  readonly heapOperations: number;
}
