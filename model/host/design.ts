/**
 * A design: how one host builds and takes down domains, as data that the paths are made from.
 *
 * A release has a design of its own (profile), a variant changes some of its entries (variants). Left out: what the
 * entries cost, which the parameters say.
 */
import type { DaemonName } from './parameters/xenstored-daemons.ts';

export interface Design {
  /**
   * One host-wide lock from the memory check to the end of the build (up to 4.13 always, from 4.14 only while autoballoon
   * is on), short mutexes around what it protected, or nothing in its place.
   */
  readonly locking: 'xl lock' | 'xl lock if ballooning' | 'fine-grained' | 'none';
  /** Whether dom0 gives up memory for every creation, as it does without `dom0_mem=` on Xen's command line. */
  readonly autoballoon: boolean;
  /** Names and paths read from xenstored each time, or from a cache that create, rename and destroy invalidate. */
  readonly names: 'read' | 'cached';
  /**
   * Who clears a dead domain's pages: the freeing processor inside the hypercall (up to 4.9), each node's own processors
   * while the destruction waits, or a processor of the node when it idles (from 4.10), else whoever allocates them next.
   */
  readonly scrub: 'freeing CPU' | 'own node' | 'idle CPUs';
  /** What `domain_kill` holds while it frees pages: the one domctl lock, or from 4.11 to 4.16 none but the heap's. */
  readonly freeing: 'domctl lock' | 'heap lock';
  /** Where back and front ends find each other. */
  readonly registry: 'xenstored' | 'shared pages';
  /** The daemon that answers; `own`: the one that the host profile names. */
  readonly daemon: DaemonName | 'own';
  /** xl and its counts of requests, or a toolstack that does without names, placement and a daemon per domain. */
  readonly toolstack: 'xl' | 'lean';
  /** A domain's shell made when it is asked for, or taken from a pool that is filled in the background. */
  readonly shells: 'on demand' | 'ahead';
  /** Whether creation and destruction take any time. */
  readonly latency: boolean;
}

/** Xen up to 4.9, with `dom0_mem=` set. */
export const classicDesign: Design = {
  locking: 'xl lock',
  autoballoon: false,
  names: 'read',
  scrub: 'freeing CPU',
  freeing: 'domctl lock',
  registry: 'xenstored',
  daemon: 'own',
  toolstack: 'xl',
  shells: 'on demand',
  latency: true,
};

/** Who serialises creations in this design: its locks as the paths see them. */
export const locksOf = ({ locking, autoballoon }: Design): 'xl lock' | 'fine-grained' | 'none' =>
  locking === 'xl lock if ballooning' ? (autoballoon ? 'xl lock' : 'none') : locking;
