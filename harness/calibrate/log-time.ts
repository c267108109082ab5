/**
 * The time in front of a line of a log: what `ts '%.s'` of moreutils writes, and the other forms that have parts of a second.
 *
 * Only differences are used, so a time of day does, and no zone is read. Left out: the day of a form that has none; a time
 * that runs back by more than half a day has passed midnight.
 */

/** A line without its time, or with nothing but whole seconds, which tell phases of milliseconds apart no more. */
export type Stamped =
  | { readonly kind: 'time'; readonly seconds: number; readonly rest: string; readonly daily: boolean }
  | { readonly kind: 'whole seconds' }
  | { readonly kind: 'none' };

const NUMBER = /^\[?\s*(\d{1,12}\.\d{3,9})\]?\s+(.*)$/u;
const CLOCK =
  /^\[?(?:(\d{4})-(\d\d)-(\d\d)[ T]|[A-Z][a-z]{2} +\d{1,2} +)?(\d\d):(\d\d):(\d\d)(?:[.,](\d{3,9}))?(?:Z|[+-]\d\d:?\d\d| [A-Z]{2,5})?\]?\s+(.*)$/u;
const DAY = 86_400;

/** Seconds, from whenever the form counts. */
export const stampOf = (line: string): Stamped => {
  const number = NUMBER.exec(line);
  if (number !== null) {
    return { kind: 'time', seconds: Number(number[1]), rest: number[2]!, daily: false };
  }
  const clock = CLOCK.exec(line);
  if (clock === null) return { kind: 'none' };
  const [, year, month, day, hours, minutes, seconds, fraction, rest] = clock;
  if (fraction === undefined) return { kind: 'whole seconds' };
  const ofDay = 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds) + Number(`0.${fraction}`);
  const days = year === undefined ? 0 : Date.UTC(Number(year), Number(month) - 1, Number(day)) / 1000;
  return { kind: 'time', seconds: days + ofDay, rest: rest!, daily: year === undefined };
};

/** Seconds from one time to the next, over midnight where the form has no day; below 0 where the log runs back. */
export const between = (from: number, to: number, daily: boolean): number =>
  daily && to < from - DAY / 2 ? to + DAY - from : to - from;
