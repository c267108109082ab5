/**
 * From recorded domains to the workload: order, place inside a bin, cut, and settle what the trace does not know.
 *
 * Rows keep the file's order where their moments are equal: for traces in bins it is the order of creation. A domain that
 * lives across the start of a cut gets a censored start, one that lives across its end a censored end. Left out: what a
 * format means by its columns (the readers).
 */
import { risingOrder } from '../model/kernel/order.ts';
import { seconds, moment } from '../model/kernel/units.ts';
import { streamsOf } from '../model/kernel/streams.ts';
import { CENSORED_END, CENSORED_START, type LifecycleWorkload } from '../model/workload.ts';
import { inCommon, ordered, words, type Typed } from './columns.ts';
import { complaint, placeOf } from './complaint.ts';
import type { LifecycleRows } from './domains.ts';
import { endsEarly, OUTSIDE, refuseEmptyPart, tooLong } from './part.ts';
import type { Dropped, RecordedBase } from './recorded.ts';

/** Where in a bin an event falls: all at its start, evenly in the file's order, or by a seeded draw. */
export type Placement = 'start' | 'spread' | 'seeded';

/** A lifecycle trace as its reader leaves it: before order, placement and cuts. */
export interface RecordedLifecycle extends RecordedBase {
  readonly kind: 'lifecycle';
  readonly rows: LifecycleRows;
  /** When the trace begins and ends on its own clock, µs; without an end, the last moment in the file. */
  readonly start: number;
  readonly end?: number;
  /** How rows of the file and domains belong together: one to one where nothing is said. */
  readonly rowsPerDomain?: 'several';
  /** The trace's resolution, µs, when moments are the starts of bins: events may be placed inside. */
  readonly bin?: number;
}

