/**
 * The outline of a step function: few enough steps to keep for any trace, and drawn they look like all of them.
 *
 * Up to {@link COLUMNS} times four changes are kept as they are. Beyond that the horizon is cut into as many columns, and
 * each keeps its first and its last change and those to its least and its greatest value: a drawing no wider than that
 * covers the same points. Left out: how long a value was held between them, so integrals are not taken from an outline.
 *
 * @source Jugel, Jerzak, Hackenbroich, Markl: M4, a visualization-oriented time series data aggregation (VLDB 2014)
 */
import type { Steps } from '../recording.ts';

const COLUMNS = 512;
/** First, least, greatest, last. */
const PER_COLUMN = 4;

export class Outline {
  readonly #horizon: number;
  readonly #columns: number;
  readonly #at: number[] = [];
  readonly #value: number[] = [];
  #folded: Columns | undefined;
  #last = Number.NaN;

  /**
   * @param horizon  end of the time that is drawn, µs
   * @param columns  whole, from 1
   */
  constructor(horizon: number, columns: number = COLUMNS) {
    this.#horizon = horizon;
    this.#columns = columns;
  }

  /** From this moment on; moments rise and lie before the horizon, and a value that stays is no step. */
  set(at: number, value: number): void {
    if (value === this.#last) return;
    this.#last = value;
    if (this.#folded === undefined && this.#at.length === this.#columns * PER_COLUMN) this.#fold();
    if (this.#folded !== undefined) this.#folded.set(at, value);
    else {
      this.#at.push(at);
      this.#value.push(value);
    }
  }

  /** Whether all changes are in it. */
  whole(): boolean {
    return this.#folded === undefined;
  }

  steps(): Steps {
    if (this.#folded !== undefined) return this.#folded.steps();
    return { at: Float64Array.from(this.#at), value: Float64Array.from(this.#value) };
  }

  #fold(): void {
    const folded = new Columns(this.#horizon, this.#columns);
    for (const [index, at] of this.#at.entries()) folded.set(at, this.#value[index]!);
    this.#at.length = 0;
    this.#value.length = 0;
    this.#folded = folded;
  }
}

/** Rows of columns: the moment of a change and the value it leads to; NaN where a column has none. */
class Columns {
  readonly #horizon: number;
  readonly #first: Changes;
  readonly #least: Changes;
  readonly #greatest: Changes;
  readonly #last: Changes;

  constructor(horizon: number, columns: number) {
    this.#horizon = horizon;
    this.#first = changesOf(columns);
    this.#least = changesOf(columns);
    this.#greatest = changesOf(columns);
    this.#last = changesOf(columns);
  }

  set(at: number, value: number): void {
    const columns = this.#first.at.length;
    const column = Math.min(columns - 1, Math.floor((at / this.#horizon) * columns));
    const put = (changes: Changes): void => {
      changes.at[column] = at;
      changes.value[column] = value;
    };
    const empty = Number.isNaN(this.#first.at[column]!);
    if (empty) put(this.#first);
    if (empty || value < this.#least.value[column]!) put(this.#least);
    if (empty || value > this.#greatest.value[column]!) put(this.#greatest);
    put(this.#last);
  }

  steps(): Steps {
    const at: number[] = [];
    const value: number[] = [];
    for (let column = 0; column < this.#first.at.length; column += 1) {
      if (Number.isNaN(this.#first.at[column]!)) continue;
      const kept = [this.#first, this.#least, this.#greatest, this.#last]
        .map((changes) => [changes.at[column]!, changes.value[column]!] as const)
        .toSorted(([a], [b]) => a - b);
      for (const [when, level] of kept) {
        if (when === at.at(-1) || level === value.at(-1)) continue;
        at.push(when);
        value.push(level);
      }
    }
    return { at: Float64Array.from(at), value: Float64Array.from(value) };
  }
}

interface Changes {
  readonly at: Float64Array;
  readonly value: Float64Array;
}

const changesOf = (columns: number): Changes => ({
  at: new Float64Array(columns).fill(Number.NaN),
  value: new Float64Array(columns).fill(Number.NaN),
});
