/**
 * Numbers as the page's data carries them.
 *
 * Left out: numbers in words (report/text.ts).
 */

/** So many significant digits, more than a chart shows; null stays null. */
export const digits = <T extends number | null>(value: T, count = 4): T =>
  (value === null ? null : Number(value.toPrecision(count))) as T;
