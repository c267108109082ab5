/**
 * Which format a trace is, by its content; the file's name is never asked.
 *
 * The first line that is neither blank nor a comment decides. Left out: the formats themselves, each of which brings its
 * own test (catalog), and packing (lines).
 */
import { InputError } from '../model/kernel/faults.ts';
import { complaint, placeOf, shown } from './complaint.ts';
import type { Source } from './lines.ts';
import type { Head, Reader } from './reader.ts';

export const headOf = (source: Source): Head & { readonly line: number } => {
  const lines = source.head.toString('utf8').split('\n');
  const at = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'));
  const first = (lines[at] ?? '').replace(/\r$/, '');
  return {
    first,
    fields: first.split(',').map((field) => field.trim()),
    more: lines.slice(at + 1).some((line) => line.trim() !== ''),
    line: Math.max(at, 0) + 1,
  };
};

/**
 * @param format  the user's word for it, taken without looking
 * @throws {InputError} naming the first line and the known formats
 */
export const readerFor = (source: Source, readers: readonly Reader[], format: string | undefined): Reader => {
  const known = `known formats: ${readers.map(({ name }) => name).join(', ')}`;
  if (format !== undefined) {
    const named = readers.find(({ name }) => name === format);
    if (named !== undefined) return named;
    throw new InputError(
      `--format is ${shown(format)}; ${known}; leave it out to detect the format by content`,
    );
  }
  const head = headOf(source);
  const found = readers.find((reader) => reader.detect(head));
  if (found !== undefined) return found;
  throw complaint(
    placeOf(source.path, head.line),
    `the first line is ${shown(head.first)} and fits no known format`,
    known,
    'name the format with --format, or convert the file to time_s,load_rps or created_s,deleted_s,vcpus,memory_gib',
  );
};
