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
  const milliseconds = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(milliseconds);
  if (
    back.getUTCFullYear() !== year ||
    back.getUTCDate() !== day ||
    back.getUTCHours() !== hour ||
    back.getUTCMinutes() !== minute
  )
    return undefined;
  const offset = parts[9] === undefined ? 0 : (Number(parts[10]) * 60 + Number(parts[11])) * 60_000;
  // JavaScript's own dates end at milliseconds; the rest of the fraction is taken by hand, rounded to µs
  const fraction = Math.round(Number(`0.${parts[7] ?? 0}`) * 1_000_000);
  const moment = (milliseconds - (parts[9] === '-' ? -offset : offset)) * 1_000 + fraction;
  return Number.isSafeInteger(moment) ? moment : undefined;
};

type Six = [number, number, number, number, number, number];

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
