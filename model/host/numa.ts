/**
 * Which NUMA nodes a domain is built on: xl's automatic placement.
 *
 * The fewest nodes that fit, and among those the ones with most free memory; a domain that fits nowhere as a whole spills
 * over all nodes. Left out: affinity from the configuration, cpupools, and the number of vCPUs as second criterion.
 */
import { mib, type Bytes } from '../kernel/units.ts';

/** A share of a domain is cut at this size, so that sums stay whole. */
const SHARE = mib(1);

/**
 * Divides a domain's memory over nodes.
 *
 * @param free   clean bytes on each node
 * @param size   what the domain needs; at most the sum of `free`
 * @param share  filled with the bytes to take from each node; sums to `size`
 * @returns      how many nodes were chosen
 * @source       xen-host A.5, libxl_numa.c:libxl__get_numa_candidate
 */
export const placeOn = (free: Float64Array, size: Bytes, share: Float64Array): number => {
  share.fill(0);
  const chosen = new Set<number>();
  let room = 0;
  while (room < size && chosen.size < free.length) {
    const roomiest = roomiestNode(free, chosen);
    chosen.add(roomiest);
    room += free[roomiest]!;
  }
  let rest: number = size;
  let left = chosen.size;
  // Smallest first, so that what a small node cannot hold goes to the roomier ones.
  for (const node of [...chosen].toReversed()) {
    const even = left === 1 ? rest : Math.ceil(rest / left / SHARE) * SHARE;
    share[node] = Math.min(even, rest, free[node]!);
    rest -= share[node];
    left -= 1;
  }
  return chosen.size;
};

const roomiestNode = (free: Float64Array, taken: ReadonlySet<number>): number => {
  let best = -1;
  for (let node = 0; node < free.length; node += 1) {
    if (!taken.has(node) && (best < 0 || free[node]! > free[best]!)) best = node;
  }
  return best;
};

/**
 * Combinations of nodes that the search looks at until one of `k` nodes fits: ΣC(n, i) for i below k, and C(n, k).
 *
 * @source xen-host A.5: one step on a host where one node is enough costs n
 */
export const combinationsTried = (nodes: number, k: number): number => {
  let sum = 0;
  let choose = 1;
  for (let i = 1; i <= k; i += 1) {
    choose = (choose * (nodes - i + 1)) / i;
    sum += choose;
  }
  return sum;
};
