/**
 * A campaign: one trace, every variant and its twins, every seed; out comes one result document.
 *
 * The twin `ideal` has no latency; for a load, oracle, peak and static are replayed on it as bounds. Every variant meets
 * the same arrivals and the same guests. Left out: where the document goes and how it is shown.
 */
import { ideal } from '../../model/host/variants.ts';
import { guestParameters } from '../../model/host/guest.ts';
import { parameterRows } from '../../model/host/profile.ts';
import type { Source } from '../../model/kernel/parameter.ts';
import { inSeconds } from '../../model/kernel/units.ts';
import type { PolicyEntry } from '../../model/policy/contract.ts';
import type { Recording } from '../../model/recording.ts';
import { ingest, type Ingested } from '../../traces/ingest.ts';
import { scoreOf } from '../measure/score.ts';
import { documentOf, SCHEMA, type ResultDocument } from '../result/document.ts';
import { pathShown } from '../result/store.ts';
import type { Experiment } from './experiment.ts';
import { forPolicy, variantOf, type CampaignSetting, type Job } from './job.ts';
import { planOf, type Planned } from './plan.ts';
import { entryOf } from './policies.ts';
import { resultOf, type SeedScore } from './scores.ts';
import { runJobs } from './runner.ts';
import { versionOf } from './version.ts';

export interface CampaignOptions {
  /** Told how many of the replays are done, a part of one included. */
  readonly progress: (progress: { done: number; total: number; label: string }) => void;
  readonly workers: number | 'auto';
  readonly signal?: AbortSignal;
}

/** Bounds of a load, with the policy that each is. */
const BOUNDS = ['oracle', 'peak', 'static'] as const;

/**
 * @throws {InputError} when the trace or the policy cannot be used
 * @throws {ConservationError} when a replay breaks a law
 */
export const runCampaign = async (
  experiment: Experiment,
  { progress, workers, signal }: CampaignOptions,
): Promise<ResultDocument> => {
  const ingested = await ingest(experiment.trace, ingestOptions(experiment));
  const unpaced = planOf(experiment, ingested.workload);
  const entry = unpaced.demand === undefined ? undefined : await entryOf(experiment.policy);
  const planned = entry === undefined ? unpaced : paced(unpaced, entry, experiment.policy.options);
  const setting: CampaignSetting = planned;
  const jobs = jobsOf(experiment, planned);
  const recordings = await runJobs(setting, jobs, {
    workers,
    progress: (share) => {
      const done = Math.floor(share * jobs.length * 10) / 10;
      progress({ done, total: jobs.length, label: 'replays' });
    },
    signal,
  });
  const made = new Map(jobs.map((job, index) => [keyOf(job), recordings[index]]));
  return documentOf(assemble(experiment, ingested, planned, entry?.name ?? 'trace', made));
};

/** With the policy's cadence among the choices. */
const paced = (planned: Planned, entry: PolicyEntry, options: Job['policy']['options']): Planned => {
  const { tick, sample, delay } = forPolicy(planned, entry, options).setting;
  const cadence = { tick_s: inSeconds(tick), sample_s: inSeconds(sample), metric_delay_s: inSeconds(delay) };
  return { ...planned, choices: { ...planned.choices, ...cadence } };
};

/** How the trace of an experiment is read. */
export const ingestOptions = (experiment: Experiment): Parameters<typeof ingest>[1] => ({
  ...(experiment.format === 'auto' ? {} : { format: experiment.format }),
  placement: experiment.placement,
  placementSeed: experiment.seeds[0]!,
  gaps: experiment.gaps,
  ...(experiment.from > 0 ? { from: inSeconds(experiment.from) } : {}),
  ...(experiment.to === 'end' ? {} : { to: inSeconds(experiment.to) }),
});

const keyOf = ({ variant, policy, seed }: Job): string =>
  `${variant}|${policy.kind === 'named' ? policy.name : policy.kind}|${seed}`;

