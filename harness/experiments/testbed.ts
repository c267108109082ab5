/**
 * One host on the bench: domains that run on it, some that are created and some that are destroyed, all at one moment.
 *
 * What an operator would do by hand with a row of `xl create` and `xl destroy`, and a stopwatch. Left out: fleets, traces
 * and policies, which a replay has.
 */
import type { Guest } from '../../model/host/guest.ts';
import { registerOf } from '../../model/host/journal.ts';
import type { Profile } from '../../model/host/profile.ts';
import type { Host } from '../../model/host/toolstack.ts';
import type { Variant } from '../../model/host/variants.ts';
import type { TurnsMode } from '../../model/kernel/turns.ts';
import {
  after,
  between,
  inSeconds,
  micros,
  START,
  type Bytes,
  type Micros,
  type Moment,
} from '../../model/kernel/units.ts';
import type { TaskRows } from '../../model/recording.ts';
import { oneHostOf } from './one-host.ts';

/** Domains of one size; 1 vCPU each, so that nothing but their number and size counts. */
export interface Batch {
  readonly count: number;
  readonly memory: Bytes;
}

export interface Bench {
  readonly profile: Profile;
  readonly variant: Variant;
  readonly guest: Guest;
  readonly seed: number;
  /** Run from before the start to the end. */
  readonly neighbours: Batch;
  /** Asked for at the start, */
  readonly created: Batch;
  /** or one after the other so far apart; 0 where nothing is said. */
  readonly apart?: Micros;
  /** Run before the start, and are destroyed at the start. */
  readonly destroyed: Batch;
  /** How xenstored serves; as a fluid where nothing is said. */
  readonly xenstored?: TurnsMode;
}

export interface Outcome {
  /** From the request to the guest that serves, s, in the order of the requests. */
  readonly setups: readonly number[];
  /** From the request to the toolstack's return, s, in the order of the requests. */
  readonly destroys: readonly number[];
  /** What each step of each creation waited and was served. */
  readonly creations: TaskRows;
  /** Attempts of xenstore transactions for each that was committed; 1 where none met a conflict. */
  readonly attempts: number;
  /** Processor time of dom0, s. */
  readonly dom0: number;
}

/** Owners by role: what is created counts from 0, what is destroyed from here on, neighbours from twice that. */
const ROLE = 1_000_000;

/** @throws {ConservationError} when the neighbours and those to be destroyed do not fit, or a law breaks */
export const outcomeOf = (bench: Bench): Outcome => {
  const { profile, variant, guest, seed, neighbours, created, destroyed, xenstored = 'fluid' } = bench;
  const { apart = micros(0) } = bench;
  const creations = registerOf((owner) => owner);
  const { simulation, host, readyAt, returnedAt } = oneHostOf({
    profile,
    variant,
    guest,
    seed,
    creations,
    xenstored,
  });
  for (const request of requests(2 * ROLE, neighbours)) host.found(request);
  const doomed = requests(ROLE, destroyed).map((request) => host.found(request));
  for (const domain of doomed) host.destroy(domain);
  const asked = requests(0, created);
  const create = simulation.register((owner) => host.create(asked[owner]!));
  const askedAt = (owner: number): Moment => after(START, micros(owner * apart));
  for (const { owner } of asked) {
    if (apart === 0) host.create(asked[owner]!);
    else simulation.schedule(askedAt(owner), create, owner);
  }
  simulation.run();
  host.check();
  const { attempts, commits } = host.transactions();
  return {
    setups: asked.map(({ owner }) => inSeconds(between(askedAt(owner), readyAt[owner]!))),
    destroys: requests(ROLE, destroyed).map(({ owner }) => inSeconds(returnedAt[owner]!)),
    creations: creations.rows(),
    attempts: commits === 0 ? 1 : attempts / commits,
    dom0: inSeconds(host.dom0Used()),
  };
};

type Request = Parameters<Host['found']>[0];

const requests = (role: number, { count, memory }: Batch): readonly Request[] =>
  Array.from({ length: count }, (_, i) => ({ owner: role + i, ordinal: role + i, vcpus: 1, memory }));

export const NOBODY: Batch = { count: 0, memory: 0 as Bytes };
