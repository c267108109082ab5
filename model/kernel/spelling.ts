/**
 * Words as people type them: one of a few, a refusal that says what is accepted, and the known word that was most likely meant.
 *
 * Left out: numbers and units, and meaning; only letters are compared.
 */
import { InputError } from './faults.ts';

/** Makes a value of a text; `where` is how the message begins. @throws {InputError} */
export type Reader<T> = (text: string, where: string) => T;

/** @throws {InputError} always: `where: found "x"; what is accepted` */
export const refuse = (where: string, found: string, accepted: string): never => {
  throw new InputError(`${where}: found "${found}"; ${accepted}`);
};

/** One of a few words. */
export const oneOf =
  <const T extends string>(...known: readonly T[]): Reader<T> =>
  (text, where) =>
    known.find((one) => one === text) ??
    refuse(where, text, `known: ${known.join(', ')}${didYouMean(text, known)}`);

/** Letters to insert, delete, replace or swap with a neighbour (optimal string alignment). */
const distance = (a: string, b: string): number => {
  const rows = Array.from({ length: a.length + 1 }, (_row, i) =>
    Array.from({ length: b.length + 1 }, (_cell, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(replaced, rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, rows[i - 2]![j - 2]! + 1);
      rows[i]![j] = least;
    }
  }
  return rows[a.length]![b.length]!;
};

/**
 * The nearest of the known words, or undefined where none is near: within two letters, and less than half of the word.
 */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  let best: string | undefined;
  let least = Math.min(2, Math.ceil(word.length / 2) - 1);
  for (const candidate of known) {
    const far = distance(word.toLowerCase(), candidate.toLowerCase());
    if (far < least || (far === least && best === undefined)) {
      best = candidate;
      least = far;
    }
  }
  return best;
};

/** `; did you mean "hpa"?`, or nothing. */
export const didYouMean = (word: string, known: readonly string[]): string => {
  const near = nearest(word, known);
  return near === undefined ? '' : `; did you mean "${near}"?`;
};
