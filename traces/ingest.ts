/**
 * The way in: a path becomes a workload and a report of it.
 *
 * A file that cannot be read as it should gives an error, never a part of a workload. Left out: what is done with a
 * workload, and how a report is printed.
 */
import { readers } from './catalog.ts';
import { refuseForeign, refuseOdd, type IngestOptions } from './choices.ts';
import { NotColumnar } from './columnar.ts';
import { complaint } from './complaint.ts';
import { readerFor } from './detect.ts';
import { filesIn } from './directory.ts';
import { readFolder } from './folder.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { openTrace } from './lines.ts';
import type { Recorded } from './reader.ts';
import type { Original } from './recorded.ts';
import { ingestedLifecycle, ingestedLoad, type Ingested } from './report.ts';

/** @throws {InputError} when the file cannot be read whole and as what it is */
export const ingest = async (path: string, options: IngestOptions = {}): Promise<Ingested> => {
  refuseOdd(options);
  const files = await filesIn(path);
  if (files !== undefined) return ingestedFolder(path, files, options);
  const { recorded, original } = await recordedIn(path, options);
  const file = { ...original, path, rowsRead: recorded.rowsRead };
  return recorded.kind === 'lifecycle'
    ? ingestedLifecycle(path, recorded, options, file)
    : ingestedLoad(path, recorded, options, file);
};

/**
 * The rows of a file as its reader leaves them, and what file it is: of a converted trace, the file it was made of.
 *
 * @throws {InputError} when the file cannot be read whole and as what it is
 */
export const recordedIn = async (path: string, options: IngestOptions): Promise<RecordedFile> => {
  const limits = { ...defaultLimits, ...options.limits };
  try {
    return await recordedWithin(path, options, limits);
  } catch (fault) {
    if (!(fault instanceof NotColumnar)) throw fault;
    return recordedWithin(path, options, { ...limits, columnar: Number.POSITIVE_INFINITY });
  }
};

interface RecordedFile {
  readonly recorded: Recorded;
  readonly original: Original;
}

const recordedWithin = async (
  path: string,
  options: IngestOptions,
  limits: Limits,
): Promise<RecordedFile> => {
  const source = await openTrace(path, limits, options.member, options.told);
  try {
    const reader = await readerFor(source, readers, options.format);
    const read = await reader.read(source, options);
    // a converted trace says itself of which kind it is
    refuseForeign(options, { ...reader, kind: read.kind });
    const recorded = { ...read, choices: { ...source.choices, ...read.choices } };
    return { recorded, original: read.original ?? { format: reader.name, ...source.facts() } };
  } finally {
    await source.close();
  }
};

/** A folder is read file by file and then treated as any load; what was odd in its files is added. */
const ingestedFolder = async (
  path: string,
  files: readonly string[],
  options: IngestOptions,
): Promise<Ingested> => {
  const { duplicates = 'mean', backward = 'sort', gaps } = options;
  if (gaps === 'drop') {
    throw complaint(
      '--gaps',
      'is drop, and the trace is a folder',
      'the files of a folder keep their times: hold, zero or error',
      'choose one of these, or give one file',
    );
  }
  const limits = { ...defaultLimits, ...options.limits, columnar: Number.POSITIVE_INFINITY };
  const read = await readFolder(path, files, readers, options, { duplicates, backward, gaps }, limits);
  const { reader, recorded, oddities, sha256, bytes } = read;
  refuseForeign(options, reader);
  const file = { format: reader.name, path, sha256, bytes, rowsRead: recorded.rowsRead };
  const { workload, report } = ingestedLoad(path, recorded, options, file);
  return {
    workload,
    report: {
      ...report,
      duplicates: report.duplicates + oddities.duplicates,
      backward: oddities.backward,
      gaps: {
        count: report.gaps.count + oddities.gaps.count,
        longestSeconds: Math.max(report.gaps.longestSeconds, oddities.gaps.longestSeconds),
      },
    },
  };
};
