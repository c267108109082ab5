/**
 * Requests one by one: each arrives, waits, is served and leaves, and its response time is known to the microsecond.
 *
 * Arrivals are Poisson at the rate of the load, their work follows a law, and replicas serve them in line or shared. The
 * objective is broken in an interval of the tally (a minute) in which more than the allowed share of its arrivals missed.
 * What waits at the horizon has missed; what is in service then is served to its end. Left out: retries, requests that
 * give up, and replicas that differ.
 *
 * @source metrics.md sections 2 and 6
 */
import { doubled } from '../kernel/doubled.ts';
import { Places } from '../kernel/places.ts';
import { ConservationError } from '../kernel/faults.ts';
import { drawsOf, type Law } from '../kernel/law.ts';
import type { Simulation } from '../kernel/simulation.ts';
import type { Streams } from '../kernel/streams.ts';
import { fraction, micros, type Moment } from '../kernel/units.ts';
import type { Objective, Series } from '../recording.ts';
import { arrivalsOf, REQUEST_RANK, type Arrivals } from './arrivals.ts';
import { missedAllowed, type Service } from './capacity.ts';
import { missedOf, TOLERATED, type Missed } from './missed.ts';
import type { Sample, Watched } from './requests.ts';
import { ResponseScale } from './response-times.ts';
import { serversOf, type Discipline, type Servers } from './servers.ts';

/** How requests are served one by one. */
export interface EachRules {
  readonly law: Law;
  readonly discipline: Discipline;
}

export interface EachSample extends Sample {
  /** Work of the requests that arrived, replica-µs. */
  readonly work: number;
  /** Requests that were served, and the sum of their response times, request-µs. */
  readonly served: number;
  readonly responseTime: number;
  /** µs without any request in the system. */
  readonly emptyTime: number;
}

export interface Each extends Watched {
  readonly sample: (at: Moment) => EachSample;
}

export const eachOf = (
  simulation: Simulation,
  service: Service,
  rules: EachRules,
  horizon: Moment,
  streams: Streams,
): Each => new OneByOne(simulation, service, rules, horizon, streams);

const FIRST_ROOM = 64;
const NOBODY = (): void => undefined;

class OneByOne implements Each {
  readonly #simulation: Simulation;
  readonly #service: Service;
  readonly #arrivals: Arrivals;
  readonly #servers: Servers;
  readonly #work: () => number;
  readonly #missed: Missed;
  readonly #times = new ResponseScale();
  #changed: () => void = NOBODY;
  /** When each request in the system arrived, by its place. */
  #arrivedAt = new Float64Array(FIRST_ROOM);
  readonly #places = new Places();
  #present = 0;
  /** Totals up to `#now`, and what is so since then. */
  #now = 0;
  #replicas = 0;
  #heldBusy = 0;
  #heldWaiting = 0;
  #heldPresent = 0;
  #arrived = 0;
  #workArrived = 0;
  #served = 0;
  #responseTime = 0;
  #busy = 0;
  #ready = 0;
  #waitingIntegral = 0;
  #waitingTime = 0;
  #presentIntegral = 0;
  #emptyTime = 0;

