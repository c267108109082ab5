/**
 * One damaged input against the promises of every reader: a workload that obeys the laws, or one line that names the file;
 * the same by columns and row by row, and the same when it is converted before.
 *
 * Left out: time and memory, which only the run as a whole can watch.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, isDeepStrictEqual } from 'node:util';
import { streamsOf } from '../../model/kernel/streams.ts';
import type { IngestOptions } from '../../traces/choices.ts';
import { readers } from '../../traces/catalog.ts';
import { converted } from '../../traces/converted.ts';
import { ingest, recordedIn } from '../../traces/ingest.ts';
import { defaultLimits } from '../../traces/limits.ts';
import type { Ingested } from '../../traces/report.ts';
import type { Seed } from './seeds.ts';

/** Read by columns whatever the size, where the format can be: the same bytes as row by row, or the same complaint. */
const BY_COLUMNS = { ...defaultLimits, columnar: 0 };

/** Choices that traces take; most inputs are read without. */
const CHOICES: readonly IngestOptions[] = [
  { from: 1, to: 1000 },
  { to: 1e6, pastEnd: 'error' },
  { placement: 'spread', compress: 7 },
  { sample: 0.5, rate: 2 },
  { gaps: 'zero', duplicates: 'sum' },
];

/** Those of the other kind are refused, which is soon seen. */
const choicesOf = (reader: string): readonly IngestOptions[] => {
  const kind = readers.find(({ name }) => name === reader)?.kind;
  return CHOICES.filter(({ sample, gaps }) => (kind === 'load' ? sample : gaps) === undefined);
};

/**
 * @param folder  where the input is written; what was there before is gone
 * @param number  of the input: the same number, seed and name make the same one
 * @returns what is wrong, or undefined
 */
export const trial = async (
  { name, reader, files, damage }: Seed,
  folder: string,
  seed: number,
  number: number,
): Promise<string | undefined> => {
  const draw = streamsOf(seed).of(`fuzz ${name}`, number);
  const damaged = draw.integer(files.length);
  for (const [i, [file, content]] of files.entries())
    writeFileSync(join(folder, file), i === damaged ? damage(content, draw) : content);
  const path = join(folder, files[0]![0]);
  const choices = choicesOf(reader);
  const options = {
    ...(draw.integer(2) === 0 ? {} : { format: reader }),
    ...choices[draw.integer(3 * choices.length)],
  };
  const byRows = await outcomeOf(path, options);
  const wrong = byRows instanceof Error ? complaintOf(byRows, folder) : lawsOf(byRows);
  if (wrong !== undefined) return wrong;
  switch (draw.integer(4)) {
    case 0:
    case 1:
      return unlike('by columns', await outcomeOf(path, { ...options, limits: BY_COLUMNS }), byRows);
    case 2:
      return byRows instanceof Error
        ? undefined
        : unlike('converted', await conversionOf(path, options), byRows);
    default:
      return undefined;
  }
};

/** What is read of a trace that was converted before, told as one of the original. */
const conversionOf = async (
  path: string,
  { format, ...options }: IngestOptions,
): Promise<Ingested | Error> => {
  const { recorded, original } = await recordedIn(path, {
    keepGroups: true,
    ...(format === undefined ? {} : { format }),
  });
  const columns = `${path}.columns`;
  writeFileSync(columns, Buffer.concat(await converted(recorded, original)));
  const again = await outcomeOf(columns, options);
  rmSync(columns);
  return again instanceof Error ? again : { ...again, report: { ...again.report, path } };
};

const unlike = (way: string, outcome: Ingested | Error, byRows: Ingested | Error): string | undefined =>
  isDeepStrictEqual(told(outcome), told(byRows))
    ? undefined
    : `${way} ${inspect(told(outcome))}, row by row ${inspect(told(byRows))}`;

const outcomeOf = async (path: string, options: IngestOptions): Promise<Ingested | Error> => {
  try {
    return await ingest(path, options);
  } catch (fault) {
    return fault instanceof Error ? fault : new Error(`threw ${String(fault)}`);
  }
};

const told = (outcome: Ingested | Error): unknown => (outcome instanceof Error ? outcome.message : outcome);

const lawsOf = ({ workload, report }: Ingested): string | undefined => {
  JSON.stringify(report);
  const lost = report.dropped.reduce((rows, { rows: some }) => rows + some, 0);
  if (report.rowsRead !== report.rowsUsed + lost)
    return `${report.rowsRead} rows were read, ${report.rowsUsed} used and ${lost} dropped`;
  if (!(Number.isSafeInteger(workload.horizon) && workload.horizon > 0)) return `horizon ${workload.horizon}`;
  if (workload.kind === 'load') {
    const { at, rate } = workload;
    if (!at.every(Number.isSafeInteger)) return 'a moment is no whole µs';
    if (at[0] !== 0 || !at.every((begins, i) => i === 0 || begins > at[i - 1]!))
      return 'steps are not in order';
    if (!rate.every((value) => Number.isFinite(value) && value >= 0)) return 'a rate is none';
    return at.at(-1)! < workload.horizon ? undefined : 'a step begins behind the end';
  }
  const { created, deleted, vcpus, memoryMib, horizon } = workload;
  if (!created.every(Number.isSafeInteger) || !deleted.every(Number.isSafeInteger))
    return 'a moment is no whole µs';
  if (!created.every((begins, i) => begins >= 0 && (i === 0 || begins >= created[i - 1]!)))
    return 'creations are not in order';
  if (!deleted.every((ends, i) => ends >= created[i]! && ends <= horizon))
    return 'a deletion is out of place';
  return vcpus.every((n) => n > 0) && memoryMib.every((n) => n > 0) ? undefined : 'a size is none';
};

const complaintOf = (fault: Error, folder: string): string | undefined => {
  if (fault.name !== 'InputError') return fault.stack ?? fault.message;
  if (fault.message.includes('\n')) return `a complaint of several lines: ${fault.message}`;
  const placed = fault.message.startsWith(folder) || fault.message.startsWith('--read ');
  return placed ? undefined : `a complaint that names neither file nor option: ${fault.message}`;
};
