import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { intervalOf, percentile, tQuantile } from '../../harness/measure/quantiles.ts';
import { apdex, errorBudget } from '../../harness/measure/slo.ts';
import { close } from '../shared.ts';

test('percentiles are nearest-rank', (t) => {
  const sorted = [15, 20, 35, 40, 50];
  const table = [
    [5, 15],
    [20, 15],
    [20.1, 20],
    [30, 20],
    [40, 20],
    [50, 35],
    [99, 50],
    [100, 50],
  ] as const;
  for (const [percent, value] of table) t.is(percentile(sorted, percent), value, `p${percent}`);
  t.is(percentile([], 50), null);
});

test('a rank that is whole stays whole: p7 of 100 is the 7th, though 0.07 × 100 is a little more in doubles', (t) => {
  t.is(
    percentile(
      Array.from({ length: 100 }, (_, i) => i + 1),
      7,
    ),
    7,
  );
});

testProp(
  'a percentile is of the sample, with so many at or below it and fewer below',
  [fc.array(fc.integer(), { minLength: 1 }), fc.integer({ min: 1, max: 100 })],
  (t, values, percent) => {
    const sorted = values.toSorted((a, b) => a - b);
    const found = percentile(sorted, percent)!;
    t.true(sorted.filter((value) => value <= found).length * 100 >= percent * sorted.length);
    t.true(sorted.filter((value) => value < found).length * 100 < percent * sorted.length);
  },
  { seed: 14 },
);

test("Student's t, two-sided, as published", (t) => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2; one-sided 0.975 and 0.995
  const table = [
    [1, 12.706, 63.657],
    [2, 4.303, 9.925],
    [3, 3.182, 5.841],
    [4, 2.776, 4.604],
    [5, 2.571, 4.032],
    [9, 2.262, 3.25],
    [10, 2.228, 3.169],
    [19, 2.093, 2.861],
    [29, 2.045, 2.756],
    [60, 2, 2.66],
    [100, 1.984, 2.626],
  ] as const;
  for (const [freedom, at95, at99] of table) {
    t.is(Number(tQuantile(0.95, freedom).toFixed(3)), at95, `${freedom}`);
    t.is(Number(tQuantile(0.99, freedom).toFixed(3)), at99, `${freedom}`);
  }
  t.true(close(tQuantile(0.95, 100_000), 1.959_96, 2e-5), 'the normal law in the end');
});

test('an interval of the mean: five values by hand, one has no bounds, none no mean', (t) => {
  const { n, mean, low, high } = intervalOf([1, 2, 3, 4, 5]);
  const half = (2.776_445 * Math.sqrt(2.5)) / Math.sqrt(5);
  t.is(n, 5);
  t.is(mean, 3);
  t.true(close(low!, 3 - half, 1e-6) && close(high!, 3 + half, 1e-6));
  t.deepEqual(intervalOf([7]), { n: 1, mean: 7, low: null, high: null });
  t.deepEqual(intervalOf([]), { n: 0, mean: null, low: null, high: null });
  t.deepEqual(intervalOf([2, 2, 2]), { n: 3, mean: 2, low: 2, high: 2 });
});

test('Apdex: half for up to four times the threshold; a failed request is frustrated, no request has none', (t) => {
  t.is(apdex([0.5, 0.51, 2, 2.01], 0.5), 0.5); // (1 + 2/2) / 4
  t.is(apdex([0.1, Infinity], 1), 0.5);
  t.is(apdex([], 1), null);
});

test('an error budget burns at 1 where it lasts exactly its period', (t) => {
  t.true(close(errorBudget(0.999, 0.001, 30).timeToExhaustion, 30, 1e-9));
  t.is(errorBudget(0.99, 0, 30).timeToExhaustion, Infinity);
});
