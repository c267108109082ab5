/**
 * Memory of one host, per NUMA node: allocated, dirty, clean.
 *
 * A claim is host-wide and first come first served; pages are taken later, node by node. What a dying domain held is dirty
 * from the start of its destruction until it is cleared, and nobody can be built from it meanwhile (synchronous
 * scrubbing, Xen up to 4.9). Left out: ballooning, page sharing, superpage fragmentation.
 */
import { doubled } from '../kernel/doubled.ts';
import { ConservationError } from '../kernel/faults.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { inGib, inSeconds, type Bytes, type Moment } from '../kernel/units.ts';
import { placeOn } from './numa.ts';

export interface Memory {
  readonly nodes: number;
  /** Asks for memory; true when it is there, else `granted` is told when it is. */
  readonly claim: (job: number, size: Bytes) => boolean;
  /** Turns a claim into pages of a domain; returns how many nodes they lie on. */
  readonly take: (domain: number, size: Bytes) => number;
  /** The domain is dying: its pages are dirty now. */
  readonly soil: (domain: number) => void;
  /** The domain's pages on one node are clean. */
  readonly clear: (domain: number, node: number) => void;
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
  let claimed = 0;
  let dirtyNow = 0;
  let dirtySince = 0 as Moment;
  let dirtyArea = 0;
  const queue: { job: number; size: Bytes }[] = [];
  let queueHead = 0;
  const granting = simulation.register(options.granted);

  const cleanTotal = (): number => clean.reduce((sum, size) => sum + size, 0);
  const countDirty = (change: number): void => {
    dirtyArea += dirtyNow * (simulation.now - dirtySince);
    dirtySince = simulation.now;
    dirtyNow += change;
  };
  const serveQueue = (): void => {
    let room = cleanTotal() - claimed;
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
  return {
    nodes,
    claim: (job, size) => {
      if (queueHead === queue.length && size <= cleanTotal() - claimed) {
        claimed += size;
        return true;
      }
      queue.push({ job, size });
      return false;
    },
    take: (domain, size) => {
      while ((domain + 1) * nodes > holdings.length) holdings = doubled(holdings);
      const chosen = placeOn(clean, size, share);
      claimed -= size;
      for (let node = 0; node < nodes; node += 1) {
        clean[node]! -= share[node]!;
        allocated[node]! += share[node]!;
        holdings[domain * nodes + node] = share[node]!;
      }
      return chosen;
    },
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
    held: (domain, node) => holdings[domain * nodes + node]! as Bytes,
    free: () => (queueHead < queue.length ? 0 : cleanTotal() - claimed) as Bytes,
    dirtyIntegral: () => {
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
