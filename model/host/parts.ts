/**
 * What the paths of creation and destruction are built from: the parties of one host, its locks and its counts.
 *
 * Left out: the order of things, which is the paths' own.
 */
import type { Lock } from '../kernel/lock.ts';
import { locksOf, type Design } from './design.ts';
import type { Devices } from './devices.ts';
import type { Dom0 } from './dom0.ts';
import type { Domains } from './domain.ts';
import type { Guest } from './guest.ts';
import type { Hypervisor } from './hypervisor.ts';
import type { Memory } from './memory.ts';
import type { HostValues } from './profile.ts';
import { mark, step, type Step } from './step.ts';
import type { Xenstored } from './xenstored.ts';

export interface Parts {
  readonly design: Design;
  readonly guest: Guest;
  readonly values: HostValues;
  readonly domains: Domains;
  readonly dom0: Dom0;
  readonly memory: Memory;
  readonly hypervisor: Hypervisor;
  readonly xenstored: Xenstored;
  readonly devices: Devices;
  readonly locks: Locks;
  /** Domains that the toolstack, the hypervisor and xenstored know at this moment. */
  readonly known: Known;
  /** The last page of a dead domain is clean. */
  readonly cleaned: (domain: number) => void;
  /** A dead domain's pages go to the pool; {@link cleaned} follows when they are clean, perhaps after all else ended. */
  readonly pooled: (domain: number) => void;
  /** Starts another lane of the same domain. */
  readonly start: (domain: number, lane: number) => void;
}

/** The toolstack's locks: one for all, or three short ones (xen-host F.5, V1); and the pool of shells, a permit each. */
export interface Locks {
  readonly xl: Lock;
  readonly balloon: Lock;
  readonly name: Lock;
  readonly placement: Lock;
  readonly shells: Lock;
}

export interface Known {
  /** Names in xenstored: from the commit of the make to the removal of the trees. */
  names: number;
  /** Domains in the hypervisor's list: from createdomain to the end of RCU. */
  inXen: number;
  /** Domains with connections and a monitor daemon. */
  running: number;
  /** Domains that found the nodes planned for them taken, and how much of their memory that was, bytes. */
  overcommitted: number;
  misplaced: number;
}

/** Steps under one of the short mutexes, where the design has them. */
export const guarded = (
  parts: Parts,
  phase: string,
  name: Exclude<keyof Locks, 'xl' | 'shells'>,
  steps: readonly Step[],
): readonly Step[] => {
  if (locksOf(parts.design) !== 'fine-grained') return steps;
  const lock = parts.locks[name];
  return [
    step(phase, `${name} lock`, (job) => lock.acquire(job)),
    ...steps,
    mark(phase, () => lock.release()),
  ];
};
