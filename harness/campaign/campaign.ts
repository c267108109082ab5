/**
 * A campaign: one trace, every policy on every variant and its twins, every seed; out comes one result document.
 *
 * The twin `ideal` has no latency; for a load, the bounds are replayed on it. Every variant and every policy meets the same
 * arrivals and the same guests. Left out: what the document holds (assembly.ts), where it goes and how it is shown.
 */
import { ideal } from '../../model/host/variants.ts';
import { inSeconds } from '../../model/kernel/units.ts';
import { policies } from '../../model/policy/catalog.ts';
import { ingest } from '../../traces/ingest.ts';
import type { Reading } from '../../traces/lines.ts';
import { documentOf, type ResultDocument } from '../result/document.ts';
import { assembled, keyOf, replayedIn, searching, type Campaign, type Replayed } from './assembly.ts';
import { checkDrivers, driversOf, traceDriver, type Driver } from './drivers.ts';
import type { Experiment } from './experiment.ts';
import { isoSlaFor } from './headroom.ts';
import { isWhole, type IsoSla, type Job, type Made } from './job.ts';
import { planOf } from './plan.ts';
import { runJobs } from './runner.ts';

export interface CampaignOptions {
  /** Told how many of the replays are done, a part of one included. */
  readonly progress: (progress: { done: number; total: number; label: string }) => void;
  /** Told how far the trace is read; what it throws ends the campaign. */
  readonly reading?: Reading;
  readonly workers: number | 'auto';
  readonly signal?: AbortSignal | undefined;
  /** Shown every entry of the document, in its order; what is kept of it is the caller's affair. */
  readonly replayed?: (replayed: Replayed) => void;
}

/** Beside every load: what knows the future, what needs no autoscaler, and the forecast that needs no skill. */
const BOUNDS: readonly string[] = [
  ...policies.filter(({ kind }) => kind === 'bound').map(({ name }) => name),
  'static',
  'last-value',
];

/**
 * @throws {InputError} when the trace or a policy cannot be used
 * @throws {ConservationError} when a replay breaks a law
 */
export const runCampaign = async (
  experiment: Experiment,
  { progress, reading, workers, signal, replayed }: CampaignOptions,
): Promise<ResultDocument> => {
  const named = await driversOf(experiment.policies);
  const ingested = await ingest(experiment.trace, {
    ...ingestOptions(experiment),
    ...(reading === undefined ? {} : { told: reading }),
  });
  const planned = planOf(experiment, ingested.workload);
  const service = planned.demand !== undefined;
  const drivers = service ? named : [traceDriver];
  const bounds = service ? BOUNDS : [];
  checkDrivers(drivers, planned);
  const isoSla = experiment.isoSla === 'off' ? undefined : isoSlaFor(experiment.isoSla, planned);
  const jobs = jobsOf(experiment, drivers, bounds, isoSla);
  const outcomes = await runJobs(planned, jobs, {
    workers,
    progress: (share) => {
      const done = Math.floor(share * jobs.length * 10) / 10;
      progress({ done, total: jobs.length, label: 'replays' });
    },
    signal,
  });
  const made = new Map(jobs.map((job, index) => [keyOf(job), outcomes[index]]));
  const seeds = keptOf(experiment.seeds, jobs, outcomes);
  const campaign: Campaign = { experiment, ingested, planned, drivers, bounds, isoSla, seeds, made };
  const document = documentOf(assembled(campaign));
  if (replayed !== undefined) for (const one of replayedIn(campaign, document)) replayed(one);
  return document;
};

/** Seeds that are whole; where an interrupt left none, the first, of which something may be there. */
const keptOf = (
  seeds: readonly number[],
  jobs: readonly Job[],
  outcomes: readonly (Made | undefined)[],
): readonly number[] => {
  const cut = new Set(jobs.filter((_job, index) => !isWhole(outcomes[index])).map(({ seed }) => seed));
  const whole = seeds.filter((seed) => !cut.has(seed));
  return whole.length > 0 ? whole : seeds.slice(0, 1);
};

/** How the trace of an experiment is read. */
export const ingestOptions = (experiment: Experiment): Parameters<typeof ingest>[1] => ({
  ...experiment.read,
  ...(experiment.format === 'auto' ? {} : { format: experiment.format }),
  placement: experiment.placement,
  placementSeed: experiment.seeds[0]!,
  ...(experiment.utilisationAs === 'unnamed' ? {} : { utilisationNamed: true }),
  ...(experiment.gaps === 'auto' ? {} : { gaps: experiment.gaps }),
  ...(experiment.from > 0 ? { from: inSeconds(experiment.from) } : {}),
  ...(experiment.to === 'end' ? {} : { to: inSeconds(experiment.to) }),
});

/**
 * Seed by seed, so that an interrupt leaves whole seeds; of each first what every score is held against, and no replay
 * twice.
 */
const jobsOf = (
  { seeds, variants }: Experiment,
  drivers: readonly Driver[],
  bounds: readonly string[],
  isoSla: IsoSla | undefined,
): readonly Job[] => {
  const jobs = seeds.flatMap((seed) => [
    ...bounds.map((name): Job => ({
      variant: ideal.name,
      policy: { kind: 'named', name, options: {} },
      seed,
    })),
    ...drivers.flatMap(({ choice: policy }) =>
      [ideal.name, ...variants].map((variant): Job => ({
        variant,
        policy,
        seed,
        ...searching(isoSla),
      })),
    ),
  ]);
  return [...new Map(jobs.map((job) => [keyOf(job), job])).values()];
};
