/**
 * Vectors of the SPEC elasticity metrics: two step functions through the accounts that every replay keeps.
 *
 * The unit of time is the case's own, and jitter is per that unit, not per minute. Left out: what makes demand and supply.
 */
import { z } from 'zod';
import { inSeconds, micros, moment, seconds } from '../../model/kernel/units.ts';
import { accountsOf } from '../../model/service/accounts.ts';
import { billOf, PER_SECOND } from '../../model/service/billing.ts';
import { elasticityOf } from '../measure/elasticity.ts';
import { vectorSet, within, type Values, type VectorSet } from './vector-set.ts';

const stepsCase = z
  .array(z.object({ t: z.number(), units: z.number().int().min(0) }))
  .min(1)
  .refine((steps) => steps.every(({ t }, index) => index === 0 || t >= steps[index - 1]!.t), {
    message: 't runs back; points are in the order of time',
  });
const numbers = z.record(z.string(), z.number().nullable());

const elasticityCase = z.object({
  demand: stepsCase,
  supply: stepsCase,
  /** Grid of instability, in the unit of `t`. */
  grid: z.number().positive().optional(),
  expectUpstream: numbers.optional(),
  expectComputed: numbers.optional(),
  expect: numbers.optional(),
});

const GRID = 1;

const answer = ({ demand, supply, grid = GRID }: z.infer<typeof elasticityCase>): Values => {
  const start = Math.min(demand[0]!.t, supply[0]!.t);
  const duration = Math.max(demand.at(-1)!.t, supply.at(-1)!.t) - start;
  const when = (t: number) => moment(Math.round(seconds(t - start)));
  const horizon = moment(Math.round(seconds(duration)));
  const accounts = accountsOf({ horizon, grid: micros(Math.round(seconds(grid))) });
  const changes = [
    ...demand.map(({ t, units }) => ({ at: when(t), change: { demand: units } })),
    ...supply.map(({ t, units }) => ({ at: when(t), change: { supply: units } })),
  ].toSorted((a, b) => a.at - b.at);
  for (const { at, change } of changes) accounts.set(at, change);
  const { integrals, elasticity } = accounts.close(billOf(PER_SECOND, horizon).close());
  const found = elasticityOf({ horizon, integrals, elasticity });
  return {
    duration: inSeconds(horizon),
    accuracyU: found.accuracyUnder,
    accuracyO: found.accuracyOver,
    timeshareU: share(found.tauUnder),
    timeshareO: share(found.tauOver),
    thetaUpercent: found.thetaUnder,
    thetaOpercent: found.thetaOver,
    tauUpercent: found.tauUnder,
    tauOpercent: found.tauOver,
    jitterUnitsPerTime: perUnit(found.jitterUnits),
    jitterEventsPerTime: perUnit(found.jitterEvents),
    instabilityPercent: found.instability,
    stepsDemandUnits: elasticity.demandUnits,
    stepsSupplyUnits: elasticity.supplyUnits,
  };
};

const share = (percent: number | null): number | null => (percent === null ? null : percent / 100);
/** A unit of the case is a second of the accounts. */
const perUnit = (perMinute: number | null): number | null => (perMinute === null ? null : perMinute / 60);

export const elasticitySets: readonly VectorSet[] = [
  vectorSet({
    set: 'elasticity',
    schema: elasticityCase,
    expected: ({ expect, expectUpstream, expectComputed }) => ({
      ...expect,
      ...expectUpstream,
      ...expectComputed,
    }),
    answer,
    agree: within(1e-9),
  }),
];
