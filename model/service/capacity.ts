/**
 * Capacity: how many replicas a load needs to keep the objective, d(t).
 *
 * The demand at a load is the least number of replicas with P(response > threshold) ≤ 1 − quantile in a steady state.
 * Each number of replicas has a largest load it carries; those loads are found by bisection when first asked for and
 * kept, so a trace of millions of steps costs a few look-ups per step. Left out: transients (requests.ts).
 *
 * @source metrics.md section 6
 */
import { InputError } from '../kernel/faults.ts';
import { inSeconds, type Fraction, type Micros } from '../kernel/units.ts';
import type { LoadWorkload } from '../workload.ts';
import { erlangC, steadyTail } from '../kernel/erlang.ts';

/** What one replica does for a request, and what is promised to those who ask. */
export interface Service {
  /** Mean time a replica works on one request, exponential. */
  readonly serviceTime: Micros;
  /** Response time that is promised. */
  readonly threshold: Micros;
  /** To which share of the requests: 0.95 of them. */
  readonly quantile: Fraction;
}

/** Replicas needed at this many requests per second; never falls as the load grows, and 0 at 0. */
export type Demand = (perSecond: number) => number;

/** A whole number over time, held from each change to the next. */
export interface StepFunction {
  /** µs since start, strictly rising, first 0. */
  readonly at: Float64Array;
  readonly demand: Float64Array;
}

/** Servers' worth of work that a load brings: arrivals × mean service time. */
export const offeredLoad = (service: Service, perSecond: number): number =>
  perSecond * inSeconds(service.serviceTime);

/** Share of requests that may break the threshold. */
export const missedAllowed = (service: Service): number => 1 - service.quantile;

/** Far beyond any service in domains: more means that the load is in another unit. */
const OFFERED_MAX = 100_000;

/** @throws {InputError} when no number of replicas keeps the objective, or a quantity is out of range */
export const demandOf = (service: Service): Demand => {
  checkService(service);
  const allowed = missedAllowed(service);
  const patience = service.threshold / service.serviceTime;
  const keeps = (offered: number, servers: number): boolean =>
    steadyTail(erlangC(offered, servers), servers - offered, patience) <= allowed;

  /** Servers → the largest offered load they carry. */
  const carried = new Map<number, number>();
  const carries = (servers: number): number => {
    const known = carried.get(servers);
    if (known !== undefined) return known;
    const found = largestLoad(servers, keeps);
    carried.set(servers, found);
    return found;
  };

  let last = 0;
  return (perSecond) => {
    const offered = offeredLoad(service, perSecond);
    if (!(offered > 0)) return 0;
    if (offered > OFFERED_MAX)
      throw new InputError(
        `load of ${perSecond} requests/s keeps ${Math.ceil(offered)} replicas at work; up to ${OFFERED_MAX} are ` +
          'modelled; scale the load, or say how much of it one request is',
      );
    if (last > 0 && offered <= carries(last) && offered > (last > 1 ? carries(last - 1) : 0)) return last;
    last = leastServers(offered, carries);
    return last;
  };
};

/**
 * The demand of a whole load, equal neighbours merged.
 *
 * @returns as many steps as the demand has, at least one for a load that has any
 */
export const demandCurve = (load: LoadWorkload, demand: Demand): StepFunction => {
  const at = new Float64Array(load.at.length);
  const needed = new Float64Array(load.at.length);
  let kept = 0;
  for (let i = 0; i < load.at.length; i += 1) {
    const replicas = demand(load.rate[i]!);
    if (kept > 0 && needed[kept - 1] === replicas) continue;
    at[kept] = load.at[i]!;
    needed[kept] = replicas;
    kept += 1;
  }
  return { at: at.slice(0, kept), demand: needed.slice(0, kept) };
};

/**
 * The least stable number is ⌊a⌋ + 1: ⌈a⌉ + 1 would pass over a number that may do when a is not whole (a = 0.1 and
 * one replica), and ⌈a⌉ itself is unstable when it is. From there by doubling steps, then by halving.
 */
const leastServers = (offered: number, carries: (servers: number) => number): number => {
  let enough = Math.floor(offered) + 1;
  let tooFew = enough - 1;
  for (let step = 1; carries(enough) < offered; step *= 2) {
    tooFew = enough;
    enough += step;
  }
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (carries(middle) < offered) tooFew = middle;
    else enough = middle;
  }
  return enough;
};

/** Bisection down to neighbouring doubles, or 0 where not even the smallest load is carried. */
const largestLoad = (servers: number, keeps: (offered: number, servers: number) => boolean): number => {
  let good = 0;
  let bad = servers;
  for (;;) {
    const middle = (good + bad) / 2;
    if (middle <= good || middle >= bad) return good;
    if (keeps(middle, servers)) good = middle;
    else bad = middle;
  }
};

const checkService = (service: Service): void => {
  const { serviceTime, threshold, quantile } = service;
  if (!(serviceTime > 0 && serviceTime < Number.POSITIVE_INFINITY))
    throw new InputError(`service time is ${serviceTime} µs; a mean service time is above 0`);
  if (!(quantile > 0 && quantile < 1))
    throw new InputError(`quantile is ${quantile}; a quantile lies between 0 and 1, such as 0.95`);
  const alone = Math.exp(-(threshold / serviceTime));
  if (alone >= missedAllowed(service))
    throw new InputError(
      `no number of replicas keeps the SLO: with a mean service time of ${inSeconds(serviceTime)} s a share of ` +
        `${alone.toPrecision(3)} of the requests takes longer than ${inSeconds(threshold)} s even without waiting, and ` +
        `${missedAllowed(service).toPrecision(3)} may; raise the threshold above ` +
        `${(-Math.log(missedAllowed(service)) * inSeconds(serviceTime)).toPrecision(3)} s or lower the quantile`,
    );
};
