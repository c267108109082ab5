/**
 * The hosts under a workload: which host a domain goes to, and the wait when none has room.
 *
 * Hosts share one clock and nothing else. `pack` fills the first host with room before the next, as a consolidating
 * scheduler does, so that a burst lands on few hosts; `spread` takes the emptiest. Left out: migration, host failures,
 * and the scheduler's own time.
 */
import type { Simulation } from '../kernel/simulation.ts';
import type { Streams } from '../kernel/streams.ts';
import { micros, type Bytes, type Micros, type Moment } from '../kernel/units.ts';
import type { Guest } from '../host/guest.ts';
import type { Register } from '../host/journal.ts';
import type { Profile } from '../host/profile.ts';
import { sumOfTotals } from '../host/step.ts';
import { hostOf, type Host } from '../host/toolstack.ts';
import type { Variant } from '../host/variants.ts';
import type { StepTotals } from '../recording.ts';
import type { DomainSize } from '../workload.ts';

export type Packing = 'pack' | 'spread';

export interface FleetPlan {
  readonly hosts: number;
  /** Most domains that one host is given, neighbours included. */
  readonly guestsPerHost: number;
  readonly packing: Packing;
  /** Domains that run beside the workload on every host, and what each holds. */
  readonly neighbours: { readonly count: number; readonly size: DomainSize };
  readonly profile: Profile;
  readonly guest: Guest;
}

export interface FleetOptions extends FleetPlan {
  readonly variant: Variant;
  readonly seed: number;
  readonly streams: Streams;
  readonly ready: (owner: number) => void;
  readonly cleaned: (owner: number, destroyAsked: Moment) => void;
  readonly returned: (owner: number) => void;
  readonly creations?: Register | undefined;
  readonly destructions?: Register | undefined;
}

export interface Fleet {
  /** Asks for a domain; `ready` tells when it serves. `owner` is the caller's index, free for reuse after `returned`. */
  readonly create: (owner: number, ordinal: number, size: DomainSize) => void;
  /** A domain that ran before the replay began; false when no host has room. */
  readonly found: (owner: number, ordinal: number, size: DomainSize) => boolean;
  /** True when the domain had not reached a host yet: it is forgotten, and `returned` is not called. */
  readonly destroy: (owner: number) => boolean;
  /** Domains waiting for a host. */
  readonly queued: () => number;
  readonly hosts: readonly Host[];
  readonly steps: () => readonly StepTotals[];
}

