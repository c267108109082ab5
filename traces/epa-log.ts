/**
 * The log of the EPA's web server of 1995: as the Common Log Format, but its time is `[29:23:53:25]`, a day of a month.
 *
 * Which month stands nowhere in the file, so the clock begins with the first line's day and has no date. A day that is
 * far smaller than the one before begins the next month, which is taken to have ended with the largest day seen.
 * @source Internet Traffic Archive, EPA-HTTP
 */
import { hours, seconds } from '../model/kernel/units.ts';
import { readLog, REQUEST, type LogLine } from './log.ts';
import type { Reader } from './reader.ts';

const LINE = /^\S+ \[(\d\d):(\d\d):(\d\d):(\d\d)\](.*)$/s;

export const epaLog: Reader = {
  name: 'epa-log',
  about: 'EPA-HTTP of the Internet Traffic Archive: a line per request, counted per second',
  kind: 'load',
  notes: {
    toldBy: 'a line as `host [29:23:53:25] "GET …"`',
    example:
      'host1.example.com [29:23:53:25] "GET /Software.html HTTP/1.0" 200 1497\nhost2.example.net [30:00:00:07] "GET /icons/circle_logo_small.gif HTTP/1.0" 200 2624\n',
    glitches: [
      'the time is a day of a month: the clock has no date, and a month that ends goes on with the next',
      'lines out of order are sorted and counted',
    ],
    options: ['step', 'align'],
    source: 'Internet Traffic Archive, EPA-HTTP',
    licence: 'none stated',
  },
  detect: ({ first }) => LINE.test(first),
  read: (source, options) => {
    const days = new Days();
    return readLog(source, options, {
      lineOf: (text) => lineOf(text, days),
      accepted: 'a line is host [29:23:53:25] "GET path HTTP/1.0" status bytes',
      clock: 'none: a day of a month; midnight of the first day is 0',
      dated: false,
    });
  },
};

/** Further apart than this, two days of a month are of two months. */
const FAR = 15;

/** Days since the first one, from days of months. */
class Days {
  private first: number | undefined;
  private last = 0;
  /** Days of the months before the last line's, and of the one just before it. */
  private before = 0;
  private month = 0;

  since(day: number): number {
    if (this.first === undefined) this.last = this.first = day;
    // a line out of order may be of the month that has just ended
    if (day - this.last > FAR && this.month > 0) return this.before - this.month + day - this.first;
    if (this.last - day > FAR) {
      this.month = this.last;
      this.before += this.month;
      this.last = day;
    }
    this.last = Math.max(this.last, day);
    return this.before + day - this.first;
  }
}

const lineOf = (text: string, days: Days): LogLine | undefined => {
  const parts = LINE.exec(text);
  if (parts === null) return undefined;
  const [day, hour, minute, second] = parts.slice(1, 5).map(Number);
  if (day! < 1 || day! > 31 || hour! > 23 || minute! > 59 || second! > 59) return undefined;
  const at = hours(24 * days.since(day!)) + seconds(hour! * 3_600 + minute! * 60 + second!);
  return { at, whole: REQUEST.test(parts[5]!) };
};