type Bound = (typeof BOUNDS)[number];
const boundChoice = (name: Bound): Job['policy'] => ({ kind: 'named', name, options: {} });

const jobsOf = (experiment: Experiment, planned: Planned): readonly Job[] => {
  const names = [...experiment.variants, ideal.name];
  const bounds = planned.demand === undefined ? [] : BOUNDS;
  return experiment.seeds.flatMap((seed) => {
    const replays = names.map((variant): Job => ({ variant, policy: experiment.policy, seed }));
    const twins = bounds.map((name): Job => ({ variant: ideal.name, policy: boundChoice(name), seed }));
    const known = new Set(replays.map(keyOf));
    return [...replays, ...twins.filter((twin) => !known.has(keyOf(twin)))];
  });
};

type Made = ReadonlyMap<string, Recording | undefined>;

const assemble = (
  experiment: Experiment,
  { report }: Ingested,
  planned: Planned,
  policyName: string,
  made: Made,
): unknown => {
  const { profile, guest } = planned.plan.fleet;
  const of = (variant: string, policy: Job['policy'], seed: number): Recording | undefined =>
    made.get(keyOf({ variant, policy, seed }));
  const scores = (variant: string, policy: Job['policy']): readonly SeedScore[] =>
    experiment.seeds.flatMap((seed): readonly SeedScore[] => {
      const recording = of(variant, policy, seed);
      const twin = of(ideal.name, variant === ideal.name ? policy : experiment.policy, seed);
      const oracle = planned.demand === undefined ? twin : of(ideal.name, boundChoice('oracle'), seed);
      if (recording === undefined || twin === undefined || oracle === undefined) return [];
      return [{ seed, recording, metrics: scoreOf({ variant: recording, ideal: twin, oracle }) }];
    });
  const stock = scores('stock', experiment.policy);
  const results = [...experiment.variants, ideal.name]
    .map((name) => ({ variant: variantOf(name), runs: scores(name, experiment.policy) }))
    .filter(({ runs }) => runs.length === experiment.seeds.length)
    .map(({ variant, runs }) => resultOf(policyName, variant.name, variant.fixes, runs, stock));
  const bounds = (planned.demand === undefined ? [] : BOUNDS)
    .map((name) => ({ name, runs: scores(ideal.name, boundChoice(name)) }))
    .filter(({ runs }) => runs.length === experiment.seeds.length)
    .map(({ name, runs }) => resultOf(name, name, [], runs, []));
  const done = [...made.values()].filter((recording) => recording !== undefined).length;
  const { path, sha256, ...rest } = report;
  const unplaced = Math.max(0, ...[...made.values()].map((recording) => recording?.unplaced ?? 0));
  return {
    schema: SCHEMA,
    ...versionOf(),
    again: experiment.again,
    ...(done === made.size ? {} : { partial: { replaysDone: done, replaysPlanned: made.size } }),
    trace: { path: pathShown(path), sha256, ingest: rest },
    workload: { kind: planned.workload.kind, options: planned.choices },
    host: {
      name: profile.name,
      parameters: [...parameterRows(profile), ...guestParameters(guest)].map(({ name, parameter }) => ({
        name,
        value: parameter.value,
        unit: parameter.unit,
        range: parameter.range,
        source: { kind: parameter.source.kind, text: sourceText(parameter.source) },
      })),
    },
    guest: guest.name,
    policies: [{ label: policyName, name: policyName, options: experiment.policy.options }],
    seeds: experiment.seeds,
    variants: results,
    bounds,
    warnings: [
      ...planned.warnings,
      ...(unplaced === 0
        ? []
        : [`${unplaced} creations found no room on any host to the end; give --hosts more of them`]),
    ],
  };
};

const sourceText = (source: Source): string => {
  switch (source.kind) {
    case 'measured':
      return `${source.on}: ${source.how}`;
    case 'cited':
      return `${source.work}: ${source.place}`;
    case 'assumed':
      return source.because;
    default:
      return source satisfies never;
  }
};
