/**
 * `trace convert`: a trace in any format becomes typed columns that load at once.
 *
 * Left out: the columns themselves (traces/converted).
 */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../../model/kernel/faults.ts';
import { NO_READ_OPTIONS, readChoice } from '../campaign/read-options.ts';

export const declareConvert = (command: Command): void => {
  command
    .command('convert')
    .argument('<file>')
    .option('--to <FILE>')
    .option('--format <NAME>')
    .option('--read <K=V>', 'as in info', NO_READ_OPTIONS)
    .action(convert);
};

interface Typed {
  readonly to?: string;
  readonly format?: string;
  readonly read: string;
}

/** @throws {InputError} when the trace cannot be read whole, or there is nowhere to write it */
const convert = async (path: string, { to, format, read }: Typed): Promise<void> => {
  if (to === undefined)
    throw new InputError('trace convert: --to is missing; name the file to write: --to trace.columns');
  if (resolve(to) === resolve(path))
    throw new InputError(`trace convert: --to "${to}" is the trace itself; name another file`);
  const options = readChoice(read, '--read');
  const { OF_REPLAY, typedOf } = await import('../../traces/choices.ts');
  const later = typedOf(options, OF_REPLAY);
  if (later.length > 0)
    throw new InputError(
      `trace convert: a converted trace is whole; give ${later.join(' and ')} when it is replayed, not here`,
    );
  const { takesFile, writeWhole } = await import('../result/store.ts');
  if (!(await takesFile(to)))
    throw new InputError(
      `trace convert: --to "${to}" is no file; name the file to write: --to trace.columns`,
    );
  const { recordedIn } = await import('../../traces/ingest.ts');
  const { readingOf } = await import('../work/reading.ts');
  const { watched } = await import('./watched.ts');
  const { recorded, original } = await watched((watch) =>
    recordedIn(path, {
      ...options,
      keepGroups: true,
      told: readingOf(watch, path),
      ...(format === undefined || format === 'auto' ? {} : { format }),
    }),
  );
  const { converted } = await import('../../traces/converted.ts');
  const { tally } = await import('../report/text.ts');
  const pieces = await converted(recorded, original);
  await writeWhole(to, pieces);
  const rows = recorded.kind === 'lifecycle' ? recorded.rows.created.length : recorded.rows.at.length;
  const size = pieces.reduce((sum, { length }) => sum + length, 0);
  const what = recorded.kind === 'lifecycle' ? 'domains' : 'rows of load';
  process.stdout.write(
    `${to}: ${tally(rows)} ${what} in ${tally(size)} bytes, of ${original.format}, sha256 ${original.sha256.slice(0, 12)}\n`,
  );
};
