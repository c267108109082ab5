/**
 * One host for one question: domains that were there before, a creation or several, a destruction, and the time of each step.
 *
 * Left out: workloads; a replay has those.
 */
import { guestNamed } from '../../model/host/guest.ts';
import { adjusted, type Profile } from '../../model/host/profile.ts';
import { variantsNamed } from '../../model/host/variants.ts';
import { bytes, gib, inSeconds, mib, moment, type Bytes, type Moment } from '../../model/kernel/units.ts';
import type { StepTotals } from '../../model/recording.ts';
import { oneHostOf } from '../experiments/one-host.ts';

export interface TrialOptions {
  readonly profile: Profile;
  readonly variant?: string;
  readonly guest?: string;
  /** Domains that run before it begins, of 64 MiB each. */
  readonly neighbours?: number;
  readonly memory?: Bytes;
  readonly vcpus?: number;
  readonly seed?: number;
  /** How many of its own domains there must be room for at a time, whatever the profile says. */
  readonly room?: number;
}

export interface Trial {
  /** One more domain, created and awaited. @returns seconds from the request to a guest that serves */
  readonly create: () => number;
  /** So many creations asked for at the same moment, and awaited. @returns seconds to the last */
  readonly createTogether: (creations: number) => number;
  /** `creators` that each create one domain after the other, `each` times. @returns seconds to the last */
  readonly createInTurns: (creators: number, each: number) => number;
  /** @returns seconds from the request to the toolstack's return, and to clean memory */
  readonly createThenDestroy: () => { readonly returned: number; readonly clean: number };
  /** So many domains created one after the other, then destroyed at once. @returns seconds to the last return */
  readonly destroyTogether: (domains: number) => number;
  /** Served time of all steps of these phases (of all where none are named), µs, over all domains so far. */
  readonly served: (task: StepTotals['task'], phases?: readonly string[], station?: string) => number;
  readonly servedFirst: (task: StepTotals['task'], phase: string, station: string) => number;
  readonly step: (task: StepTotals['task'], phase: string, station: string) => StepTotals | undefined;
}

/** The domains' memory and their neighbours' fit into the host, whatever its profile says. */
const withRoom = (profile: Profile, need: number): Profile =>
  adjusted(profile, { machine: { memory: bytes(Math.max(profile.values.machine.memory, need)) } });

export const hostWith = ({
  profile,
  variant = 'stock',
  guest = 'pv-unikernel',
  neighbours = 0,
  memory = mib(64),
  vcpus = 1,
  seed = 1,
  room = 300,
}: TrialOptions): Trial => {
  let next = nothing;
  // nodes are filled one by one, and what is left over on each may hold nobody
  const need = room === 1 ? 0 : 1.3 * (memory * room + neighbours * NEIGHBOUR) + gib(16);
  const { simulation, host, readyAt, returnedAt, cleanAt } = oneHostOf({
    profile: withRoom(profile, need),
    variant: variantsNamed(variant)[0]!,
    guest: guestNamed(guest),
    seed,
    ready: () => next(),
  });
  for (let i = 0; i < neighbours; i += 1) {
    host.found({ owner: FOUND + i, ordinal: FOUND + i, vcpus: 1, memory: NEIGHBOUR });
  }
  // what the host does in the background to come to rest
  simulation.run();
  let owners = 0;
  const ask = (): { readonly owner: number; readonly domain: number } => {
    const owner = owners;
    owners += 1;
    return { owner, domain: host.create({ owner, ordinal: owner, vcpus, memory }) };
  };
  const asking = simulation.register(ask);
  const create = (): { readonly owner: number; readonly domain: number; readonly took: number } => {
    const from = simulation.now;
    const asked = ask();
    simulation.run();
    return { ...asked, took: since(from, readyAt[asked.owner]!) };
  };
  const rows = (task: StepTotals['task']): readonly StepTotals[] =>
    host.steps().filter((row) => row.task === task);
  return {
    create: () => create().took,
    createTogether: (creations) => {
      const from = simulation.now;
      for (let i = 0; i < creations; i += 1) ask();
      simulation.run();
      return since(from, moment(Math.max(...readyAt)));
    },
    createInTurns: (creators, each) => {
      const from = simulation.now;
      const left = Array.from({ length: creators * each }, () => 0);
      let asked = creators;
      next = () => {
        if (asked >= left.length) return;
        asked += 1;
        simulation.schedule(simulation.now, asking, 0);
      };
      for (let i = 0; i < creators; i += 1) ask();
      simulation.run();
      return since(from, moment(Math.max(...readyAt)));
    },
    createThenDestroy: () => {
      const { owner, domain } = create();
      const from = simulation.now;
      host.destroy(domain);
      simulation.run();
      return { returned: since(from, returnedAt[owner]!), clean: since(from, cleanAt[owner]!) };
    },
    destroyTogether: (domains) => {
      const asked = Array.from({ length: domains }, create);
      const from = simulation.now;
      for (const { domain } of asked) host.destroy(domain);
      simulation.run();
      return since(from, moment(Math.max(...returnedAt)));
    },
    served: (task, phases, station) =>
      rows(task)
        .filter((row) => phases === undefined || phases.includes(row.phase))
        .filter((row) => station === undefined || row.station === station)
        .reduce((sum, row) => sum + row.served, 0),
    servedFirst: (task, phase, station) =>
      rows(task).find((row) => row.phase === phase && row.station === station)?.served ?? 0,
    step: (task, phase, station) => rows(task).find((row) => row.phase === phase && row.station === station),
  };
};

const nothing = (): void => undefined;
const since = (from: Moment, to: Moment): number => inSeconds(to - from);

/** Owners of domains that were there before. */
const FOUND = 1_000_000;
const NEIGHBOUR = mib(64);
