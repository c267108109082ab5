/**
 * What every recorded trace carries besides its rows: what was dropped, what was chosen, what the user should know.
 *
 * Left out: the rows themselves (lifecycle, load).
 */
export interface RecordedBase {
  /** Data rows in the file, kept or not; for azure-rnn and per-second lists the tokens. */
  readonly rowsRead: number;
  readonly dropped: Dropped;
  /** µs since 1970 at which the workload's clock starts, when the trace knows it. */
  readonly epoch?: number;
  readonly choices: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
  /** Of what the trace was converted; a report is about that file. */
  readonly original?: Original;
}

/** A file as it was published. */
export interface Original {
  readonly format: string;
  readonly sha256: string;
  readonly bytes: number;
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
