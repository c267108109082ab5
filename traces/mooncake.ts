/**
 * Requests to a language model at Moonshot, as Mooncake published them: a JSON object per line, milliseconds from the start.
 *
 * The load is the number of requests; tokens and the hashes of their blocks stay in the file.
 * @source kvcache-ai/Mooncake, FAST25-release/traces
 */
import { millis } from '../model/kernel/units.ts';
import { Arrivals } from './arrivals.ts';
import { shown } from './complaint.ts';
import { oddLine, readLines } from './line-table.ts';
import type { Line, Source } from './lines.ts';
import type { Reader } from './reader.ts';
import { Dropped } from './recorded.ts';

export const mooncake: Reader = {
  name: 'mooncake',
  about: 'Mooncake LLM traces as JSON lines: a request per line, counted per second',
  kind: 'load',
  notes: {
    toldBy: 'lines of JSON objects with timestamp and input_length',
    example:
      '{"timestamp": 0, "input_length": 6755, "output_length": 500, "hash_ids": [0, 1, 2]}\n{"timestamp": 3052, "input_length": 2287, "output_length": 316, "hash_ids": [0, 42]}\n{"timestamp": 3052, "input_length": 7234, "output_length": 794, "hash_ids": [0, 28]}\n',
    glitches: [
      'several requests have the same millisecond: each counts',
      'files of the same shape without a timestamp are no trace of arrivals, and are refused',
    ],
    options: ['step', 'align'],
    source: 'kvcache-ai/Mooncake; Qin et al., FAST 2025',
    licence: 'Apache-2.0',
  },
  detect: ({ first }) => first.trimStart().startsWith('{') && first.includes('"input_length"'),
  read: async (source, options) => {
    const arrivals = new Arrivals(source, options);
    const { rows, warnings } = await readLines(source, (line) => arrivals.add(momentIn(source, line)));
    return {
      ...arrivals.recorded(),
      rowsRead: rows,
      dropped: new Dropped(),
      choices: { clock: 'ms from the first request' },
      warnings,
    };
  },
};

const momentIn = (source: Source, line: Line): number => {
  const timestamp = timestampIn(line.text);
  const at = Math.round(millis(1) * (typeof timestamp === 'number' ? timestamp : Number.NaN));
  if (at >= 0 && Number.isSafeInteger(at)) return at;
  throw oddLine(
    source.path,
    line,
    timestamp === undefined
      ? `the line is ${shown(line.text)}`
      : `timestamp is ${shown(JSON.stringify(timestamp))}`,
    'a line is one JSON object with a timestamp, ms from 0 up',
  );
};

const timestampIn = (text: string): unknown => {
  try {
    const request: unknown = JSON.parse(text);
    return typeof request === 'object' && request !== null && 'timestamp' in request
      ? request.timestamp
      : undefined;
  } catch {
    return undefined;
  }
};
