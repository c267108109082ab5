/**
 * A host put together: its parties, its locks and the paths that its domains walk.
 *
 * Left out: the walking, which is the toolstack's.
 */
import { lockOf } from '../kernel/lock.ts';
import type { Simulation } from '../kernel/simulation.ts';
import type { TurnsMode } from '../kernel/turns.ts';
import { bytes, moment, type Moment } from '../kernel/units.ts';
import { creationPath, guestPath, introducedPath, shellPath } from './creation.ts';
import type { Design } from './design.ts';
import { aftermathPath, destructionPath, releasedPath, scrubPath } from './destruction.ts';
import { devicesOf } from './devices.ts';
import { dom0Of } from './dom0.ts';
import {
  AFTERMATH,
  CREATION,
  DESTRUCTION,
  GUEST,
  INTRODUCED,
  LANES,
  RELEASED,
  SCRUB,
  SHELL,
  type Domains,
} from './domain.ts';
import type { Guest } from './guest.ts';
import { hypervisorOf } from './hypervisor.ts';
import { memoryOf } from './memory.ts';
import type { Parts } from './parts.ts';
import type { Profile } from './profile.ts';
import type { Path } from './step.ts';
import { xenstoredOf } from './xenstored.ts';

interface Plan {
  readonly simulation: Simulation;
  readonly domains: Domains;
  readonly design: Design;
  readonly profile: Profile;
  readonly guest: Guest;
  readonly xenstored: TurnsMode;
  /** A station is done with a job. */
  readonly done: (job: number) => void;
  readonly start: (domain: number, lane: number) => void;
  /** A domain's memory is clean; the moment is that of the request to destroy it. */
  readonly cleaned: (owner: number, destroyAsked: Moment) => void;
}

export const partsOf = ({ simulation, domains, design, profile, guest, done, ...rest }: Plan): Parts => {
  const { values } = profile;
  const { machine } = values;
  /** Memory in the pool, by a number of its own: the domain's place may be another's by the time it is clean. */
  const tickets = new Map<number, { readonly owner: number; readonly asked: Moment }>();
  let ticketsSold = 0;
  const ownerOf = (domain: number): number => domains.owner[domain]!;
  const destroyAsked = (domain: number): Moment => moment(domains.destroyAskedAt[domain]!);
  const memory = memoryOf(simulation, {
    nodes: machine.numaNodes,
    nodeSize: bytes(Math.floor(machine.memory / machine.numaNodes)),
    dom0: machine.dom0Memory,
    granted: done,
    idleRate: machine.scrubRateLocal,
    cleared: (ticket) => {
      const { owner, asked } = tickets.get(ticket)!;
      tickets.delete(ticket);
      rest.cleaned(owner, asked);
    },
  });
  const dom0 = dom0Of(simulation, domains, machine.dom0Vcpus, done);
  return {
    design,
    guest,
    values,
    domains,
    dom0,
    memory,
    hypervisor: hypervisorOf({ simulation, domains, memory, dom0, design, values, done }),
    xenstored: xenstoredOf({
      simulation,
      domains,
      dom0,
      values,
      conflicts: profile.conflicts,
      mode: rest.xenstored,
      deviceModel: guest.deviceModel,
      done,
    }),
    devices: devicesOf(simulation, domains, done),
    locks: {
      xl: lockOf(simulation, { granted: done }),
      balloon: lockOf(simulation, { granted: done }),
      name: lockOf(simulation, { granted: done }),
      placement: lockOf(simulation, { granted: done }),
      shells: lockOf(simulation, { permits: values.designs.shellPool, granted: done }),
    },
    known: { names: 0, inXen: 0, running: 0, overcommitted: 0, misplaced: 0 },
    cleaned: (domain) => rest.cleaned(ownerOf(domain), destroyAsked(domain)),
    pooled: (domain) => {
      ticketsSold += 1;
      tickets.set(ticketsSold, { owner: ownerOf(domain), asked: destroyAsked(domain) });
      memory.release(domain, ticketsSold);
    },
    start: rest.start,
  };
};

/** What each lane of a domain walks. */
export const pathsOf = (parts: Parts): readonly Path[] => {
  const paths: Path[] = Array.from({ length: LANES }, () => []);
  paths[CREATION] = creationPath(parts);
  paths[DESTRUCTION] = destructionPath(parts);
  paths[GUEST] = guestPath(parts);
  paths[INTRODUCED] = introducedPath(parts);
  paths[AFTERMATH] = aftermathPath(parts);
  paths[RELEASED] = releasedPath(parts);
  paths[SHELL] = shellPath(parts);
  for (let node = 0; node < parts.memory.nodes; node += 1) paths[SCRUB + node] = scrubPath(parts, node);
  return paths;
};
