/**
 * The response time of a request that arrives at a load and finds so many replicas and so much fluid delay.
 *
 * Our rule: response = fluid delay + the steady state's response at min(ρ, 0.99), both as they are at the arrival. While
 * no replica is ready the second part is that of a single one at 0.99. So a request breaks the threshold with the steady
 * tail beyond what the delay left of it, and surely where it left nothing. Left out: how the delay comes about.
 *
 * @source metrics.md section 6; the cap is ours and written there
 */
import { missedAllowed, type Service } from './capacity.ts';
import { erlangC, steadyTail, steadyTailBeyond } from '../kernel/erlang.ts';

/** Above this use of the replicas the steady state is not asked; the fluid backlog answers. */
const USE_MAX = 0.99;
/** Below this many decay times a delay's spread is so small that three points give the mean to the last digits. */
const SPREAD_SMALL = 1e-3;
/** Halvings that place a crossing within a thousandth of a microsecond of an hour. */
const HALVINGS = 42;

/** The steady part, with time in mean service times: the two numbers that steadyTail takes, and the load it stands for. */
export interface Steady {
  readonly waits: number;
  readonly drain: number;
  /** In servers, below their number. */
  readonly offered: number;
}

/** @param offered  work that arrives, in servers, from 0 */
export const steadyAt = (offered: number, replicas: number): Steady => {
  const servers = Math.max(1, replicas);
  const use = Math.min(offered > 0 && replicas === 0 ? USE_MAX : offered / servers, USE_MAX);
  return { waits: erlangC(use * servers, servers), drain: servers - use * servers, offered: use * servers };
};

/** Mean number of requests that wait in that steady state: C·ρ/(1 − ρ). */
export const steadyQueue = ({ waits, drain, offered }: Steady): number => (waits * offered) / drain;

export interface Responses {
  /** P(response > threshold) of an arrival with this fluid delay, µs. */
  readonly missAt: (steady: Steady, delay: number) => number;
  /** Of a delay that moves evenly from one value to the other, the part that breaks the threshold by itself. */
  readonly lostOver: (from: number, until: number) => number;
  /** Mean of missAt over such a delay; never less than the part that is lost anyway. */
  readonly missOver: (steady: Steady, from: number, until: number) => number;
  /**
   * Of a delay that moves evenly, the part of the way at which the objective begins or ceases to be broken: all that
   * lies on the side of the larger delay breaks it. 1 where nothing is crossed.
   */
  readonly crossing: (steady: Steady, from: number, until: number) => number;
  /** Whether arrivals with this delay break the objective. */
  readonly breaks: (steady: Steady, delay: number) => boolean;
}

export const responsesOf = (service: Service): Responses => {
  const { serviceTime, threshold } = service;
  const allowed = missedAllowed(service);

  const missAt = ({ waits, drain }: Steady, delay: number): number =>
    steadyTail(waits, drain, (threshold - delay) / serviceTime);

  /** Neither delay leaves nothing of the threshold; exact, as the tail is a sum of exponentials. */
  const meanWithin = (steady: Steady, from: number, until: number): number => {
    if (from === until) return missAt(steady, from);
    const spread = Math.abs(until - from) / serviceTime;
    if (spread * Math.max(1, steady.drain) < SPREAD_SMALL)
      return (
        (missAt(steady, from) + 4 * missAt(steady, (from + until) / 2) + missAt(steady, until)) / 6 // Simpson's rule
      );
    const { waits, drain } = steady;
    const least = steadyTailBeyond(waits, drain, (threshold - Math.min(from, until)) / serviceTime);
    const most = steadyTailBeyond(waits, drain, (threshold - Math.max(from, until)) / serviceTime);
    return Math.min(1, (most - least) / spread);
  };

  const lostOver = (from: number, until: number): number => {
    const least = Math.min(from, until);
    const most = Math.max(from, until);
    if (least >= threshold) return 1;
    return most > threshold ? (most - threshold) / (most - least) : 0;
  };

  const missOver = (steady: Steady, from: number, until: number): number => {
    const lost = lostOver(from, until);
    if (lost === 1) return 1;
    return lost + (1 - lost) * meanWithin(steady, Math.min(from, threshold), Math.min(until, threshold));
  };

  const breaks = (steady: Steady, delay: number): boolean => missAt(steady, delay) > allowed;

  const crossing = (steady: Steady, from: number, until: number): number => {
    const first = breaks(steady, from);
    if (first === breaks(steady, until)) return 1;
    let before = 0;
    let behind = 1;
    for (let i = 0; i < HALVINGS; i += 1) {
      const middle = (before + behind) / 2;
      if (breaks(steady, from + (until - from) * middle) === first) before = middle;
      else behind = middle;
    }
    return behind;
  };

  return { missAt, lostOver, missOver, crossing, breaks };
};
