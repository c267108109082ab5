/**
 * The requests of one service, as whoever drives it sees them: load and replicas go in, totals and the objective come out.
 *
 * Two ways to serve them: as a fluid, in closed form between changes (fluid.ts), or one by one (each.ts). Left out: what a
 * policy is shown of this, and how late (signals.ts).
 *
 * @source metrics.md sections 2 and 6
 */
import { inSeconds, type Moment } from '../kernel/units.ts';
import type { Objective } from '../recording.ts';

export interface Requests {
  /** From this moment on so many requests per second arrive. */
  readonly load: (at: Moment, perSecond: number) => void;
  /** From this moment on so many replicas are ready. */
  readonly ready: (at: Moment, replicas: number) => void;
  /** Totals up to this moment; two of them make a reading. */
  readonly sample: (at: Moment) => Sample;
  /** What is still waiting is missed. Nothing may follow. */
  readonly close: (horizon: Moment) => Objective;
}

/** Requests that come and leave one by one, so that it can be told when. */
export interface Watched extends Requests {
  /** Now, whole. */
  readonly waiting: number;
  readonly inSystem: number;
  /** Calls back after every arrival and every departure. */
  readonly watch: (changed: () => void) => void;
}

export const canBeWatched = (requests: Requests): requests is Watched => 'watch' in requests;

/** Totals since the start. */
export interface Sample {
  readonly at: Moment;
  /** Requests. */
  readonly arrived: number;
  /** ∫ of replicas at work, and of replicas ready, replica-µs. A replica works while there is a backlog. */
  readonly busy: number;
  readonly ready: number;
  /** Requests waiting beyond those in service, now; their integral, request-µs; and µs with any. */
  readonly backlog: number;
  readonly backlogIntegral: number;
  readonly backlogTime: number;
  /** Requests that wait, and that are in the system, just before now; the integral of the second, request-µs. */
  readonly waiting: number;
  readonly inSystem: number;
  readonly inSystemIntegral: number;
}

/** What can be measured over a period. */
export interface Reading {
  /** Mean over the ready replicas, 0 to 1; NaN if there was none. */
  readonly utilisation: number;
  /** Requests per second that arrived; NaN for a period of no length. */
  readonly load: number;
  /** Mean number of requests in the system; NaN for a period of no length. */
  readonly concurrency: number;
  /** Requests waiting at the end. */
  readonly backlog: number;
}

export const readingOf = (from: Sample, until: Sample): Reading => ({
  utilisation: (until.busy - from.busy) / (until.ready - from.ready),
  load: (until.arrived - from.arrived) / inSeconds(until.at - from.at),
  concurrency: (until.inSystemIntegral - from.inSystemIntegral) / (until.at - from.at),
  backlog: until.backlog,
});
