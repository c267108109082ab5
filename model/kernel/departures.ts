/**
 * Jobs that are done and not yet told so: a station's end of the line, kept in order of entry.
 *
 * Left out: when to tell; the station's timer says.
 */
import { doubled, NO_FLOATS, NO_INTS } from './doubled.ts';

export interface Departures {
  readonly size: number;
  /** @param entry  the how-manieth the job was to enter its station */
  add(job: number, entry: number): void;
  /** Takes off the one that entered first; only while there is one. */
  next(): number;
}

export const departuresOf = (): Departures => new SortedDepartures();

class SortedDepartures implements Departures {
  private head = 0;
  private tail = 0;
  private jobs = NO_INTS;
  private entries = NO_FLOATS;

  get size(): number {
    return this.tail - this.head;
  }

  add(job: number, entry: number): void {
    if (this.tail === this.jobs.length) {
      this.jobs = doubled(this.jobs);
      this.entries = doubled(this.entries);
    }
    let place = this.tail;
    // nearly always they come in order, and this does not turn once
    while (place > this.head && this.entries[place - 1]! > entry) {
      this.jobs[place] = this.jobs[place - 1]!;
      this.entries[place] = this.entries[place - 1]!;
      place -= 1;
    }
    this.jobs[place] = job;
    this.entries[place] = entry;
    this.tail += 1;
  }

  next(): number {
    const job = this.jobs[this.head]!;
    this.head += 1;
    if (this.head === this.tail) {
      this.head = 0;
      this.tail = 0;
    }
    return job;
  }
}
