/**
 * Moments of a replay as people write them: on a clock that starts with the trace, as a span, or as a date.
 *
 * `02:14` is two hours and fourteen minutes after the start, and hours go on past 24. Left out: time zones other than
 * those a date itself names; one without is UTC, as in the traces.
 */
import { InputError } from '../../model/kernel/faults.ts';
import { micros, moment, type Moment } from '../../model/kernel/units.ts';
import { utcMicros } from '../../traces/clock.ts';
import { duration } from '../campaign/quantity.ts';

const SECOND = 1_000_000;
const CLOCK = /^(\d+):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6}))?)?$/;
const ACCEPTED =
  'a moment is a clock that starts with the replay (02:14, 02:14:30), a span with units (1h20min, 4830s) or a date';

const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');

/** `00:40:12`, with decimals down to µs where there are any; read back by {@link momentIn}. */
export const clock = (at: number, decimals?: number): string => {
  const whole = Math.floor(at / SECOND);
  const fraction = String(Math.floor(at - whole * SECOND)).padStart(6, '0');
  const kept = decimals === undefined ? fraction.replace(/0+$/, '') : fraction.slice(0, decimals);
  const time = `${two(whole / 3600)}:${two((whole / 60) % 60)}:${two(whole % 60)}`;
  return kept === '' ? time : `${time}.${kept}`;
};

const spanIn = (text: string): number | undefined => {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?|\.\d+)\s*([^\d\s.]+)\s*/gu)];
  if (parts.length === 0 || parts.map(([all]) => all).join('') !== text) return undefined;
  return parts.reduce((sum, [part]) => sum + duration(part.trim(), '--at'), 0);
};

const clockIn = (text: string): number | undefined => {
  const parts = CLOCK.exec(text);
  if (parts === null) return undefined;
  const [hours, minutes, seconds] = parts.slice(1, 4).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
  ];
  return (hours * 3600 + minutes * 60 + seconds) * SECOND + Number((parts[4] ?? '').padEnd(6, '0'));
};

export interface Bounds {
  readonly horizon: Moment;
  /** ISO, UTC, of the replay's moment 0, where the trace knows it. */
  readonly startedAt?: string | undefined;
}

/**
 * @throws {InputError} when it is no moment, a date of a trace without dates, or not within the replay
 */
export const momentIn = (typed: string, { horizon, startedAt }: Bounds): Moment => {
  const text = typed.trim();
  const epoch = utcMicros(text);
  if (epoch !== undefined && startedAt === undefined) {
    throw new InputError(
      `--at: found the date "${text}"; this trace does not say when it began; give a clock from its start, as in 02:14`,
    );
  }
  const at = epoch === undefined ? (clockIn(text) ?? spanIn(text)) : epoch - utcMicros(startedAt!)!;
  if (at === undefined) throw new InputError(`--at: found "${text}"; ${ACCEPTED}`);
  if (at < 0 || at > horizon || !Number.isSafeInteger(at)) {
    const dates = startedAt === undefined ? '' : `, from ${startedAt}`;
    throw new InputError(
      `--at: found "${text}", outside the replay; it lasts ${clock(horizon)}${dates}; choose a moment within`,
    );
  }
  return moment(micros(at));
};
