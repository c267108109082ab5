/**
 * Text on a terminal: numbers with the digits they deserve, tables and paragraphs that fit 80 columns.
 *
 * Everything reads without colour; colour is added to whole headings only. Left out: what is said.
 */

const WIDTH = 80;

/** Printed where a value has no meaning: the percentile of no set-up at all. */
export const NONE = '–';

/** Every character we print is one column wide. */
const widthOf = (text: string): number => Array.from(text).length;

/** Decimal places that leave `digits` significant ones, at most 9. */
const decimalsFor = (value: number, digits: number): number => {
  if (value === 0) return 0;
  const rounded = Math.abs(Number(value.toPrecision(digits)));
  return Math.min(9, Math.max(0, digits - 1 - Math.floor(Math.log10(rounded))));
};

/** With so many decimals, and a minus that is one. */
export const fixed = (value: number, decimals: number): string => {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
};

/** Three significant digits, never fewer than the whole part has: `41.2`, `0.0413`, `1234`. */
export const number = (value: number | null): string => {
  if (value === null) return NONE;
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e9 || size < 1e-6))
    return value.toExponential(2).replaceAll('-', '−').replace('e+', 'e');
  return fixed(value, decimalsFor(value, 3));
};

/** Below that share of its value a half-width is rounding: a simulation knows no number to six digits. */
const SEEN = 1e-5;

/** `41.2 ± 0.8`: the half-width with one digit (two if the first is a 1), the value to the same place. */
export const withHalfWidth = (value: number, half: number): string => {
  if (half > 0 && half < SEEN * Math.abs(value)) return number(value);
  if (half === 0 || !(Math.abs(value) < 1e9)) return `${number(value)} ± ${number(half)}`;
  const digits = half.toExponential().startsWith('1') ? 2 : 1;
  const decimals = decimalsFor(half, digits);
  return `${fixed(value, decimals)} ± ${fixed(half, decimals)}`;
};

/** A count is shown whole: `84`, where a mean would be `84.0`. */
export const tally = (value: number): string =>
  Number.isSafeInteger(value) ? String(value).replace('-', '−') : number(value);

/** A share of one as percent, without the sign of percent. */
export const percent = (share: number): string => number(share * 100);

/** A change in whole percent, tenths below ten: `62`, `7.4`, `<0.1`. */
export const changePercent = (share: number): string =>
  share < 0.0005 ? '<0.1' : (share * 100).toFixed(share < 0.0995 ? 1 : 0);

const spans: readonly (readonly [least: number, factor: number, unit: string])[] = [
  [172_800, 1 / 86_400, 'd'],
  [7_200, 1 / 3_600, 'h'],
  [120, 1 / 60, 'min'],
  [1, 1, 's'],
  [1e-3, 1e3, 'ms'],
  [0, 1e6, 'µs'],
];

/** Seconds in the unit a person would use: `8.20 ms`, `31.5 h`. */
export const span = (seconds: number | null): string => {
  if (seconds === null) return NONE;
  if (seconds === 0) return '0 s';
  const [, factor, unit] = spans.find(([least]) => Math.abs(seconds) >= least)!;
  const scaled = seconds * factor;
  // from minutes on a whole number needs no decimals: `24 h`
  return `${seconds >= 120 ? tally(scaled) : number(scaled)} ${unit}`;
};

/** `1 domain`, `2 domains`. */
export const counted = (n: number, one: string, many: string = `${one}s`): string =>
  `${n} ${n === 1 ? one : many}`;

/** `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;

/** Pieces of a word that is longer than a line. */
const broken = (word: string, room: number): string[] => {
  const letters = Array.from(word);
  return Array.from({ length: Math.ceil(letters.length / room) || 1 }, (_piece, i) =>
    letters.slice(i * room, (i + 1) * room).join(''),
  );
};

/** Words in lines of at most `room` columns; a longer word is broken, and a control character of a file is a blank. */
export const wrapped = (text: string, room: number = WIDTH): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/[\s\p{Cc}]+/u).flatMap((long) => broken(long, room))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= room) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
};

/** Says that an interrupt came first, and what is missing; no line where nothing is. */
export const interruptedLines = (missing: readonly string[]): string[] =>
  missing.length === 0 ? [] : wrapped(`INTERRUPTED, not finished: ${listed(missing)}`);

/** A label in its own column and what it says beside it, wrapped. */
export const entry = (label: string, text: string, indent = 2, column = 12): string[] =>
  wrapped(text, WIDTH - column).map((line, i) =>
    `${(i === 0 ? `${' '.repeat(indent)}${label}` : '').padEnd(column)}${line}`.trimEnd(),
  );

export interface Column {
  /** Heading, a line each; the last line is the lowest. */
  readonly head: readonly string[];
  readonly align: 'left' | 'right';
}

/** At most so many letters, the last of them … where some are left out. */
const clipped = (text: string, room: number): string => {
  const letters = Array.from(text);
  return letters.length > room ? `${letters.slice(0, room - 1).join('')}…` : text;
};

/** `41.2 ± 0.8` in two lines, for a table that would not fit otherwise. */
const stacked = (row: readonly string[]): string[][] => {
  const below = row.map((cell) => cell.match(/ (±.*)$/u)?.[1] ?? '');
  const upper = row.map((cell, i) => (below[i] === '' ? cell : cell.slice(0, -below[i]!.length - 1)));
  return below.some((cell) => cell !== '') ? [upper, below] : [upper];
};

/**
 * Lines of a table, numbers to the right, two blanks between columns; a row of one cell is a heading across them all.
 *
 * Where the values with their ± are too wide, the ± stands below its value; where that is too wide as well, the first
 * column is shortened.
 */
export const table = (
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width = WIDTH,
): string[] => {
  const depth = Math.max(...columns.map((column) => column.head.length));
  const heads = Array.from({ length: depth }, (_line, i) =>
    columns.map((column) => column.head[i - depth + column.head.length] ?? ''),
  );
  const across = (row: readonly string[]): boolean => row.length === 1 && columns.length > 1;
  const layOut = (body: readonly (readonly string[])[]): { lines: string[]; widest: number } => {
    const all = [...heads, ...body];
    const inColumns = all.filter((row) => !across(row));
    const widths = columns.map((_column, i) => Math.max(...inColumns.map((row) => widthOf(row[i] ?? ''))));
    const excess = widths.reduce((sum, w) => sum + w, 0) + 2 * (columns.length - 1) - width;
    if (excess > 0 && body !== rows) widths[0] = Math.max(8, widths[0]! - excess);
    const lines = all.map((row) =>
      across(row)
        ? clipped(row[0]!, width)
        : columns
            .map(({ align }, i) => {
              const room = widths[i]!;
              const cell = clipped(row[i] ?? '', room);
              const blanks = ' '.repeat(room - widthOf(cell));
              return align === 'right' ? blanks + cell : cell + blanks;
            })
            .join('  ')
            .trimEnd(),
    );
    return { lines, widest: Math.max(...lines.map(widthOf)) };
  };
  const flat = layOut(rows);
  return flat.widest <= width ? flat.lines : layOut(rows.flatMap(stacked)).lines;
};
