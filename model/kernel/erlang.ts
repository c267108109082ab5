/**
 * Queues in a steady state: Erlang's B and C, mean waits, and the tail of the response time.
 *
 * Arrivals are Poisson at `arrivals` per unit of time, each of `servers` replicas serves at `rate` per unit of time, any
 * unit as long as it is the same. A queue that is not stable waits for ever: its means are infinite and its tails 1.
 * Left out: load that moves faster than a queue settles (service/requests adds a fluid backlog for that).
 *
 * @source metrics.md section 6
 */

export interface Queue {
  /** Arrivals per unit of time, from 0. */
  readonly arrivals: number;
  /** What one replica serves per unit of time, above 0. */
  readonly rate: number;
  /** Replicas, whole, from 0. */
  readonly servers: number;
}

/**
 * How many standard deviations of the offered load the recursion begins below it. What it begins with is forgotten by
 * e^(−10²/2), far below a double's last digit, so the sum takes O(√a) steps and not O(a).
 */
const FORGOTTEN = 10;

/** 1/B, which grows from 1 by sums of positive terms only: 1/Bₙ = 1 + (n/a)·1/Bₙ₋₁. */
const inverseB = (offered: number, servers: number): number => {
  const first = Math.max(0, Math.floor(Math.min(offered, servers) - FORGOTTEN * Math.sqrt(offered)));
  let inverse = offered / (offered - first); // the fluid value; exactly 1 where the recursion begins at 0
  for (let n = first + 1; n <= servers; n += 1) inverse = 1 + (inverse * n) / offered;
  return inverse;
};

/**
 * Share of arrivals that find every server taken and are turned away.
 *
 * @param offered  arrivals × mean service time, in servers, from 0
 * @param servers  whole, from 0; none turns everybody away
 */
export const erlangB = (offered: number, servers: number): number => {
  if (servers === 0) return 1;
  return offered === 0 ? 0 : 1 / inverseB(offered, servers);
};

/** Share of arrivals that wait; 1 where the queue is not stable. */
export const erlangC = (offered: number, servers: number): number => {
  if (offered >= servers) return 1;
  if (offered === 0) return 0;
  const use = offered / servers;
  return 1 / (inverseB(offered, servers) * (1 - use) + use); // B / (1 − ρ(1 − B)), with 1/B at hand
};

/** Mean time from arrival to the beginning of service, exponential service. */
export const waitMean = ({ arrivals, rate, servers }: Queue): number => {
  const drain = servers * rate - arrivals;
  return drain > 0 ? erlangC(arrivals / rate, servers) / drain : Number.POSITIVE_INFINITY;
};

/**
 * Mean time from arrival to the beginning of service for any law of service, in line (Lee and Longton's approximation).
 *
 * @param squaredVariation  variance over squared mean of the service time: 0 constant, 1 exponential
 */
export const waitMeanGeneral = (queue: Queue, squaredVariation: number): number =>
  ((1 + squaredVariation) / 2) * waitMean(queue);

/**
 * Mean time from arrival to departure. Exact for exponential service in line and, with the replicas shared
 * `min(1, servers / present)` to each, for any law of service.
 */
export const responseMean = (queue: Queue): number => waitMean(queue) + 1 / queue.rate;

/** Mean response of one shared server for any law of service: M/G/1-PS. */
export const sharedResponseMean = (arrivals: number, rate: number): number =>
  arrivals < rate ? 1 / (rate - arrivals) : Number.POSITIVE_INFINITY;

/** P(wait > t). */
export const waitTail = ({ arrivals, rate, servers }: Queue, t: number): number => {
  const drain = servers * rate - arrivals;
  if (drain <= 0 || t < 0) return 1;
  return erlangC(arrivals / rate, servers) * Math.exp(-drain * t);
};

/** P(response > t). */
export const responseTail = ({ arrivals, rate, servers }: Queue, t: number): number => {
  const offered = arrivals / rate;
  return steadyTail(erlangC(offered, servers), servers - offered, t * rate);
};

/**
 * P(response > t) with time in mean service times.
 *
 * @param waits  Erlang C
 * @param drain  δ = servers − offered; 1 is the case δ = µ
 */
export const steadyTail = (waits: number, drain: number, t: number): number => {
  if (drain <= 0 || t <= 0) return 1;
  return Math.exp(-t) + waits * crossed(drain, t);
};

/** ∫ of steadyTail from t to infinity, t from 0: what makes the mean over a moving delay exact. */
export const steadyTailBeyond = (waits: number, drain: number, t: number): number => {
  if (drain <= 0) return Number.POSITIVE_INFINITY;
  return Math.exp(-t) + (waits * (Math.exp(-t) + crossed(drain, t))) / drain;
};

/** (e^(−δt) − e^(−t)) / (1 − δ): t·e^(−t) at δ = 1, and no digits lost near it. */
const crossed = (drain: number, t: number): number => {
  const gap = 1 - drain;
  const power = gap * t;
  if (power === 0) return t * Math.exp(-t);
  if (Math.abs(power) < 1) return (Math.exp(-t) * Math.expm1(power)) / gap;
  return (Math.exp(-drain * t) - Math.exp(-t)) / gap;
};
