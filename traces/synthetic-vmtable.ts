/**
 * A table of virtual machines as Azure publishes it, of any length: to see that a large file is read, not to learn from it.
 *
 * Written as the second dataset is (buckets of sizes, ids as hashes in base64, no header), with what makes the real one
 * hard: machines come in deployments, rows are not in the order of time, some were there before the window and some
 * outlive it. Drawn from named streams, so that a line gives the same bytes everywhere. The shares are plausible, not
 * fitted: no conclusion should rest on it.
 * @source layout, window and bins: Azure/AzurePublicDataset, AzurePublicDatasetV1.md and V2.md
 */
import { createHash } from 'node:crypto';
import { streamsOf, type Stream } from '../model/kernel/streams.ts';

export interface SyntheticVmtable {
  readonly rows: number;
  readonly seed: number;
}

const BIN = 300;
/** The last sample of the window, s. */
const LAST = 2_591_700;
/** Machines of a deployment, on average: 2,013,767 in 35,941 in the first dataset. */
const DEPLOYMENT = 56;
/** Deployments of a subscription, on average: 35,941 of 5,958. */
const SUBSCRIPTION = 6;
/** Share of the deployments that were there before the window; of the others, mean life of a machine, in bins. */
const BEFORE = 0.05;
const LIFE = 20;
/** Machines of a deployment come within so many bins, on average. */
const APART = 2;

const CATEGORIES = ['Delay-insensitive', 'Interactive', 'Unknown'];
/** Buckets of cores and GiB that go together. */
const SIZES = ['2,2', '2,4', '2,8', '4,8', '4,32', '8,32', '8,64', '24,64', '>24,>64'];
/** Of small sizes there are more: the smallest of so many draws. */
const SMALL = 3;

/** Lines of a piece: neither a write per line nor a file in memory. */
export const PIECE = 2_000;

/** @returns pieces of the file, each of so many lines, the last of what is left */
export function* syntheticVmtable({ rows, seed }: SyntheticVmtable): Generator<string> {
  const draw = streamsOf(seed).of('vmtable');
  const lines: string[] = [];
  let deployment: Deployment | undefined;
  for (let row = 0; row < rows; row += 1) {
    if (deployment === undefined || deployment.left === 0)
      deployment = deploymentOf(draw, seed, (deployment?.number ?? 0) + 1);
    deployment.left -= 1;
    lines.push(machineOf(draw, deployment, idOf('sha384', seed, 'vm', row)));
    if (lines.length === PIECE) yield `${lines.splice(0).join('\n')}\n`;
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}

interface Deployment {
  readonly number: number;
  /** Machines that are still to come. */
  left: number;
  /** Subscription and deployment, as columns. */
  readonly ids: string;
  /** s, of its first machine; 0: before the window. */
  readonly begins: number;
  /** Category, cores and memory, as columns. */
  readonly kind: string;
}

const deploymentOf = (draw: Stream, seed: number, number: number): Deployment => {
  const subscription = idOf('sha384', seed, 'subscription', draw.integer(Math.ceil(number / SUBSCRIPTION)));
  const size = Math.min(...Array.from({ length: SMALL }, () => draw.integer(SIZES.length)));
  return {
    number,
    left: 1 + Math.floor(draw.exponential(DEPLOYMENT - 1)),
    ids: `${subscription},${idOf('sha512', seed, 'deployment', number)}`,
    begins: draw.uniform() < BEFORE ? 0 : BIN * (1 + draw.integer(LAST / BIN - 1)),
    kind: `${CATEGORIES[draw.integer(CATEGORIES.length)]!},${SIZES[size]!}`,
  };
};

const machineOf = (draw: Stream, { begins, ids, kind }: Deployment, id: string): string => {
  const later = BIN * Math.floor(draw.exponential(APART));
  const created = begins === 0 ? 0 : Math.min(LAST - BIN, begins + later);
  // one that was there before the window is seen in it
  const life = Math.max(Math.floor(draw.exponential(LIFE)), created === 0 ? 1 : 0);
  const deleted = Math.min(LAST, created + BIN * life);
  const [mean, p95, most] = [draw.uniform(), draw.uniform(), draw.uniform()].toSorted((a, b) => a - b);
  return `${id},${ids},${created},${deleted},${percent(most!)},${percent(mean!)},${percent(p95!)},${kind}`;
};

const percent = (share: number): string => (100 * share).toFixed(6);

const idOf = (hash: 'sha384' | 'sha512', seed: number, what: string, number: number): string =>
  createHash(hash).update(`${seed} ${what} ${number}`).digest('base64');
