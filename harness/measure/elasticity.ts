/**
 * The elasticity metrics of the SPEC research group, from exact sums over a replay.
 *
 * Supply is replicas ready to serve, demand the least that keep the objective. A value is null where it is not defined: no
 * time had demand, or the replay is shorter than two steps of the grid. Left out: comparison of several replays (ranking).
 *
 * @source metrics.md section 1
 */
import { inSeconds } from '../../model/kernel/units.ts';
import type { ElasticitySums, Integrals } from '../../model/recording.ts';
import { percent, ratio } from './metric.ts';

export interface Elasticity {
  /** Mean shortage and mean excess over all time, replicas. */
  readonly accuracyUnder: number | null;
  readonly accuracyOver: number | null;
  /** The same relative to demand, over time with demand, percent. */
  readonly thetaUnder: number | null;
  readonly thetaOver: number | null;
  /** Share of time with too few and with too many, percent. */
  readonly tauUnder: number | null;
  readonly tauOver: number | null;
  /** Steps of supply beyond those of demand, per minute: counted in replicas, and in changes. */
  readonly jitterUnits: number | null;
  readonly jitterEvents: number | null;
  /** Share of grid steps in which supply and demand moved differently, percent. */
  readonly instability: number | null;
  /** Share of grid steps in which supply moved above and below demand's direction, 0 to 1: k and k'. */
  readonly ahead: number | null;
  readonly behind: number | null;
  /** Share of time without demand, which theta leaves out, percent. */
  readonly excluded: number | null;
}

export interface ElasticityInput {
  /** Length of the replay, µs. */
  readonly horizon: number;
  readonly integrals: Pick<Integrals, 'under' | 'over' | 'timeUnder' | 'timeOver' | 'timeWithoutDemand'>;
  readonly elasticity: ElasticitySums;
}

export const elasticityOf = ({ horizon, integrals, elasticity }: ElasticityInput): Elasticity => {
  const withDemand = Number(BigInt(horizon) - integrals.timeWithoutDemand);
  const { supplyUnits, demandUnits, supplySteps, demandSteps, unstableSteps, aheadSteps, gridSteps } =
    elasticity;
  const inMinutes = inSeconds(horizon) / 60;
  return {
    accuracyUnder: ratio(Number(integrals.under), horizon),
    accuracyOver: ratio(Number(integrals.over), horizon),
    thetaUnder: percent(elasticity.thetaUnder, withDemand),
    thetaOver: percent(elasticity.thetaOver, withDemand),
    tauUnder: percent(Number(integrals.timeUnder), horizon),
    tauOver: percent(Number(integrals.timeOver), horizon),
    jitterUnits: ratio(supplyUnits - demandUnits, inMinutes),
    jitterEvents: ratio(supplySteps - demandSteps, inMinutes),
    instability: percent(unstableSteps, gridSteps),
    ahead: ratio(aheadSteps, gridSteps),
    behind: ratio(unstableSteps - aheadSteps, gridSteps),
    excluded: percent(Number(integrals.timeWithoutDemand), horizon),
  };
};

/** The shares of which a perfect autoscaler has none, percent: what deviation and speedup are made of. */
export type Shares = Pick<Elasticity, 'thetaUnder' | 'thetaOver' | 'tauUnder' | 'tauOver'>;

/** Exponent of the distance from perfection. @source metrics.md section 1: as in TOMPECS, from memory */
const DISTANCE = 5;

/** Those, and instability: null if one of them is. */
const allOf = (elasticity: Elasticity): readonly number[] | null => {
  const { thetaUnder, thetaOver, tauUnder, tauOver, instability } = elasticity;
  const found = [thetaUnder, thetaOver, tauUnder, tauOver, instability].filter((one) => one !== null);
  return found.length === 5 ? found : null;
};

/** Auto-scaling deviation σ: Minkowski distance from a perfect autoscaler, percent, from 0 up. */
export const deviationOf = (elasticity: Elasticity): number | null => {
  const shares = allOf(elasticity);
  if (shares === null) return null;
  const most = Math.max(...shares);
  if (most === 0) return 0;
  // relative to the largest, so that no power overflows
  const sum = shares.reduce((total, share) => total + power(share / most, DISTANCE), 0);
  return most * Math.exp(Math.log(sum) / DISTANCE);
};

/** The largest of the same shares, percent: the distance as its exponent grows without bound. */
export const worstOf = (elasticity: Elasticity): number | null => {
  const shares = allOf(elasticity);
  return shares === null ? null : Math.max(...shares);
};

const power = (base: number, exponent: number): number => {
  let result = 1;
  for (let i = 0; i < exponent; i += 1) result *= base;
  return result;
};

/** A share below this counts as this, percent: a zero would make any quotient of it infinite or nothing. */
const SHARE_LEAST = 0.1;

export interface Speedup {
  /** Above 1: better than the reference. */
  readonly speedup: number;
  /** A share was below the least and was raised to it. */
  readonly floored: boolean;
}

/**
 * Elastic speedup ε: the geometric mean of how many times smaller each share is than without scaling.
 *
 * @returns null where a share of either is not defined
 */
export const speedupOf = (reference: Shares, own: Shares): Speedup | null => {
  const names = ['thetaUnder', 'thetaOver', 'tauUnder', 'tauOver'] as const;
  let logarithm = 0;
  let floored = false;
  for (const name of names) {
    const [base, share] = [reference[name], own[name]];
    if (base === null || share === null) return null;
    floored ||= base < SHARE_LEAST || share < SHARE_LEAST;
    logarithm += Math.log(Math.max(base, SHARE_LEAST) / Math.max(share, SHARE_LEAST)) / names.length;
  }
  return { speedup: Math.exp(logarithm), floored };
};
