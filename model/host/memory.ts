/**
 * Memory of one host, per NUMA node: allocated, dirty, clean.
 *
 * A claim is host-wide and first come first served; pages are taken later, node by node. What a dying domain held is dirty
 * from the start of its destruction until it is cleared; with synchronous scrubbing (Xen up to 4.9) nobody can be built
 * from it meanwhile, from 4.10 on it is free and dirty in a pool (pool.ts). Left out: page sharing, superpage
 * fragmentation.
 */
import { doubled } from '../kernel/doubled.ts';
import { ConservationError } from '../kernel/faults.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { inGib, inSeconds, type Bytes, type BytesPerSecond, type Moment } from '../kernel/units.ts';
import { placeOn } from './numa.ts';
import { poolOf } from './pool.ts';

export interface Memory {
  readonly nodes: number;
  /** Asks for memory; true when it is there, else `granted` is told when it is. */
  readonly claim: (job: number, size: Bytes) => boolean;
  /** Chooses nodes for a domain by what is free now, and keeps nothing of it for the domain. @returns how many nodes */
  readonly plan: (domain: number, size: Bytes) => number;
  /**
   * Turns a claim into pages of a domain, on the nodes planned for it: clean ones there, clean ones elsewhere, then dirty
   * ones there and elsewhere (xen-host A.6).
   *
   * @returns bytes that were not free any more on the nodes planned
   */
  readonly take: (domain: number, size: Bytes) => number;
  /** What of a domain's pages was dirty when it took them, on a node. */
  readonly tookDirty: (domain: number, node: number) => Bytes;
  /** The domain is dying: its pages are dirty now. */
  readonly soil: (domain: number) => void;
  /** The domain's pages on one node are clean. */
  readonly clear: (domain: number, node: number) => void;
  /** The dying domain's pages are free but dirty; `cleared` is told of the ticket when the last of them is clean. */
  readonly release: (domain: number, ticket: number) => void;
  /** Share of one processor's time on each node that is idle. */
  readonly setIdle: (share: number) => void;
  /** What the domain holds on a node. */
  readonly held: (domain: number, node: number) => Bytes;
  /** Bytes that a claim could still get. */
  readonly free: () => Bytes;
  /** ∫ of dirty bytes up to now, byte-µs. */
  readonly dirtyIntegral: () => number;
  /** @throws {ConservationError} when a node's parts do not sum to the node */
  readonly check: (seed: number) => void;
}

interface MemoryOptions {
  readonly nodeSize: Bytes;
  readonly nodes: number;
  /** What dom0 keeps for itself, on node 0. */
  readonly dom0: Bytes;
  readonly granted: (job: number) => void;
  /** How fast an idle processor clears memory of its own node. */
  readonly idleRate: BytesPerSecond;
  readonly cleared: (ticket: number) => void;
}

