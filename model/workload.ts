/**
 * What a replay is given: domains created and destroyed as recorded, or load over time.
 *
 * Both are typed columns in the order of time. What a trace does not know is marked, never invented: a domain that was
 * there before the trace began has a censored start, one that outlives it a censored end. Left out: where it came from
 * (the readers' affair) and what the service makes of it (service/capacity).
 */
import type { Bytes, Micros, Moment } from './kernel/units.ts';

/** The trace does not say when this domain was created: it was there before the trace began. */
export const CENSORED_START = 1;
/** The trace does not say when this domain was destroyed: it was there when the trace ended. */
export const CENSORED_END = 2;

/** Domains created and destroyed as recorded; row i of every column is one domain, rows sorted by `created`. */
export interface LifecycleWorkload {
  readonly kind: 'lifecycle';
  /** End of the trace on the simulated clock; the clock starts at the trace's own start. */
  readonly horizon: Moment;
  /** µs since start; 0 for a censored start. */
  readonly created: Float64Array;
  /** µs since start, never before `created`; the horizon for a censored end. */
  readonly deleted: Float64Array;
  /** Virtual processors, whole, from 1. */
  readonly vcpus: Uint16Array;
  /** Memory in MiB, whole, from 1. */
  readonly memoryMib: Uint32Array;
  /** CENSORED_START | CENSORED_END. */
  readonly marks: Uint8Array;
}

/** Load over time: requests per second, held from each change to the next. */
export interface LoadWorkload {
  readonly kind: 'load';
  readonly horizon: Moment;
  /** When each step begins, µs since start, strictly rising, first 0. */
  readonly at: Float64Array;
  /** Requests per second during the step, finite and not negative. */
  readonly rate: Float64Array;
  /** What the trace counted, before `scale` made requests per second of it. */
  readonly quantity: LoadQuantity;
}

/**
 * `count`: events in a step; `rate`: events per second; `utilisation`: 0 to 1 of an unknown capacity; `resource`: an
 * absolute amount (bytes, milliseconds) whose unit the trace names or hides.
 */
export type LoadQuantity = 'count' | 'rate' | 'utilisation' | 'resource';

export type Workload = LifecycleWorkload | LoadWorkload;

/** A domain as a host is asked for it. */
export interface DomainSize {
  readonly vcpus: number;
  readonly memory: Bytes;
}

/** Mean requests per second over the whole load, gaps included as they were filled. */
export const meanRate = (load: LoadWorkload): number => {
  let requests = 0;
  for (let i = 0; i < load.at.length; i += 1) {
    const until = load.at[i + 1] ?? load.horizon;
    requests += load.rate[i]! * (until - load.at[i]!);
  }
  return load.horizon > 0 ? requests / load.horizon : 0;
};

/** The lifetime of a domain, as recorded. */
export const lifetime = (trace: LifecycleWorkload, index: number): Micros =>
  (trace.deleted[index]! - trace.created[index]!) as Micros;

export const isCensoredStart = (trace: LifecycleWorkload, row: number): boolean =>
  (trace.marks[row]! & CENSORED_START) !== 0;
export const isCensoredEnd = (trace: LifecycleWorkload, row: number): boolean =>
  (trace.marks[row]! & CENSORED_END) !== 0;
