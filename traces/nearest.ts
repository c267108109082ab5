/**
 * Which known formats look most like a line that fits none: by the words they share and by the shape of their fields.
 *
 * It helps a person to find a renamed column or another separator; nothing is read because of it. Left out: meaning.
 */
import type { Reader } from './reader.ts';

const NAMED = 3;
/** Of a line, in characters: what is beyond does not change how it looks. */
const LOOKED_AT = 400;

/** The three formats whose example's first line is most like this one, best first; equal ones in the catalog's order. */
export const nearestTo = (line: string, readers: readonly Reader[]): readonly Reader[] =>
  readers
    .flatMap((reader) => {
      const { example } = reader.notes;
      return typeof example === 'string' ? [{ reader, likeness: likeness(line, firstLine(example)) }] : [];
    })
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, NAMED)
    .map(({ reader }) => reader);

/** As detection takes it: the first one that is no comment. */
const firstLine = (text: string): string =>
  text.split(/\r?\n/).find((line) => line.trim() !== '' && !line.startsWith('#')) ?? '';

const likeness = (a: string, b: string): number =>
  2 * shared(wordsOf(a), wordsOf(b)) + shared(shapesOf(a), shapesOf(b));

/** Names of columns and words of a log, three letters at a time, so that a misspelt name is still most of itself. */
const wordsOf = (line: string): readonly string[] =>
  (
    line
      .slice(0, LOOKED_AT)
      .toLowerCase()
      .match(/[a-z]{2,}/g) ?? []
  ).flatMap((word) => Array.from({ length: Math.max(1, word.length - 2) }, (_, i) => word.slice(i, i + 3)));

/** Every field as runs of letters and digits, with what separates them: `2014-02-14` is `0-0-0`. */
const shapesOf = (line: string): readonly string[] =>
  (line.slice(0, LOOKED_AT).match(/[^,;\t ]+[,;\t ]?/g) ?? []).map((field) =>
    field.replace(/[\p{L}_]+/gu, 'a').replace(/\d+/g, '0'),
  );

/** Shared share of both lists, 0 to 1, each piece counted as often as it is there. */
const shared = (a: readonly string[], b: readonly string[]): number => {
  const left = new Map<string, number>();
  for (const piece of b) left.set(piece, (left.get(piece) ?? 0) + 1);
  let both = 0;
  for (const piece of a) {
    const rest = left.get(piece) ?? 0;
    if (rest > 0) both += 1;
    left.set(piece, rest - 1);
  }
  return a.length + b.length === 0 ? 0 : (2 * both) / (a.length + b.length);
};
