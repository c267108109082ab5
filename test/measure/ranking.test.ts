/** Pairwise wins and the front of Pareto, by hand and by law. */
import test from 'ava';
import * as fc from 'fast-check';
import { paretoFront, rankingOf } from '../../harness/measure/ranking.ts';

test('wins are the share of opponents and metrics that are larger, half for a tie', (t) => {
  // first: beats the second in both, ties with the third in one and loses the other: (2 + 0.5) / 4
  t.deepEqual(
    rankingOf([
      [1, 5],
      [2, 6],
      [1, 4],
    ]),
    [
      { index: 2, wins: 0.875 },
      { index: 0, wins: 0.625 },
      { index: 1, wins: 0 },
    ],
  );
});

test('a metric without a value is no pair; without any pair there is no share', (t) => {
  t.deepEqual(
    rankingOf([
      [1, null],
      [2, 0],
    ]),
    [
      { index: 0, wins: 1 },
      { index: 1, wins: 0 },
    ],
  );
  t.deepEqual(rankingOf([[1]]), [{ index: 0, wins: null }]);
  t.deepEqual(rankingOf([]), []);
});

test('half of all pairs are won, whatever the scores', (t) => {
  const scores = fc.integer({ min: 2, max: 6 }).chain((n) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 3 }), {
      minLength: n,
      maxLength: n,
    }),
  );
  fc.assert(
    fc.property(scores, (all) => {
      const wins = rankingOf(all).reduce((sum, one) => sum + one.wins!, 0);
      t.true(Math.abs(wins - all.length / 2) < 1e-9);
    }),
    { numRuns: 50 },
  );
  t.pass();
});

test('the front holds what nothing beats, cheapest first, one of equals', (t) => {
  const points = [
    [3, 1],
    [1, 5],
    [2, 2],
    [2, 2],
    [2, 3],
    [1, 6],
    [4, 1],
    [null, 0],
  ] as const;
  t.deepEqual(paretoFront(points), [1, 2, 0]);
  t.deepEqual(paretoFront([]), []);
});

test('no point beats one of the front, and each point off it is beaten or equalled by one of it', (t) => {
  const point = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }));
  fc.assert(
    fc.property(fc.array(point, { maxLength: 12 }), (points) => {
      const front = paretoFront(points);
      const covers = ([ax, ay]: readonly [number, number], [bx, by]: readonly [number, number]): boolean =>
        ax <= bx && ay <= by;
      for (const [index, one] of points.entries()) {
        const by = front.filter((other) => other !== index && covers(points[other]!, one));
        t.is(by.length === 0, front.includes(index));
      }
    }),
    { numRuns: 50 },
  );
  t.pass();
});
