/**
 * Tables with a row per moment and member (a VM, a container, a node): what their readers have in common is the sum.
 *
 * Left out: which members there are, and that they come and go; at a moment those count that have a row.
 */
import type { Source } from './lines.ts';
import { LoadRows } from './load.ts';

export class Sums {
  private readonly source: Source;
  private readonly sums = new Map<number, number>();

  constructor(source: Source) {
    this.source = source;
  }

  /** @param at  µs */
  add(at: number, value: number): void {
    this.sums.set(at, (this.sums.get(at) ?? 0) + value);
  }

  /** A row per moment, in the order of time. */
  rows(): LoadRows {
    const { path, limits } = this.source;
    const rows = new LoadRows(path, limits.rows);
    const moments = [...this.sums.keys()].sort((a, b) => a - b);
    for (const at of moments) rows.push(at, this.sums.get(at)!, 0);
    return rows;
  }
}
