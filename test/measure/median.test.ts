import test from 'ava';
import { fewestFor, medianInterval } from '../../harness/measure/median.ts';
import { streamsOf } from '../../model/kernel/streams.ts';

test('the bounds are the order statistics of the tables: ranks 6 and 15 of 20, 2 and 9 of 10 at 95 %', (t) => {
  const counted = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
  const of20 = medianInterval(counted(20), 0.95);
  t.deepEqual([of20.low, of20.high, of20.median], [6, 15, 10.5]);
  t.true(Math.abs(of20.coverage - 0.9586) < 1e-4);
  const of10 = medianInterval(counted(10), 0.95);
  t.deepEqual([of10.low, of10.high], [2, 9]);
  t.true(Math.abs(of10.coverage - 0.9785) < 1e-4);
});

test('five values hold no median at 95 %, six do: 1 − 2·2⁻⁶ is 96.9 %', (t) => {
  t.is(fewestFor(0.95), 6);
  t.is(medianInterval([1, 2, 3, 4, 5], 0.95).low, undefined);
  const six = medianInterval([6, 5, 4, 3, 2, 1], 0.95);
  t.deepEqual([six.low, six.high], [1, 6]);
  t.true(Math.abs(six.coverage - (1 - 2 / 64)) < 1e-12);
});

test('thousands of values do not make 2⁻ⁿ vanish', (t) => {
  const many = medianInterval(
    Array.from({ length: 5_000 }, (_, i) => i),
    0.95,
  );
  t.true(many.coverage >= 0.95 && many.coverage < 0.955, `${many.coverage}`);
});

test('of a skewed law the interval holds the median as often as it says', (t) => {
  const draw = streamsOf(1).of('median');
  const truth = Math.LN2;
  let held = 0;
  const trials = 2_000;
  for (let trial = 0; trial < trials; trial += 1) {
    const { low, high } = medianInterval(
      Array.from({ length: 20 }, () => draw.exponential(1)),
      0.95,
    );
    if (low! <= truth && truth <= high!) held += 1;
  }
  // 95.86 % of 2000, five standard deviations either way
  t.true(Math.abs(held / trials - 0.9586) < 5 * Math.sqrt((0.9586 * 0.0414) / trials), `${held}`);
});
