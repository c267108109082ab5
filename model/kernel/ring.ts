/**
 * A waiting line in memory: jobs, first in, first out, in a ring that doubles when full.
 *
 * Left out: what they wait for; that is the station's.
 */
import { doubled, NO_INTS } from './doubled.ts';

export interface Ring {
  readonly size: number;
  /** Only while there is one. */
  readonly first: number;
  push(job: number): void;
  /** Takes the first job off; only while there is one. */
  shift(): number;
}

export const ringOf = (): Ring => new DoublingRing();

class DoublingRing implements Ring {
  size = 0;
  private head = 0;
  private jobs = NO_INTS;

  get first(): number {
    return this.jobs[this.head]!;
  }

  push(job: number): void {
    if (this.size === this.jobs.length) this.grow();
    this.jobs[(this.head + this.size) & (this.jobs.length - 1)] = job;
    this.size += 1;
  }

  shift(): number {
    const job = this.jobs[this.head]!;
    this.head = (this.head + 1) & (this.jobs.length - 1);
    this.size -= 1;
    return job;
  }

  /** After doubling, what had wrapped around to the start follows what came before it. */
  private grow(): void {
    const room = this.jobs.length;
    this.jobs = doubled(this.jobs);
    this.jobs.copyWithin(room, 0, this.head);
  }
}
