/**
 * Options of a policy: said once as data, read from text, all mistakes told together.
 *
 * A table holds for each option how it is read, what it means, its default as it would be typed, and where that comes
 * from; docs and `--help` are printed from it. Left out: how the text of a command line or a file becomes names and
 * values, and bounds between several options, which a policy checks itself.
 */
import { z } from 'zod';
import { InputError } from '../kernel/faults.ts';
import { didYouMean, refuse, type Reader } from '../kernel/spelling.ts';
import { fraction, hours, millis, minutes, seconds, type Fraction, type Micros } from '../kernel/units.ts';
import type { OptionText } from './contract.ts';

export interface Option<T> {
  readonly read: Reader<T>;
  readonly text: OptionText;
  /** What holds where it is not given. */
  readonly otherwise: (where: string) => T;
}

/** An option whose default is read as if it had been typed. */
export const option = <T>(read: Reader<T>, about: string, standard: string, source: string): Option<T> => ({
  read,
  text: { about, default: standard, source },
  otherwise: (where) => read(standard, where),
});

/** An option that is undefined unless given; `otherwise` says in words what holds then. */
export const optional = <T>(
  read: Reader<T>,
  about: string,
  otherwise: string,
  source: string,
): Option<T | undefined> => ({
  read,
  text: { about, default: otherwise, source },
  otherwise: () => undefined,
});

type OptionTable = Readonly<Record<string, Option<unknown>>>;

export type Given<T extends OptionTable> = {
  readonly [K in keyof T]: T[K] extends Option<infer V> ? V : never;
};

export const textsOf = (table: OptionTable): Readonly<Record<string, OptionText>> =>
  Object.fromEntries(Object.entries(table).map(([name, { text }]) => [name, text]));

/** What an option means and what holds without it, in a line. */
export const described = (text: OptionText | string): string =>
  typeof text === 'string' ? text : `${text.about}; ${text.default}`;

/** Options that every policy has beside its own: see setting.ts. */
export const COMMON = ['min', 'max', 'initial', 'tick', 'sample', 'delay'] as const;

/**
 * The value of every option.
 *
 * @throws {InputError} with one line per mistake: an option that the policy does not know, or a value it cannot use
 */
export const readOptions = <T extends OptionTable>(
  policy: string,
  table: T,
  given: Readonly<Record<string, string>>,
): Given<T> => {
  const read = schemaOf(policy, table).safeParse(given);
  if (read.success) return read.data as Given<T>;
  throw new InputError(read.error.issues.flatMap((issue) => told(policy, table, issue)).join('\n'));
};

const schemaOf = (policy: string, table: OptionTable) =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(table).map(([name, { read, otherwise }]) => [
        name,
        z
          .string()
          .optional()
          .transform((text, context): unknown => {
            const where = `${policy}: ${name}`;
            try {
              return text === undefined ? otherwise(where) : read(text, where);
            } catch (fault) {
              if (!(fault instanceof InputError)) throw fault;
              context.addIssue({ code: 'custom', message: fault.message });
              return z.NEVER;
            }
          }),
      ]),
    ),
  );

const told = (policy: string, table: OptionTable, issue: z.core.$ZodIssue): readonly string[] => {
  if (issue.code !== 'unrecognized_keys') return [issue.message];
  const known = [...Object.keys(table), ...COMMON.filter((name) => !Object.hasOwn(table, name))];
  return issue.keys.map(
    (name) => `${policy}: found option "${name}"; known: ${known.join(', ')}${didYouMean(name, known)}`,
  );
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

/** A window, a cooldown, a warm-up: from nothing to a week. */
export const anySpan: Reader<Micros> = span(seconds(0), hours(24 * 7), 'from 0 s to 168 h');
/** A period that something is counted in: from a second to a week. */
export const period: Reader<Micros> = span(seconds(1), hours(24 * 7), 'from 1 s to 168 h');

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
    return /^-?\d+$/.test(text.trim()) && n >= least && n <= most
      ? n
      : refuse(where, text, `it is a whole number from ${least} to ${most}`);
  };

/** A number without a unit. */
export const real =
  (least: number, most: number): Reader<number> =>
  (text, where) => {
    const n = Number(text);
    return /^(\d+(\.\d+)?|\.\d+)$/.test(text.trim()) && n >= least && n <= most
      ? n
      : refuse(where, text, `it is a number from ${least} to ${most} without a unit`);
  };
