/**
 * One host of its own with domains that run, and what is done to them: one lifecycle, a storm, a churn.
 *
 * A churn is a closed loop: whenever a destruction returns, another domain is asked for, and each is destroyed so long
 * after it was ready; so the live count stays as it was at the start. Left out: the fleet, the accounts and the trace.
 */
import { guestNamed } from '../../model/host/guest.ts';
import { adjusted, profileNamed } from '../../model/host/profile.ts';
import { hostOf, type Host } from '../../model/host/toolstack.ts';
import type { Variant } from '../../model/host/variants.ts';
import { simulationOf, type Simulation } from '../../model/kernel/simulation.ts';
import { streamsOf } from '../../model/kernel/streams.ts';
import { after, bytes, gib, mib, micros, seconds, START, type Moment } from '../../model/kernel/units.ts';

const SEED = 1;
const SIZE = { vcpus: 1, memory: mib(256) };

export interface Crowd {
  readonly simulation: Simulation;
  readonly host: Host;
  /** Asks for a domain. */
  readonly create: () => { readonly owner: number; readonly domain: number };
}

export interface CrowdOptions {
  readonly variant: Variant;
  /** Domains that run from the start; they are numbered from 0. */
  readonly found: number;
  /** Most that will be there at once. */
  readonly most: number;
  readonly ready?: (owner: number) => void;
  readonly returned?: (owner: number) => void;
}

const ignored = (): void => undefined;

export const crowdOf = ({ variant, found, most, ready, returned }: CrowdOptions): Crowd => {
  const simulation = simulationOf();
  const profile = profileNamed('xen-4.8');
  // room for those that are scrubbed as well
  const memory = bytes(Math.max(profile.values.machine.memory, 2 * most * SIZE.memory + gib(16)));
  const host = hostOf(simulation, {
    index: 0,
    profile: adjusted(profile, { machine: { memory } }),
    variant,
    guest: guestNamed('pv-debian'),
    seed: SEED,
    streams: streamsOf(SEED),
    listener: { ready: ready ?? ignored, cleaned: ignored, returned: returned ?? ignored },
    creations: undefined,
    destructions: undefined,
  });
  for (let owner = 0; owner < found; owner += 1) host.found({ owner, ordinal: owner, ...SIZE });
  let owners = found;
  const create = (): ReturnType<Crowd['create']> => {
    const owner = owners;
    owners += 1;
    return { owner, domain: host.create({ owner, ordinal: owner, ...SIZE }) };
  };
  return { simulation, host, create };
};

/** What a churn's domains live, and how far apart they are: on a stock host a creation takes about half of that. */
const APART = seconds(1);

export interface Churn {
  readonly crowd: Crowd;
  /** Destructions that returned. */
  readonly lifecycles: () => number;
  /** Goes on until so many events more have happened, at least. */
  readonly runEvents: (events: number) => void;
  readonly runLifecycles: (lifecycles: number) => void;
}

export const churnOf = (variant: Variant, live: number): Churn => {
  let ended = 0;
  const domainOf = new Map<number, number>();
  const crowd = crowdOf({
    variant,
    found: live,
    most: 2 * live,
    ready: (owner) => endAt(after(simulation.now, micros(live * APART)), owner),
    returned: () => {
      ended += 1;
      const { owner, domain } = crowd.create();
      domainOf.set(owner, domain);
    },
  });
  const { simulation, host } = crowd;
  const ending = simulation.register((owner) => {
    host.destroy(domainOf.get(owner)!);
    domainOf.delete(owner);
  });
  const endAt = (at: Moment, owner: number): void => simulation.schedule(at, ending, owner);
  for (let owner = 0; owner < live; owner += 1) {
    domainOf.set(owner, owner);
    endAt(after(START, micros((owner + 1) * APART)), owner);
  }
  const runWhile = (goesOn: () => boolean): void => {
    while (goesOn()) simulation.run(after(simulation.now, APART));
  };
  return {
    crowd,
    lifecycles: () => ended,
    runEvents: (events) => {
      const until = simulation.events + events;
      runWhile(() => simulation.events < until);
    },
    runLifecycles: (lifecycles) => {
      const until = ended + lifecycles;
      runWhile(() => ended < until);
    },
  };
};
