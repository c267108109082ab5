/**
 * Metrics of set-up and tear-down, the harness' own subject: how long they take, how many there are, what they waste.
 *
 * Left out: what they cost (cost-metrics).
 */
import { inGib, inHours, inSeconds } from '../../model/kernel/units.ts';
import type { Recording } from '../../model/recording.ts';
import { billed, domainHours, ratio, spanAt, spanMean, type Definition, type Definitions } from './metric.ts';

const SPEC = 'metrics.md section 5';
const RANK = 'nearest rank over all that completed';

/** A span of time in seconds; less of it is better. */
const span = (about: string, measure: Definition['measure']) =>
  ({ unit: 's', better: 'lower', about, source: SPEC, measure }) as const;

/** A number of occurrences, of which fewer are better. */
const count = (about: string, source: string, measure: Definition['measure']) =>
  ({ unit: 'count', better: 'lower', about, source, measure }) as const;

export const setupMetrics = {
  setup_p50_s: span(
    `median time from asking for a domain until it serves, waits for the host included; ${RANK}`,
    (_, { setups }) => spanAt(setups, 50),
  ),
  setup_p95_s: span(`95th percentile of the same; ${RANK}`, (_, { setups }) => spanAt(setups, 95)),
  setup_p99_s: span(`99th percentile of the same; ${RANK}`, (_, { setups }) => spanAt(setups, 99)),
  setup_max_s: span('the longest of them', (_, { setups }) => spanAt(setups, 100)),
  setup_mean_s: span('mean of the same', (_, { setups }) => spanMean(setups)),
  setup_waited_mean_s: span(
    'part of that mean that was waited for locks, stations and room on a host',
    ({ variant }) => waitedMean(variant),
  ),
  destroy_p50_s: span(
    `median time from asking for a destruction until the toolstack returned; ${RANK}`,
    (_, { destroys }) => spanAt(destroys, 50),
  ),
  destroy_p99_s: span(`99th percentile of the same; ${RANK}`, (_, { destroys }) => spanAt(destroys, 99)),
  clean_p99_s: span(
    `99th percentile of the time from asking for a destruction until its memory is clean; ${RANK}`,
    ({ variant }) => spanAt(variant.cleans.toSorted(), 99),
  ),
  setups: count('domains that were asked for and came up', SPEC, ({ variant }) => variant.setups.length),
  destroys: count('destructions that returned', SPEC, ({ variant }) => variant.destroys.length),
  wasted_setups: count(
    'domains that were given up before they were ready',
    SPEC,
    ({ variant }) => variant.wasted,
  ),
  short_lived_setups: count(
    'domains that were asked to stop within the billing minimum (60 s) after they were ready',
    `${SPEC}: within x s; x is the span that is billed anyway`,
    ({ variant }) => variant.shortLived,
  ),
  setups_per_vm_hour: {
    unit: '1/VM·h',
    better: 'lower',
    about: 'churn: set-ups per hour of a domain that is billed',
    source: SPEC,
    measure: ({ variant }) => ratio(variant.setups.length, domainHours(billed(variant.integrals))),
  },
  dom0_cpu_s: span(
    'processor time of dom0 for creations and destructions, taken from the guests',
    ({ variant }) => inSeconds(variant.dom0Cpu),
  ),
  memory_dirty_gib_hours: {
    unit: 'GiB·h',
    better: 'lower',
    about: 'memory given back and not yet clean, over time: it blocks creations',
    source: SPEC,
    measure: ({ variant }) => inHours(inGib(variant.dirtyMemory)),
  },
  transaction_attempts_per_commit: {
    unit: '1',
    better: 'lower',
    about: 'xenstore transactions begun per transaction committed: conflicts are done again',
    source: 'ours',
    measure: ({ variant: { transactions } }) => ratio(transactions.attempts, transactions.commits),
  },
  name_races: count(
    'creations that committed their name although another did while they checked it: nothing kept them apart',
    'ours',
    ({ variant }) => variant.races.names,
  ),
  node_races: count(
    'creations that found memory of the NUMA nodes planned for them taken by another',
    'ours',
    ({ variant }) => variant.races.nodes,
  ),
  misplaced_gib: {
    unit: 'GiB',
    better: 'lower',
    about: 'memory of those that lies on other nodes than planned',
    source: 'ours',
    measure: ({ variant }) => inGib(variant.races.misplaced),
  },
  events: count(
    'events of the simulation: what the replay itself cost',
    'ours',
    ({ variant }) => variant.events,
  ),
} as const satisfies Definitions;

const waitedMean = ({ steps, setups }: Recording): number | null => {
  const waited = steps.filter(({ task }) => task === 'creation').reduce((sum, step) => sum + step.waited, 0);
  return ratio(inSeconds(waited), setups.length);
};
