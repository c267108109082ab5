import test from 'ava';
import * as fc from 'fast-check';
import {
  changePercent,
  entry,
  listed,
  number,
  span,
  table,
  tally,
  withHalfWidth,
  wrapped,
} from '../../harness/report/text.ts';

const width = (line: string): number => Array.from(line).length;

test('a number is shown with three significant digits, and never with fewer than its whole part has', (t) => {
  const examples: readonly (readonly [number | null, string])[] = [
    [null, '–'],
    [0, '0'],
    [-0, '0'],
    [41.2345, '41.2'],
    [9.996, '10.0'],
    [0.04129, '0.0413'],
    [1234.5, '1235'],
    [-2.5, '−2.50'],
    [1, '1.00'],
    [0.0000001, '1.00e−7'],
    [12_345_678_901, '1.23e10'],
  ];
  for (const [value, text] of examples) t.is(number(value), text);
});

test('a count is shown whole', (t) => {
  t.is(tally(84), '84');
  t.is(tally(12_345_678), '12345678');
  t.is(tally(0.206), '0.206');
});

test('a half-width decides how many digits its value deserves', (t) => {
  t.is(withHalfWidth(41.234, 0.83), '41.2 ± 0.8');
  t.is(withHalfWidth(41.234, 0.13), '41.23 ± 0.13');
  t.is(withHalfWidth(1234, 25), '1234 ± 25');
  t.is(withHalfWidth(41.234, 0), '41.2 ± 0');
  t.is(withHalfWidth(0, 0.2), '0.0 ± 0.2');
  t.is(withHalfWidth(-0.01, 0.2), '0.0 ± 0.2');
  t.is(withHalfWidth(0.664833, 0.000018), '0.664833 ± 0.000018');
  t.is(withHalfWidth(174.363, 0.0000003), '174');
});

test('a span is shown in the unit a person would use', (t) => {
  const examples = [0, 0.0000082, 0.0082, 0.5, 41.2, 119, 180, 3_600, 86_400, 113_400, 2_592_000];
  t.deepEqual(examples.map(span), [
    '0 s',
    '8.20 µs',
    '8.20 ms',
    '500 ms',
    '41.2 s',
    '119 s',
    '3 min',
    '60 min',
    '24 h',
    '31.5 h',
    '30 d',
  ]);
  t.is(span(null), '–');
});

test('a change is whole percent, tenths below ten, and never 0 where something changed', (t) => {
  t.deepEqual([0.62, 0.0744, 0.0996, 0.0001, 12.4].map(changePercent), ['62', '7.4', '10', '<0.1', '1240']);
});

test('words are listed as a sentence lists them', (t) => {
  t.deepEqual([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed), ['', 'a', 'a and b', 'a, b and c']);
});

test('wrapped text loses no letter and fits its room, whatever it holds', (t) => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.integer({ min: 1, max: 80 }),
      (text, room) => {
        const lines = wrapped(text, room);
        t.true(lines.every((line) => width(line) <= room));
        t.is(lines.join('').replaceAll(' ', ''), text.replaceAll(/[\s\p{Cc}]/gu, ''));
      },
    ),
  );
  t.pass();
});

test('a control character of a file does not reach the terminal', (t) => {
  t.deepEqual(entry('file', 'a\u001B[2Jb\nc'), ['  file      a [2Jb c']);
});

test('a table fits 80 columns, whatever its cells hold', (t) => {
  const cell = fc.oneof(fc.double({ noNaN: true }).map(number), fc.string({ maxLength: 60 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ maxLength: 200 }), cell), { maxLength: 5 }), (rows) => {
      const lines = table(
        [
          { head: ['name'], align: 'left' },
          { head: ['a', 'b'], align: 'right' },
        ],
        rows,
      );
      t.true(lines.every((line) => width(line) <= 80));
      t.is(lines.length, rows.length + 2);
    }),
  );
  t.pass();
});

test('numbers stand to the right, and a ± that finds no room beside its value stands below it', (t) => {
  const columns = [
    { head: ['name'], align: 'left' },
    { head: ['time', '[s]'], align: 'right' },
  ] as const;
  const rows = [
    ['stock', '41.2 ± 0.8'],
    ['all', '1.3 ± 0.2'],
  ];
  t.deepEqual(table(columns, rows), [
    '             time',
    'name          [s]',
    'stock  41.2 ± 0.8',
    'all     1.3 ± 0.2',
  ]);
  t.deepEqual(table(columns, rows, 14), [
    '        time',
    'name     [s]',
    'stock   41.2',
    '       ± 0.8',
    'all      1.3',
    '       ± 0.2',
  ]);
});
