/**
 * A waiting line in memory: jobs with one number each, first in, first out, in a ring that doubles when full.
 *
 * Left out: time; who waits and why is the station's.
 */

export interface Ring {
  readonly size: number;
  push(job: number, amount: number): void;
  /** Amount of the first job; NaN when nobody waits. */
  readonly amount: number;
  /** Takes the first job off; -1 when nobody waits. */
  shift(): number;
}

export const ringOf = (): Ring => new DoublingRing();

class DoublingRing implements Ring {
  size = 0;
  private head = 0;
  private jobs = new Int32Array(16);
  private amounts = new Float64Array(16);

  get amount(): number {
    return this.size > 0 ? this.amounts[this.head]! : Number.NaN;
  }

  push(job: number, amount: number): void {
    if (this.size === this.jobs.length) this.grow();
    const tail = (this.head + this.size) & (this.jobs.length - 1);
    this.jobs[tail] = job;
    this.amounts[tail] = amount;
    this.size += 1;
  }

  shift(): number {
    if (this.size === 0) return -1;
    const job = this.jobs[this.head]!;
    this.head = (this.head + 1) & (this.jobs.length - 1);
    this.size -= 1;
    return job;
  }

  private grow(): void {
    const { jobs, amounts, head } = this;
    this.jobs = new Int32Array(2 * jobs.length);
    this.amounts = new Float64Array(2 * amounts.length);
    this.jobs.set(jobs.subarray(head));
    this.jobs.set(jobs.subarray(0, head), jobs.length - head);
    this.amounts.set(amounts.subarray(head));
    this.amounts.set(amounts.subarray(0, head), amounts.length - head);
    this.head = 0;
  }
}
