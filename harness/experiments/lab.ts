/**
 * Hosts under one clock, worked by a script: what an operator's tools do to them, step after step.
 *
 * A scenario says what to do when a domain serves or is gone; the lab keeps who asked for what. Unlike the testbed, things
 * happen over time and react to each other. Left out: placement, policies and traces, which a replay has.
 */
import type { Guest } from '../../model/host/guest.ts';
import type { Profile } from '../../model/host/profile.ts';
import { hostOf, type Host } from '../../model/host/toolstack.ts';
import type { Variant } from '../../model/host/variants.ts';
import { simulationOf, type Simulation } from '../../model/kernel/simulation.ts';
import { streamsOf, type Streams } from '../../model/kernel/streams.ts';
import { after, inSeconds, type Bytes, type Micros } from '../../model/kernel/units.ts';

export interface LabOptions {
  readonly profile: Profile;
  readonly guest: Guest;
  readonly variant: Variant;
  readonly seed: number;
  readonly hosts: number;
}

/** A domain of the lab: which host it is on, and its number there. */
export interface LabDomain {
  readonly host: number;
  readonly number: number;
}

export interface Lab {
  readonly simulation: Simulation;
  /** For what a scenario draws itself: arrivals, lifetimes. Every variant meets the same. */
  readonly streams: Streams;
  /** Seconds since the start. */
  readonly now: () => number;
  /** Asks for a domain of one vCPU; `ready` is told when it serves. */
  readonly create: (host: number, memory: Bytes, ready: (domain: LabDomain) => void) => void;
  /** A domain that runs from the start. */
  readonly found: (host: number, memory: Bytes) => LabDomain;
  readonly destroy: (domain: LabDomain, returned: () => void) => void;
  readonly after: (span: Micros, act: () => void) => void;
  /** Runs until nothing is left to do, and checks the laws. */
  readonly run: () => void;
}

/** @throws {ConservationError} when a law of the model is broken */
export const labOf = ({ profile, guest, variant, seed, hosts: count }: LabOptions): Lab => {
  const simulation = simulationOf();
  const streams = streamsOf(seed);
  const onReady: (() => void)[] = [];
  const onReturned: (() => void)[] = [];
  const numbers: number[] = [];
  const hosts: readonly Host[] = Array.from({ length: count }, (_host, index) =>
    hostOf(simulation, {
      index,
      profile,
      variant,
      guest,
      seed,
      streams,
      listener: {
        ready: (owner) => onReady[owner]!(),
        cleaned: () => undefined,
        returned: (owner) => onReturned[owner]!(),
      },
      creations: undefined,
      destructions: undefined,
    }),
  );
  /** Owner of a domain, by host and its number there; numbers are used again. */
  const ownerOf = new Map<string, number>();
  const keyOf = ({ host, number }: LabDomain): string => `${host}/${number}`;
  const acts: (() => void)[] = [];
  const acting = simulation.register((index) => acts[index]!());
  const enter = (
    host: number,
    memory: Bytes,
    how: 'create' | 'found',
    ready: (domain: LabDomain) => void,
  ) => {
    const owner = onReady.length;
    onReturned.push(() => undefined);
    onReady.push(() => ready({ host, number: numbers[owner]! }));
    const number = hosts[host]![how]({ owner, ordinal: owner, vcpus: 1, memory });
    numbers[owner] = number;
    const domain: LabDomain = { host, number };
    ownerOf.set(keyOf(domain), owner);
    return domain;
  };
  return {
    simulation,
    streams,
    now: () => inSeconds(simulation.now),
    create: (host, memory, ready) => {
      enter(host, memory, 'create', ready);
    },
    found: (host, memory) => enter(host, memory, 'found', () => undefined),
    destroy: (domain, returned) => {
      onReturned[ownerOf.get(keyOf(domain))!] = returned;
      hosts[domain.host]!.destroy(domain.number);
    },
    after: (span, act) => {
      acts.push(act);
      simulation.schedule(after(simulation.now, span), acting, acts.length - 1);
    },
    run: () => {
      simulation.run();
      for (const host of hosts) host.check();
    },
  };
};
