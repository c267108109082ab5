/**
 * A list of requests per second: one line, whole numbers between blanks, the place in the list is the second.
 *
 * The line of a real file has 10 MB, so numbers are taken from the bytes as they pass and no line is ever held.
 */
import { seconds } from '../model/kernel/units.ts';
import { complaint, placeOf, shown } from './complaint.ts';
import type { Source } from './lines.ts';
import { longLine } from './unreadable.ts';
import { LoadRows } from './load.ts';
import type { Reader } from './reader.ts';
import { Dropped } from './recorded.ts';
import { UNENDED } from './rows.ts';

export const perSecond: Reader = {
  name: 'per-second',
  about: 'requests per second as one line of whole numbers (web-service-datasets)',
  kind: 'load',
  notes: {
    toldBy: 'one line of whole numbers with blanks between them',
    example: '1 2 0 44 5\n',
    glitches: [
      'the line of a real file has 10 MB: numbers are taken from the bytes as they pass',
      'the list has no calendar, so months that were glued together (NASA) cannot be told: a warning',
    ],
    source: 'reconfigurable-ml-pipeline/web-service-datasets',
    licence: 'none stated',
  },
  detect: ({ first, more }) => !more && /^\s*\d+[ \t]+\d[\d \t]*$/.test(first),
  read: async (source) => {
    // the list is one line: a plain file tells by its size that it is too long, before a number is kept
    if (source.size > source.limits.list) throw longLine(placeOf(source.path), 0, source.limits.list);
    const rows = new LoadRows(source.path, source.limits.rows);
    const { ended } = await take(source, (count) => rows.push(seconds(rows.at.length), count, 1));
    if (rows.at.length === 0) throw refusal(source, 'the list holds no number');
    return {
      kind: 'load',
      rows,
      rowsRead: rows.at.length,
      dropped: new Dropped(),
      quantity: 'count',
      unit: 'requests per second',
      factor: 1,
      step: seconds(1),
      choices: { clock: 'none: the place in the list is the second' },
      warnings: [
        'the list names no dates: gaps of its source may have been closed without a mark',
        ...(ended ? [] : [UNENDED]),
      ],
    };
  },
};

const ZERO = 48;
const NINE = 57;
const MOST = 1e12;
const isBlank = (byte: number): boolean => byte === 32 || byte === 9 || byte === 10 || byte === 13;

const take = async (
  source: Source,
  number: (count: number) => void,
): Promise<{ readonly ended: boolean }> => {
  let count = -1;
  let at = 0;
  let lineEnded = false;
  for await (const chunk of source.chunks(source.limits.list)) {
    for (let i = 0; i < chunk.length; i += 1) {
      const byte = chunk[i]!;
      if (byte >= ZERO && byte <= NINE) {
        if (lineEnded) throw refusal(source, 'a second line follows');
        count = (count < 0 ? 0 : count * 10) + (byte - ZERO);
        if (count > MOST) throw refusal(source, `the number at byte ${at + i} is above ${MOST}`);
      } else if (isBlank(byte)) {
        if (count >= 0) number(count);
        count = -1;
        lineEnded ||= byte === 10;
      } else {
        const place = chunk.subarray(i, i + 20).toString('utf8');
        throw refusal(source, `byte ${at + i} begins ${shown(place)}`);
      }
    }
    at += chunk.length;
  }
  if (count >= 0) number(count);
  return { ended: count < 0 };
};

const refusal = (source: Source, found: string) =>
  complaint(
    placeOf(source.path, 1),
    found,
    'the list is one line of whole numbers from 0 up with blanks between them',
    'correct the list or fetch the file again',
  );
