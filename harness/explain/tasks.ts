/**
 * Creations and destructions around a moment, each cut into what it waited for and what served it.
 *
 * A path is sequential, so its steps stand one after the other from the request on, and their pieces add up to the whole.
 * Within a step the wait is drawn first: true of a line, a convention where a station is shared; a step done again after a
 * conflict is one piece of each. Left out: lanes beside the path (xenconsoled, the scrubbers of single nodes).
 */
import type { TaskRows } from '../../model/recording.ts';
import type { Requests, Detailed } from './requests.ts';
import { OWN_SETUP, ROOM } from './stations.ts';

/** A piece of a task's time, µs since start; not whole where a service was not. */
export interface Piece {
  readonly phase: string;
  readonly station: string;
  readonly state: 'waited' | 'served';
  readonly from: number;
  readonly to: number;
}

export interface Task {
  readonly kind: 'creation' | 'destruction';
  /** Its number in the order of requests, from 0. */
  readonly domain: number;
  /** Index of the host; undefined where none ever had room. */
  readonly host: number | undefined;
  readonly asked: number;
  /** When it was over; without a host, when it was given up, or the end of the replay. */
  readonly ended: number;
  readonly pieces: readonly Piece[];
}

export interface Window {
  readonly from: number;
  readonly to: number;
}

/** What was asked for or under way within the window, both ends included, in the order of asking. */
export const tasksIn = (recording: Detailed, requests: Requests, window: Window): readonly Task[] => {
  const around = (asked: number, ended: number): boolean => asked <= window.to && ended >= window.from;
  const creations = rowsAround(recording.creations, 'creation', requests.creations, ROOM, around);
  const destructions = rowsAround(
    recording.destructions,
    'destruction',
    requests.destructions,
    OWN_SETUP,
    around,
  );
  const homeless = withoutHost(recording, requests).filter(({ asked, ended }) => around(asked, ended));
  return [...creations, ...destructions, ...homeless].toSorted(
    (a, b) => a.asked - b.asked || a.domain - b.domain || (a.kind < b.kind ? -1 : 1),
  );
};

const rowsAround = (
  rows: TaskRows,
  kind: Task['kind'],
  requested: ReadonlyMap<number, number>,
  before: string,
  around: (asked: number, ended: number) => boolean,
): readonly Task[] => {
  const tasks: Task[] = [];
  for (let row = 0; row < rows.domain.length; row += 1) {
    const asked = requested.get(rows.domain[row]!) ?? rows.asked[row]!;
    if (around(asked, rows.ended[row]!)) tasks.push(taskOf(rows, row, kind, asked, before));
  }
  return tasks;
};

/**
 * One row as a task.
 *
 * @param asked   the request; where the host was told later, the time between was waited for `before`
 */
export const taskOf = (
  rows: TaskRows,
  row: number,
  kind: Task['kind'],
  asked: number,
  before: string,
): Task => {
  const pieces: Piece[] = [];
  let at = asked;
  const add = (phase: string, station: string, state: Piece['state'], length: number): void => {
    if (length <= 0) return;
    pieces.push({ phase, station, state, from: at, to: at + length });
    at += length;
  };
  add('host', before, 'waited', rows.asked[row]! - asked);
  for (const [index, { phase, station }] of rows.steps.entries()) {
    const cell = row * rows.steps.length + index;
    add(phase, station, 'waited', rows.waited[cell]!);
    add(phase, station, 'served', rows.served[cell]!);
  }
  return { kind, domain: rows.domain[row]!, host: rows.host[row]!, asked, ended: rows.ended[row]!, pieces };
};

/** Creations that never reached a host: given up while they waited for room, or waiting to the end. */
const withoutHost = ({ creations, horizon }: Detailed, requests: Requests): readonly Task[] => {
  const built = new Set(creations.domain);
  return [...requests.creations]
    .filter(([domain]) => !built.has(domain))
    .map(([domain, asked]): Task => {
      const ended = Math.max(asked, requests.destructions.get(domain) ?? horizon);
      const pieces: readonly Piece[] =
        ended > asked ? [{ phase: 'host', station: ROOM, state: 'waited', from: asked, to: ended }] : [];
      return { kind: 'creation', domain, host: undefined, asked, ended, pieces };
    });
};
