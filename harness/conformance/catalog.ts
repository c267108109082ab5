/**
 * The sets of vectors that can be judged, by name: a new one is an adapter and a line here.
 *
 * Left out: what an adapter does.
 */
import { capacitySets } from './capacities.ts';
import { elasticitySets } from './elasticity.ts';
import { hpaLimitSets } from './hpa-limits.ts';
import { hpaProposalSets } from './hpa-proposals.ts';
import { hpaSyncSets } from './hpa-syncs.ts';
import { kpaSets } from './kpa.ts';
import { objectiveSets } from './objectives.ts';
import { queueingSets } from './queueing.ts';
import { spendingSets } from './spending.ts';
import type { VectorSet } from './vector-set.ts';

const sets: readonly VectorSet[] = [
  ...hpaProposalSets, // hpa_replica_calc, hpa_readiness
  ...hpaLimitSets, // hpa_rate_limit, hpa_legacy_normalize, hpa_stabilize, hpa_event_window
  ...hpaSyncSets, // hpa_sync, hpa_sequences
  ...kpaSets, // kpa_decider, kpa_sequences, kpa_window_average
  ...capacitySets, // adjustment_rounding, step_scaling
  ...elasticitySets, // elasticity
  ...objectiveSets, // apdex, burn_rate, burn_alert_factor, fluid_backlog
  ...queueingSets, // queueing
  ...spendingSets, // billing, sla_credit
];

export const setNames: readonly string[] = sets.map(({ set }) => set);

export const setNamed = (name: string): VectorSet | undefined => sets.find(({ set }) => set === name);
