/**
 * The way in: a path becomes a workload and a report of all that was chosen, dropped, censored and found.
 *
 * A file that cannot be read as it should gives an error, never a part of a workload. Left out: what is done with a
 * workload, and how a report is printed.
 */
import { inSeconds, seconds } from '../model/kernel/units.ts';
import { CENSORED_END, CENSORED_START, type LifecycleWorkload, type Workload } from '../model/workload.ts';
import { readers } from './catalog.ts';
import { complaint } from './complaint.ts';
import { lifecycleCharacter, loadCharacter, type Bursts } from './character.ts';
import { isoOf } from './clock.ts';
import { readerFor } from './detect.ts';
import { lifecycleOf, type Placement, type RecordedLifecycle } from './lifecycle.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { openTrace } from './lines.ts';
import { loadOf, type BackwardRule, type DuplicateRule, type GapRule, type RecordedLoad } from './load.ts';
import type { ReadOptions, Recorded } from './reader.ts';

export interface IngestOptions extends ReadOptions {
  /** A format's name; without it the content decides. */
  readonly format?: string;
  /** The name of a file in a zip; without it there must be only one. */
  readonly member?: string;
  /** Where in a bin of the trace (300 s) a creation falls; default `start`. */
  readonly placement?: Placement;
  /** For placement `seeded`; default 1. */
  readonly placementSeed?: number;
  /** What a load does where rows are missing; default `hold`. */
  readonly gaps?: GapRule;
  /** What rows of one moment become; default `mean`. */
  readonly duplicates?: DuplicateRule;
  /** What becomes of rows that lie before the row above them; default `sort`. */
  readonly backward?: BackwardRule;
  /** Requests per second that a utilisation of 1 stands for; without it, `rate` holds the utilisation itself. */
  readonly utilisationCapacity?: number;
  /** Part of the trace, seconds after its start; default all of it. */
  readonly from?: number;
  readonly to?: number;
  readonly limits?: Partial<Limits>;
}

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

/** @throws {InputError} when the file cannot be read whole and as what it is */
export const ingest = async (path: string, options: IngestOptions = {}): Promise<Ingested> => {
  refuseOdd(options);
  const source = await openTrace(path, { ...defaultLimits, ...options.limits }, options.member);
  try {
    const reader = await readerFor(source, readers, options.format);
    const read = await reader.read(source, options);
    const recorded = { ...read, choices: { ...source.choices, ...read.choices } };
    const file = { format: reader.name, path, ...source.facts(), rowsRead: recorded.rowsRead };
    return recorded.kind === 'lifecycle'
      ? ingestedLifecycle(path, recorded, options, file)
      : ingestedLoad(path, recorded, options, file);
  } finally {
    await source.close();
  }
};

const refuseOdd = ({ utilisationCapacity, topCores, topGib }: IngestOptions): void => {
  if (utilisationCapacity !== undefined && !(utilisationCapacity > 0 && utilisationCapacity < 1e12)) {
    throw complaint(
      'utilisationCapacity',
      `is ${utilisationCapacity}`,
      'a capacity is above 0 requests/s',
      'correct it',
    );
  }
  if (topCores !== undefined && !(Number.isInteger(topCores) && topCores > 0 && topCores <= 65_535)) {
    throw complaint('topCores', `is ${topCores}`, 'cores are a whole number from 1 to 65535', 'correct it');
  }
  if (topGib !== undefined && !(topGib > 0 && topGib <= 4_000_000)) {
    throw complaint('topGib', `is ${topGib}`, 'memory is above 0 and at most 4000000 GiB', 'correct it');
  }
};

type FileFacts = Pick<IngestReport, 'format' | 'path' | 'sha256' | 'bytes' | 'rowsRead'>;

const ingestedLifecycle = (
  path: string,
  recorded: RecordedLifecycle,
  options: IngestOptions,
  file: FileFacts,
): Ingested => {
  const { placement = 'start', placementSeed = 1 } = options;
  const choices = { placement, placementSeed, ...partOf(options) };
  const workload = lifecycleOf(path, recorded, choices, recorded.dropped);
  const from = choices.from ?? 0;
  return {
    workload,
    report: {
      ...file,
      rowsUsed: workload.created.length,
      dropped: recorded.dropped.list(),
      censoredStarts: marked(workload, CENSORED_START),
      censoredEnds: marked(workload, CENSORED_END),
      gaps: { count: 0, longestSeconds: 0 },
      duplicates: 0,
      backward: 0,
      zeroLifetimes: zeroLifetimes(workload),
      horizonSeconds: inSeconds(workload.horizon),
      ...startedAt(recorded, from),
      domains: workload.created.length,
      ...lifecycleCharacter(workload, recorded.bin),
      choices: {
        ...recorded.choices,
        ...(recorded.bin === undefined
          ? {}
          : { placement: placementText(placement, placementSeed, recorded.bin) }),
        ...partText(options),
      },
      warnings: recorded.warnings,
    },
  };
};

const ingestedLoad = (
  path: string,
  recorded: RecordedLoad,
  options: IngestOptions,
  file: FileFacts,
): Ingested => {
  const { gaps = 'hold', duplicates = 'mean', backward = 'sort', utilisationCapacity } = options;
  const choices = { gaps, duplicates, backward, utilisationCapacity, ...partOf(options) };
  const { workload, facts } = loadOf(path, recorded, choices);
  return {
    workload,
    report: {
      ...file,
      rowsUsed: recorded.rowsRead,
      dropped: recorded.dropped.list(),
      censoredStarts: 0,
      censoredEnds: 0,
      gaps: facts.gaps,
      duplicates: facts.duplicates,
      backward: recorded.rows.backward,
      zeroLifetimes: 0,
      horizonSeconds: inSeconds(workload.horizon),
      ...startedAt(recorded, facts.start),
      steps: workload.at.length,
      ...loadCharacter(workload, facts.step),
      choices: {
        ...recorded.choices,
        quantity: `${recorded.quantity}, in the file: ${recorded.unit}`,
        step: `${inSeconds(facts.step)} s`,
        gaps,
        duplicates,
        backward,
        ...(recorded.quantity === 'utilisation'
          ? { utilisationCapacity: capacityText(utilisationCapacity) }
          : {}),
        ...partText(options),
      },
      warnings: [...recorded.warnings, ...quantityWarnings(recorded, utilisationCapacity)],
    },
  };
};

const marked = ({ marks }: LifecycleWorkload, mark: number): number =>
  marks.reduce((rows, own) => rows + ((own & mark) === 0 ? 0 : 1), 0);

/** Real ones only: a domain whose ends are both unknown can have any lifetime. */
const zeroLifetimes = ({ created, deleted, marks }: LifecycleWorkload): number =>
  created.reduce((rows, at, row) => rows + (marks[row] === 0 && deleted[row] === at ? 1 : 0), 0);

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

const placementText = (placement: Placement, seed: number, bin: number): string =>
  `${placement} of a bin of ${inSeconds(bin)} s${placement === 'seeded' ? `, seed ${seed}` : ''}`;

const capacityText = (capacity: number | undefined): string =>
  capacity === undefined ? 'none: rate holds the utilisation, 0 to 1' : `1 stands for ${capacity} requests/s`;

const quantityWarnings = (
  { quantity, unit }: RecordedLoad,
  capacity: number | undefined,
): readonly string[] => {
  switch (quantity) {
    case 'utilisation':
      return capacity === undefined
        ? [
            'utilisation is not demand: it says how busy an unknown capacity was; name it with utilisationCapacity',
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
