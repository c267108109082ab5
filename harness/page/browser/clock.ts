/**
 * Moments in words: a clock since the start of the trace, or a date where the trace has one.
 *
 * Left out: time zones; a date is UTC.
 */

const two = (n: number): string => String(n).padStart(2, '0');

/**
 * `01:44:46`, `2 d 03:00:00`, `2017-04-01 13:05:00`; with milliseconds where the window is a few seconds wide.
 *
 * @param t      milliseconds since the trace's start
 * @param start  of the trace, milliseconds since 1970 UTC, or null
 */
export const clockOf = (t: number, start: number | null, fine: boolean): string => {
  const rest = fine ? `.${String(Math.floor(t % 1000)).padStart(3, '0')}` : '';
  if (start !== null) {
    const text = new Date(start + t).toISOString();
    return `${text.slice(0, 10)} ${text.slice(11, fine ? 23 : 19)}`;
  }
  const seconds = Math.floor(t / 1000);
  const days = Math.floor(seconds / 86_400);
  const clock = [seconds / 3600, seconds / 60, seconds].map((n, i) => two(Math.floor(n) % [24, 60, 60][i]!));
  return `${days > 0 ? `${days} d ` : ''}${clock.join(':')}${rest}`;
};
