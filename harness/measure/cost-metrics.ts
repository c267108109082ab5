/**
 * Metrics of cost, in hours of a domain: what is billed and what it was for, what delay and policy lose, what is paid back.
 *
 * Billed time splits without rest into serving, over-provisioned, starting, stopping and rounding. Left out: prices; an
 * hour of a domain is the currency.
 */
import type { Integrals } from '../../model/recording.ts';
import { defaultTerms, penaltyOf } from './sla.ts';
import { billed, domainHours, lagLoss, percent, type Definitions, type Recordings } from './metric.ts';
import { uptimeOf } from './objective-metrics.ts';

const CAPACITY = 'metrics.md section 4';
const INDIRECT = 'metrics.md section 5';

/** ∫ |s − d|. */
const apart = ({ under, over }: Integrals): bigint => under + over;

const penalty = ({ variant }: Recordings): number =>
  penaltyOf(defaultTerms, {
    uptime: uptimeOf(variant) ?? 100,
    charge: domainHours(billed(variant.integrals)),
    violated: variant.objective.missed,
  });

export const costMetrics = {
  billed_vm_hours: {
    unit: 'VM·h',
    better: 'lower',
    about: 'billed by the second, at least 60 s a start, from the request until the destruction returned',
    source: CAPACITY,
    measure: ({ variant }) => domainHours(billed(variant.integrals)),
  },
  billed_hourly_vm_hours: {
    unit: 'VM·h',
    better: 'lower',
    about: 'the same runs billed by the begun hour',
    source: CAPACITY,
    measure: ({ variant }) => domainHours(variant.integrals.hourly),
  },
  serving_vm_hours: {
    unit: 'VM·h',
    better: 'neither',
    about: '∫ min(s, d): domains that serve and are needed',
    source: INDIRECT,
    measure: ({ variant }) => domainHours(variant.integrals.serving),
  },
  overprovisioned_vm_hours: {
    unit: 'VM·h',
    better: 'lower',
    about: '∫ (s − d)⁺: domains that are ready and not needed',
    source: CAPACITY,
    measure: ({ variant }) => domainHours(variant.integrals.over),
  },
  starting_vm_hours: {
    unit: 'VM·h',
    better: 'lower',
    about: 'set-up hours: domains asked for and not ready yet',
    source: INDIRECT,
    measure: ({ variant }) => domainHours(variant.integrals.starting),
  },
  stopping_vm_hours: {
    unit: 'VM·h',
    better: 'lower',
    about: 'tear-down hours: domains whose destruction was asked for and has not returned',
    source: INDIRECT,
    measure: ({ variant }) => domainHours(variant.integrals.stopping),
  },
  rounding_vm_hours: {
    unit: 'VM·h',
    better: 'lower',
    about:
      'what the minimum per start and whole seconds add to the bill, less what the rule leaves out of it',
    source: INDIRECT,
    measure: ({ variant: { integrals } }) => domainHours(integrals.rounding - integrals.unbilled),
  },
  ready_vm_hours: {
    unit: 'VM·h',
    better: 'neither',
    about: '∫ s: domains ready to serve',
    source: CAPACITY,
    measure: ({ variant }) => domainHours(variant.integrals.supply),
  },
  underprovisioned_vm_hours: {
    unit: 'VM·h',
    better: 'lower',
    about: '∫ (d − s)⁺: domains that were needed and not ready',
    source: CAPACITY,
    measure: ({ variant }) => domainHours(variant.integrals.under),
  },
  utilisation_pct: {
    unit: '%',
    better: 'higher',
    about:
      '∫ min(s, d) / ∫ b: of what is billed, the part that serves and is needed (accounted against charged)',
    source: CAPACITY,
    measure: ({ variant: { integrals } }) => percent(Number(integrals.serving), Number(billed(integrals))),
  },
  lag_loss_vm_hours: {
    unit: 'VM·h',
    better: 'lower',
    about: 'under-provisioned hours beyond those of the same policy on a host without latency',
    source: INDIRECT,
    againstTwin: true,
    measure: (recordings) => domainHours(lagLoss(recordings)),
  },
  lag_cost_vm_hours: {
    unit: 'VM·h',
    better: 'lower',
    about: 'billed hours beyond those of the same policy on a host without latency',
    source: INDIRECT,
    againstTwin: true,
    measure: ({ variant, ideal }) => domainHours(billed(variant.integrals) - billed(ideal.integrals)),
  },
  policy_loss_vm_hours: {
    unit: 'VM·h',
    better: 'lower',
    about: '∫ |s − d| of the policy beyond that of the oracle, both on a host without latency',
    source: INDIRECT,
    againstTwin: true,
    measure: ({ ideal, oracle }) => domainHours(apart(ideal.integrals) - apart(oracle.integrals)),
  },
  indirect_cost_vm_hours: {
    unit: 'VM·h',
    better: 'lower',
    about: 'starting + stopping + lag loss',
    source: INDIRECT,
    againstTwin: true,
    measure: (recordings) => {
      const { starting, stopping } = recordings.variant.integrals;
      return domainHours(starting + stopping + lagLoss(recordings));
    },
  },
  sla_penalty_vm_hours: {
    unit: 'VM·h',
    better: 'lower',
    about:
      'the region-level credit of what was billed, pro rata by the length of the trace; no fee per request',
    source: 'metrics.md section 3',
    measure: penalty,
  },
  total_cost_vm_hours: {
    unit: 'VM·h',
    better: 'lower',
    about: 'billed + lag loss + penalty',
    source: INDIRECT,
    againstTwin: true,
    measure: (recordings) =>
      domainHours(billed(recordings.variant.integrals) + lagLoss(recordings)) + penalty(recordings),
  },
} as const satisfies Definitions;
