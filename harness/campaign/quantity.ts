/**
 * Quantities as people type them: a number with its unit, a whole number, a factor.
 *
 * A bare number where a unit belongs is refused with the list of units, and a unit in the wrong letters as well. Left
 * out: sums such as `1h30m`, and decimal sizes (a GB is not a GiB, and memory is counted in the second).
 */
import { InputError } from '../../model/kernel/faults.ts';
import {
  bytes,
  fraction,
  gib,
  hours,
  kib,
  mib,
  micros,
  millis,
  minutes,
  seconds,
  type Bytes,
  type Fraction,
  type Micros,
} from '../../model/kernel/units.ts';
import { didYouMean, refuse, type Reader } from '../../model/kernel/spelling.ts';

const durations: Readonly<Record<string, (n: number) => Micros>> = {
  us: micros,
  µs: micros,
  ms: millis,
  s: seconds,
  min: minutes,
  h: hours,
  d: (n) => hours(n * 24),
};

const sizes: Readonly<Record<string, (n: number) => Bytes>> = {
  KiB: kib,
  MiB: mib,
  GiB: gib,
  TiB: (n) => gib(n * 1024),
};

const quantity =
  <T>(what: string, example: string, units: Readonly<Record<string, (n: number) => T>>): Reader<T> =>
  (text, where) => {
    const list = Object.keys(units).join(', ');
    const accepted = `${what} is a number from 0 up and its unit (${list}), as in ${where} ${example}`;
    const [, digits, unit] = /^(\d+(?:\.\d+)?|\.\d+)\s*([^\d\s.]*)$/u.exec(text.trim()) ?? [];
    if (digits === undefined) return refuse(where, text, accepted);
    if (unit === undefined || unit === '') {
      return refuse(
        where,
        text,
        `a bare number has no unit; write one of ${list}, as in ${where} ${example}`,
      );
    }
    const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
    if (factor === undefined) {
      return refuse(
        where,
        text,
        `unit "${unit}" is not one of ${list}${didYouMean(unit, Object.keys(units))}`,
      );
    }
    return factor(Number(digits));
  };

const anyDuration = quantity('a duration', '15s', durations);

/** A span of time in whole microseconds. @throws {InputError} */
export const duration: Reader<Micros> = (text, where) => {
  const span = anyDuration(text, where);
  // 0.1 ms is 100 µs, which floating point may write as 100.00000000000001
  const whole = Math.round(span);
  if (Math.abs(span - whole) > 1e-6 * Math.max(1, whole) || !Number.isSafeInteger(whole)) {
    return refuse(where, text, 'a duration is a whole number of µs, at most 285 years');
  }
  return micros(whole);
};

/** A duration that is not 0. @throws {InputError} */
export const positiveDuration: Reader<Micros> = (text, where) => {
  const span = duration(text, where);
  return span > 0 ? span : refuse(where, text, 'it must be longer than 0');
};

const anySize = quantity('a size', '4GiB', sizes);

/** A size of memory in whole bytes, from one up. @throws {InputError} */
export const size: Reader<Bytes> = (text, where) => {
  const whole = bytes(Math.round(anySize(text, where)));
  return whole > 0 && Number.isSafeInteger(whole)
    ? whole
    : refuse(where, text, 'it must be more than 0 bytes');
};

/** A whole number from `least` to `most`. */
export const whole =
  (least: number, most = Number.MAX_SAFE_INTEGER): Reader<number> =>
  (text, where) => {
    const n = Number(text);
    if (!/^\d+$/.test(text.trim()) || n < least || n > most) {
      const upTo = most === Number.MAX_SAFE_INTEGER ? `from ${least} up` : `from ${least} to ${most}`;
      return refuse(where, text, `it is a whole number ${upTo}`);
    }
    return n;
  };

/** A factor above 0, without a unit. @throws {InputError} */
export const factor: Reader<number> = (text, where) => {
  const n = Number(text);
  if (!/^(\d+(\.\d+)?|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) || !(n > 0) || !Number.isFinite(n)) {
    return refuse(where, text, 'it is a number above 0 without a unit, as in 0.5');
  }
  return n;
};

/** A share in percent, above 0 and below 100 %. @throws {InputError} */
export const percentage: Reader<Fraction> = (text, where) => {
  const accepted = `it is a share in percent, above 0 % and below 100 %, as in ${where} 0.1%`;
  const [, digits, sign] = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(text.trim()) ?? [];
  if (digits === undefined) return refuse(where, text, accepted);
  if (sign === '') return refuse(where, text, `a bare number has no unit; ${accepted}`);
  const share = Number(digits) / 100;
  return share > 0 && share < 1 ? fraction(share) : refuse(where, text, accepted);
};

/** A word that stands for itself, or else what the reader makes of it. */
export const wordOr =
  <const W extends string, T>(word: W, reader: Reader<T>): Reader<W | T> =>
  (text, where) => {
    if (text === word) return word;
    try {
      return reader(text, where);
    } catch (fault) {
      throw fault instanceof InputError ? new InputError(`${fault.message}, or the word ${word}`) : fault;
    }
  };
