/**
 * The calendar: every event to come, in one total order of (time, rank, sequence).
 *
 * A binary heap on typed arrays that double when full; no object and no closure per event. Rank and sequence share one
 * number, rank · 2^47 + sequence, so that two entries are told apart by at most two comparisons. An entry taken off leaves
 * its place hollow until the next one comes: what an event brings about is mostly soon, and sinks a step or two from the
 * top where refilling it and climbing from the bottom would go the whole depth twice. Left out: removing an entry from the
 * middle (simulation skips what was overtaken) and what an event means.
 */
import { doubled } from './doubled.ts';

const SEQUENCES = 0x8000_0000_0000; // 2^47
/** Ranks run from 0, first at a moment, to 63, last. */
export const RANK_LAST = 63;

/** The tie-breaker of two entries at one time: lower rank first, then lower sequence. */
export const orderOf = (rank: number, sequence: number): number => rank * SEQUENCES + sequence;

export interface Calendar {
  readonly size: number;
  /** Time of the first entry; Infinity when empty. */
  readonly first: number;
  push(time: number, order: number, code: number, subject: number): void;
  /**
   * Takes the first entry off and leaves it in `time`, `order`, `code` and `subject`; false when there is none, or none
   * up to and including `until`.
   */
  pop(until?: number): boolean;
  readonly time: number;
  readonly order: number;
  readonly code: number;
  readonly subject: number;
}

export const calendarOf = (room = 1024): Calendar => new HeapCalendar(room);

class HeapCalendar implements Calendar {
  size = 0;
  time = 0;
  order = 0;
  code = 0;
  subject = 0;
  /** Time and order of entry i at 2i and 2i + 1, code and subject likewise: neighbours in a comparison share a line. */
  private keys: Float64Array<ArrayBuffer>;
  private events: Int32Array<ArrayBuffer>;
  /** The first place is empty, and `size` entries are behind it. */
  private hollow = false;

  constructor(room: number) {
    this.keys = new Float64Array(2 * room);
    this.events = new Int32Array(2 * room);
  }

  get first(): number {
    if (this.hollow) this.fill();
    return this.size > 0 ? this.keys[0]! : Number.POSITIVE_INFINITY;
  }

  push(time: number, order: number, code: number, subject: number): void {
    if (this.hollow) {
      this.hollow = false;
      this.size += 1;
      this.sink(time, order, code, subject, this.size);
      return;
    }
    if (2 * this.size === this.keys.length) this.grow();
    const { keys, events } = this;
    let hole = this.size;
    this.size = hole + 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = keys[2 * parent]!;
      if (above < time || (above === time && keys[2 * parent + 1]! < order)) break;
      keys[2 * hole] = above;
      keys[2 * hole + 1] = keys[2 * parent + 1]!;
      events[2 * hole] = events[2 * parent]!;
      events[2 * hole + 1] = events[2 * parent + 1]!;
      hole = parent;
    }
    keys[2 * hole] = time;
    keys[2 * hole + 1] = order;
    events[2 * hole] = code;
    events[2 * hole + 1] = subject;
  }

  pop(until: number = Number.POSITIVE_INFINITY): boolean {
    if (this.hollow) this.fill();
    const { keys, events } = this;
    if (this.size === 0 || keys[0]! > until) return false;
    this.time = keys[0]!;
    this.order = keys[1]!;
    this.code = events[0]!;
    this.subject = events[1]!;
    this.size -= 1;
    this.hollow = true;
    return true;
  }

  /** Puts the last entry into the hollow top. */
  private fill(): void {
    const { keys, events, size } = this;
    this.hollow = false;
    this.sink(keys[2 * size]!, keys[2 * size + 1]!, events[2 * size]!, events[2 * size + 1]!, size);
  }

  /** From the top down, among the first `room` places. */
  private sink(time: number, order: number, code: number, subject: number, room: number): void {
    const { keys, events } = this;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= room) break;
      let below = keys[2 * child]!;
      const right = child + 1;
      if (right < room) {
        const beside = keys[2 * right]!;
        if (beside < below || (beside === below && keys[2 * right + 1]! < keys[2 * child + 1]!)) {
          child = right;
          below = beside;
        }
      }
      if (time < below || (time === below && order < keys[2 * child + 1]!)) break;
      keys[2 * hole] = below;
      keys[2 * hole + 1] = keys[2 * child + 1]!;
      events[2 * hole] = events[2 * child]!;
      events[2 * hole + 1] = events[2 * child + 1]!;
      hole = child;
    }
    keys[2 * hole] = time;
    keys[2 * hole + 1] = order;
    events[2 * hole] = code;
    events[2 * hole + 1] = subject;
  }

  private grow(): void {
    this.keys = doubled(this.keys);
    this.events = doubled(this.events);
  }
}
