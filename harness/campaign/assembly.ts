/**
 * From the recordings of a campaign to its result document.
 *
 * A policy on a variant is held against the same policy without latency (`ideal`) and against the oracle. Left out: the
 * numbers of one entry (scores.ts), and the document's own form (result/).
 */
import { guestParameters } from '../../model/host/guest.ts';
import { parameterRows } from '../../model/host/profile.ts';
import { ideal } from '../../model/host/variants.ts';
import type { Source } from '../../model/kernel/parameter.ts';
import type { Recording } from '../../model/recording.ts';
import type { Ingested } from '../../traces/report.ts';
import { scoreOf } from '../measure/score.ts';
import { SCHEMA, type ResultDocument } from '../result/document.ts';
import { pathShown } from '../result/store.ts';
import { written, type Driver } from './drivers.ts';
import type { Experiment } from './experiment.ts';
import { isWhole, type IsoSla, type Job, type Made } from './job.ts';
import type { Planned } from './plan.ts';
import type { PolicyChoice } from './policy-choice.ts';
import { isoMetrics, resultOf, type SeedScore } from './scores.ts';
import { variantOf } from './variant-list.ts';
import { versionOf } from './version.ts';

export interface Campaign {
  readonly experiment: Experiment;
  readonly ingested: Ingested;
  readonly planned: Planned;
  readonly drivers: readonly Driver[];
  /** Names of policies that stand beside them, on the ideal host. */
  readonly bounds: readonly string[];
  /** Of which the document tells. */
  readonly seeds: readonly number[];
  /** By {@link keyOf}; undefined where an interrupt came first. */
  readonly made: ReadonlyMap<string, Made | undefined>;
  readonly isoSla: IsoSla | undefined;
}

/** Two jobs with one key are the same replay. */
export const keyOf = ({ variant, policy, seed, isoSla }: Job): string => {
  const { label: _label, ...rest } = policy;
  return JSON.stringify([variant, seed, rest, isoSla]);
};

const boundChoice = (name: string): PolicyChoice => ({ kind: 'named', name, options: {} });

/** As `documentOf` takes it. */
export const assembled = (campaign: Campaign): unknown => {
  const { experiment, ingested, planned, drivers, bounds, isoSla, seeds, made } = campaign;
  const { variants } = experiment;
  const scores = scoresIn(campaign);
  const entries = drivers.flatMap(({ label, choice }) => {
    const stock = scores('stock', choice, isoSla);
    return [...variants, ideal.name]
      .map((name) => ({ variant: variantOf(name), runs: scores(name, choice, isoSla) }))
      .filter(({ runs }) => runs.length === seeds.length)
      .map(({ variant, runs }) => resultOf(label, variant.name, variant.fixes, runs, stock, isoSla));
  });
  const { profile, guest } = planned.plan.fleet;
  const done = [...made.values()].filter(isWhole).length;
  const { path, sha256, ...rest } = ingested.report;
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
    policies: drivers.map((driver) => written(driver, planned)),
    seeds,
    variants: entries,
    bounds: bounds
      .map((name) => ({ name, runs: scores(ideal.name, boundChoice(name)) }))
      .filter(({ runs }) => runs.length === seeds.length)
      .map(({ name, runs }) => resultOf(name, name, [], runs, [])),
    warnings: [...planned.warnings, ...unplacedIn(made)],
  };
};

/** The replays of one entry of a document, with the labels under which it names them. */
export interface Replayed {
  readonly policy: string;
  readonly variant: string;
  /** A seed each, in the order of the document's. */
  readonly recordings: readonly Recording[];
}

/** Every entry of the document, in its order. */
export const replayedIn = (
  { drivers, isoSla, seeds, made }: Campaign,
  { variants }: ResultDocument,
): readonly Replayed[] =>
  variants.map(({ policy: label, name: variant }) => {
    const { choice: policy } = drivers.find((driver) => driver.label === label)!;
    const recordings = seeds.map(
      (seed) => made.get(keyOf({ variant, policy, seed, ...searching(isoSla) }))!.recording,
    );
    return { policy: label, variant, recordings };
  });

/** As a job says it. */
export const searching = (isoSla: IsoSla | undefined): Pick<Job, 'isoSla'> =>
  isoSla === undefined ? {} : { isoSla };

/** The seeds of one policy on one variant that were replayed, its twins included. */
const scoresIn =
  ({ planned, seeds, made }: Campaign) =>
  (variant: string, policy: PolicyChoice, isoSla?: IsoSla): readonly SeedScore[] =>
    seeds.flatMap((seed): readonly SeedScore[] => {
      const job = { policy, seed, ...searching(isoSla) };
      const own = made.get(keyOf({ ...job, variant }));
      const twin = made.get(keyOf({ ...job, variant: ideal.name }));
      const oracle =
        planned.demand === undefined
          ? twin
          : made.get(keyOf({ variant: ideal.name, policy: boundChoice('oracle'), seed }));
      if (own === undefined || twin === undefined || oracle === undefined) return [];
      const { recording, headroom, narrowed } = own;
      const unscaled = made.get(keyOf({ variant: ideal.name, policy: boundChoice('static'), seed }));
      const metrics = {
        ...scoreOf({
          variant: recording,
          ideal: twin.recording,
          oracle: oracle.recording,
          unscaled: unscaled?.recording,
        }),
        ...(isoSla === undefined ? {} : isoMetrics(headroom, twin.headroom)),
      };
      return [{ seed, recording, metrics, headroom, narrowed }];
    });

const unplacedIn = (made: Campaign['made']): readonly string[] => {
  const unplaced = Math.max(0, ...[...made.values()].map((one) => one?.recording.unplaced ?? 0));
  if (unplaced === 0) return [];
  return [`${unplaced} creations found no room on any host to the end; give --hosts more of them`];
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
