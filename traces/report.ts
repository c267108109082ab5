/**
 * From recorded rows to a workload and the report of all that was chosen, dropped, censored and found.
 *
 * Left out: how rows come in (ingest), and how a report is printed.
 */
import { inSeconds, seconds } from '../model/kernel/units.ts';
import { CENSORED_END, CENSORED_START, type LifecycleWorkload, type Workload } from '../model/workload.ts';
import { lifecycleCharacter, loadCharacter, type Bursts } from './character.ts';
import { atRate } from './arrival-rate.ts';
import type { IngestOptions } from './choices.ts';
import { isoOf } from './clock.ts';
import { complaint, placeOf } from './complaint.ts';
import { compressedLifecycles, compressedLoad } from './compress.ts';
import { lifecycleOf, settled, type Placement, type RecordedLifecycle } from './lifecycle.ts';
import { loadOf, type RecordedLoad } from './load.ts';
import type { Recorded } from './reader.ts';
import { Dropped } from './recorded.ts';

export interface IngestReport {
  readonly format: string;
  /** As given. */
  readonly path: string;
  /** Of the file as stored. */
  readonly sha256: string;
  readonly bytes: number;
  /** Data rows in the file; tokens where rows are lists. */
  readonly rowsRead: number;
  /** Rows that are in the workload, as they are or merged. */
  readonly rowsUsed: number;
  /** `firstLine` is 0 where the reason is not one of a line. */
  readonly dropped: readonly { readonly reason: string; readonly rows: number; readonly firstLine: number }[];
  readonly censoredStarts: number;
  readonly censoredEnds: number;
  /** Rows further apart than a step and a half; the longest such distance. */
  readonly gaps: { readonly count: number; readonly longestSeconds: number };
  /** Load rows at the moment of an earlier row. */
  readonly duplicates: number;
  /** Load rows that lie before the row above them. */
  readonly backward: number;
  readonly zeroLifetimes: number;
  /** See {@link Bursts}: most creations, or largest rise of the rate. */
  readonly bursts: Bursts;
  readonly horizonSeconds: number;
  /** ISO, UTC, of the workload's moment 0, when the trace knows it. */
  readonly startedAt?: string;
  readonly domains?: number;
  readonly peakLive?: number;
  /** Of a load: how often its rate is told anew; of a log, a run of seconds without requests is one. */
  readonly steps?: number;
  /** Largest and mean rate of a load. */
  readonly peak?: number;
  readonly mean?: number;
  /** Variance over mean of counts: per step of a load, per 60 s (or a longer bin) of creations; NaN when there are none. */
  readonly indexOfDispersion: number;
  /** Every choice that changes results, with the value in force. */
  readonly choices: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

export interface Ingested {
  readonly workload: Workload;
  readonly report: IngestReport;
}

type FileFacts = Pick<IngestReport, 'format' | 'path' | 'sha256' | 'bytes' | 'rowsRead'>;

export const ingestedLifecycle = (
  path: string,
  recorded: RecordedLifecycle,
  options: IngestOptions,
  file: FileFacts,
): Ingested => {
  const { placement = 'start', placementSeed = 1 } = options;
  const pastEnd = options.pastEnd === 'error' ? 'error' : 'stop';
  const choices = { placement, placementSeed, pastEnd, ...partOf(options) } as const;
  refuseEmptySample(path, recorded);
  const { rows, dropped } = recorded;
  const readAway = dropped.list().reduce((sum, reason) => sum + reason.rows, 0);
  // what is left out as domains is only counted among the rows where a row is a domain
  const several = recorded.rowsPerDomain === 'several';
  const left = several ? new Dropped() : dropped;
  if (rows.unsampled > 0) left.add('not in the sample', 0, rows.unsampled);
  const recordedWorkload = lifecycleOf(path, recorded, choices, left);
  const compressed = compressedLifecycles(recordedWorkload, options.compress ?? 1);
  const workload = settled(atRate(compressed, options.rate ?? 1));
  const from = choices.from ?? 0;
  const ends = endOf(options, inSeconds(recordedWorkload.horizon + from));
  const faster = (options.compress ?? 1) * (options.rate ?? 1);
  const bin = recorded.bin === undefined ? undefined : recorded.bin / faster;
  return {
    workload,
    report: {
      ...file,
      rowsUsed: several ? file.rowsRead - readAway : workload.created.length,
      dropped: dropped.list(),
      censoredStarts: marked(workload, CENSORED_START),
      censoredEnds: marked(workload, CENSORED_END),
      gaps: { count: 0, longestSeconds: 0 },
      duplicates: 0,
      backward: 0,
      zeroLifetimes: zeroLifetimes(workload),
      horizonSeconds: inSeconds(workload.horizon),
      ...startedAt(recorded, from),
      domains: workload.created.length,
      ...lifecycleCharacter(workload, bin, recorded.end !== undefined),
      choices: {
        ...recorded.choices,
        ...(recorded.bin === undefined
          ? {}
          : { placement: placementText(placement, placementSeed, recorded.bin) }),
        ...sampleText(options),
        ...(several ? leftText(left) : {}),
        ...partText(options),
        ...ends.choices,
        ...compressionText(options),
        ...rateText(options),
      },
      warnings: [...recorded.warnings, ...ends.warnings],
    },
  };
};

export const ingestedLoad = (
  path: string,
  recorded: RecordedLoad,
  options: IngestOptions,
  file: FileFacts,
): Ingested => {
  const { duplicates = 'mean', backward = 'sort', pastEnd = 'stop', utilisationCapacity } = options;
  const gaps = recorded.gaps === 'none' ? recorded.gaps : (options.gaps ?? recorded.gaps ?? 'hold');
  const choices = { gaps, duplicates, backward, pastEnd, utilisationCapacity, ...partOf(options) };
  const { workload: recordedWorkload, facts } = loadOf(path, recorded, choices);
  const compress = options.compress ?? 1;
  const workload = compressedLoad(recordedWorkload, compress);
  const ends = endOf(options, inSeconds(facts.length));
  const dropped = recorded.dropped.list();
  return {
    workload,
    report: {
      ...file,
      rowsUsed: dropped.reduce((used, { rows }) => used - rows, recorded.rowsRead),
      dropped,
      censoredStarts: 0,
      censoredEnds: 0,
      gaps: { count: facts.gaps.count, longestSeconds: facts.gaps.longestSeconds },
      duplicates: facts.duplicates,
      backward: recorded.rows.backward,
      zeroLifetimes: 0,
      horizonSeconds: inSeconds(workload.horizon),
      ...startedAt(recorded, facts.start),
      steps: workload.at.length,
      ...loadCharacter(workload, facts.step / compress),
      choices: {
        ...recorded.choices,
        quantity: `${recorded.quantity}, in the file: ${recorded.unit}`,
        step: `${inSeconds(facts.step)} s`,
        gaps: gaps === 'none' ? 'none: a step without a request is zero' : gaps,
        duplicates,
        backward,
        ...(recorded.quantity === 'utilisation'
          ? { utilisationCapacity: capacityText(utilisationCapacity) }
          : {}),
        ...partText(options),
        ...ends.choices,
        ...compressionText(options),
      },
      warnings: [...recorded.warnings, ...ends.warnings, ...quantityWarnings(recorded, options)],
    },
  };
};

const marked = ({ marks }: LifecycleWorkload, mark: number): number => {
  let rows = 0;
  for (let row = 0; row < marks.length; row += 1) if ((marks[row]! & mark) !== 0) rows += 1;
  return rows;
};

/** Real ones only: a domain whose ends are both unknown can have any lifetime. */
const zeroLifetimes = ({ created, deleted, marks }: LifecycleWorkload): number => {
  let rows = 0;
  for (let row = 0; row < marks.length; row += 1)
    if (marks[row] === 0 && deleted[row] === created[row]) rows += 1;
  return rows;
};

const startedAt = ({ epoch }: Recorded, after: number): { startedAt?: string } =>
  epoch === undefined ? {} : { startedAt: isoOf(epoch + after) };

const partOf = ({ from, to }: IngestOptions) => ({
  from: from === undefined ? undefined : Math.round(seconds(from)),
  to: to === undefined ? undefined : Math.round(seconds(to)),
});

const partText = ({ from, to }: IngestOptions): Record<string, string> => ({
  ...(from === undefined ? {} : { from: `${from} s` }),
  ...(to === undefined ? {} : { to: `${to} s` }),
});

/** What is said where more was asked for than the trace has; its length in seconds. */
const endOf = ({ to, pastEnd = 'stop' }: IngestOptions, length: number) => {
  if (to === undefined || to <= length) return { choices: {}, warnings: [] };
  const choices = { 'past the end': `${pastEnd}; the trace ends at ${length} s` };
  const warning = `the trace ends at ${length} s, before --to; the replay ends there (--read past-end)`;
  return { choices, warnings: pastEnd === 'stop' ? [warning] : [] };
};

const compressionText = ({ compress = 1 }: IngestOptions): Record<string, string> =>
  compress === 1 ? {} : { compress: `${compress} times faster than recorded` };

const refuseEmptySample = (path: string, { rows }: RecordedLifecycle): void => {
  if (rows.created.length > 0 || rows.unsampled === 0) return;
  throw complaint(
    placeOf(path),
    `none of its ${rows.unsampled} domains is in the sample`,
    'a sample holds at least one group',
    'choose a larger share: --read sample=50%',
  );
};

const rateText = ({ rate }: IngestOptions): Record<string, string> =>
  rate === undefined ? {} : { rate: `creations ${rate} times as often, lifetimes as recorded` };

const sampleText = ({ sample }: IngestOptions): Record<string, string> =>
  sample === undefined ? {} : { sample: `${sample * 100} % of the groups, by their names` };

const leftText = (left: Dropped): Record<string, string> => {
  const reasons = left.list().map(({ reason, rows }) => `${rows} ${reason}`);
  return reasons.length === 0 ? {} : { 'domains left out': reasons.join(', ') };
};

const placementText = (placement: Placement, seed: number, bin: number): string =>
  `${placement} of a bin of ${inSeconds(bin)} s${placement === 'seeded' ? `, seed ${seed}` : ''}`;

const capacityText = (capacity: number | undefined): string =>
  capacity === undefined ? 'none: rate holds the utilisation, 0 to 1' : `1 stands for ${capacity} requests/s`;

const quantityWarnings = (
  { quantity, unit }: RecordedLoad,
  { utilisationCapacity, utilisationNamed }: IngestOptions,
): readonly string[] => {
  switch (quantity) {
    case 'utilisation':
      if (utilisationNamed === true) return [];
      return utilisationCapacity === undefined
        ? [
            'utilisation is not demand: it says how busy an unknown capacity was; name it with --utilisation-as or --read capacity=N',
          ]
        : ['utilisation is not demand: above its capacity a service is only seen to be full'];
    case 'resource':
      return [`the load is a resource (${unit}), not requests: only its shape can be replayed`];
    case 'count':
    case 'rate':
      return [];
    default:
      return quantity satisfies never;
  }
};
