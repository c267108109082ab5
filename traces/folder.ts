/**
 * A folder of files of one format as one load: VMs whose sum is the load of a service, or days that follow each other.
 *
 * Each file is read as if it were alone, with its own gaps and duplicates; then all are summed on one raster of steps that
 * begins with the earliest file. Where no file has anything to say there is a gap. Left out: folders in folders, and files
 * of several formats.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { InputError } from '../model/kernel/faults.ts';
import { inSeconds, seconds } from '../model/kernel/units.ts';
import type { LoadWorkload } from '../model/workload.ts';
import { complaint, placeOf } from './complaint.ts';
import { readerFor } from './detect.ts';
import { sizeOf } from './directory.ts';
import type { Limits } from './limits.ts';
import { openTrace, type Reading, type Source } from './lines.ts';
import { loadOf, LoadRows, type LoadChoices, type LoadFacts, type RecordedLoad } from './load.ts';
import type { Reader, ReadOptions } from './reader.ts';
import { Dropped } from './recorded.ts';

export interface FolderRead {
  readonly reader: Reader;
  readonly recorded: RecordedLoad;
  /** Of the list that `sha256sum` prints of the files. */
  readonly sha256: string;
  readonly bytes: number;
  /** Of all files, each for itself. */
  readonly oddities: {
    readonly duplicates: number;
    readonly backward: number;
    readonly gaps: { readonly count: number; readonly longestSeconds: number };
  };
}

/** A file of the folder as a load of its own. */
interface Part {
  readonly name: string;
  readonly recorded: RecordedLoad;
  readonly workload: LoadWorkload;
  readonly facts: LoadFacts;
  readonly stored: { readonly sha256: string; readonly bytes: number };
}

/**
 * @param files    paths of the files in it, sorted
 * @param choices  how each file is read
 * @throws {InputError} naming the file that is of another format, cannot be read, or counts something else
 */
export const readFolder = async (
  path: string,
  files: readonly string[],
  readers: readonly Reader[],
  options: ReadOptions & { readonly format?: string; readonly told?: Reading },
  choices: Pick<LoadChoices, 'duplicates' | 'backward'> & { readonly gaps: LoadChoices['gaps'] | undefined },
  limits: Limits,
): Promise<FolderRead> => {
  if (files.length === 0) throw unfit(path, 'holds no files', readers);
  const parts: Part[] = [];
  let reader: Reader | undefined;
  const told = options.told === undefined ? undefined : await readingOf(files, options.told);
  for (const file of files) {
    const source = await openTrace(file, limits, undefined, told?.(file));
    try {
      const own = await known(path, source, readers, options.format);
      if (own.folder === undefined) throw unfit(path, `${basename(file)} in it is ${own.name}`, readers);
      if (reader !== undefined && own !== reader) throw mixed(file, own, parts[0]!.name, reader);
      reader = own;
      const recorded = await own.read(source, { align: 'calendar', ...options });
      if (recorded.kind !== 'load') throw unfit(path, `${basename(file)} in it holds domains`, readers);
      const { gaps = recorded.gaps ?? 'hold', ...others } = choices;
      const { workload, facts } = loadOf(file, recorded, {
        ...others,
        gaps: recorded.gaps === 'none' ? 'none' : gaps,
        pastEnd: 'stop',
        utilisationCapacity: undefined,
        from: undefined,
        to: undefined,
      });
      const first = parts[0]?.recorded;
      if (first !== undefined && (first.unit !== recorded.unit || first.quantity !== recorded.quantity))
        throw unlike(file, recorded, first);
      parts.push({ name: basename(file), recorded, workload, facts, stored: source.facts() });
    } finally {
      await source.close();
    }
  }
  return {
    reader: reader!,
    recorded: summed(path, parts, limits),
    sha256: createHash('sha256')
      .update(parts.map(({ name, stored }) => `${stored.sha256}  ${name}\n`).join(''))
      .digest('hex'),
    bytes: parts.reduce((bytes, { stored }) => bytes + stored.bytes, 0),
    oddities: {
      duplicates: parts.reduce((rows, { facts }) => rows + facts.duplicates, 0),
      backward: parts.reduce((rows, { recorded }) => rows + recorded.rows.backward, 0),
      gaps: {
        count: parts.reduce((gaps, { facts }) => gaps + facts.gaps.count, 0),
        longestSeconds: Math.max(...parts.map(({ facts }) => facts.gaps.longestSeconds)),
      },
    },
  };
};

