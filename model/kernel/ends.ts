/**
 * Who is done first: jobs in the order of their ends on a station's virtual clock, equals in the order of entry.
 *
 * A binary heap in columns. Left out: what a job is to its station, which knows it by a number.
 */
import { doubled, NO_FLOATS, NO_INTS } from './doubled.ts';

export interface Ends {
  readonly size: number;
  /** End of the first one; only while there is one. */
  readonly first: number;
  readonly firstEntry: number;
  push(end: number, entry: number, item: number): void;
  /** Takes off the first one; only while there is one. */
  pop(): number;
  /** By place, from 0 to size − 1, in no order that means anything. */
  itemAt(place: number): number;
  /** The virtual clock is set back by so much. */
  rebase(by: number): void;
}

export const endsOf = (): Ends => new Heap();

class Heap implements Ends {
  size = 0;
  private end = NO_FLOATS;
  private entry = NO_FLOATS;
  private item = NO_INTS;

  get first(): number {
    return this.end[0]!;
  }

  get firstEntry(): number {
    return this.entry[0]!;
  }

  itemAt(place: number): number {
    return this.item[place]!;
  }

  rebase(by: number): void {
    for (let place = 0; place < this.size; place += 1) this.end[place]! -= by;
  }

  push(end: number, entry: number, item: number): void {
    if (this.size === this.item.length) {
      this.end = doubled(this.end);
      this.entry = doubled(this.entry);
      this.item = doubled(this.item);
    }
    let hole = this.size;
    this.size += 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      // a newcomer stays behind its equals
      if (this.end[parent]! <= end) break;
      this.copy(parent, hole);
      hole = parent;
    }
    this.end[hole] = end;
    this.entry[hole] = entry;
    this.item[hole] = item;
  }

  pop(): number {
    const item = this.item[0]!;
    this.size -= 1;
    if (this.size > 0) this.sink();
    return item;
  }

  /** Puts the one behind the heap's last one in place of its first one. */
  private sink(): void {
    const last = this.size;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= last) break;
      if (child + 1 < last && this.before(child + 1, child)) child += 1;
      if (this.before(last, child)) break;
      this.copy(child, hole);
      hole = child;
    }
    this.copy(last, hole);
  }

  private before(a: number, b: number): boolean {
    const x = this.end[a]!;
    const y = this.end[b]!;
    return x < y || (x === y && this.entry[a]! < this.entry[b]!);
  }

  private copy(from: number, to: number): void {
    this.end[to] = this.end[from]!;
    this.entry[to] = this.entry[from]!;
    this.item[to] = this.item[from]!;
  }
}
