/**
 * What broke the objective: requests, time, and episodes of time.
 *
 * Spans come in the order of time; two that touch are one episode. Left out: what breaks an objective (requests.ts for
 * load, the set-up time for creations).
 */
import { micros, type Micros } from '../kernel/units.ts';
import type { Objective } from '../recording.ts';
import { SpanList } from './spans.ts';

export interface Missed {
  /** So many requests, of which so many missed, of which so many by their fluid delay alone. */
  readonly requests: (total: number, missed: number, byDelay: number) => void;
  /** The objective was broken throughout [from, until). */
  readonly span: (from: number, until: number) => void;
  /** Requests counted so far. */
  readonly counted: () => number;
  readonly close: () => Objective;
}

export const missedOf = (threshold: Micros): Missed => new Ledger(threshold);

class Ledger implements Missed {
  readonly #threshold: Micros;
  #total = 0;
  #missed = 0;
  #byDelay = 0;
  #time = 0;
  #episodes = 0;
  #longest = 0;
  #begun = 0;
  #ended = -1;
  readonly #broken = new SpanList();

  constructor(threshold: Micros) {
    this.#threshold = threshold;
  }

  requests(total: number, missed: number, byDelay: number): void {
    this.#total += total;
    this.#missed += missed;
    this.#byDelay += byDelay;
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
      timeMissed: this.#time,
      episodes: this.#episodes,
      episodeLongest: micros(Math.round(this.#longest)),
      fluidShare: this.#missed > 0 ? this.#byDelay / this.#missed : 0,
      broken: this.#broken.all(),
    };
  }
}
