/** Pairwise wins and the Pareto front, on values made up so that every count can be done by hand. */
import test from 'ava';
import {
  CRITERIA,
  paretoFront,
  rankingOf,
  type Contender,
  type Criterion,
} from '../../harness/measure/ranking.ts';
import { METRIC_KEYS } from '../../harness/measure/score.ts';

const of = (name: string, ...bySeed: Contender['bySeed']): Contender => ({ name, bySeed });
const ab: readonly Criterion[] = [
  { key: 'a', better: 'lower' },
  { key: 'b', better: 'higher' },
];

test('kappa is the share of pairs won, a tie half, and equal shares have equal ranks', (t) => {
  const ranked = rankingOf(
    [of('x', { a: 1, b: 1 }), of('y', { a: 1, b: 2 }), of('z', { a: 3, b: 3 }), of('w', { a: 9, b: 0 })],
    ab,
  );
  // y: ties x in a, beats z and w in a; beats x and w in b, loses to z: (0.5 + 1 + 1 + 1 + 0 + 1) / 6
  // x: 0.5 + 1 + 1 + 0 + 0 + 1; z: 0 + 0 + 1 + 1 + 1 + 1
  t.deepEqual(
    ranked.map(({ name, rank, kappa }) => [name, rank, kappa.mean]),
    [
      ['y', 1, 4.5 / 6],
      ['z', 2, 4 / 6],
      ['x', 3, 3.5 / 6],
      ['w', 4, 0],
    ],
  );
  const equals = rankingOf([of('x', { a: 1 }), of('y', { a: 1 }), of('z', { a: 2 })], ab);
  t.deepEqual(
    equals.map(({ name, rank }) => [name, rank]),
    [
      ['x', 1],
      ['y', 1],
      ['z', 3],
    ],
  );
});

test('a metric without a value is no pair, and one contender alone has no kappa', (t) => {
  const [first] = rankingOf([of('x', { a: 1, b: null }), of('y', { a: 2, b: 5 })], ab);
  t.deepEqual([first!.name, first!.kappa.mean], ['x', 1]);
  t.is(rankingOf([of('x', { a: 1 })], ab)[0]!.kappa.mean, null);
});

test('wins are counted seed by seed, with an interval over seeds', (t) => {
  const [x] = rankingOf([of('x', { a: 1 }, { a: 1 }, { a: 1 }), of('y', { a: 2 }, { a: 2 }, { a: 0 })], ab);
  t.is(x!.kappa.n, 3);
  t.true(Math.abs(x!.kappa.mean! - 2 / 3) < 1e-12);
  t.true(x!.kappa.low! < 2 / 3 && x!.kappa.high! > 2 / 3);
});

const point = (name: string, cost: number | null, missed: number): Contender =>
  of(name, { billed_vm_hours: cost, sla_violation_request_fraction: missed });

test('on the front are those that nobody beats in both; equal points share it', (t) => {
  const contenders = [
    point('cheap', 1, 0.5),
    point('dominated', 3, 0.4),
    point('middle', 2, 0.3),
    point('same', 2, 0.3),
    point('dear', 9, 0),
    point('as good, dearer', 10, 0),
    point('unknown', null, 0),
  ];
  t.deepEqual(paretoFront(contenders), ['cheap', 'middle', 'same', 'dear']);
  const onFront = rankingOf(contenders).filter((one) => one.onFront);
  t.deepEqual(onFront.map(({ name }) => name).toSorted(), ['cheap', 'dear', 'middle', 'same']);
  t.deepEqual(paretoFront([]), []);
});

test('what counts for the rank are metrics of a score', (t) => {
  for (const { key } of CRITERIA) t.true((METRIC_KEYS as readonly string[]).includes(key), key);
});
