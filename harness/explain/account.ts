/**
 * Sums over the tasks around a moment: by station, and how long the one lock of the toolstack was held.
 *
 * A task counts whole, also where it reaches beyond the window, so that what it waited for adds up to its time. Left out:
 * sums over the whole replay; the report of `replay` has them.
 */
import type { Piece, Task } from './tasks.ts';

export interface StationSum {
  readonly task: Task['kind'];
  readonly station: string;
  /** µs over all tasks of the kind. */
  readonly waited: number;
  readonly served: number;
  /** Tasks that waited there for more than {@link ROUNDING} of their time, and the longest wait of one. */
  readonly waiting: number;
  readonly waitedMax: number;
}

/** A station ends on whole microseconds, so a task that met nobody may still have waited the rest of one, step by step. */
export const ROUNDING = 1e-4;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const lengthOf = (pieces: readonly Piece[], station: string, state: Piece['state']): number =>
  sum(
    pieces
      .filter((piece) => piece.station === station && piece.state === state)
      .map(({ from, to }) => to - from),
  );

/** Creations first; within a kind the longest wait first, then what served longest. */
export const byStation = (tasks: readonly Task[]): readonly StationSum[] =>
  (['creation', 'destruction'] as const).flatMap((kind) => {
    const same = tasks.filter((task) => task.kind === kind);
    const stations = [...new Set(same.flatMap(({ pieces }) => pieces.map(({ station }) => station)))];
    return stations
      .map((station): StationSum => {
        const waits = same.map(({ pieces }) => lengthOf(pieces, station, 'waited'));
        const worthSaying = same.map(({ asked, ended }) => (ended - asked) * ROUNDING);
        return {
          task: kind,
          station,
          waited: sum(waits),
          served: sum(same.map(({ pieces }) => lengthOf(pieces, station, 'served'))),
          waiting: waits.filter((wait, task) => wait > worthSaying[task]!).length,
          waitedMax: Math.max(...waits),
        };
      })
      .toSorted((a, b) => b.waited - a.waited || b.served - a.served || (a.station < b.station ? -1 : 1));
  });

/** Mean time from request to end, µs; 0 of none. */
export const meanTime = (tasks: readonly Task[]): number =>
  tasks.length === 0 ? 0 : sum(tasks.map(({ asked, ended }) => ended - asked)) / tasks.length;

/** Stock xl takes its lock after it has read the configuration, and lets it go when it has saved it (model/host/creation). */
const BEFORE_LOCK = 'start';
const LAST_UNDER_LOCK = 'save';

/** Mean time that a creation of stock xl held its lock, µs; undefined where none came to it. */
export const lockHeld = (tasks: readonly Task[]): number | undefined => {
  const held = tasks.flatMap(({ pieces }) => {
    const got = pieces.findLastIndex(({ phase, station }) => station === 'xl lock' || phase === BEFORE_LOCK);
    const saved = pieces.findLastIndex(({ phase }) => phase === LAST_UNDER_LOCK);
    const start = pieces[got];
    const end = pieces[saved];
    return start === undefined || end === undefined ? [] : [end.to - start.to];
  });
  return held.length === 0 ? undefined : sum(held) / held.length;
};

/** The second in which most were asked for; of equals, the first. @param asked  ascending, µs */
export const busiestSecond = (asked: readonly number[]): { readonly at: number; readonly count: number } => {
  let best = { at: asked[0] ?? 0, count: 0 };
  let end = 0;
  for (let first = 0; first < asked.length; first += 1) {
    while (end < asked.length && asked[end]! < asked[first]! + 1_000_000) end += 1;
    if (end - first > best.count) best = { at: asked[first]!, count: end - first };
  }
  return best;
};
