/**
 * Which format a trace is, by its content; the file's name is never asked.
 *
 * The first line that is neither blank nor a comment decides. Left out: the formats themselves, each of which brings its
 * own test (catalog), and packing (lines).
 */
import { InputError } from '../model/kernel/faults.ts';
import { didYouMean } from '../model/kernel/spelling.ts';
import { complaint, placeOf, shown } from './complaint.ts';
import { isAhead, refuseBinary, type Source } from './lines.ts';
import { nearestTo } from './nearest.ts';
import type { Head, Reader } from './reader.ts';
import { namesIn } from './tables.ts';

export const headOf = (source: Source): Head & { readonly line: number } => {
  const lines = source.head.toString('utf8').split(/\r?\n/);
  const at = lines.findIndex((line) => !isAhead(line));
  const first = bare(lines[at] ?? '');
  return {
    first,
    fields: first.split(',').map((field) => field.trim()),
    more: lines.slice(at + 1).some((line) => line.trim() !== ''),
    lines,
    bytes: source.head,
    line: Math.max(at, 0) + 1,
  };
};

/** Fields that are quoted as a whole, none of them with a comma or a quote inside: what a program writes that quotes all. */
const QUOTED = /^\s*(?:"[^",]*"|[^",]*)(?:,(?:"[^",]*"|[^",]*))*\s*$/;

/** A line as it is told by: without blanks around it and, where they only enclose fields, without quotes. */
const bare = (line: string): string => (QUOTED.test(line) ? line.replaceAll('"', '') : line).trim();

/**
 * @param format  the user's word for it, taken without looking
 * @throws {InputError} naming the first line, what was tried, and the formats that look most like it
 */
export const readerFor = async (
  source: Source,
  readers: readonly Reader[],
  format: string | undefined,
): Promise<Reader> => {
  if (format !== undefined) return readerNamed(source, format, readers);
  const fitting = readers.filter(({ form = 'stream' }) => form === source.form);
  if (source.form !== 'stream') {
    const fields = await namesIn(source);
    const head: Head = { first: fields.join(), fields, more: true, lines: [], bytes: source.head };
    const found = fitting.find((reader) => reader.detect(head));
    if (found !== undefined) return found;
    throw unknownTable(source, fields, fitting);
  }
  const head = headOf(source);
  const found = fitting.find((reader) => reader.detect(head));
  if (found !== undefined) return found;
  refuseBinary(source);
  const near = nearestTo(head.first, readers).map(({ name, notes }) => `${name} (${notes.toldBy})`);
  throw complaint(
    placeOf(source.path, head.line),
    `the first line is ${shown(head.first)} and fits none of ${readers.length} known formats`,
    `nearest: ${near.join(', ')}`,
    'name the format with --format NAME (trace list has all), or convert the file to time_s,load_rps or created_s,deleted_s,vcpus,memory_gib',
  );
};

const unknownTable = ({ path, form }: Source, names: readonly string[], fitting: readonly Reader[]) =>
  complaint(
    placeOf(path),
    `is ${form} with ${form === 'Parquet' ? 'columns' : 'tables'} ${shown(names.join())} and fits no known format`,
    `known in ${form}: ${fitting.map(({ name, notes }) => `${name} (${notes.toldBy})`).join(', ')}`,
    'write it as CSV: created_s,deleted_s,vcpus,memory_gib or time_s,load_rps',
  );

const readerNamed = (source: Source, format: string, readers: readonly Reader[]): Reader => {
  const names = readers.map(({ name }) => name);
  const named = readers.find(({ name }) => name === format);
  if (named === undefined) {
    throw new InputError(
      `--format is ${shown(format)}; known formats: ${names.join(', ')}; leave it out to detect the format by content${didYouMean(format, names)}`,
    );
  }
  const { form = 'stream' } = named;
  if (form === source.form) return named;
  throw complaint(
    placeOf(source.path),
    `is ${source.form === 'stream' ? 'text or bytes' : source.form}`,
    `${format} is read from ${form === 'stream' ? 'text or bytes' : form}`,
    'leave --format out to detect the format by content',
  );
};
