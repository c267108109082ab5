/**
 * Requests as a fluid: what arrives, what waits, and what breaks the objective, in expectation.
 *
 * Load and ready replicas hold from one change to the next, and everything between two changes is exact: the backlog
 * grows by λ − cµ and ends at 0, an arrival's fluid delay is the time until all that came before it is served by the
 * replicas of then, and the share of missed requests is integrated in closed form (response.ts). Requests in the system
 * are those in service, and those that wait: the backlog, or where there is none the steady state's line. Left out:
 * retries, requests that give up, and what a policy is shown of this, and how late.
 *
 * @source metrics.md sections 2 and 6
 */
import { ConservationError } from '../kernel/faults.ts';
import { fraction, micros, type Moment } from '../kernel/units.ts';
import type { Objective } from '../recording.ts';
import { backlogOf, type Backlog } from './backlog.ts';
import { missedAllowed, offeredLoad, type Service } from './capacity.ts';
import { missedOf, TOLERATED, type Missed } from './missed.ts';
import type { Requests, Sample } from './requests.ts';
import { responsesOf, steadyAt, steadyQueue, type Responses, type Steady } from './response.ts';

/** No requests and no replicas at the start; all requests arrive before the horizon. */
export const fluidOf = (service: Service, horizon: Moment): Requests => new Fluid(service, horizon);

/** Rounding of sums over millions of changes; a lost stretch is far larger. */
const LOST_SHARE = 1e-9;
/** A backlog that would end so many µs after a change ends with it: the clock is whole µs, and the rest is rounding. */
const DUST = 1e-3;

class Fluid implements Requests {
  readonly #service: Service;
  readonly #responses: Responses;
  /** The same for what Apdex tolerates. */
  readonly #tolerated: Responses;
  readonly #missed: Missed;
  readonly #line: Backlog;
  #now = 0;
  #perSecond = 0;
  /** Work that arrives, replica-µs per µs: as many replicas as it keeps at work. */
  #offered = 0;
  /** Ready, so what can be served in the same unit; whole, which keeps sums exact that can be. */
  #replicas = 0;
  /** Replica-µs. */
  #backlog = 0;
  /** As of the last change; made when time first passes. */
  #steady: Steady | undefined;
  /** Work that has arrived. */
  #arrived = 0;
  #busy = 0;
  #ready = 0;
  #backlogIntegral = 0;
  #backlogTime = 0;
  /** ∫ of the steady state's line, request-µs. */
  #queueIntegral = 0;
  /** Requests, as of just before now: a load that only begins has not filled a line yet. */
  #waiting = 0;
  #inService = 0;

  constructor(service: Service, horizon: Moment) {
    const patience = micros(TOLERATED * service.threshold);
    this.#service = service;
    this.#responses = responsesOf(service);
    this.#tolerated = responsesOf({ ...service, threshold: patience });
    this.#missed = missedOf(service.threshold, fraction(missedAllowed(service)), horizon);
    this.#line = backlogOf(patience, (from, until, pace, steady, delayFrom, delayUntil) =>
      this.#settle(from, until, pace, steady, delayFrom, delayUntil),
    );
  }

  load(at: Moment, perSecond: number): void {
    this.#advance(at);
    if (perSecond === this.#perSecond) return;
    this.#perSecond = perSecond;
    this.#offered = offeredLoad(this.#service, perSecond);
    this.#steady = undefined;
  }

  ready(at: Moment, replicas: number): void {
    this.#advance(at);
    if (replicas === this.#replicas) return;
    this.#replicas = replicas;
    this.#steady = undefined;
  }

  sample(at: Moment): Sample {
    this.#advance(at);
    const { serviceTime } = this.#service;
    const backlogIntegral = this.#backlogIntegral / serviceTime;
    return {
      at,
      arrived: this.#arrived / serviceTime,
      busy: this.#busy,
      ready: this.#ready,
      backlog: this.#backlog / serviceTime,
      backlogIntegral,
      backlogTime: this.#backlogTime,
      waiting: this.#waiting,
      inSystem: this.#waiting + this.#inService,
      // a replica at work has one request in service
      inSystemIntegral: this.#busy + backlogIntegral + this.#queueIntegral,
    };
  }

  close(horizon: Moment): Objective {
    this.#advance(horizon);
    this.#line.abandon();
    const arrived = this.#arrived / this.#service.serviceTime;
    if (Math.abs(this.#missed.counted() - arrived) > LOST_SHARE * arrived)
      throw new ConservationError(
        `requests lost: ${arrived} arrived and ${this.#missed.counted()} were served or left waiting, at ${horizon} µs`,
      );
    return this.#missed.close();
  }

  #advance(to: number): void {
    if (to < this.#now)
      throw new ConservationError(
        `time ran back from ${this.#now} µs to ${to} µs in the requests of a service`,
      );
    if (to === this.#now) return;
    const from = this.#now;
    this.#now = to;
    this.#arrived += this.#offered * (to - from);
    this.#ready += this.#replicas * (to - from);
    const steady = (this.#steady ??= steadyAt(this.#offered, this.#replicas));
    const quietFrom =
      this.#backlog > 0 || this.#offered > this.#replicas ? this.#wait(from, to, steady) : from;
    if (quietFrom === to) {
      this.#waiting = this.#backlog / this.#service.serviceTime;
      this.#inService = this.#replicas;
      return;
    }
    this.#busy += this.#offered * (to - quietFrom);
    this.#waiting = steadyQueue(steady);
    this.#inService = this.#offered;
    this.#queueIntegral += this.#waiting * (to - quietFrom);
    this.#settle(quietFrom, to, this.#offered, steady, 0, 0);
  }

  /** A backlog, from the beginning of the span. @returns when it ends, at most `to` */
  #wait(from: number, to: number, steady: Steady): number {
    const growth = this.#offered - this.#replicas;
    const empty = growth < 0 ? from - this.#backlog / growth : Number.POSITIVE_INFINITY;
    const ends = empty <= to + DUST;
    const end = Math.min(empty, to);
    const left = ends ? 0 : this.#backlog + growth * (end - from);
    this.#line.join(from, end, this.#offered, steady);
    if (ends) this.#line.finish(from, end, this.#replicas);
    else this.#line.serve(from, end, this.#replicas);
    this.#line.giveUp(end);
    this.#busy += this.#replicas * (end - from);
    this.#backlogIntegral += ((this.#backlog + left) / 2) * (end - from);
    this.#backlogTime += end - from;
    this.#backlog = this.#line.empty() ? 0 : left;
    return end;
  }

  #settle(
    from: number,
    until: number,
    pace: number,
    steady: Steady,
    delayFrom: number,
    delayUntil: number,
  ): void {
    const total = (pace * (until - from)) / this.#service.serviceTime;
    if (total > 0) {
      this.#missed.requests(from, until, total, {
        missed: total * this.#responses.missOver(steady, delayFrom, delayUntil),
        frustrated: total * this.#tolerated.missOver(steady, delayFrom, delayUntil),
        byDelay: total * this.#responses.lostOver(delayFrom, delayUntil),
      });
    }
    const first = this.#responses.breaks(steady, delayFrom);
    const part = this.#responses.crossing(steady, delayFrom, delayUntil);
    const change = part === 1 ? until : from + (until - from) * part; // exactly: spans that touch are one episode
    if (first) this.#missed.span(from, change);
    else if (change < until) this.#missed.span(change, until);
  }
}
