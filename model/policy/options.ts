/**
 * Options of a policy, from the text they are given as: read, checked, all mistakes reported together.
 *
 * A span carries its unit; a share may be written as a fraction or in percent. Left out: what an option means and its
 * default; both are the policy's.
 */
import { InputError } from '../kernel/faults.ts';
import { hours, millis, minutes, seconds, type Fraction, type Micros, fraction } from '../kernel/units.ts';
import { didYouMean, refuse, type Reader } from '../kernel/spelling.ts';

type Readers = Readonly<Record<string, Reader<unknown>>>;

export type ReadBy<R extends Readers> = { readonly [K in keyof R]: ReturnType<R[K]> | undefined };

/**
 * The options by name; undefined where one was not given.
 *
 * @throws {InputError} with one line per mistake: an option that the policy does not know, or a value it cannot use
 */
export const readOptions = <R extends Readers>(
  policy: string,
  readers: R,
  given: Readonly<Record<string, string>>,
): ReadBy<R> => {
  const known = Object.keys(readers);
  const mistakes: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(given)) {
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (reader === undefined) {
      const accepted = known.length === 0 ? 'it takes none' : `known: ${known.join(', ')}`;
      mistakes.push(`${policy}: found option "${name}"; ${accepted}${didYouMean(name, known)}`);
      continue;
    }
    try {
      values[name] = reader(text, `${policy}: ${name}`);
    } catch (fault) {
      if (!(fault instanceof InputError)) throw fault;
      mistakes.push(fault.message);
    }
  }
  if (mistakes.length > 0) throw new InputError(mistakes.join('\n'));
  return values as ReadBy<R>;
};

const units: Readonly<Record<string, (n: number) => Micros>> = {
  ms: millis,
  s: seconds,
  min: minutes,
  h: hours,
};

/** A span of time with its unit, from `least` to `most`. */
export const span =
  (least: Micros, most: Micros, range: string): Reader<Micros> =>
  (text, where) => {
    const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)\s*(\p{L}*)$/u.exec(text.trim()) ?? [];
    const list = Object.keys(units).join(', ');
    const inMicros = Object.hasOwn(units, unit) ? units[unit] : undefined;
    if (digits === undefined || inMicros === undefined) {
      const lacks = digits !== undefined && unit === '' ? 'a bare number has no unit; ' : '';
      return refuse(where, text, `${lacks}it is a number and its unit (${list}), as in 15s`);
    }
    const value = inMicros(Number(digits));
    return value >= least && value <= most && Number.isInteger(value)
      ? value
      : refuse(where, text, `it is a span ${range}`);
  };

/** A share from `least` to `most`: `0.6` or `60%`. */
export const share =
  (least: number, most: number): Reader<Fraction> =>
  (text, where) => {
    const [, digits, percent] = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(text.trim()) ?? [];
    const accepted = `it is a fraction from ${least} to ${most} or the same in percent, as in 0.6 or 60%`;
    if (digits === undefined) return refuse(where, text, accepted);
    const value = percent === '%' ? Number(digits) / 100 : Number(digits);
    if (value >= least && value <= most) return fraction(value);
    const meant = percent !== '%' && value / 100 >= least && value / 100 <= most;
    return refuse(where, text, meant ? `${accepted}; did you mean "${digits}%"?` : accepted);
  };

/** A whole number. */
export const wholeNumber =
  (least: number, most: number): Reader<number> =>
  (text, where) => {
    const n = Number(text);
    return /^\d+$/.test(text.trim()) && n >= least && n <= most
      ? n
      : refuse(where, text, `it is a whole number from ${least} to ${most}`);
  };
