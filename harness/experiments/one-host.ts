/**
 * One modelled host under a clock of its own, and when each of its domains served, was given back and was clean.
 *
 * What the testbed and the trials of validation ask their questions of. Left out: the questions; and several hosts under
 * one clock, which the lab has.
 */
import type { Guest } from '../../model/host/guest.ts';
import type { Register } from '../../model/host/journal.ts';
import type { Profile } from '../../model/host/profile.ts';
import { hostOf, type Host } from '../../model/host/toolstack.ts';
import type { Variant } from '../../model/host/variants.ts';
import type { TurnsMode } from '../../model/kernel/turns.ts';
import { simulationOf, type Simulation } from '../../model/kernel/simulation.ts';
import { streamsOf } from '../../model/kernel/streams.ts';
import type { Moment } from '../../model/kernel/units.ts';

export interface OneHostOptions {
  readonly profile: Profile;
  readonly variant: Variant;
  readonly guest: Guest;
  readonly seed: number;
  /** How xenstored serves; as a fluid where nothing is said. */
  readonly xenstored?: TurnsMode;
  /** Where rows of creations go; nowhere where nothing is said. */
  readonly creations?: Register;
  /** Told when a domain serves, after its time is noted. */
  readonly ready?: () => void;
}

export interface OneHost {
  readonly simulation: Simulation;
  readonly host: Host;
  /** By owner, each from the moment on at which it was so. */
  readonly readyAt: readonly Moment[];
  readonly returnedAt: readonly Moment[];
  readonly cleanAt: readonly Moment[];
}

export const oneHostOf = (options: OneHostOptions): OneHost => {
  const { profile, variant, guest, seed, xenstored = 'fluid', creations, ready } = options;
  const simulation = simulationOf();
  const readyAt: Moment[] = [];
  const returnedAt: Moment[] = [];
  const cleanAt: Moment[] = [];
  const host = hostOf(simulation, {
    index: 0,
    profile,
    variant,
    guest,
    seed,
    streams: streamsOf(seed),
    xenstored,
    listener: {
      ready: (owner) => {
        readyAt[owner] = simulation.now;
        ready?.();
      },
      returned: (owner) => {
        returnedAt[owner] = simulation.now;
      },
      cleaned: (owner) => {
        cleanAt[owner] = simulation.now;
      },
    },
    creations,
    destructions: undefined,
  });
  return { simulation, host, readyAt, returnedAt, cleanAt };
};
