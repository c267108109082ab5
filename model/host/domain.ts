/**
 * The domains of one host, in pooled columns: memory follows the live ones, however long the trace.
 *
 * A domain does several things at once (its build, its guest's drivers, the scrubbing of its nodes after death); each is
 * a lane with a program of steps and a place in it. A job, as stations know it, is a domain and a lane in one number.
 * Left out: what the steps are (creation, destruction) and what time they take.
 */
import { doubled } from '../kernel/doubled.ts';
import { Places } from '../kernel/places.ts';
import { LOT_WORDS, lotIn, type Stream } from '../kernel/streams.ts';
import type { Bytes } from '../kernel/units.ts';

/** Lanes of a domain; from SCRUB on there is one per NUMA node. */
export const CREATION = 0;
export const DESTRUCTION = 1;
/** The guest's own front ends and their back ends while it boots. */
export const GUEST = 2;
/** xenconsoled looks at every domain when one is introduced. */
export const INTRODUCED = 3;
/** After the hypervisor let go of a domain: RCU, and what xenstored and the monitor daemons do about it. */
export const AFTERMATH = 4;
/** xenconsoled looks at every domain when one is released. */
export const RELEASED = 5;
/** The pool of shells is filled again. */
export const SHELL = 6;
export const SCRUB = 8;
const LANE_BITS = 4;
export const LANES = 1 << LANE_BITS;
export const MAX_NUMA_NODES = LANES - SCRUB;

export const jobOf = (domain: number, lane: number): number => (domain << LANE_BITS) | lane;
export const domainOf = (job: number): number => job >> LANE_BITS;
export const laneOf = (job: number): number => job & (LANES - 1);

/** What a host is asked to build. */
export interface DomainRequest {
  /** What the caller knows the domain by. */
  readonly owner: number;
  /** Its number in the order of requests, the same in every variant: it names the domain's random stream. */
  readonly ordinal: number;
  readonly vcpus: number;
  readonly memory: Bytes;
}

/** Columns of the live domains. Everything is indexed by domain but the last three, which are indexed by job. */
export interface Domains {
  readonly live: number;
  readonly owner: Int32Array;
  readonly vcpus: Uint16Array;
  readonly memory: Float64Array;
  /** Lanes under way; the place is free when the last one ends. */
  readonly lanes: Uint8Array;
  /** NUMA nodes still to be scrubbed before the destruction returns. */
  readonly scrubsLeft: Uint8Array;
  /** 1 once the creation is over. */
  readonly built: Uint8Array;
  readonly destroyAsked: Uint8Array;
  /** Processor time of the guest's boot, drawn once, so that every variant boots the same guest. */
  readonly boot: Float64Array;
  /** When the destruction was asked for; a domain may not have been ready then. */
  readonly destroyAskedAt: Float64Array;
  readonly place: Uint8Array;
  readonly since: Float64Array;
  /** What the current step takes when nobody else is there, µs. */
  readonly served: Float64Array;
  readonly add: (request: DomainRequest, stream: Stream) => number;
  readonly remove: (domain: number) => void;
  /** Of the domain's own random stream, by number, in [0, 1). */
  readonly lot: (domain: number, which: number) => number;
  /** The creation has come to where it needs the GUEST lane to be over; true when it is. */
  readonly join: (domain: number) => boolean;
  /** The GUEST lane is over; true when the creation waits for that. */
  readonly joined: (domain: number) => boolean;
}

/** How a creation and its GUEST lane meet. */
const APART = 0;
const ONE_IS_THERE = 1;

class Columns implements Domains {
  live = 0;
  owner = new Int32Array(16);
  vcpus = new Uint16Array(16);
  memory = new Float64Array(16);
  lanes = new Uint8Array(16);
  scrubsLeft = new Uint8Array(16);
  built = new Uint8Array(16);
  destroyAsked = new Uint8Array(16);
  private lots = new Int32Array(16 * LOT_WORDS);
  boot = new Float64Array(16);
  destroyAskedAt = new Float64Array(16);
  place = new Uint8Array(16 * LANES);
  since = new Float64Array(16 * LANES);
  served = new Float64Array(16 * LANES);
  private meeting = new Uint8Array(16);
  private readonly places = new Places();

  add(request: DomainRequest, stream: Stream): number {
    const domain = this.places.take();
    if (domain === this.owner.length) this.grow();
    this.live += 1;
    this.owner[domain] = request.owner;
    this.vcpus[domain] = request.vcpus;
    this.memory[domain] = request.memory;
    this.lanes[domain] = 0;
    this.built[domain] = 0;
    this.destroyAsked[domain] = 0;
    this.meeting[domain] = APART;
    stream.keepLots(this.lots, domain * LOT_WORDS);
    return domain;
  }

  remove(domain: number): void {
    this.live -= 1;
    this.places.give(domain);
  }

  lot(domain: number, which: number): number {
    return lotIn(this.lots, domain * LOT_WORDS, which);
  }

  join(domain: number): boolean {
    return this.meet(domain);
  }

  joined(domain: number): boolean {
    return this.meet(domain);
  }

  private meet(domain: number): boolean {
    if (this.meeting[domain] === ONE_IS_THERE) return true;
    this.meeting[domain] = ONE_IS_THERE;
    return false;
  }

  private grow(): void {
    this.owner = doubled(this.owner);
    this.vcpus = doubled(this.vcpus);
    this.memory = doubled(this.memory);
    this.lanes = doubled(this.lanes);
    this.scrubsLeft = doubled(this.scrubsLeft);
    this.built = doubled(this.built);
    this.destroyAsked = doubled(this.destroyAsked);
    this.meeting = doubled(this.meeting);
    this.lots = doubled(this.lots);
    this.boot = doubled(this.boot);
    this.destroyAskedAt = doubled(this.destroyAskedAt);
    this.place = doubled(this.place);
    this.since = doubled(this.since);
    this.served = doubled(this.served);
  }
}

export const domainsOf = (): Domains => new Columns();