export interface LifecycleChoices {
  readonly pastEnd: 'stop' | 'error';
  readonly placement: Placement;
  readonly placementSeed: number;
  /** µs after the trace's start. */
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** @throws {InputError} when no moment tells how long the trace is, or the cut leaves nothing */
export const lifecycleOf = (
  path: string,
  recorded: RecordedLifecycle,
  choices: LifecycleChoices,
  dropped: Dropped,
): LifecycleWorkload => {
  const { rows, start } = recorded;
  const end = recorded.end ?? rows.latest;
  if (!(end > start)) {
    throw complaint(
      placeOf(path),
      'no moment in the file is later than its start',
      'a trace lasts some time',
      'give a file with creations or destructions inside the trace',
    );
  }
  if (!Number.isSafeInteger(end - start)) throw tooLong(path);
  const from = choices.from ?? 0;
  const to = Math.min(choices.to ?? Number.POSITIVE_INFINITY, end - start);
  if (choices.pastEnd === 'error' && (choices.to ?? 0) > to) throw endsEarly(path, end - start);
  refuseEmptyPart(path, from, to, end - start);

  const order = risingOrder(rows.created.values);
  const created = ordered(rows.created.values, order);
  const deleted = ordered(rows.deleted.values, order);
  if (recorded.bin !== undefined && choices.placement !== 'start') {
    place(created, deleted, recorded.bin, end, choices);
  }
  const kept = cut(created, deleted, start + from, start + to, start + to === end);
  const length = kept === undefined ? created.length : kept.length;
  const outside = created.length - length;
  if (outside > 0) dropped.add(OUTSIDE, 0, outside);
  if (length === 0) {
    throw complaint(
      placeOf(path),
      'no domain lives in the part that was asked for',
      `the trace lasts ${(end - start) / seconds(1)} s`,
      'choose another --from or --to',
    );
  }
  const asCut = <T extends Typed>(column: T): T => ordered(ordered(column, order), kept);
  return inOrder({
    kind: 'lifecycle',
    horizon: moment(to - from),
    ...within(
      ordered(created, kept),
      ordered(deleted, kept),
      asCut(rows.marks.values),
      start + from,
      to - from,
    ),
    vcpus: asCut(rows.vcpus.values),
    memoryMib: asCut(rows.memoryMib.values),
  });
};

/** Moments on the workload's clock; what lies outside is cut at its ends and marked so. */
const within = (
  created: Float64Array,
  deleted: Float64Array,
  known: Uint8Array,
  begins: number,
  horizon: number,
): Pick<LifecycleWorkload, 'created' | 'deleted' | 'marks'> => {
  const marks = new Uint8Array(known.length);
  const createdWithin = new Float64Array(known.length);
  const deletedWithin = new Float64Array(known.length);
  for (let row = 0; row < known.length; row += 1) {
    const from = created[row]! - begins;
    const to = deleted[row]! - begins;
    marks[row] = known[row]! | (from < 0 ? CENSORED_START : 0) | (to > horizon ? CENSORED_END : 0);
    createdWithin[row] = from < 0 ? 0 : from;
    deletedWithin[row] = to > horizon ? horizon : to;
  }
  return { created: createdWithin, deleted: deletedWithin, marks };
};

/**
 * Moves every known creation into its bin, and its destruction by as much, so that lifetimes stay as recorded.
 *
 * A destruction never passes the end of the trace by it. The columns are changed in place and may lose their order.
 */
const place = (
  created: Float64Array,
  deleted: Float64Array,
  bin: number,
  end: number,
  { placement, placementSeed }: LifecycleChoices,
): void => {
  const draw = streamsOf(placementSeed).of('placement');
  for (let first = 0, next = 0; first < created.length; first = next) {
    const at = created[first]!;
    for (next = first + 1; next < created.length && created[next] === at;) next += 1;
    if (at === Number.NEGATIVE_INFINITY) continue;
    for (let row = first; row < next; row += 1) {
      const share = placement === 'spread' ? (row - first) / (next - first) : draw.uniform();
      const later = Math.floor(share * bin);
      created[row] = Math.min(at + later, Math.max(at, end));
      if (Number.isFinite(deleted[row]!))
        deleted[row] = Math.min(deleted[row]! + later, Math.max(deleted[row]!, end));
    }
  }
};

/**
 * The rows that live in [from, to), and at `to` itself when that is the end of the trace (`closed`).
 *
 * A domain that ends as the cut begins is out; one that is created and gone in the same moment of it is in.
 *
 * @returns their places; undefined when all rows are in, as in a trace that is not cut
 */
const cut = (
  created: Float64Array,
  deleted: Float64Array,
  from: number,
  to: number,
  closed: boolean,
): Uint32Array | undefined => {
  const isIn = (row: number): boolean => {
    const begins = created[row]!;
    return (begins < to || (closed && begins === to)) && (deleted[row]! > from || begins >= from);
  };
  let first = 0;
  while (first < created.length && isIn(first)) first += 1;
  if (first === created.length) return undefined;
  const kept = words();
  for (let row = 0; row < created.length; row += 1) if (row < first || isIn(row)) kept.push(row);
  return kept.values;
};

/** Placement and cuts can disturb the order; the columns are sorted by creation again, equal moments as they were. */
const inOrder = (workload: LifecycleWorkload): LifecycleWorkload => {
  const order = risingOrder(workload.created);
  return order === undefined ? workload : withColumns(workload, (column) => ordered(column, order));
};

/**
 * The same in memory of its own, which threads share: what was read is a part of something larger (a buffer that grew, a
 * file), and a thread that is given a workload makes no copy of it.
 */
export const settled = (workload: LifecycleWorkload): LifecycleWorkload => withColumns(workload, inCommon);

const withColumns = (
  workload: LifecycleWorkload,
  of: <T extends Typed>(column: T) => T,
): LifecycleWorkload => ({
  ...workload,
  created: of(workload.created),
  deleted: of(workload.deleted),
  vcpus: of(workload.vcpus),
  memoryMib: of(workload.memoryMib),
  marks: of(workload.marks),
});
