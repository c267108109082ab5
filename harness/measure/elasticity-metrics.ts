/**
 * The elasticity metrics as keys of a result document.
 *
 * Left out: how they are computed (elasticity).
 */
import { deviationOf, elasticityOf, speedupOf, worstOf, type Elasticity } from './elasticity.ts';
import { ratio, type Definition, type Definitions, type Recordings, type Unit } from './metric.ts';

const SPEC = 'metrics.md section 1';
const BUNGEE = `${SPEC}: Herbst et al., SEAMS 2015 (BUNGEE)`;
const TOMPECS = `${SPEC}: Herbst et al., TOMPECS 3(4), 2018`;
const ICPE = `${SPEC}: Ilyushkin et al., ICPE 2017`;

/** One of the variant's own. */
const own = (
  unit: Unit,
  better: Definition['better'],
  about: string,
  source: string,
  of: (elasticity: Elasticity) => number | null,
): Definition => ({ unit, better, about, source, measure: ({ variant }) => of(elasticityOf(variant)) });

const ofAvailable = (mean: number | null, { variant }: Recordings): number | null =>
  mean === null ? null : ratio(mean, variant.available);

export const elasticityMetrics = {
  theta_u_pct: own(
    '%',
    'lower',
    '(100/T) ∫ (d − s)⁺/d dt over time with demand',
    TOMPECS,
    ({ thetaUnder }) => thetaUnder,
  ),
  theta_o_pct: own(
    '%',
    'lower',
    '(100/T) ∫ (s − d)⁺/d dt over time with demand; may exceed 100',
    TOMPECS,
    ({ thetaOver }) => thetaOver,
  ),
  tau_u_pct: own('%', 'lower', 'share of time with s < d', TOMPECS, ({ tauUnder }) => tauUnder),
  tau_o_pct: own('%', 'lower', 'share of time with s > d', TOMPECS, ({ tauOver }) => tauOver),
  demand_zero_time_pct: own(
    '%',
    'neither',
    'share of time without demand, which theta leaves out',
    `${SPEC}: our rule`,
    ({ excluded }) => excluded,
  ),
  accuracy_u_vms: own('VM', 'lower', '(1/T) ∫ (d − s)⁺ dt', BUNGEE, ({ accuracyUnder }) => accuracyUnder),
  accuracy_o_vms: own('VM', 'lower', '(1/T) ∫ (s − d)⁺ dt', BUNGEE, ({ accuracyOver }) => accuracyOver),
  a_u_fraction: {
    unit: '1',
    better: 'lower',
    about: 'accuracy_u / replicas that the policy may have (of a lifecycle trace: places on the hosts)',
    source: ICPE,
    measure: (recordings) => ofAvailable(elasticityOf(recordings.variant).accuracyUnder, recordings),
  },
  a_o_fraction: {
    unit: '1',
    better: 'lower',
    about: 'accuracy_o / the same',
    source: ICPE,
    measure: (recordings) => ofAvailable(elasticityOf(recordings.variant).accuracyOver, recordings),
  },
  jitter_units_per_min: own(
    '1/min',
    'neither',
    '(steps of supply − steps of demand) / T, a step of n domains counted n times: above 0 it oscillates, below 0 it is inert',
    `${BUNGEE}, as its code counts`,
    ({ jitterUnits }) => jitterUnits,
  ),
  jitter_events_per_min: own(
    '1/min',
    'neither',
    'the same, each step counted once',
    `${BUNGEE}, as its paper counts`,
    ({ jitterEvents }) => jitterEvents,
  ),
  instability_pct: own(
    '%',
    'lower',
    'share of steps on a grid in which supply and demand moved in different directions; the grid is the tick of the policy, of a lifecycle trace 1 min',
    TOMPECS,
    ({ instability }) => instability,
  ),
  k_fraction: own(
    '1',
    'lower',
    'share of those steps with sgn(Δs) > sgn(Δd): supply rose while demand did not, or stayed while demand fell',
    ICPE,
    ({ ahead }) => ahead,
  ),
  k_prime_fraction: own(
    '1',
    'lower',
    'share of those steps with sgn(Δs) < sgn(Δd)',
    ICPE,
    ({ behind }) => behind,
  ),
  elastic_speedup: {
    unit: '1',
    better: 'higher',
    about:
      'geometric mean over theta and tau, each under and over, of how many times smaller they are than without scaling; shares below 0.1 % count as 0.1 %',
    source: `${TOMPECS}; the reference is the bound \`static\`, a quarter of the weight each; the least share is our rule`,
    againstTwin: true,
    measure: ({ variant, unscaled }) =>
      unscaled === undefined
        ? null
        : (speedupOf(elasticityOf(unscaled), elasticityOf(variant))?.speedup ?? null),
  },
  autoscaling_deviation_pct: own(
    '%',
    'lower',
    'σ = (Σ xᵖ)^(1/p) over theta, tau (under and over) and instability, p = 5: distance from a perfect autoscaler',
    `${TOMPECS}, p from memory`,
    deviationOf,
  ),
  worst_case_deviation_pct: own(
    '%',
    'lower',
    'the largest of the same shares: the distance as p grows without bound',
    `${SPEC}: ours under our own name; the papers’ exact definition was not at hand`,
    worstOf,
  ),
} as const satisfies Definitions;
