/**
 * The log of the San Diego Supercomputer Center's web server of 1995: a number, a time in words, and what was sent.
 *
 * `1+1: Tue Aug 22 00:00:00 1995 (path): Sent binary: GET path HTTP/1.0`; lines of hosts without a name begin `UNR host:`.
 * The time names no zone and is read as UTC.
 * @source Internet Traffic Archive, SDSC-HTTP
 */
import { seconds } from '../model/kernel/units.ts';
import { monthOf, utcSeconds } from './clock.ts';
import { readLog, type LogLine } from './log.ts';
import type { Reader } from './reader.ts';

const LINE = /^(?:UNR )?\S+: [A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})\b(.*)$/s;

export const sdscLog: Reader = {
  name: 'sdsc-log',
  about: 'SDSC-HTTP of the Internet Traffic Archive: a line per request, counted per second',
  kind: 'load',
  notes: {
    toldBy: 'a line as `1+1: Tue Aug 22 00:00:00 1995 …`',
    example:
      '1+1: Tue Aug 22 00:00:00 1995 (/Images/cube.gif): Sent binary: GET /Images/cube.gif HTTP/1.0\nUNR 192.0.2.7: Tue Aug 22 00:00:05 1995 (/wow/redb.gif): Sent binary: GET /wow/redb.gif HTTP/1.0\n',
    glitches: [
      '422 lines begin `UNR host:` instead of a number; they are requests as the others',
      'three lines go back by a second: sorted and counted',
      'no zone: read as UTC',
    ],
    options: ['step', 'align'],
    source: 'Internet Traffic Archive, SDSC-HTTP',
    licence: 'none stated',
  },
  detect: ({ first }) => LINE.test(first),
  read: (source, options) =>
    readLog(source, options, {
      lineOf,
      accepted: 'a line is 1+1: Tue Aug 22 00:00:00 1995 (path): what was sent',
      clock: 'UTC; the file names no zone',
      dated: true,
    }),
};

const lineOf = (text: string): LogLine | undefined => {
  const parts = LINE.exec(text);
  if (parts === null) return undefined;
  const [day, hour, minute, second, year] = parts.slice(2, 7).map(Number);
  const at = utcSeconds([year!, monthOf(parts[1]!), day!, hour!, minute!, second!], 0);
  return at === undefined ? undefined : { at: seconds(at), whole: /^ \(.*\): /.test(parts[7]!) };
};
