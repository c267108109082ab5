/**
 * The elasticity metrics of the SPEC research group, from exact sums over a replay.
 *
 * Supply is replicas ready to serve, demand the least that keep the objective. A value is null where it is not defined: no
 * time had demand, or the replay is shorter than two steps of the grid. Left out: comparison of several replays.
 *
 * @source metrics.md section 1
 */
import { inSeconds } from '../../model/kernel/units.ts';
import type { ElasticitySums, Integrals } from '../../model/recording.ts';

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

/** A share of nothing is not defined. */
const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
const percent = (part: number, whole: number): number | null => (whole > 0 ? (100 * part) / whole : null);
