/**
 * Logs of web servers in the Common or the Combined Log Format: `host ident user [time zone] "request" status bytes`.
 *
 * The time is found by its bracket, not by counting blanks, so that quotes in requests and blanks in users do no harm, and
 * bytes that are no UTF-8 stay inside their line. The zone of each line is heeded: the load is on the clock of UTC.
 * @source Internet Traffic Archive, NASA-HTTP (whose page describes another time than its files have)
 */
import { seconds } from '../model/kernel/units.ts';
import { monthOf, utcSeconds } from './clock.ts';
import { readLog, REQUEST, type LogLine } from './log.ts';
import type { Reader } from './reader.ts';

const TIME = /\[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\](.*)$/s;
/** Lines in which the first time may stand: a log can begin with a broken one. */
const LOOKED_AT = 5;

export const clf: Reader = {
  name: 'clf',
  about: 'Common and Combined Log Format of web servers: a line per request, counted per second',
  kind: 'load',
  folder: 'logs that were rotated: together',
  notes: {
    toldBy: 'a line with `[01/Aug/1995:00:00:01 -0400]`',
    example:
      'in24.example.net - - [01/Aug/1995:00:00:01 -0400] "GET /news.txt HTTP/1.0" 200 1839\nuplherc.example.com - - [01/Aug/1995:00:00:07 -0400] "GET / HTTP/1.0" 304 0\n',
    glitches: [
      'the zone of every line is heeded, also where it changes within the file',
      'requests with quotes, without a protocol or with bytes of ISO-8859-1 count; a warning says how many are malformed',
      'lines without a time are dropped and counted',
      'lines out of order are sorted and counted; a second without a request is zero, not a gap',
    ],
    options: ['step', 'align'],
    source: 'Internet Traffic Archive: NASA, ClarkNet, Calgary, Saskatchewan',
    licence: 'the archive asks not to analyse beyond traffic patterns; your own logs are yours',
  },
  detect: ({ lines }) => lines.slice(0, LOOKED_AT).some((line) => /^\S+ /.test(line) && TIME.test(line)),
  read: (source, options) =>
    readLog(source, options, {
      lineOf,
      accepted: 'a line has its time as [01/Aug/1995:00:00:01 -0400]',
      clock: 'UTC, by the zone of each line',
      dated: true,
    }),
};

const lineOf = (text: string): LogLine | undefined => {
  const parts = TIME.exec(text);
  if (parts === null) return undefined;
  const [day, , year, hour, minute, second] = parts.slice(1, 7).map(Number);
  const zone = (Number(parts[8]) * 60 + Number(parts[9])) * 60;
  const at = utcSeconds(
    [year!, monthOf(parts[2]!), day!, hour!, minute!, second!],
    parts[7] === '-' ? -zone : zone,
  );
  return at === undefined ? undefined : { at: seconds(at), whole: REQUEST.test(parts[10]!) };
};
