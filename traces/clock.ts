/**
 * Wall-clock stamps as microseconds, always read as UTC when they name no zone.
 *
 * The machine's own zone is never asked, so the same file gives the same steps everywhere. Left out: leap seconds, and
 * named zones; a trace whose clock was changed by an hour is read as written.
 */

/** `2014-03-09 03:00:00`, `2023-11-16T18:15:46.6805900Z`, `2026-01-02T03:04:05+01:00`. */
const STAMP =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(?:(Z)|([+-])(\d\d):?(\d\d))?$/;

/** µs since 1970, or undefined when the text is no such stamp, no day of the calendar, or before 1685 or after 2255. */
export const utcMicros = (text: string): number | undefined => {
  const parts = STAMP.exec(text);
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as Six;
  // JavaScript's own dates end at milliseconds: the fraction is taken by hand, what is below a µs cut off, so that
  // nothing moves into the next second
  const fraction = Number((parts[7] ?? '').padEnd(6, '0').slice(0, 6));
  const zone = parts[9] === undefined ? 0 : (Number(parts[10]) * 60 + Number(parts[11])) * 60;
  const whole = utcSeconds([year, month, day, hour, minute, second], parts[9] === '-' ? -zone : zone);
  const moment = whole === undefined ? Number.NaN : whole * 1_000_000 + fraction;
  return Number.isSafeInteger(moment) ? moment : undefined;
};

/**
 * Seconds since 1970 of a wall clock, or undefined when the calendar has no such second, or one before 1685 or after 2255:
 * µs are counted exactly within 2⁵³.
 *
 * @param stamp  year, month from 1, day, hour, minute, second
 * @param zone   how far the clock is ahead of UTC, s
 */
export const utcSeconds = (stamp: Six, zone: number): number | undefined => {
  const [year, month, day, hour, minute, second] = stamp;
  const milliseconds = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(milliseconds);
  const same =
    back.getUTCFullYear() === year &&
    back.getUTCMonth() === month - 1 &&
    back.getUTCDate() === day &&
    back.getUTCHours() === hour &&
    back.getUTCMinutes() === minute;
  const seconds = milliseconds / 1_000 - zone;
  return same && Number.isSafeInteger(seconds * 1_000_000) ? seconds : undefined;
};

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** From 1; 0 when it is no English abbreviation of a month. */
export const monthOf = (name: string): number => {
  const at = MONTHS.indexOf(name);
  return name.length === 3 && at % 3 === 0 ? at / 3 + 1 : 0;
};

/** Year, month from 1, day, hour, minute, second. */
export type Six = [number, number, number, number, number, number];

/** `2014-02-14T14:30:00Z`, with as many decimals as there are, down to µs. */
export const isoOf = (epoch: number): string => {
  const fraction = ((epoch % 1_000_000) + 1_000_000) % 1_000_000;
  const seconds = new Date((epoch - fraction) / 1_000).toISOString().slice(0, 19);
  return fraction === 0
    ? `${seconds}Z`
    : `${seconds}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}Z`;
};

/** Numbers from here up, in seconds, are read as time since 1970 rather than since the start of a trace: March 1973. */
export const EPOCH_FROM_SECONDS = 100_000_000;