/** For each file: where it stands among the bytes of all, as their sizes are now. */
const readingOf = async (files: readonly string[], told: Reading): Promise<(file: string) => Reading> => {
  const before = new Map<string, number>();
  let all = 0;
  for (const file of files) {
    before.set(file, all);
    all += await sizeOf(file);
  }
  return (file) => (read) => told(before.get(file)! + read, all);
};

const known = async (
  path: string,
  source: Source,
  readers: readonly Reader[],
  format: string | undefined,
) => {
  try {
    return await readerFor(source, readers, format);
  } catch (fault) {
    if (format !== undefined || !(fault instanceof InputError)) throw fault;
    throw unfit(path, `${basename(source.path)} in it fits no known format`, readers);
  }
};

const summed = (path: string, parts: readonly Part[], limits: Limits): RecordedLoad => {
  const { recorded } = parts[0]!;
  const step = middle(parts.map(({ facts }) => facts.step));
  const start = Math.min(...parts.map(({ facts }) => facts.start));
  const end = Math.max(...parts.map(({ facts, workload }) => facts.start + workload.horizon));
  const steps = Math.ceil((end - start) / step);
  if (steps > limits.rows) throw tooWide(path, end - start, step, limits.rows);
  const sums = new Float64Array(steps);
  const covered = new Uint8Array(steps);
  for (const { workload, facts } of parts) add(sums, covered, workload, facts.start - start, step);

  const rows = new LoadRows(path, limits.rows);
  const per = recorded.quantity === 'count' ? inSeconds(step) : 1;
  for (let i = 0; i < steps; i += 1) if (covered[i] === 1) rows.push(start + i * step, sums[i]! * per, 0);
  const dropped = new Dropped();
  for (const part of parts)
    for (const { reason, rows: lost } of part.recorded.dropped.list()) dropped.add(reason, 0, lost);
  const utilisation = recorded.quantity === 'utilisation';
  const { gaps, epoch } = recorded;
  return {
    kind: 'load',
    rows,
    rowsAre: 'other',
    rowsRead: parts.reduce((all, part) => all + part.recorded.rowsRead, 0),
    dropped,
    quantity: utilisation ? 'resource' : recorded.quantity,
    unit: utilisation ? 'fully busy members of the folder' : recorded.unit,
    factor: 1,
    step,
    ...(gaps === undefined ? {} : { gaps: gaps === 'none' ? 'zero' : gaps }),
    ...(epoch === undefined ? {} : { epoch }),
    choices: { ...recorded.choices, folder: `sum of ${parts.length} files on steps of ${inSeconds(step)} s` },
    warnings: [...new Set(parts.flatMap((part) => part.recorded.warnings))],
  };
};

/** Adds what holds during each step on average; the ends of a file may lie inside one. */
const add = (
  sums: Float64Array,
  covered: Uint8Array,
  { at, rate, horizon }: LoadWorkload,
  offset: number,
  step: number,
): void => {
  for (let i = 0; i < at.length; i += 1) {
    const ends = offset + (at[i + 1] ?? horizon);
    for (let begins = offset + at[i]!; begins < ends;) {
      const slot = Math.floor(begins / step);
      const until = Math.min(ends, (slot + 1) * step);
      sums[slot]! += (rate[i]! * (until - begins)) / step;
      covered[slot] = 1;
      begins = until;
    }
  }
};

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[(values.length - 1) >> 1]!;

const unfit = (path: string, found: string, readers: readonly Reader[]) => {
  const names = readers.filter(({ folder }) => folder !== undefined).map(({ name }) => name);
  return complaint(
    placeOf(path),
    `is a directory`,
    `${found.replaceAll(';', ',')}, and a folder is a trace when all of its files are of one format of these: ${names.join(', ')}`,
    'give one file in it',
  );
};

const mixed = (file: string, own: Reader, first: string, reader: Reader) =>
  complaint(
    placeOf(file),
    `is ${own.name}, and ${first} beside it is ${reader.name}`,
    'the files of a folder are of one format',
    'take it out of the folder, or give one file in it',
  );

const unlike = (file: string, own: RecordedLoad, first: RecordedLoad) =>
  complaint(
    placeOf(file),
    `counts ${own.unit} and the first file of the folder ${first.unit}`,
    'the files of a folder count the same',
    'take it out of the folder, or give one file in it',
  );

const tooWide = (path: string, length: number, step: number, limit: number) =>
  complaint(
    placeOf(path),
    `${length / seconds(1)} s lie between its first and its last row`,
    `that is more than ${limit} steps of ${inSeconds(step)} s`,
    'choose longer steps, or take the file out whose time is wrong',
  );
