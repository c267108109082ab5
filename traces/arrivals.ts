/**
 * Single requests counted per step, in whatever order they come: from a log to a load.
 *
 * Steps begin with the first request, or lie on the calendar, so that a minute of the load is a minute of the clock. Memory
 * follows the steps in which something happened, not the span: a log of one request a year is small. Left out: when in its
 * step a request came; a replay with requests one by one draws that.
 */
import { inSeconds, seconds } from '../model/kernel/units.ts';
import { complaint, placeOf } from './complaint.ts';
import { LoadRows, type RecordedLoad } from './load.ts';
import type { Source } from './lines.ts';
import type { ReadOptions } from './reader.ts';

/** Steps in a page: a page is 2 KiB. */
const PAGE = 256;

/** What a log of requests is counted in where nobody says it. */
const STEP = seconds(1);

type Counted = Pick<
  RecordedLoad,
  'kind' | 'rows' | 'quantity' | 'unit' | 'factor' | 'step' | 'gaps' | 'rowsAre'
>;

export class Arrivals {
  /** µs. */
  readonly step: number;
  /** Where a step begins, µs; every other one begins a whole number of steps from there. */
  private phase: number | undefined;
  private readonly path: string;
  private readonly limit: number;
  private readonly pages = new Map<number, Float64Array>();
  private page: Float64Array = new Float64Array(0);
  private pageNumber = Number.NaN;
  private last = Number.NEGATIVE_INFINITY;
  /** Requests that lie before the one above them in the file. */
  private backward = 0;

  constructor(source: Source, { step, align = 'first' }: ReadOptions) {
    this.phase = align === 'calendar' ? 0 : undefined;
    this.step = step === undefined ? STEP : Math.round(seconds(step));
    this.path = source.path;
    this.limit = source.limits.rows;
  }

  /** @param at  µs on the trace's own clock, whole */
  add(at: number): void {
    if (at < this.last) this.backward += 1;
    this.last = at;
    this.phase ??= at;
    const slot = Math.floor((at - this.phase) / this.step);
    const number = Math.floor(slot / PAGE);
    if (number !== this.pageNumber) this.turnTo(number);
    this.page[slot - number * PAGE]! += 1;
  }

  private turnTo(number: number): void {
    let page = this.pages.get(number);
    if (page === undefined) {
      if (this.pages.size * PAGE >= this.limit) throw this.tooLong();
      page = new Float64Array(PAGE);
      this.pages.set(number, page);
    }
    this.page = page;
    this.pageNumber = number;
  }

  /** What is the same for every log: a row per step with requests, and one where steps without begin. */
  recorded(): Counted {
    const rows = new LoadRows(this.path, this.limit);
    const phase = this.phase ?? 0;
    let next = Number.NEGATIVE_INFINITY;
    for (const number of [...this.pages.keys()].sort((a, b) => a - b)) {
      for (const [i, count] of this.pages.get(number)!.entries()) {
        if (count === 0) continue;
        const slot = number * PAGE + i;
        if (slot > next && next > Number.NEGATIVE_INFINITY) rows.push(phase + next * this.step, 0, 0);
        rows.push(phase + slot * this.step, count, 0);
        next = slot + 1;
      }
    }
    rows.backward = this.backward;
    return {
      kind: 'load',
      rows,
      quantity: 'count',
      unit: `requests per ${inSeconds(this.step)} s`,
      factor: 1,
      step: this.step,
      gaps: 'none',
      rowsAre: 'requests',
    };
  }

  private tooLong = () =>
    complaint(
      placeOf(this.path),
      `holds requests in more than ${this.limit} steps of ${inSeconds(this.step)} s`,
      'memory follows the steps',
      'choose longer ones: --read step=60s',
    );
}
