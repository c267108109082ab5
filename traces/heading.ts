/**
 * Headers of our own two formats, where the unit of a column stands in its name: `time_s` or `time [s]`.
 *
 * A name without its unit is refused with the list of units, never guessed.
 */
import { micros, millis, seconds } from '../model/kernel/units.ts';
import { complaint, placeOf, shown } from './complaint.ts';
import { utcMicros } from './clock.ts';
import type { Row } from './rows.ts';

export interface Heading {
  readonly name: string;
  readonly unit: string | undefined;
}

/** `Memory [GiB]` and `memory_gib` are the same heading. */
export const headingOf = (text: string): Heading => {
  const plain = text.trim().toLowerCase().replaceAll('µ', 'u').replaceAll('μ', 'u');
  const parts = /^([a-z]+)(?:\s*\[\s*([^\]\s]+)\s*\]|[_ ]([a-z%]+))?$/.exec(plain);
  return parts === null ? { name: plain, unit: undefined } : { name: parts[1]!, unit: parts[2] ?? parts[3] };
};

/**
 * The unit of a column, one of those it may have.
 *
 * @param units  accepted spelling → our name of the unit
 */
export const unitOf = <U extends string>(
  row: Row,
  column: number,
  heading: Heading,
  units: Readonly<Record<string, U>>,
): U => {
  const unit = heading.unit === undefined ? undefined : units[heading.unit];
  if (unit !== undefined) return unit;
  const known = [...new Set(Object.values(units))];
  const text = row.names[column]!;
  const lacks = heading.unit === undefined ? 'names no unit' : 'names a unit that is not known';
  throw complaint(
    placeOf(row.path, row.line),
    `column ${shown(text)} ${lacks}`,
    `units of ${heading.name} are ${known.join(', ')}`,
    `write ${heading.name}_${known[0]} or ${heading.name} [${known[0]}]`,
  );
};

export type TimeUnit = 's' | 'ms' | 'us' | 'iso';

export const timeUnits: Readonly<Record<string, TimeUnit>> = { s: 's', ms: 'ms', us: 'us', iso: 'iso' };

/** A moment of the file as whole µs, rounded to the nearest. */
export const momentIn = (row: Row, column: number, unit: TimeUnit): number => {
  switch (unit) {
    case 's':
      return row.micros(column, seconds(1), 'a time is a number of seconds');
    case 'ms':
      return row.micros(column, millis(1), 'a time is a number of milliseconds');
    case 'us':
      return row.micros(column, micros(1), 'a time is a number of microseconds');
    case 'iso': {
      const moment = utcMicros(row.text(column));
      if (moment === undefined)
        throw row.fault(column, 'a time is YYYY-MM-DD HH:MM:SS, UTC where it names no zone');
      return moment;
    }
    default:
      return unit satisfies never;
  }
};
