import test from 'ava';
import { inPieces, withinOf, type Piece, type Progress } from '../../harness/work/pieces.ts';

/** Three pieces of 1, 2 and 1; the second is told in halves. */
const pieces = (done: string[]): readonly Piece<string>[] =>
  (
    [
      ['a', 1],
      ['b', 2],
      ['c', 1],
    ] as const
  ).map(([label, weight]) => ({
    label,
    weight,
    run: async (within) => {
      if (label === 'b') await within(0.5);
      done.push(label);
      return label.toUpperCase();
    },
  }));

test('pieces one after the other: what they gave, and the share of the time by their weights', async (t) => {
  const told: Progress[] = [];
  const { made, missing } = await inPieces(pieces([]), { progress: (one) => void told.push(one) });
  t.deepEqual(made, ['A', 'B', 'C']);
  t.deepEqual(missing, []);
  t.deepEqual(
    told.map(({ done, label, share }) => [done, label, share]),
    [
      [0, 'a', 0],
      [1, 'a', 0.25],
      [1, 'b', 0.25],
      [1, 'b', 0.5],
      [2, 'b', 0.75],
      [2, 'c', 0.75],
      [3, 'c', 1],
    ],
  );
  t.true(told.every(({ total }) => total === 3));
});

for (const [at, share, kept, missing] of [
  ['before the first', 0, [], ['a', 'b', 'c']],
  ['within the second', 0.5, ['a'], ['b', 'c']],
  ['between the second and the third', 0.75, ['a', 'b'], ['c']],
  ['after the last', 1, ['a', 'b', 'c'], []],
] as const) {
  test(`an interrupt ${at} keeps the finished ones and names the others`, async (t) => {
    const stop = new AbortController();
    const done: string[] = [];
    const progress = (one: Progress): void => {
      if (one.share! >= share) stop.abort();
    };
    const found = await inPieces(pieces(done), { progress, signal: stop.signal });
    t.deepEqual(done, [...kept]);
    t.deepEqual(
      found.made,
      kept.map((label) => label.toUpperCase()),
    );
    t.deepEqual(found.missing, [...missing]);
  });
}

test('another fault is a fault, also after an interrupt', async (t) => {
  const stop = new AbortController();
  const broken = {
    label: 'broken',
    run: () => {
      stop.abort();
      throw new TypeError('oh');
    },
  };
  const watch = { progress: () => undefined, signal: stop.signal };
  await t.throwsAsync(inPieces([broken], watch), { instanceOf: TypeError });
});

test('work of one piece is told as so many of something, and stops as an interrupt', async (t) => {
  const stop = new AbortController();
  const told: Progress[] = [];
  const within = withinOf(
    { progress: (one) => void told.push(one), signal: stop.signal },
    1315,
    'measurements',
  );
  await within(0.5);
  t.deepEqual(told, [{ done: 657, total: 1315, label: 'measurements', share: 0.5 }]);
  stop.abort();
  t.is(await within(0.6).catch((fault: DOMException) => fault.name), 'AbortError');
});
