/**
 * What broke the objective: requests, time, and episodes of time.
 *
 * Spans come in the order of time; two that touch are one episode. Left out: what breaks an objective (requests.ts for
 * load, the set-up time for creations).
 */
import { micros, type Fraction, type Micros } from '../kernel/units.ts';
import type { Objective, Series } from '../recording.ts';
import { SpanList } from './spans.ts';
import { Tally } from './tally.ts';

export interface Missed {
  /** So many requests that arrived evenly over [from, until), and of them: */
  readonly requests: (from: number, until: number, total: number, of: MissedOf) => void;
  /** One request that arrived at a moment. */
  readonly request: (at: number, missed: boolean, frustrated: boolean) => void;
  /** The objective was broken throughout [from, until). */
  readonly span: (from: number, until: number) => void;
  /** Requests counted so far. */
  readonly counted: () => number;
  readonly series: () => Series;
  readonly close: () => Objective;
}

export interface MissedOf {
  readonly missed: number;
  /** Of the missed, those that took more than four times the threshold. */
  readonly frustrated: number;
  /** Of the missed, those whose fluid delay alone broke the threshold. */
  readonly byDelay: number;
}

/** How many times the threshold Apdex tolerates. */
export const TOLERATED = 4;

/** @param horizon  end of the time in which requests arrive, µs */
export const missedOf = (threshold: Micros, allowed: Fraction, horizon: number): Missed =>
  new Ledger(threshold, allowed, horizon);

class Ledger implements Missed {
  readonly #threshold: Micros;
  readonly #allowed: Fraction;
  readonly #tally: Tally;
  #total = 0;
  #missed = 0;
  #frustrated = 0;
  #byDelay = 0;
  #time = 0;
  #episodes = 0;
  #longest = 0;
  #begun = 0;
  #ended = -1;
  readonly #broken = new SpanList();

  constructor(threshold: Micros, allowed: Fraction, horizon: number) {
    this.#threshold = threshold;
    this.#allowed = allowed;
    this.#tally = new Tally(horizon);
  }

  requests(from: number, until: number, total: number, { missed, frustrated, byDelay }: MissedOf): void {
    this.#total += total;
    this.#missed += missed;
    this.#frustrated += frustrated;
    this.#byDelay += byDelay;
    this.#tally.spread(from, until, total, missed);
  }

  request(at: number, missed: boolean, frustrated: boolean): void {
    this.#total += 1;
    if (missed) this.#missed += 1;
    if (frustrated) this.#frustrated += 1;
    this.#tally.add(at, 1, missed ? 1 : 0);
  }

  series(): Series {
    return this.#tally.series();
  }

  span(from: number, until: number): void {
    if (until <= from) return;
    if (from !== this.#ended) {
      this.#episodes += 1;
      this.#begun = from;
    }
    this.#ended = until;
    this.#broken.add(from, until);
    this.#time += until - from;
    this.#longest = Math.max(this.#longest, until - this.#begun);
  }

  counted(): number {
    return this.#total;
  }

  close(): Objective {
    return {
      threshold: this.#threshold,
      total: this.#total,
      missed: this.#missed,
      tolerated: Math.max(0, this.#missed - this.#frustrated),
      allowed: this.#allowed,
      timeMissed: this.#time,
      episodes: this.#episodes,
      episodeLongest: micros(Math.round(this.#longest)),
      fluidShare: this.#missed > 0 ? this.#byDelay / this.#missed : 0,
      series: this.#tally.series(),
      broken: this.#broken.all(),
    };
  }
}