export const fleetOf = (simulation: Simulation, options: FleetOptions): Fleet => {
  const { guestsPerHost, packing, profile } = options;
  const hostMemory = roomOf(profile);
  const hosts: Host[] = [];
  const guests: number[] = [];
  const booked: number[] = [];
  let places = { host: new Int32Array(64), domain: new Int32Array(64), memory: new Float64Array(64) };
  const queue: { owner: number; ordinal: number; size: DomainSize; since: number }[] = [];
  let head = 0;
  let cancelled = 0;
  const wait = { passes: 0, waited: 0, longest: 0 };
  const draining = simulation.register(() => drain());
  let drainDue = false;

  const open = (): number => {
    const index = hosts.length;
    const host = hostOf(simulation, {
      index,
      profile,
      variant: options.variant,
      guest: options.guest,
      seed: options.seed,
      streams: options.streams,
      creations: options.creations,
      destructions: options.destructions,
      listener: {
        ready: options.ready,
        cleaned: options.cleaned,
        returned: (owner) => {
          leave(owner);
          options.returned(owner);
        },
      },
    });
    hosts.push(host);
    const { count, size } = options.neighbours;
    for (let i = 0; i < count; i += 1) {
      host.found({ owner: NOBODY, ordinal: FIRST_NEIGHBOUR + index * count + i, ...size });
    }
    guests.push(count);
    booked.push(count * size.memory);
    return index;
  };
  const leave = (owner: number): void => {
    const index = places.host[owner]!;
    guests[index]! -= 1;
    booked[index]! -= places.memory[owner]!;
    drainSoon();
  };
  const drainSoon = (): void => {
    if (head === queue.length || drainDue) return;
    drainDue = true;
    simulation.schedule(simulation.now, draining, 0);
  };
  const fits = (index: number, memory: Bytes): boolean =>
    guests[index]! < guestsPerHost && booked[index]! + memory <= hostMemory;
  const fitsEmpty = (memory: Bytes): boolean => {
    const { count, size } = options.neighbours;
    return count < guestsPerHost && count * size.memory + memory <= hostMemory;
  };
  const choose = (memory: Bytes): number => {
    let best = -1;
    for (let index = 0; index < hosts.length; index += 1) {
      if (!fits(index, memory)) continue;
      if (packing === 'pack') return index;
      if (best < 0 || guests[index]! < guests[best]!) best = index;
    }
    const mayOpen = hosts.length < options.hosts && fitsEmpty(memory);
    if (mayOpen && (best < 0 || guests[best]! > 0)) return open();
    return best;
  };
  const book = (owner: number, size: DomainSize): number => {
    const index = choose(size.memory);
    if (index < 0) return index;
    if (owner >= places.host.length) places = grown(places, owner);
    guests[index]! += 1;
    booked[index]! += size.memory;
    places.host[owner] = index;
    places.memory[owner] = size.memory;
    return index;
  };
  const send = (owner: number, ordinal: number, size: DomainSize, index: number): void => {
    places.domain[owner] = hosts[index]!.create({ owner, ordinal, ...size });
  };
  const drain = (): void => {
    drainDue = false;
    while (head < queue.length) {
      const next = queue[head]!;
      if (next.owner !== FORGOTTEN) {
        const index = book(next.owner, next.size);
        if (index < 0) return;
        const waited = simulation.now - next.since;
        wait.passes += 1;
        wait.waited += waited;
        wait.longest = Math.max(wait.longest, waited);
        send(next.owner, next.ordinal, next.size, index);
      } else cancelled -= 1;
      head += 1;
    }
    queue.length = 0;
    head = 0;
  };

  return {
    hosts,
    create: (owner, ordinal, size) => {
      const index = head < queue.length ? -1 : book(owner, size);
      if (index >= 0) {
        wait.passes += 1;
        send(owner, ordinal, size, index);
        return;
      }
      if (owner >= places.host.length) places = grown(places, owner);
      places.host[owner] = WAITING;
      queue.push({ owner, ordinal, size, since: simulation.now });
    },
    found: (owner, ordinal, size) => {
      const index = book(owner, size);
      if (index < 0) return false;
      places.domain[owner] = hosts[index]!.found({ owner, ordinal, ...size });
      return true;
    },
    destroy: (owner) => {
      const index = places.host[owner]!;
      if (index !== WAITING) {
        hosts[index]!.destroy(places.domain[owner]!);
        return false;
      }
      const entry = queue.find((one, place) => place >= head && one.owner === owner);
      if (entry !== undefined) entry.owner = FORGOTTEN;
      cancelled += 1;
      // It may have been the first in line, and the next may need less.
      drainSoon();
      return true;
    },
    queued: () => queue.length - head - cancelled,
    steps: () => [
      {
        task: 'creation',
        phase: 'host',
        station: 'room on a host',
        passes: wait.passes,
        waited: micros(wait.waited),
        served: 0 as Micros,
        waitedMax: micros(wait.longest),
      },
      ...sumOfTotals(hosts.map((host) => host.steps())),
    ],
  };
};

/** Neighbours are never destroyed, so nobody is told of them; their streams are beyond every workload's. */
const NOBODY = -1;
const FIRST_NEIGHBOUR = 1e12;
const WAITING = -1;
const FORGOTTEN = -1;

interface Places {
  host: Int32Array<ArrayBuffer>;
  domain: Int32Array<ArrayBuffer>;
  memory: Float64Array<ArrayBuffer>;
}

/** What a host has for domains. */
export const roomOf = (profile: Profile): Bytes =>
  (profile.values.machine.memory - profile.values.machine.dom0Memory) as Bytes;

const grown = (old: Places, owner: number): Places => {
  const size = Math.max(old.host.length * 2, owner + 1);
  const fresh = {
    host: new Int32Array(size),
    domain: new Int32Array(size),
    memory: new Float64Array(size),
  };
  fresh.host.set(old.host);
  fresh.domain.set(old.domain);
  fresh.memory.set(old.memory);
  return fresh;
};
