/**
 * What a reader of one public format is, and what it hands on: the rows as recorded, before order, placement and gaps.
 *
 * A reader knows its format and nothing else; what all formats have in common (sorting, bins, cuts, the report) is done
 * once, in lifecycle, load and ingest. Left out: which readers there are (catalog).
 */
import type { LoadQuantity } from '../model/workload.ts';
import type { Head } from './detect.ts';
import type { LifecycleRows } from './lifecycle.ts';
import type { Source } from './lines.ts';
import type { LoadRows } from './load.ts';

export interface Reader {
  /** What `--format` takes. */
  readonly name: string;
  /** One line for lists and docs. */
  readonly about: string;
  readonly kind: 'lifecycle' | 'load';
  /** Is it this format, by its content? Companion files that are no trace by themselves are claimed too, and refused. */
  readonly detect: (head: Head) => boolean;
  /** @throws {InputError} with file and line at the first row that cannot be read */
  readonly read: (source: Source, options: ReadOptions) => Promise<Recorded>;
}

/** The choices that readers themselves make; every one is written into the report. */
export interface ReadOptions {
  /** azure-rnn: which lifetime inside a lifetime bin; default `lowest`. */
  readonly lifetimes?: 'lowest' | 'middle';
  /** nab: what the values are, where the file's name does not say it; `percent` is a utilisation times 100. */
  readonly quantity?: LoadQuantity | 'percent';
  /** azure-vmtable: what the open top buckets `>24` cores and `>64` GB of the 2019 trace stand for. */
  readonly topCores?: number;
  readonly topGib?: number;
}

export type Recorded = RecordedLifecycle | RecordedLoad;

interface RecordedBase {
  /** Data rows in the file, kept or not; for azure-rnn and per-second lists the tokens. */
  readonly rowsRead: number;
  readonly dropped: Dropped;
  /** µs since 1970 at which the workload's clock starts, when the trace knows it. */
  readonly epoch?: number;
  readonly choices: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

export interface RecordedLifecycle extends RecordedBase {
  readonly kind: 'lifecycle';
  readonly rows: LifecycleRows;
  /** When the trace begins and ends on its own clock, µs; without an end, the last moment in the file. */
  readonly start: number;
  readonly end?: number;
  /** The trace's resolution, µs, when moments are the starts of bins: events may be placed inside. */
  readonly bin?: number;
}

export interface RecordedLoad extends RecordedBase {
  readonly kind: 'load';
  readonly rows: LoadRows;
  readonly quantity: LoadQuantity;
  /** The values' unit in the file. */
  readonly unit: string;
  /** What a value is multiplied by before anything else: 0.01 for percent. */
  readonly factor: number;
  /** Length of a step, µs; without it, the median distance of the rows. */
  readonly step?: number;
}

/** Rows that were left out, by reason; the only way a row may vanish. */
export class Dropped {
  private readonly reasons = new Map<string, { rows: number; firstLine: number }>();

  /** @param line  0 when the reason is not one of a line: a cut by `from` and `to` */
  add(reason: string, line: number, rows = 1): void {
    const known = this.reasons.get(reason);
    if (known === undefined) this.reasons.set(reason, { rows, firstLine: line });
    else known.rows += rows;
  }

  list(): readonly { readonly reason: string; readonly rows: number; readonly firstLine: number }[] {
    return [...this.reasons].map(([reason, { rows, firstLine }]) => ({ reason, rows, firstLine }));
  }
}
