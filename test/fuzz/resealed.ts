/**
 * Damage of a converted trace whose checksum is then made anew, as a program with a fault would write it.
 *
 * Without that the checksum would tell nearly every damage, and nothing behind it would ever be tried. A header is damaged
 * as text or by its values, columns by their bytes or by numbers that no row has. Left out: damage of the checksum itself,
 * which one trial in four keeps.
 */
import type { Stream } from '../../model/kernel/streams.ts';
import { columnsAt, HEADER_AT, padded, sealed } from '../traces/sealed.ts';
import { mutated } from './mutate.ts';

export const resealed = (bytes: Buffer, draw: Stream): Buffer => {
  const begins = columnsAt(bytes);
  const header = bytes.subarray(HEADER_AT, begins);
  const columns = bytes.subarray(begins);
  switch (draw.integer(8)) {
    case 0:
    case 1:
      return mutated(bytes, draw);
    case 2:
      return sealed(
        bytes,
        padded(draw.integer(2) === 0 ? mutated(header, draw) : header),
        mutated(columns, draw),
      );
    case 3:
      return sealed(bytes, padded(mutated(header, draw)), columns);
    case 4:
      return sealed(bytes, header, withNumbers(columns, draw));
    case 5:
      // a length that is not that of the header
      return sealed(bytes, header, columns, draw.integer(2 ** 16) * (draw.integer(2) === 0 ? 1 : 2 ** 16));
    default:
      return sealed(
        bytes,
        padded(withValues(header, draw)),
        draw.integer(4) === 0 ? withNumbers(columns, draw) : columns,
      );
  }
};

const NUMBERS = [NaN, Infinity, -Infinity, -1, -0, 0.5, 1e308, 5e-324, 2 ** 53, -(2 ** 53), 9e15, 1e16, 3];

const withNumbers = (columns: Buffer, draw: Stream): Buffer => {
  const copy = Buffer.from(columns);
  for (let left = 1 + draw.integer(3); left > 0 && copy.length >= 8; left -= 1)
    copy.writeDoubleLE(NUMBERS[draw.integer(NUMBERS.length)]!, draw.integer(copy.length >>> 3) * 8);
  return copy;
};

const WORDS = ['', 'x', 'load', 'lifecycle', 'requests', 'f64', 'created', '__proto__'];
const VALUES: readonly unknown[] = [
  ...WORDS,
  ...NUMBERS.filter(Number.isFinite),
  2 ** 32,
  null,
  true,
  [],
  {},
  [[]],
];

type Tree = Record<string, unknown>;

/** A few values of the header replaced by odd ones, or left out. */
const withValues = (header: Buffer, draw: Stream): Buffer => {
  const root: Tree = { header: JSON.parse(header.toString()) as unknown };
  for (let left = 1 + draw.integer(3); left > 0; left -= 1) {
    const places = placesIn(root);
    if (places.length === 0) break;
    const [tree, key] = places[draw.integer(places.length)]!;
    const value = VALUES[draw.integer(VALUES.length + 1)];
    if (value === undefined) delete tree[key];
    else tree[key] = structuredClone(value);
  }
  return Buffer.from(JSON.stringify(root['header']) ?? '');
};

const placesIn = (tree: Tree): (readonly [Tree, string])[] =>
  Object.entries(tree).flatMap(([key, value]) => [
    [tree, key] as const,
    ...(typeof value === 'object' && value !== null ? placesIn(value as Tree) : []),
  ]);
