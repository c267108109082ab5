/**
 * Domains as they are read, in typed columns: what a reader of a lifecycle trace fills.
 *
 * What is not in the sample is left out here, so that memory follows what is kept. Left out: order, bins and cuts
 * (lifecycle).
 */
import { CENSORED_END, CENSORED_START } from '../model/workload.ts';
import { halves, octets, reals, tooMany, words } from './columns.ts';
import type { Source } from './lines.ts';
import { Sampler } from './sampler.ts';

export interface Domain {
  /** µs on the trace's own clock; undefined when it was there before the trace. */
  readonly created: number | undefined;
  /** µs, not before `created`; undefined when it outlives the trace. */
  readonly deleted: number | undefined;
  readonly vcpus: number;
  /** Whole MiB. */
  readonly memoryMib: number;
  /** What belongs together (a deployment, an application, a job, a user); without it the domain stands alone. */
  readonly group?: string | undefined;
}

/** By what a domain without a group is sampled: its place in the file, from 1. */
export const aloneAt = (place: number): string => `domain ${place}`;

/** The rows of a lifecycle trace as they come, in typed columns. */
export class LifecycleRows {
  created = reals();
  deleted = reals();
  vcpus = halves();
  memoryMib = words();
  marks = octets();
  /** Place of a domain's group in `groupNames`, from 1; 0 for none. Empty unless groups are kept. */
  readonly group = words();
  readonly groupNames: string[] = [];
  private readonly groupPlaces: Map<string, number> | undefined;
  private readonly path: string;
  private readonly limit: number;
  private readonly sampler: Sampler | undefined;
  private pushed = 0;
  /** Domains that the sample left out. */
  unsampled = 0;
  /** Smallest and largest moment that the file names, in the sample or not. */
  earliest = Number.POSITIVE_INFINITY;
  latest = Number.NEGATIVE_INFINITY;

  /**
   * @param sample      share of the groups that is kept
   * @param keepGroups  for a trace that is kept and sampled later
   */
  constructor(
    { path, limits }: Source,
    { sample, keepGroups = false }: { readonly sample?: number; readonly keepGroups?: boolean },
  ) {
    this.path = path;
    this.groupPlaces = keepGroups ? new Map() : undefined;
    this.limit = limits.rows;
    this.sampler = sample === undefined ? undefined : new Sampler(sample);
  }

  /** Whether anybody asks for a domain's group: where it costs time to know, it need not be known otherwise. */
  get grouped(): boolean {
    return this.sampler !== undefined || this.groupPlaces !== undefined;
  }

  /** @returns the domain's place, for {@link end}; undefined when the sample leaves it out */
  push({ created, deleted, vcpus, memoryMib, group }: Domain): number | undefined {
    this.pushed += 1;
    // in the sample or not: a sample keeps the clock of its trace
    if (created !== undefined) this.see(created);
    if (deleted !== undefined) this.see(deleted);
    if (this.sampler?.takes(group ?? aloneAt(this.pushed)) === false) {
      this.unsampled += 1;
      return undefined;
    }
    if (this.created.length >= this.limit) throw tooMany(this.path, this.limit);
    this.created.push(created ?? Number.NEGATIVE_INFINITY);
    this.deleted.push(deleted ?? Number.POSITIVE_INFINITY);
    this.vcpus.push(vcpus);
    this.memoryMib.push(memoryMib);
    this.marks.push(
      (created === undefined ? CENSORED_START : 0) | (deleted === undefined ? CENSORED_END : 0),
    );
    if (this.groupPlaces !== undefined) this.group.push(this.placeOf(group, this.groupPlaces));
    return this.created.length - 1;
  }

  private placeOf(group: string | undefined, places: Map<string, number>): number {
    if (group === undefined) return 0;
    const known = places.get(group);
    if (known !== undefined) return known;
    this.groupNames.push(group);
    places.set(group, this.groupNames.length);
    return this.groupNames.length;
  }

  /** All rows at once, as a converted trace has them. */
  restore(
    rows: Pick<
      LifecycleRows,
      'created' | 'deleted' | 'vcpus' | 'memoryMib' | 'marks' | 'earliest' | 'latest'
    >,
  ): void {
    if (rows.created.length > this.limit) throw tooMany(this.path, this.limit);
    Object.assign(this, rows);
  }

  /** A domain that was pushed without an end has one after all, µs, not before its creation; without a place it is none of the sample. */
  end(place: number | undefined, deleted: number): void {
    this.see(deleted);
    if (place === undefined) return;
    this.deleted.values[place] = deleted;
    this.marks.values[place]! &= ~CENSORED_END;
  }

  /** Those deleted at a moment outlive the trace: it is the end of the record, not of them. */
  outlive(end: number): void {
    const { values } = this.deleted;
    for (let row = 0; row < values.length; row += 1) {
      if (values[row] !== end) continue;
      values[row] = Number.POSITIVE_INFINITY;
      this.marks.values[row]! |= CENSORED_END;
    }
  }

  private see(at: number): void {
    if (at < this.earliest) this.earliest = at;
    if (at > this.latest) this.latest = at;
  }
}
