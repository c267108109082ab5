/**
 * Requests that arrive one by one: a Poisson process whose rate follows the load.
 *
 * The integral of the rate from one arrival to the next is exponential with mean 1, so a change of the load stretches or
 * shortens the gap under way and draws nothing new: two replays with the same seed meet the same arrivals whatever serves
 * them. Left out: arrivals in batches, and sessions.
 */
import type { Simulation, Timer } from '../kernel/simulation.ts';
import type { Stream } from '../kernel/streams.ts';
import { inSeconds, moment, NEVER, type Moment } from '../kernel/units.ts';

export interface Arrivals {
  /** From now on so many per second. */
  readonly rate: (perSecond: number) => void;
}

/** Beside other requests' ends: before the policy looks, after the load changed. */
export const REQUEST_RANK = 2;

/**
 * @param until   none arrives at this moment or later
 * @param arrive  called at each arrival
 */
export const arrivalsOf = (
  simulation: Simulation,
  stream: Stream,
  until: Moment,
  arrive: () => void,
): Arrivals => new Poisson(simulation, stream, until, arrive);

class Poisson implements Arrivals {
  readonly #simulation: Simulation;
  readonly #stream: Stream;
  readonly #until: Moment;
  readonly #arrive: () => void;
  readonly #timer: Timer;
  /** Per µs. */
  #rate = 0;
  /** What is left of the integral to the next arrival as of `#since`, a moment that need not be whole. */
  #left: number;
  #since = 0;

  constructor(simulation: Simulation, stream: Stream, until: Moment, arrive: () => void) {
    this.#simulation = simulation;
    this.#stream = stream;
    this.#until = until;
    this.#arrive = arrive;
    this.#left = stream.exponential(1);
    this.#timer = simulation.timer(() => this.#next(), REQUEST_RANK);
  }

  rate(perSecond: number): void {
    const { now } = this.#simulation;
    // the next one may be due within this very µs, and is then not earlier than now
    this.#left = Math.max(0, this.#left - this.#rate * (now - this.#since));
    this.#since = now;
    this.#rate = inSeconds(perSecond);
    this.#arm();
  }

  #next(): void {
    this.#since += this.#left / this.#rate;
    this.#left = this.#stream.exponential(1);
    this.#arm();
    this.#arrive();
  }

  #arm(): void {
    const due = this.#rate > 0 ? Math.ceil(this.#since + this.#left / this.#rate) : Number.POSITIVE_INFINITY;
    this.#timer.set(due < this.#until ? moment(due) : NEVER);
  }
}
