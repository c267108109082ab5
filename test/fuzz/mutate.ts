/**
 * Damage as files meet it: cut, swapped, doubled, bits flipped, encoded anew, and numbers that no one expects.
 *
 * Every mutation is a function of the draw, so that an input can be made again from reader, seed and number.
 */
import { gzipSync } from 'node:zlib';
import type { Stream } from '../../model/kernel/streams.ts';

type Mutation = (bytes: Buffer, draw: Stream) => Buffer;

const SEPARATORS = ['', ' ', ',', ';', '\t', '"', "'", '\n', '\r', '\r\n', '#', ':', '|', '=', '{', '}'];
const NUMBERS =
  '0 -1 + . 1e308 -1e308 1e-308 9223372036854775807 9007199254740993 99999999999999999999 1,5'.split(' ');
const WORDS =
  'NaN Infinity null NULL undefined 0x10 1.2.3 >24 2014-02-30 9999-12-31 __proto__ %s é ٣ 💥'.split(' ');
const CONTROL = ['\u0000', '\uFEFF', '\u2028', '\u001b[31m'];

/** What stands in odd files, and what breaks numbers, dates and CSV. */
const ODD = [...SEPARATORS, ...NUMBERS, ...WORDS, ...CONTROL];

const at = (bytes: Buffer, draw: Stream): number => draw.integer(bytes.length + 1);

/** Two places, the smaller first. */
const span = (bytes: Buffer, draw: Stream): [number, number] => {
  const [a, b] = [at(bytes, draw), at(bytes, draw)];
  return a < b ? [a, b] : [b, a];
};

const LINE_FEED = 10;

/** Places of the starts of lines. */
const lines = (bytes: Buffer): number[] => {
  const starts = [0];
  for (let i = bytes.indexOf(LINE_FEED); i >= 0; i = bytes.indexOf(LINE_FEED, i + 1)) starts.push(i + 1);
  return starts;
};

/** One whole line, or what is left of it. */
const line = (bytes: Buffer, draw: Stream): [number, number] => {
  const starts = lines(bytes);
  const i = draw.integer(starts.length);
  return [starts[i]!, starts[i + 1] ?? bytes.length];
};

/** A stretch between separators. */
const field = (bytes: Buffer, draw: Stream): [number, number] => {
  const text = bytes.toString('latin1');
  const ends = [...text.matchAll(/[,;\t \n]/g)].map(({ index }) => index);
  const i = draw.integer(ends.length + 1);
  return [i === 0 ? 0 : ends[i - 1]! + 1, ends[i] ?? bytes.length];
};

const replaced = (bytes: Buffer, [from, to]: readonly [number, number], by: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, from), by, bytes.subarray(to)]);

const odd = (draw: Stream): Buffer => Buffer.from(ODD[draw.integer(ODD.length)]!);

const swapped = (bytes: Buffer, a: readonly [number, number], b: readonly [number, number]): Buffer => {
  const [first, second] = a[0] <= b[0] ? [a, b] : [b, a];
  if (first[1] > second[0]) return bytes;
  return Buffer.concat([
    bytes.subarray(0, first[0]),
    bytes.subarray(...second),
    bytes.subarray(first[1], second[0]),
    bytes.subarray(...first),
    bytes.subarray(second[1]),
  ]);
};

const flipped: Mutation = (bytes, draw) => {
  const copy = Buffer.from(bytes);
  for (let left = 1 + draw.integer(4); left > 0 && copy.length > 0; left -= 1)
    copy[draw.integer(copy.length)]! ^= 1 << draw.integer(8);
  return copy;
};

const NONE: Buffer = Buffer.alloc(0);

const mutations: readonly Mutation[] = [
  // cut
  (bytes, draw) => bytes.subarray(0, at(bytes, draw)),
  (bytes, draw) => bytes.subarray(at(bytes, draw)),
  (bytes, draw) => replaced(bytes, span(bytes, draw), NONE),
  (bytes, draw) => replaced(bytes, line(bytes, draw), NONE),
  (bytes, draw) => replaced(bytes, field(bytes, draw), NONE),
  // swapped
  (bytes, draw) => swapped(bytes, line(bytes, draw), line(bytes, draw)),
  (bytes, draw) => swapped(bytes, field(bytes, draw), field(bytes, draw)),
  (bytes, draw) => swapped(bytes, span(bytes, draw), span(bytes, draw)),
  // doubled
  (bytes, draw) => {
    const [from, to] = line(bytes, draw);
    return replaced(bytes, [from, from], bytes.subarray(from, to));
  },
  (bytes, draw) => {
    const [from, to] = span(bytes, draw);
    return replaced(bytes, [to, to], bytes.subarray(from, to));
  },
  (bytes, draw) => Buffer.concat(Array.from({ length: 1 + draw.integer(8) }, () => bytes)),
  // bits
  flipped,
  flipped,
  // odd values
  (bytes, draw) => replaced(bytes, field(bytes, draw), odd(draw)),
  (bytes, draw) => replaced(bytes, field(bytes, draw), odd(draw)),
  (bytes, draw) => {
    const place = at(bytes, draw);
    return replaced(bytes, [place, place], odd(draw));
  },
  // encoded anew
  (bytes) => Buffer.from(bytes.toString('latin1'), 'utf8'),
  (bytes) => Buffer.from(bytes.toString('utf8'), 'utf16le'),
  (bytes) => Buffer.from(bytes.toString('utf8'), 'latin1'),
  (bytes) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
  (bytes) => Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1'),
  (bytes) => Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r'), 'latin1'),
  (bytes) => Buffer.from(bytes.toString('latin1').replaceAll(',', ';'), 'latin1'),
  (bytes) => gzipSync(bytes),
  (bytes, draw) => flipped(gzipSync(bytes), draw),
  (bytes, draw) => {
    const packed = gzipSync(bytes);
    return packed.subarray(0, at(packed, draw));
  },
];

/** Bytes that lengths, counts and signs stumble over. */
const EDGES = [0x00, 0x01, 0x7f, 0x80, 0xff];

/** A file of tables at either end is told by its magic. */
const MAGIC = 16;

/** A file of tables with some of its inner bytes overwritten, so that it is opened and the damage met behind that. */
export const scratched: Mutation = (bytes, draw) => {
  const copy = Buffer.from(bytes);
  for (let left = 1 + draw.integer(6); left > 0; left -= 1) {
    const at = MAGIC + draw.integer(copy.length - 2 * MAGIC);
    const odd = draw.integer(2) === 0 ? EDGES[draw.integer(EDGES.length)]! : draw.integer(256);
    copy.fill(odd, at, at + 1 + draw.integer(4));
  }
  return copy;
};

/** Most bytes of an input: doubling of doubling ends somewhere. */
const MOST = 256 * 1024;

/** One to four mutations after another. */
export const mutated = (bytes: Buffer, draw: Stream): Buffer => {
  let result = bytes;
  for (let left = 1 + draw.integer(4); left > 0; left -= 1)
    result = mutations[draw.integer(mutations.length)]!(result, draw).subarray(0, MOST);
  return result;
};
