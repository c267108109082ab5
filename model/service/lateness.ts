/**
 * The objective of a lifecycle replay: every creation is ready within the threshold.
 *
 * A creation is late from the threshold until it is ready; the objective is broken while any is late. Left out: requests,
 * which a lifecycle trace does not have.
 */
import { doubled } from '../kernel/doubled.ts';
import { ConservationError } from '../kernel/faults.ts';
import { Places } from '../kernel/places.ts';
import { ringOf } from '../kernel/ring.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { after, before, micros, moment, type Fraction, type Micros, type Moment } from '../kernel/units.ts';
import type { Objective } from '../recording.ts';
import { TOLERATED } from './missed.ts';
import { SpanList } from './spans.ts';
import { Tally } from './tally.ts';

export interface Lateness {
  /** A creation is asked for now. @returns its place, which is free for reuse once it is over */
  readonly asked: () => number;
  /** The creation in this place is ready, or is not wanted any more. */
  readonly over: (place: number, ready: boolean) => void;
  /** Creations that nobody finished count as missed if their threshold passed. */
  readonly close: () => Objective;
}

/** Before whatever makes a creation ready at the same moment: it is late by then. */
const DUE_RANK = 0;

/** A place whose creation is over: vacant, or still in line until its deadline would have come. */
const OVER = 0;
const OPEN = 1;
const LATE = 2;

const NONE = -1;

/**
 * Deadlines come due in the order of asking, so the open creations are a queue with one timer at its head.
 *
 * In columns, by places that are used again: a long trace has millions of creations, few of them at once.
 */
export const latenessOf = (
  simulation: Simulation,
  threshold: Micros,
  allowed: Fraction,
  horizon: Moment,
): Lateness => {
  let state = new Uint8Array(64);
  let deadline = new Float64Array(64);
  const places = new Places();
  const line = ringOf();
  let open = 0;
  let total = 0;
  let missed = 0;
  let late = 0;
  let lateSince = 0 as Moment;
  let timeMissed = 0;
  let episodes = 0;
  let episodeLongest = 0;
  let tolerated = 0;
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
  const firstOpen = (): number => {
    while (line.size > 0 && state[line.first] === OVER) places.give(line.shift());
    return line.size > 0 ? line.first : NONE;
  };
  const due = (): void => {
    for (let first = firstOpen(); first !== NONE; first = firstOpen()) {
      const at = moment(deadline[first]!);
      if (at >= simulation.now) break;
      line.shift();
      state[first] = LATE;
      open -= 1;
      missed += 1;
      tally.add(before(at, threshold), 0, 1);
      if (late === 0) lateSince = at;
      late += 1;
    }
    arm();
  };
  const timer = simulation.timer(due, DUE_RANK);
  const arm = (): void => {
    const first = firstOpen();
    // One microsecond later: a creation that is ready at its deadline has kept it.
    if (first !== NONE) timer.set(after(moment(deadline[first]!), micros(1)));
  };

  return {
    asked: () => {
      const place = places.take();
      if (place === state.length) {
        state = doubled(state);
        deadline = doubled(deadline);
      }
      total += 1;
      tally.add(simulation.now, 1, 0);
      state[place] = OPEN;
      deadline[place] = after(simulation.now, threshold);
      line.push(place);
      open += 1;
      if (open === 1) arm();
      return place;
    },
    over: (place, ready) => {
      const at = moment(deadline[place]!);
      if (state[place] === OPEN) {
        if (!ready) {
          total -= 1;
          tally.add(before(at, threshold), -1, 0);
        }
        state[place] = OVER;
        open -= 1;
        return;
      }
      if (state[place] !== LATE)
        throw new ConservationError(`a creation was over twice, at ${simulation.now} µs`);
      if (ready && simulation.now - at <= (TOLERATED - 1) * threshold) tolerated += 1;
      state[place] = OVER;
      places.give(place);
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
