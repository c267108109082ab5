/**
 * Which groups of a trace are kept when a share of it is asked for: by a hash of their name.
 *
 * A group (a deployment, an application, a job) is kept or left out as a whole, so that its bursts stay bursts. The same
 * groups are kept each time and on every machine, and a larger share keeps those of a smaller one. Left out: domains of
 * which the trace does not say to whom they belong; each of them is a group of its own.
 */
import { createHash } from 'node:crypto';

const BYTES = 6;

export class Sampler {
  private readonly share: number;
  private readonly known = new Map<string, boolean>();

  /** @param share  of the groups, above 0 and at most 1 */
  constructor(share: number) {
    this.share = share;
  }

  takes(group: string): boolean {
    const before = this.known.get(group);
    if (before !== undefined) return before;
    const drawn = createHash('sha256').update(group).digest().readUIntBE(0, BYTES) / 2 ** (8 * BYTES);
    const taken = drawn < this.share;
    // domains that stand alone are asked for once each: they need not be kept in mind
    if (this.known.size < GROUPS_KEPT) this.known.set(group, taken);
    return taken;
  }
}

const GROUPS_KEPT = 100_000;
