/**
 * A waiting line in memory: jobs with an amount of work and the moment they came, first in, first out, in a ring that
 * doubles when full.
 *
 * Left out: what they wait for; that is the station's.
 */
import { doubledFloats, doubledInts } from './doubled.ts';

export interface Ring {
  readonly size: number;
  push(job: number, amount?: number, since?: number): void;
  /** Of the first job; NaN when nobody waits. */
  readonly amount: number;
  readonly since: number;
  /** Takes the first job off; -1 when nobody waits. */
  shift(): number;
}

export const ringOf = (): Ring => new DoublingRing();

class DoublingRing implements Ring {
  size = 0;
  private head = 0;
  private jobs = new Int32Array(16);
  private amounts = new Float64Array(16);
  private sinces = new Float64Array(16);

  get amount(): number {
    return this.size > 0 ? this.amounts[this.head]! : Number.NaN;
  }

  get since(): number {
    return this.size > 0 ? this.sinces[this.head]! : Number.NaN;
  }

  push(job: number, amount = 0, since = 0): void {
    if (this.size === this.jobs.length) this.grow();
    const tail = (this.head + this.size) & (this.jobs.length - 1);
    this.jobs[tail] = job;
    this.amounts[tail] = amount;
    this.sinces[tail] = since;
    this.size += 1;
  }

  shift(): number {
    if (this.size === 0) return -1;
    const job = this.jobs[this.head]!;
    this.head = (this.head + 1) & (this.jobs.length - 1);
    this.size -= 1;
    return job;
  }

  /** After doubling, what had wrapped around to the start follows what came before it. */
  private grow(): void {
    const { head } = this;
    const room = this.jobs.length;
    this.jobs = doubledInts(this.jobs);
    this.amounts = doubledFloats(this.amounts);
    this.sinces = doubledFloats(this.sinces);
    this.jobs.copyWithin(room, 0, head);
    this.amounts.copyWithin(room, 0, head);
    this.sinces.copyWithin(room, 0, head);
  }
}
