/**
 * One replay of a result made again, this time with every row kept, and held against what the document says.
 *
 * Explaining another run than the one that was asked about would be worse than no answer: the trace's bytes are compared
 * first, and then every metric that a replay has by itself. Left out: the twins, and metrics that compare with them.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { didYouMean } from '../../model/kernel/spelling.ts';
import { InputError } from '../../model/kernel/faults.ts';
import { moment, seconds, type Moment } from '../../model/kernel/units.ts';
import type { Recording } from '../../model/recording.ts';
import { ingest } from '../../traces/ingest.ts';
import type { IngestReport } from '../../traces/report.ts';
import { ingestOptions } from '../campaign/campaign.ts';
import { driversOf } from '../campaign/drivers.ts';
import type { Experiment } from '../campaign/experiment.ts';
import { runJob } from '../campaign/job.ts';
import { planOf, type Planned } from '../campaign/plan.ts';
import type { PolicyChoice } from '../campaign/policy-choice.ts';
import { versionOf } from '../campaign/version.ts';
import { definitionOf, METRIC_KEYS, scoreOf } from '../measure/score.ts';
import type { ResultDocument } from '../result/document.ts';
import { readResult } from '../result/store.ts';
import { experimentAgain } from './again.ts';
import { momentIn, type Bounds } from './moment.ts';
import type { Detailed } from './requests.ts';
import type { Watch } from '../work/pieces.ts';
import { readingOf } from '../work/reading.ts';

export interface Asked {
  /** Path of a result document. */
  readonly result: string;
  /** As typed: see {@link momentIn}. */
  readonly at: string;
  /** Where its trace is now; without it, where it was. */
  readonly trace?: string | undefined;
  readonly variant: string;
  /** Label of a policy; without it, the first of the document. */
  readonly policy?: string | undefined;
  /** Without it, the first of the document. */
  readonly seed?: number | undefined;
}

export interface Rerun {
  readonly at: Moment;
  readonly document: ResultDocument;
  /** Label of the policy. */
  readonly policy: string;
  readonly planned: Planned;
  readonly report: IngestReport;
  readonly recording: Detailed;
}

/**
 * @param reading  told how far the trace is read
 * @throws {InputError} when the result or its trace is not there, not the same, or gives other numbers now
 */
export const rerun = async (
  asked: Asked,
  progress: (share: number) => void,
  reading: Watch['progress'] = () => undefined,
): Promise<Rerun> => {
  const { result, variant } = asked;
  const document = await readResult(result);
  // every line is checked before the replay begins
  const at = momentIn(asked.at, boundsOf(document));
  const { policy, seed } = chosen(document, asked);
  const experiment = experimentAgain(document.again, result, asked.trace);
  await checkTrace(experiment.trace, document, result);
  const { workload, report } = await ingest(experiment.trace, {
    ...ingestOptions(experiment),
    told: readingOf({ progress: reading }, experiment.trace),
  });
  const planned = planOf(experiment, workload);
  const setting = { ...planned, plan: { ...planned.plan, detail: true } };
  const choice = planned.demand === undefined ? experiment.policies[0]! : await choiceOf(experiment, policy);
  const recording = await runJob(setting, { variant, policy: choice, seed }, progress);
  checkNumbers(recording, policy, document, result);
  return { at, document, policy, planned, report, recording: recording as Detailed };
};

/** The labels of the experiment are those of the document that it made. */
const choiceOf = async ({ policies, again }: Experiment, label: string): Promise<PolicyChoice> => {
  const drivers = await driversOf(policies);
  const driver = drivers.find((one) => one.label === label);
  if (driver !== undefined) return driver.choice;
  const labels = drivers.map((one) => one.label).join(', ');
  throw new InputError(`--policy: found "${label}", but ${again} has ${labels} now; make the document again`);
};

const boundsOf = ({ trace: { ingest: facts } }: ResultDocument): Bounds => ({
  horizon: moment(Math.round(seconds(facts.horizonSeconds))),
  startedAt: facts.startedAt,
});

const chosen = (
  { policies, variants, seeds }: ResultDocument,
  { result, variant, policy = policies[0]!.label, seed }: Asked,
): { policy: string; seed: number } => {
  const oneOf = (flag: string, found: string, known: readonly string[]): void => {
    if (known.includes(found)) return;
    const has = `${result} has ${known.join(', ')}${didYouMean(found, known)}`;
    throw new InputError(`${flag}: found "${found}"; ${has}`);
  };
  oneOf(
    '--policy',
    policy,
    policies.map(({ label }) => label),
  );
  oneOf(
    '--variant',
    variant,
    variants.filter((one) => one.policy === policy).map(({ name }) => name),
  );
  if (seed !== undefined && !seeds.includes(seed)) {
    throw new InputError(`--seed: found ${seed}; ${result} has ${seeds.join(', ')}; choose one of them`);
  }
  return { policy, seed: seed ?? seeds[0]! };
};

const checkTrace = async (path: string, { trace }: ResultDocument, result: string): Promise<void> => {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (fault) {
    const code = (fault as NodeJS.ErrnoException).code ?? 'no code';
    throw new InputError(
      `${path}: the trace of ${result} cannot be read (${code}); say where it is with --trace FILE`,
      { cause: fault },
    );
  }
  const found = hash.digest('hex');
  if (found === trace.sha256) return;
  const [now, then] = [found, trace.sha256].map((sum) => sum.slice(0, 12));
  throw new InputError(
    `${path}: its sha256 is ${now}, but ${result} was made from ${then}; give that file with --trace FILE, or replay this one`,
  );
};

const checkNumbers = (
  recording: Recording,
  policy: string,
  document: ResultDocument,
  result: string,
): void => {
  const { variant, seed } = recording;
  const then = document.variants
    .find((one) => one.name === variant && one.policy === policy)
    ?.by_seed?.find((one) => one.seed === seed)?.metrics;
  if (then === undefined) return;
  const now = scoreOf({ variant: recording, ideal: recording, oracle: recording });
  const key = METRIC_KEYS.find(
    (one) => definitionOf(one).againstTwin === undefined && one in then && then[one] !== now[one].value,
  );
  if (key === undefined) return;
  const made = madeBy(document);
  const here = madeBy(versionOf());
  const why =
    made === here
      ? `the code or the policy's module has changed since`
      : `it was made by ${made}, this is ${here}`;
  throw new InputError(
    `${result}: ${key} of ${variant}, seed ${seed}, was ${then[key]} and is ${now[key].value} now; ${why}; ` +
      `make it again with ${document.again}`,
  );
};

const madeBy = ({ version, commit }: Pick<ResultDocument, 'version' | 'commit'>): string =>
  `version ${version}${commit === null ? '' : `, commit ${commit}`}`;