  constructor(
    simulation: Simulation,
    service: Service,
    { law, discipline }: EachRules,
    horizon: Moment,
    streams: Streams,
  ) {
    this.#simulation = simulation;
    this.#service = service;
    this.#missed = missedOf(service.threshold, fraction(missedAllowed(service)), horizon);
    this.#servers = serversOf(simulation, discipline, (job) => this.#leave(job));
    this.#work = drawsOf(law, service.serviceTime, streams.of('work'));
    this.#arrivals = arrivalsOf(simulation, streams.of('arrivals'), horizon, () => this.#arrive());
    simulation.timer(() => this.#servers.shut(), REQUEST_RANK).set(horizon);
  }

  get waiting(): number {
    return this.#servers.waiting;
  }

  get inSystem(): number {
    return this.#present;
  }

  watch(changed: () => void): void {
    this.#changed = changed;
  }

  load(_at: Moment, perSecond: number): void {
    this.#arrivals.rate(perSecond);
  }

  ready(_at: Moment, replicas: number): void {
    this.#advance();
    this.#replicas = replicas;
    this.#servers.replicas(replicas);
    this.#hold();
  }

  sample(at: Moment): EachSample {
    this.#advance();
    const { waiting } = this.#servers;
    return {
      at,
      arrived: this.#arrived,
      busy: this.#busy,
      ready: this.#ready,
      backlog: waiting,
      backlogIntegral: this.#waitingIntegral,
      backlogTime: this.#waitingTime,
      waiting,
      inSystem: this.#present,
      inSystemIntegral: this.#presentIntegral,
      work: this.#workArrived,
      served: this.#served,
      responseTime: this.#responseTime,
      emptyTime: this.#emptyTime,
    };
  }

  close(horizon: Moment): Objective {
    for (let place = 0; place < this.#places.size; place += 1) {
      if (this.#arrivedAt[place]! >= 0) this.#judge(this.#arrivedAt[place]!, Number.POSITIVE_INFINITY);
    }
    if (this.#missed.counted() !== this.#arrived)
      throw new ConservationError(
        `requests lost: ${this.#arrived} arrived and ${this.#missed.counted()} were served or left waiting, at ${horizon} µs`,
      );
    const broken = brokenIn(this.#missed.series(), missedAllowed(this.#service));
    for (const [from, until] of broken) this.#missed.span(from, Math.min(until, horizon));
    return { ...this.#missed.close(), fluidShare: Number.NaN, responses: this.#times.all() };
  }

  #arrive(): void {
    this.#advance();
    const place = this.#places.take();
    if (place === this.#arrivedAt.length) this.#arrivedAt = doubled(this.#arrivedAt);
    this.#arrivedAt[place] = this.#now;
    this.#arrived += 1;
    this.#present += 1;
    const work = this.#work();
    this.#workArrived += work;
    this.#servers.enter(place, work);
    this.#hold();
    this.#changed();
  }

  #leave(place: number): void {
    this.#advance();
    const arrivedAt = this.#arrivedAt[place]!;
    const response = this.#simulation.now - arrivedAt;
    this.#present -= 1;
    this.#arrivedAt[place] = -1;
    this.#places.give(place);
    this.#judge(arrivedAt, response);
    this.#times.add(response);
    this.#served += 1;
    this.#responseTime += response;
    this.#hold();
    this.#changed();
  }

  #judge(arrivedAt: number, response: number): void {
    const { threshold } = this.#service;
    this.#missed.request(arrivedAt, response > threshold, response > TOLERATED * threshold);
  }

  /** Integrates what was held since the last event; whoever changes it then says what is held from now on. */
  #advance(): void {
    const { now } = this.#simulation;
    const span = now - this.#now;
    if (span === 0) return;
    this.#now = now;
    this.#busy += this.#heldBusy * span;
    this.#ready += this.#replicas * span;
    this.#waitingIntegral += this.#heldWaiting * span;
    this.#presentIntegral += this.#heldPresent * span;
    if (this.#heldWaiting > 0) this.#waitingTime += span;
    if (this.#heldPresent === 0) this.#emptyTime += span;
  }

  #hold(): void {
    this.#heldBusy = this.#servers.inService;
    this.#heldWaiting = this.#servers.waiting;
    this.#heldPresent = this.#present;
  }
}

/** Intervals in which more than the allowed share missed, [from, until) in µs. */
const brokenIn = (
  { interval, total, missed }: Series,
  allowed: number,
): readonly (readonly [number, number])[] =>
  Array.from(total.keys())
    .filter((index) => missed[index]! > allowed * total[index]!)
    .map((index) => [index * interval, micros((index + 1) * interval)]);
