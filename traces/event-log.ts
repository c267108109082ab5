/**
 * Domains from a log of events: one row says that something began, a later one that it ended.
 *
 * An identifier may begin again after it ended (an evicted task is scheduled again): that is another domain. What ends
 * without having begun was there before the log; what never ends outlives it. Left out: sizes that change while a domain
 * lives, which readers count as dropped rows.
 */
import type { LifecycleRows } from './domains.ts';
import type { Dropped } from './recorded.ts';

export interface Size {
  readonly vcpus: number;
  readonly memoryMib: number;
}

interface Begun {
  /** µs; −∞ when it was there before the log. */
  readonly created: number;
  /** Undefined when the sample leaves it out. */
  readonly place: number | undefined;
}

export class EventLog {
  private readonly alive = new Map<string, Begun>();
  private readonly rows: LifecycleRows;
  private readonly dropped: Dropped;

  constructor(rows: LifecycleRows, dropped: Dropped) {
    this.rows = rows;
    this.dropped = dropped;
  }

  isAlive(id: string): boolean {
    return this.alive.has(id);
  }

  /** @param at  µs; −∞ before the log */
  begin(id: string, at: number, size: Size, line: number, group?: string): void {
    if (this.alive.has(id)) this.dropped.add('begins again while it is there', line);
    else this.alive.set(id, this.begun(at, size, group));
  }

  /**
   * @param at    µs; −∞ before the log, ∞ after it
   * @param size  of one that began before the log, when this row says it
   */
  end(id: string, at: number, size: Size | undefined, line: number, group?: string): void {
    const known = this.alive.get(id);
    if (at === Number.NEGATIVE_INFINITY) this.dropped.add('ended before the trace', line);
    else if (known === undefined && size === undefined)
      this.dropped.add('ends, and nothing says how large it was', line);
    else if (known !== undefined && at < known.created) this.dropped.add('ends before it begins', line);
    else {
      const { place } = known ?? this.begun(Number.NEGATIVE_INFINITY, size!, group);
      this.alive.delete(id);
      if (at !== Number.POSITIVE_INFINITY) this.rows.end(place, at);
    }
  }

  /** In the order in which they begin: where moments are equal, the order of the file is that of creation. */
  private begun(at: number, size: Size, group: string | undefined): Begun {
    const created = at === Number.NEGATIVE_INFINITY ? undefined : at;
    return { created: at, place: this.rows.push({ created, deleted: undefined, ...size, group }) };
  }
}
