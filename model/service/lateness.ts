/**
 * The objective of a lifecycle replay: every creation is ready within the threshold.
 *
 * A creation is late from the threshold until it is ready; the objective is broken while any is late. Left out: requests,
 * which a lifecycle trace does not have.
 */
import type { Simulation } from '../kernel/simulation.ts';
import { after, before, micros, type Fraction, type Micros, type Moment } from '../kernel/units.ts';
import type { Objective } from '../recording.ts';
import { TOLERATED } from './missed.ts';
import { SpanList } from './spans.ts';
import { Tally } from './tally.ts';

export interface Lateness {
  /** A creation is asked for now. @returns its number, in order of asking */
  readonly asked: () => number;
  /** The creation with this number is ready, or is not wanted any more. */
  readonly over: (creation: number, ready: boolean) => void;
  /** Creations that nobody finished count as missed if their threshold passed. */
  readonly close: () => Objective;
}

/** Before whatever makes a creation ready at the same moment: it is late by then. */
const DUE_RANK = 0;

/** Deadlines come due in the order of asking, so the open creations are a queue with one timer at its head. */
export const latenessOf = (
  simulation: Simulation,
  threshold: Micros,
  allowed: Fraction,
  horizon: Moment,
): Lateness => {
  const open = new Map<number, Moment>();
  let created = 0;
  let total = 0;
  let missed = 0;
  let late = 0;
  let lateSince = 0 as Moment;
  let timeMissed = 0;
  let episodes = 0;
  let episodeLongest = 0;
  let tolerated = 0;
  /** With the moment from which each is late. */
  const overdue = new Map<number, Moment>();
  const tally = new Tally(horizon);
  const broken = new SpanList();

  const endEpisode = (at: Moment): void => {
    const span = Math.min(at, horizon) - lateSince;
    if (span <= 0) return; // late only after the horizon
    episodes += 1;
    broken.add(lateSince, lateSince + span);
    timeMissed += span;
    episodeLongest = Math.max(episodeLongest, span);
  };
  const firstOpen = (): readonly [number, Moment] | undefined => {
    for (const entry of open) return entry;
    return undefined;
  };
  const due = (): void => {
    for (let first = firstOpen(); first !== undefined; first = firstOpen()) {
      const [creation, deadline] = first;
      if (deadline >= simulation.now) break;
      open.delete(creation);
      overdue.set(creation, deadline);
      missed += 1;
      tally.add(before(deadline, threshold), 0, 1);
      if (late === 0) lateSince = deadline;
      late += 1;
    }
    arm();
  };
  const timer = simulation.timer(due, DUE_RANK);
  const arm = (): void => {
    const first = firstOpen();
    // One microsecond later: a creation that is ready at its deadline has kept it.
    if (first !== undefined) timer.set(after(first[1], micros(1)));
  };

  return {
    asked: () => {
      const creation = created;
      created += 1;
      total += 1;
      tally.add(simulation.now, 1, 0);
      open.set(creation, after(simulation.now, threshold));
      if (open.size === 1) arm();
      return creation;
    },
    over: (creation, ready) => {
      const deadline = open.get(creation);
      if (!ready && deadline !== undefined) {
        total -= 1;
        tally.add(before(deadline, threshold), -1, 0);
      }
      const lateFrom = overdue.get(creation);
      if (open.delete(creation) || lateFrom === undefined) return;
      overdue.delete(creation);
      if (ready && simulation.now - lateFrom <= (TOLERATED - 1) * threshold) tolerated += 1;
      late -= 1;
      if (late === 0) endEpisode(simulation.now);
    },
    close: () => {
      if (late > 0) endEpisode(horizon);
      return {
        threshold,
        total,
        missed,
        tolerated,
        allowed,
        timeMissed,
        episodes,
        episodeLongest: micros(episodeLongest),
        fluidShare: Number.NaN,
        series: tally.series(),
        broken: broken.all(),
      };
    },
  };
};
