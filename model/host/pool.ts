/**
 * Memory that is free and still dirty, per NUMA node, and the one processor of each node that clears it when it idles.
 *
 * From Xen 4.10 on a dying domain's pages are marked and given back at once; who frees them does not clear them. An
 * allocation that finds no clean page takes dirty ones, the latest first, and clears them itself (xen-host A.6, C.4). Left
 * out: the heap lock that the scrubber takes page by page, and the node's bandwidth that it shares.
 */
import type { Simulation } from '../kernel/simulation.ts';
import { NEVER, perMicro, type BytesPerSecond, type Moment } from '../kernel/units.ts';

export interface Pool {
  /** Dirty free bytes of a node, as of the last {@link drain}. */
  readonly size: (node: number) => number;
  /** A dead domain's bytes on a node are free now; `ticket` says whose they were. */
  readonly add: (node: number, ticket: number, bytes: number) => void;
  /** An allocation takes dirty bytes from a node. @returns how many of the wanted ones it got */
  readonly take: (node: number, wanted: number) => number;
  /** Lets idle processors clear what they had time for; tells `cleared` of each node's bytes. */
  readonly drain: () => void;
  /** Share of one processor's time on each node that is idle, 0 to 1. */
  readonly setIdle: (share: number) => void;
}

interface PoolOptions {
  readonly nodes: number;
  readonly rate: BytesPerSecond;
  /** Bytes of a node that idle processors cleared, evenly over the last `span` µs. */
  readonly cleared: (node: number, bytes: number, span: number) => void;
  /** Nothing of what this ticket gave back is in a pool any more, on this node. */
  readonly gone: (ticket: number) => void;
}

interface Part {
  readonly ticket: number;
  left: number;
}

export const poolOf = (simulation: Simulation, { nodes, rate, cleared, gone }: PoolOptions): Pool => {
  const alone = perMicro(rate);
  const parts: Part[][] = Array.from({ length: nodes }, () => []);
  const total = new Float64Array(nodes);
  /** What a processor had time for beyond whole bytes. */
  const credit = new Float64Array(nodes);
  let share = 1;
  let at: Moment = simulation.now;
  const timer = simulation.timer(() => {
    drain();
    arm();
  });

  const arm = (): void => {
    let first: number = NEVER;
    for (let node = 0; node < nodes; node += 1) {
      const head = parts[node]![0];
      if (head !== undefined) first = Math.min(first, (head.left - credit[node]!) / (alone * share));
    }
    timer.set((first === NEVER ? NEVER : simulation.now + Math.max(1, Math.ceil(first))) as Moment);
  };
  const shrink = (node: number, index: number, size: number): void => {
    const part = parts[node]![index]!;
    part.left -= size;
    total[node]! -= size;
    if (part.left > 0) return;
    parts[node]!.splice(index, 1);
    gone(part.ticket);
  };
  const drain = (): void => {
    const span = simulation.now - at;
    if (span === 0) return;
    at = simulation.now;
    for (let node = 0; node < nodes; node += 1) {
      if (total[node] === 0) continue;
      const could = credit[node]! + span * alone * share;
      let budget = Math.min(Math.floor(could), total[node]!);
      credit[node] = budget === total[node] ? 0 : could - budget;
      if (budget > 0) cleared(node, budget, span);
      while (budget > 0) {
        const size = Math.min(budget, parts[node]![0]!.left);
        budget -= size;
        shrink(node, 0, size);
      }
    }
  };
  return {
    size: (node) => total[node]!,
    add: (node, ticket, bytes) => {
      drain();
      parts[node]!.push({ ticket, left: bytes });
      total[node]! += bytes;
      arm();
    },
    take: (node, wanted) => {
      drain();
      let rest = Math.min(wanted, total[node]!);
      const got = rest;
      while (rest > 0) {
        const last = parts[node]!.length - 1;
        const size = Math.min(rest, parts[node]![last]!.left);
        rest -= size;
        shrink(node, last, size);
      }
      arm();
      return got;
    },
    drain,
    setIdle: (idle) => {
      if (idle === share) return;
      drain();
      share = idle;
      arm();
    },
  };
};
