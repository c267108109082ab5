/**
 * Logs of a server, a line per request: what their readers have in common.
 *
 * A line whose time can be read is a request, whatever the rest of it says: real logs hold requests that no server
 * understood. A line without a time is dropped and counted. Left out: what was asked for, by whom, and the answer.
 */
import { Arrivals } from './arrivals.ts';
import { complaint, placeOf, shown } from './complaint.ts';
import { linesOf, type Source } from './lines.ts';
import type { RecordedLoad } from './load.ts';
import type { ReadOptions } from './reader.ts';
import { Dropped } from './recorded.ts';
import { UNENDED } from './rows.ts';

/** Behind the time: a method, an address, a protocol (not in 1995), status and size, and what `combined` adds. */
export const REQUEST =
  /^ "[A-Za-z]+ [^" ]+(?: +HTTP\/\d+(?:\.\d+)?)?" \d{3} (?:\d+|-)(?: "(?:[^"\\]|\\.)*")*\s*$/;

export interface LogLine {
  /** µs on the log's clock. */
  readonly at: number;
  /** The request is as the protocol has it; a broken one is a request all the same. */
  readonly whole: boolean;
}

export interface LogFormat {
  /** Reads a line; undefined when it has no time. */
  readonly lineOf: (text: string) => LogLine | undefined;
  /** What a line looks like, for a file that has none. */
  readonly accepted: string;
  /** How its clock is read. */
  readonly clock: string;
  /** The clock counts from 1970. */
  readonly dated: boolean;
}

/** @throws {InputError} when no line of the file has a time */
export const readLog = async (
  source: Source,
  options: ReadOptions,
  { lineOf, accepted, clock, dated }: LogFormat,
): Promise<RecordedLoad> => {
  const arrivals = new Arrivals(source, options);
  const dropped = new Dropped();
  let rows = 0;
  let requests = 0;
  let broken = 0;
  let ended = true;
  let first: { readonly text: string; readonly number: number } | undefined;
  for await (const line of linesOf(source)) {
    ended = line.ended;
    if (line.text.trim() === '') continue;
    rows += 1;
    first ??= line;
    const read = lineOf(line.text);
    if (read === undefined) {
      dropped.add('no time in the line', line.number);
      continue;
    }
    requests += 1;
    if (!read.whole) broken += 1;
    arrivals.add(read.at);
  }
  if (requests === 0) {
    throw complaint(
      placeOf(source.path, first?.number ?? 1),
      `the line is ${shown(first?.text ?? '')}, and no line of the file has a time`,
      accepted,
      'check that the file is unchanged, or name another format with --format',
    );
  }
  return {
    ...arrivals.recorded(),
    rowsRead: rows,
    dropped,
    ...(dated ? { epoch: 0 } : {}),
    choices: { clock },
    warnings: [
      ...(broken === 0 ? [] : [`${broken} requests are malformed; they came all the same and are counted`]),
      ...(ended ? [] : [UNENDED]),
    ],
  };
};
