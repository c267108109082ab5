/** A host of its own for a test: domains that ran before, creations, destructions, and what was told of them. */
import { guestNamed } from '../../model/host/guest.ts';
import { registerOf } from '../../model/host/journal.ts';
import { adjusted, profileNamed, type Profile } from '../../model/host/profile.ts';
import { hostOf, type Host } from '../../model/host/toolstack.ts';
import { combinations, ideal, type Variant } from '../../model/host/variants.ts';
import type { TurnsMode } from '../../model/kernel/turns.ts';
import { simulationOf, type Simulation } from '../../model/kernel/simulation.ts';
import { streamsOf } from '../../model/kernel/streams.ts';
import { gib, mib, type Bytes, type Moment } from '../../model/kernel/units.ts';
import type { StepTotals, TaskRows } from '../../model/recording.ts';

export const stock: Variant = combinations[0]!;
export const variantNamed = (name: string): Variant =>
  [...combinations, ideal].find((variant) => variant.name === name)!;
export const xen48: Profile = profileNamed('xen-4.8');
/** Large enough for a thousand small domains. */
export const roomyHost = (name: string): Profile =>
  adjusted(profileNamed(name), { machine: { memory: gib(2048) } });
export const roomy: Profile = roomyHost('xen-4.8');

export interface World {
  readonly simulation: Simulation;
  readonly host: Host;
  /** By owner. */
  readonly readyAt: Map<number, Moment>;
  readonly cleanAt: Map<number, Moment>;
  readonly returnedAt: Map<number, Moment>;
  readonly create: (memory?: Bytes) => { owner: number; domain: number };
  readonly step: (task: StepTotals['task'], phase: string, station: string) => StepTotals;
  readonly creations: () => TaskRows;
  readonly destructions: () => TaskRows;
}

export const worldOf = (
  options: {
    variant?: Variant;
    profile?: Profile;
    guest?: string;
    neighbours?: number;
    seed?: number;
    xenstored?: TurnsMode;
  } = {},
): World => {
  const { variant = stock, profile = roomy, guest = 'pv-debian', neighbours = 0, seed = 1 } = options;
  const simulation = simulationOf();
  const readyAt = new Map<number, Moment>();
  const cleanAt = new Map<number, Moment>();
  const returnedAt = new Map<number, Moment>();
  const creations = registerOf((owner) => owner);
  const destructions = registerOf((owner) => owner);
  const host = hostOf(simulation, {
    index: 0,
    profile,
    variant,
    guest: guestNamed(guest),
    seed,
    streams: streamsOf(seed),
    xenstored: options.xenstored ?? 'fluid',
    listener: {
      ready: (owner) => readyAt.set(owner, simulation.now),
      cleaned: (owner) => cleanAt.set(owner, simulation.now),
      returned: (owner) => returnedAt.set(owner, simulation.now),
    },
    creations,
    destructions,
  });
  for (let i = 0; i < neighbours; i += 1) {
    host.found({ owner: 1_000_000 + i, ordinal: 1_000_000 + i, vcpus: 1, memory: mib(256) });
  }
  let owners = 0;
  return {
    simulation,
    host,
    readyAt,
    cleanAt,
    returnedAt,
    create: (memory = gib(4)) => {
      const owner = owners;
      owners += 1;
      return { owner, domain: host.create({ owner, ordinal: owner, vcpus: 1, memory }) };
    },
    step: (task, phase, station) =>
      host.steps().find((one) => one.task === task && one.phase === phase && one.station === station)!,
    creations: creations.rows,
    destructions: destructions.rows,
  };
};
