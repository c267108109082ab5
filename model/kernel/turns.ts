/**
 * A server that gives turns, as a daemon's poll loop does: every client that waits gets one request per pass.
 *
 * What its callers see, in either of its ways: as a fluid (turns-as-fluid), or one event per request (turns-by-request).
 * Left out: priorities; every client is served once a pass.
 */
import { ConservationError } from './faults.ts';
import type { Micros, Moment } from './units.ts';

export interface Turns {
  /**
   * A client with so many requests to make, one after the other; its own time goes before each of them.
   *
   * @param requests  from 0, may be fractional
   * @param service   server time of one request, µs, may be fractional
   * @param client    the client's own time between an answer and its next request, µs; with `service` above 0
   * @param marks     of something that each request brings: writes, for instance; 0 where nothing is said
   */
  enter(job: number, requests: number, service: Micros, client: Micros, marks?: number): void;
  /** Time of one pass over all connections, shared by the requests served in it; 0 until it is set. */
  setPass(cost: Micros): void;
  readonly jobs: number;
  /** Server-µs so far, passes included. */
  readonly busy: number;
  /** Requests so far, a part of one included. */
  readonly served: number;
  /** Marks so far: of whole requests, as nobody sees one that is not answered yet. */
  marks(): number;
  /** Share of the server that the clients of this moment take, 0 to 1. */
  readonly utilisation: number;
}

/** How requests are served: as a fluid, or one event for each, which is slower and the reference. */
export type TurnsMode = 'fluid' | 'by request';

export interface TurnsOptions {
  /** Called with a job whose last request was answered; never from within `enter`; those of the same µs in order of entry. */
  readonly done: (job: number) => void;
  /** Called when the clients or their rates changed; where jobs were done, once for all of them and after their `done`. */
  readonly changed?: () => void;
}

export const checkClient = (requests: number, service: number, client: number, now: Moment): void => {
  const sound = requests >= 0 && requests < Infinity && service >= 0 && client >= 0;
  if (sound && service + client > 0 && service + client < Infinity) return;
  throw new ConservationError(
    `${requests} requests of ${service} µs, ${client} µs apart, were asked of a server in turns, at ${now} µs`,
  );
};
