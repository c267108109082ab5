/**
 * How long a poll loop keeps its clients in a cycle: the fluid law behind turns.
 *
 * A pass scans all connections (cost o) and then serves one request of every client that waits when the scan ends. A
 * client has its own time t, a service s, and alone a cycle of c = t + s + o. Two things keep it longer:
 *
 * Turns. Where the loop never rests, passes of mean length L follow each other, and a client is back before the next
 * scan ends only if it has no more to spend of its own than the scan takes: t ≤ o. One with more is answered at any
 * point of a pass and misses, in the mean, so much of the next as its own time reaches beyond the scan; where that is
 * long, half of a scan falls into it. Its cycle is L + τ, and the passes are as long as what they serve:
 *
 *     S = L + τ,   τ = (t − o) + min(t − o, o/2) for t > o, else 0,   L = o + Σ s · L/(L + τ)
 *
 * The right side is concave in L, so there is one L; it grows with every s and with every client, and shrinks with t.
 *
 * Meetings. Where the loop rests, a client may still come while another one is scanned for (it waits for that one's
 * service, less the half of a scan that it saves) or served (it waits for half of that):
 *
 *     U = c + Σ of the others' (s²/2 + o · max(0, s − o/2)) / cycle
 *
 * The cycle is the longer of the two. Where S is shorter, others may keep the loop going, so that a client rides on their
 * scans: they do for the share b of time that they are there, and the cycle is b·S + (1 − b)·U. Nobody is faster than t + s.
 *
 * Clients with the same own time are one group, with the group's mean service, so that the law costs in proportion to the
 * groups. Held against one event per request in sets of unlike clients, as crowds of creations bring them about, the mean
 * cycle of those with less own time is 1.5 % off, of those with more 2.5 %. Left out: rhythm. Clients of one kind fall into
 * step where the law takes any moment of a pass for as likely as any other: two of them can be 14 % off, four 7 %, sixteen
 * less than 0.5 %; and one with a service as long as a pass of the others sets their pace.
 */
import { doubled, NO_FLOATS } from './doubled.ts';

/** Those of a poll loop, by their own time: a group per place, from 0 to size − 1. */
export class Groups {
  size = 0;
  /** Clients of all groups. */
  clients = 0;
  /** t of each. */
  own = NO_FLOATS;
  /** How many, and Σ s of them. */
  count = NO_FLOATS;
  service = NO_FLOATS;
  /** What {@link settle} found: µs from one answer to the next. */
  cycle = NO_FLOATS;
  /** Share of the server that they take, passes included, 0 to 1. */
  utilisation = 0;
  private delay = NO_FLOATS;
  private turn = NO_FLOATS;
  private meeting = NO_FLOATS;

  /** @returns the place of the group of that own time, a new one where there is none */
  placeOf(own: number): number {
    for (let place = 0; place < this.size; place += 1) if (this.own[place] === own) return place;
    if (this.size === this.own.length) this.grow();
    const place = this.size;
    this.size += 1;
    this.own[place] = own;
    this.count[place] = 0;
    this.service[place] = 0;
    return place;
  }

  add(place: number, service: number): void {
    this.clients += 1;
    this.count[place]! += 1;
    this.service[place]! += service;
  }

  /** With the last of its clients a group is empty, and still has its place. */
  take(place: number, service: number): void {
    this.clients -= 1;
    this.count[place]! -= 1;
    this.service[place] = this.count[place] === 0 ? 0 : this.service[place]! - service;
  }

  /** Takes an empty group out; the last one gets its place. */
  remove(place: number): void {
    this.size -= 1;
    const last = this.size;
    this.own[place] = this.own[last]!;
    this.count[place] = this.count[last]!;
    this.service[place] = this.service[last]!;
    this.cycle[place] = this.cycle[last]!;
  }

  /** Finds every group's cycle, where a pass costs so many µs. */
  settle(pass: number): void {
    if (this.clients === 0) {
      this.utilisation = 0;
    } else if (this.clients === 1) {
      const busy = this.service[0]! + pass;
      this.cycle[0] = this.own[0]! + busy;
      this.utilisation = busy / this.cycle[0];
    } else {
      this.settleTogether(pass);
    }
  }

  private settleTogether(pass: number): void {
    const { own, count, service, cycle, turn, meeting } = this;
    const length = this.passLength(pass);
    let there = 0;
    let meetings = 0;
    for (let place = 0; place < this.size; place += 1) {
      const mean = service[place]! / count[place]!;
      const alone = own[place]! + mean;
      const waiting = Math.max(length + this.delay[place]!, alone);
      turn[place] = waiting;
      there += count[place]! * (1 - own[place]! / waiting);
      const met = (mean * mean) / 2 + pass * Math.max(0, mean - pass / 2);
      meeting[place] = met / Math.max(alone + pass, waiting);
      meetings += count[place]! * meeting[place]!;
    }
    let busy = 0;
    let requests = 0;
    let kept = 0;
    for (let place = 0; place < this.size; place += 1) {
      const waiting = turn[place]!;
      const alone = own[place]! + service[place]! / count[place]! + pass;
      const meets = alone + meetings - meeting[place]!;
      const rides = waiting < meets ? Math.min(1, there - (1 - own[place]! / waiting)) : 1;
      const span = rides * waiting + (1 - rides) * meets;
      cycle[place] = span;
      busy += service[place]! / span;
      requests += count[place]! / span;
      kept += (rides * count[place]!) / span;
    }
    if (kept === requests) {
      this.utilisation = 1;
      return;
    }
    // no more passes than requests, less those of others that come during a scan, and no more than fit
    const shared = pass * (requests - kept) * (1 - 1 / this.clients);
    this.utilisation = Math.min(1, busy + pass * Math.min(requests / (1 + shared), 1 / length));
  }

  /** L, by Newton's method from above, where the right side's concavity makes every step land above it again. */
  private passLength(pass: number): number {
    const { own, service, delay, size } = this;
    let length = pass;
    for (let place = 0; place < size; place += 1) {
      const beyond = Math.max(0, own[place]! - pass);
      delay[place] = beyond + Math.min(beyond, pass / 2);
      length += service[place]!;
    }
    for (let step = 0; step < STEPS; step += 1) {
      let excess = length - pass;
      let slope = 1;
      for (let place = 0; place < size; place += 1) {
        const work = service[place]! / (length + delay[place]!);
        excess -= work * length;
        slope -= (work * delay[place]!) / (length + delay[place]!);
      }
      // never below a scan: where passes cost nothing, rounding could lead below 0
      const next = Math.max(pass, length - excess / slope);
      if (!(next < length * CLOSE)) return length;
      length = next;
    }
    return length;
  }

  private grow(): void {
    this.own = doubled(this.own);
    this.count = doubled(this.count);
    this.service = doubled(this.service);
    this.cycle = doubled(this.cycle);
    this.delay = doubled(this.delay);
    this.turn = doubled(this.turn);
    this.meeting = doubled(this.meeting);
  }
}

/** Enough: where the server is just full and passes cost nothing, each step halves what is left. */
const STEPS = 60;
/** A step that shortens by less than that is rounding. */
const CLOSE = 1 - 1e-13;
