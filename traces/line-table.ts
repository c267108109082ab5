/**
 * Files with a line per row that are no CSV: what their readers have in common.
 *
 * Left out: logs of requests (log), which drop what has no time.
 */
import { complaint, placeOf } from './complaint.ts';
import { linesOf, type Line, type Source } from './lines.ts';
import { UNENDED, type Table } from './rows.ts';

/** Hands on every line that is not blank, nor a comment; their number may be 0. */
export const readLines = async (
  source: Source,
  take: (line: Line) => void,
  comment?: string,
): Promise<Table> => {
  let rows = 0;
  let ended = true;
  for await (const line of linesOf(source)) {
    const text = line.text.trim();
    if (text === '' || (comment !== undefined && text.startsWith(comment))) continue;
    rows += 1;
    ended = line.ended;
    take(line);
  }
  return { rows, warnings: ended ? [] : [UNENDED] };
};

/** What is wrong with a line, and what would have been right. */
export const oddLine = (path: string, { number, ended }: Line, found: string, accepted: string) =>
  complaint(
    placeOf(path, number),
    found,
    accepted,
    ended
      ? 'correct the line or fetch the file again'
      : 'the line has no end, so the file looks cut: fetch it again',
  );
