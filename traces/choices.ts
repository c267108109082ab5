/**
 * The choices that change what a trace becomes, and the refusal of those that mean nothing.
 *
 * Each has a default and is written into the report. Left out: how they are typed (the command line's), and the choices of
 * a replay, which begin where the workload is made.
 */
import { seconds } from '../model/kernel/units.ts';
import { complaint } from './complaint.ts';
import type { Placement } from './lifecycle.ts';
import type { Limits } from './limits.ts';
import type { Reading } from './lines.ts';
import type { BackwardRule } from './load.ts';
import { OF_PARSING, type Reader, type ReadOptions } from './reader.ts';
import type { DuplicateRule, EndRule, GapRule } from './steps.ts';

export interface IngestOptions extends ReadOptions {
  /** A format's name; without it the content decides. */
  readonly format?: string;
  /** The name of a file in a zip; without it there must be only one. */
  readonly member?: string;
  /** Where in a bin of the trace (300 s) a creation falls; default `start`. */
  readonly placement?: Placement;
  /** For placement `seeded`; default 1. */
  readonly placementSeed?: number;
  /** What a load does where rows are missing; default what absence means in the format, mostly `hold`. */
  readonly gaps?: GapRule;
  /** What rows of one moment become; default `mean`. */
  readonly duplicates?: DuplicateRule;
  /** What becomes of rows that lie before the row above them; default `sort`. */
  readonly backward?: BackwardRule;
  /** Requests per second that a utilisation of 1 stands for; without it, `rate` holds the utilisation itself. */
  readonly utilisationCapacity?: number;
  /** What a utilisation of 1 stands for is named where the load is used: nothing is to be said of it in reading. */
  readonly utilisationNamed?: boolean;
  /** Part of the trace, seconds after its start; default all of it. */
  readonly from?: number;
  readonly to?: number;
  /** What is there where `to` lies behind the end of the trace; default `stop`: it ends as it ends. */
  readonly pastEnd?: EndRule;
  /** How many times faster than recorded the trace runs, what happens unchanged: default 1. */
  readonly compress?: number;
  /** Lifecycles: how many times as often domains are created, lifetimes as recorded: default 1. */
  readonly rate?: number;
  readonly limits?: Partial<Limits>;
  /** Of all files of a folder together; of a file and others that belong to it, of itself. */
  readonly told?: Reading;
}

/** @throws {InputError} when a number is none that can be */
export const refuseOdd = ({ utilisationCapacity, topCores, topGib, step, compress }: IngestOptions): void => {
  if (
    step !== undefined &&
    !(step > 0 && Number.isSafeInteger(Math.round(seconds(step))) && Math.round(seconds(step)) >= 1)
  ) {
    throw complaint('--read step', `is ${step} s`, 'a step is 1 µs or longer', 'correct it');
  }
  if (compress !== undefined && !(compress > 0 && compress <= 1e9)) {
    throw complaint(
      '--read compress',
      `is ${compress}`,
      'a compression is above 0 and at most 1e9',
      'correct it',
    );
  }
  if (utilisationCapacity !== undefined && !(utilisationCapacity > 0 && utilisationCapacity < 1e12)) {
    throw complaint(
      '--read capacity',
      `is ${utilisationCapacity}`,
      'a capacity is above 0 requests/s',
      'correct it',
    );
  }
  if (topCores !== undefined && !(Number.isInteger(topCores) && topCores > 0 && topCores <= 65_535)) {
    throw complaint(
      '--read top-cores',
      `is ${topCores}`,
      'cores are a whole number from 1 to 65535',
      'correct it',
    );
  }
  if (topGib !== undefined && !(topGib > 0 && topGib <= 4_000_000)) {
    throw complaint(
      '--read top-gib',
      `is ${topGib}`,
      'memory is above 0 and at most 4000000 GiB',
      'correct it',
    );
  }
};

/** Choices that every replay makes anew, as they are typed. */
export const OF_REPLAY = {
  sample: 'sample',
  rate: 'rate',
  compress: 'compress',
  pastEnd: 'past-end',
  duplicates: 'duplicates',
  backward: 'backward',
  utilisationCapacity: 'capacity',
} as const satisfies Partial<Record<keyof IngestOptions, string>>;

const { sample, backward, duplicates, utilisationCapacity } = OF_REPLAY;
/** Those of them that only traces of one kind know. */
const OF_KIND = { lifecycle: { sample }, load: { backward, duplicates, utilisationCapacity } } as const;

/** As they are typed, of those that were. */
export const typedOf = (options: IngestOptions, names: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(names).flatMap(([key, typed]) =>
    options[key as keyof IngestOptions] === undefined ? [] : typed,
  );

/** Each format has some choices of parsing and not the others. */
const refuseUnread = (options: IngestOptions, { name, notes }: Reader): void => {
  const own: readonly string[] = (notes.options ?? []).map((key) => OF_PARSING[key]);
  const foreign = typedOf(options, OF_PARSING).find((typed) => !own.includes(typed));
  if (foreign === undefined) return;
  throw complaint(
    `--read ${foreign}`,
    `was chosen, and nothing in ${name} is read by it`,
    own.length === 0 ? `${name} has no choices of its own` : `choices of ${name} are ${own.join(', ')}`,
    'leave it out',
  );
};

/** What a reader does not do is not asked of it in vain. */
export const refuseForeign = (options: IngestOptions, reader: Reader): void => {
  const { kind } = reader;
  if (kind === 'load' && options.rate !== undefined) {
    throw complaint(
      '--read rate',
      `is ${options.rate}, and the trace is a load`,
      'a rate is of creations; a load has --scale',
      'leave it out',
    );
  }
  const [other] = typedOf(options, OF_KIND[kind === 'load' ? 'lifecycle' : 'load']);
  if (other !== undefined) {
    throw complaint(
      `--read ${other}`,
      `was chosen, and the trace is ${kind === 'load' ? 'a load' : 'of domains'}`,
      `it is a choice for ${kind === 'load' ? 'traces of domains' : 'loads'}`,
      'leave it out',
    );
  }
  const { pastEnd } = options;
  if (kind === 'lifecycle' && pastEnd !== undefined && pastEnd !== 'stop' && pastEnd !== 'error') {
    throw complaint(
      '--read past-end',
      `is ${pastEnd}`,
      'domains end with their trace: stop or error',
      'leave it out, or choose an earlier --to',
    );
  }
  refuseUnread(options, reader);
};
