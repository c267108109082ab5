import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import type { Steps } from '../../model/recording.ts';
import { Outline } from '../../model/service/outline.ts';
import { LIMIT, SpanList } from '../../model/service/spans.ts';

const outlined = (changes: readonly (readonly [number, number])[], horizon: number, columns: number) => {
  const outline = new Outline(horizon, columns);
  for (const [at, value] of changes) outline.set(at, value);
  return outline;
};

const pairs = ({ at, value }: Steps): number[][] => [...at].map((moment, i) => [moment, value[i]!]);

test('up to four changes a column are kept as they are, and a value that stays is no change', (t) => {
  const outline = outlined(
    [
      [0, 3],
      [10, 3],
      [11, 5],
      [12, 4],
      [90, 3],
    ],
    100,
    1,
  );
  t.true(outline.whole());
  t.deepEqual(pairs(outline.steps()), [
    [0, 3],
    [11, 5],
    [12, 4],
    [90, 3],
  ]);
});

test('beyond that a column keeps its first, least, greatest and last change', (t) => {
  const outline = outlined(
    [
      [0, 3],
      [10, 4],
      [20, 9],
      [30, 5],
      [35, 1],
      [40, 2],
      [60, 7],
    ],
    100,
    1,
  );
  t.false(outline.whole());
  t.deepEqual(pairs(outline.steps()), [
    [0, 3],
    [20, 9],
    [35, 1],
    [60, 7],
  ]);
});

/** Least and greatest value that holds at any time within each column. */
const ranges = ({ at, value }: Steps, horizon: number, columns: number): number[][] =>
  Array.from({ length: columns }, (_, column) => {
    const from = (column * horizon) / columns;
    const until = ((column + 1) * horizon) / columns;
    const held = [...value].filter((_, i) => at[i]! < until && (at[i + 1] ?? horizon) > from);
    return held.length === 0 ? [] : [Math.min(...held), Math.max(...held)];
  });

testProp(
  'drawn at its number of columns, an outline covers what the whole step function covers',
  [
    fc.array(fc.tuple(fc.integer({ min: 0, max: 999 }), fc.nat(9)), { maxLength: 200 }),
    fc.constantFrom(1, 4, 10),
  ],
  (t, drawn, columns) => {
    const changes = [...new Map(drawn.toSorted(([a], [b]) => a - b))];
    const steps: Steps = {
      at: Float64Array.from(changes, ([at]) => at),
      value: Float64Array.from(changes, ([, value]) => value),
    };
    const outline = outlined(changes, 1_000, columns).steps();
    t.true(outline.at.length <= 4 * columns);
    t.true(outline.at.every((at, i) => i === 0 || at > outline.at[i - 1]!));
    t.deepEqual(ranges(outline, 1_000, columns), ranges(steps, 1_000, columns));
  },
  { numRuns: 60 },
);

test('spans are kept as they are, and those that touch are one', (t) => {
  const list = new SpanList();
  list.add(0, 10);
  list.add(10, 12);
  list.add(13, 20);
  t.deepEqual(list.all(), {
    from: Float64Array.of(0, 13),
    until: Float64Array.of(12, 20),
    taken: Float64Array.of(12, 7),
  });
});

test('of very many spans neighbours are one, none is lost, and the time they take stays', (t) => {
  const list = new SpanList();
  const given = Array.from({ length: 9 * LIMIT }, (_, i) => {
    const from = 1_000 * i + (i % 7) * 100;
    return [from, from + 1 + (i % 3) * 50] as const;
  });
  for (const [from, until] of given) list.add(from, until);
  const { from, until, taken } = list.all();
  t.true(from.length <= LIMIT && from.length > LIMIT / 3);
  t.true(from.every((start, i) => i === 0 || start > until[i - 1]!));
  t.true(taken.every((time, i) => time > 0 && time <= until[i]! - from[i]!));
  const time = given.reduce((sum, [start, end]) => sum + end - start, 0);
  t.is(
    taken.reduce((sum, one) => sum + one, 0),
    time,
  );
  for (const [start, end] of given) t.true(from.some((one, i) => one <= start && end <= until[i]!));
});