export const memoryOf = (simulation: Simulation, options: MemoryOptions): Memory => {
  const { nodes, nodeSize } = options;
  const clean = new Float64Array(nodes).fill(nodeSize);
  const dirty = new Float64Array(nodes);
  const allocated = new Float64Array(nodes);
  clean[0]! -= options.dom0;
  allocated[0]! += options.dom0;
  const share = new Float64Array(nodes);
  let holdings = new Float64Array(nodes * 16);
  let planned = new Float64Array(nodes * 16);
  let tookDirty = new Float64Array(nodes * 16);
  /** Parts of a ticket's memory that are still in a pool. */
  const partsLeft = new Map<number, number>();
  let claimed = 0;
  let dirtyNow = 0;
  let dirtySince = 0 as Moment;
  let dirtyArea = 0;
  const queue: { job: number; size: Bytes }[] = [];
  let queueHead = 0;
  const granting = simulation.register(options.granted);

  const pool = poolOf(simulation, {
    nodes,
    rate: options.idleRate,
    cleared: (node, size, span) => {
      // it went evenly, so half of it was dirty all the time
      countDirty(-size);
      dirtyArea -= (size * span) / 2;
      dirty[node]! -= size;
      clean[node]! += size;
    },
    gone: (ticket) => {
      const left = partsLeft.get(ticket)! - 1;
      if (left > 0) {
        partsLeft.set(ticket, left);
        return;
      }
      partsLeft.delete(ticket);
      options.cleared(ticket);
    },
  });
  /** A claim can have what is clean, and what is free and dirty. */
  const freeOn = (node: number): number => clean[node]! + pool.size(node);
  const freeTotal = (): number => {
    let sum = 0;
    for (let node = 0; node < nodes; node += 1) sum += freeOn(node);
    return sum;
  };
  const countDirty = (change: number): void => {
    dirtyArea += dirtyNow * (simulation.now - dirtySince);
    dirtySince = simulation.now;
    dirtyNow += change;
  };
  const serveQueue = (): void => {
    let room = freeTotal() - claimed;
    while (queueHead < queue.length && queue[queueHead]!.size <= room) {
      const { job, size } = queue[queueHead]!;
      queueHead += 1;
      claimed += size;
      room -= size;
      simulation.schedule(simulation.now, granting, job);
    }
    if (queueHead === queue.length) {
      queue.length = 0;
      queueHead = 0;
    }
  };
  /** Moves clean bytes of a node to a domain. @returns how many of the wanted ones there were */
  const takeClean = (domain: number, node: number, wanted: number): number => {
    const size = Math.min(wanted, clean[node]!);
    clean[node]! -= size;
    allocated[node]! += size;
    holdings[domain * nodes + node]! += size;
    return size;
  };
  const takeDirty = (domain: number, node: number, wanted: number): number => {
    const size = pool.take(node, wanted);
    countDirty(-size);
    dirty[node]! -= size;
    allocated[node]! += size;
    holdings[domain * nodes + node]! += size;
    tookDirty[domain * nodes + node]! += size;
    return size;
  };
  return {
    nodes,
    claim: (job, size) => {
      if (queueHead === queue.length && size <= freeTotal() - claimed) {
        claimed += size;
        return true;
      }
      queue.push({ job, size });
      return false;
    },
    plan: (domain, size) => {
      while ((domain + 1) * nodes > holdings.length) {
        holdings = doubled(holdings);
        tookDirty = doubled(tookDirty);
        planned = doubled(planned);
      }
      pool.drain();
      const free = new Float64Array(nodes);
      for (let node = 0; node < nodes; node += 1) free[node] = freeOn(node);
      const chosen = placeOn(free, size, share);
      planned.set(share, domain * nodes);
      return chosen;
    },
    take: (domain, size) => {
      pool.drain();
      claimed -= size;
      const first = domain * nodes;
      holdings.fill(0, first, first + nodes);
      tookDirty.fill(0, first, first + nodes);
      let rest: number = size;
      let missing = 0;
      for (let node = 0; node < nodes; node += 1) {
        missing += Math.max(0, planned[first + node]! - freeOn(node));
        rest -= takeClean(domain, node, planned[first + node]!);
      }
      for (let node = 0; node < nodes && rest > 0; node += 1) rest -= takeClean(domain, node, rest);
      for (let node = 0; node < nodes && rest > 0; node += 1) {
        const due = Math.max(0, planned[first + node]! - holdings[first + node]!);
        rest -= takeDirty(domain, node, Math.min(rest, due));
      }
      for (let node = 0; node < nodes && rest > 0; node += 1) rest -= takeDirty(domain, node, rest);
      return missing;
    },
    tookDirty: (domain, node) => tookDirty[domain * nodes + node]! as Bytes,
    soil: (domain) => {
      for (let node = 0; node < nodes; node += 1) {
        const size = holdings[domain * nodes + node]!;
        allocated[node]! -= size;
        dirty[node]! += size;
        countDirty(size);
      }
    },
    clear: (domain, node) => {
      const size = holdings[domain * nodes + node]!;
      holdings[domain * nodes + node] = 0;
      dirty[node]! -= size;
      clean[node]! += size;
      countDirty(-size);
      serveQueue();
    },
    release: (domain, ticket) => {
      let count = 0;
      for (let node = 0; node < nodes; node += 1) if (holdings[domain * nodes + node]! > 0) count += 1;
      if (count === 0) {
        options.cleared(ticket);
        return;
      }
      partsLeft.set(ticket, count);
      for (let node = 0; node < nodes; node += 1) {
        const size = holdings[domain * nodes + node]!;
        holdings[domain * nodes + node] = 0;
        if (size > 0) pool.add(node, ticket, size);
      }
      serveQueue();
    },
    setIdle: (idle) => pool.setIdle(idle),
    held: (domain, node) => holdings[domain * nodes + node]! as Bytes,
    free: () => (queueHead < queue.length ? 0 : freeTotal() - claimed) as Bytes,
    dirtyIntegral: () => {
      pool.drain();
      countDirty(0);
      return dirtyArea;
    },
    check: (seed) => {
      for (let node = 0; node < nodes; node += 1) {
        const parts = [allocated[node]!, dirty[node]!, clean[node]!];
        const sum = parts.reduce((a, b) => a + b, 0);
        if (sum === nodeSize && parts.every((part) => part >= 0)) continue;
        throw new ConservationError(
          `memory leaked on NUMA node ${node}: allocated + dirty + clean is ${inGib(sum)} GiB of ${inGib(nodeSize)} GiB, ` +
            `at ${inSeconds(simulation.now)} s, seed ${seed} (a fault of the model: please report)`,
        );
      }
    },
  };
};
