import test from 'ava';
import { judgeExact, judgeMeasured } from '../../harness/compare/verdict.ts';
import { streamsOf } from '../../model/kernel/streams.ts';

test('an exact metric: equal is unchanged, any change is better or worse by its direction', (t) => {
  t.deepEqual(judgeExact(2, 2, 'lower', 0), { verdict: 'unchanged', change: 0 });
  t.like(judgeExact(2, 2.000001, 'lower', 0), { verdict: 'regressed' });
  t.like(judgeExact(2, 1, 'lower', 0), { verdict: 'improved', change: -0.5 });
  t.like(judgeExact(2, 1, 'higher', 0), { verdict: 'regressed', change: -0.5 });
  t.like(judgeExact(-2, -1, 'lower', 0), { verdict: 'regressed', change: 0.5 });
});

test('what is allowed passes, to the last digit, and improvements within it are unchanged too', (t) => {
  t.like(judgeExact(100, 101, 'lower', 0.01), { verdict: 'unchanged', note: 'within what is allowed' });
  t.like(judgeExact(100, 101.0001, 'lower', 0.01), { verdict: 'regressed' });
  t.like(judgeExact(100, 99, 'lower', 0.01), { verdict: 'unchanged' });
});

test('from 0 there is no percentage, and from nothing to a value no direction', (t) => {
  t.deepEqual(judgeExact(0, 1, 'lower', 0.5), { verdict: 'regressed', change: null });
  t.deepEqual(judgeExact(null, null, 'lower', 0), { verdict: 'unchanged', change: null });
  t.like(judgeExact(null, 1, 'lower', 0), { verdict: 'undecided', note: 'has a value in head only' });
  t.like(judgeExact(1, null, 'lower', 0), { verdict: 'undecided', note: 'has a value in base only' });
});

const around = (middle: number, spread: number, n: number, seed = 1): number[] => {
  const draw = streamsOf(seed).of('ratios');
  return Array.from({ length: n }, () => middle * Math.exp(spread * (2 * draw.uniform() - 1)));
};

test('a measured metric regresses only when the whole interval lies beyond 3 % or what is allowed', (t) => {
  t.is(judgeMeasured(around(1.1, 0.02, 20), 'lower', 0).verdict, 'regressed');
  t.is(judgeMeasured(around(1.1, 0.02, 20), 'higher', 0).verdict, 'improved');
  t.is(judgeMeasured(around(1.1, 0.02, 20), 'lower', 0.2).verdict, 'unchanged');
  t.is(judgeMeasured(around(1.02, 0.005, 20), 'lower', 0).verdict, 'unchanged');
  t.is(judgeMeasured(around(0.9, 0.02, 20), 'lower', 0).verdict, 'improved');
});

test('too few rounds or too wide an interval is undecided, and says how many rounds would decide', (t) => {
  const five = judgeMeasured([1.1, 1.1, 1.1, 1.1, 1.1], 'lower', 0);
  t.like(five, { verdict: 'undecided', note: '5 rounds, needs 6' });
  const wide = judgeMeasured(around(1.08, 0.4, 20), 'lower', 0);
  t.is(wide.verdict, 'undecided');
  t.regex(wide.note!, /^20 rounds, needs about \d+$/);
  t.true(Number(/\d+$/.exec(wide.note!)![0]) > 20);
  const onTheLimit = judgeMeasured(around(1.03, 1e-7, 3).concat(around(1.03, 0.3, 17)), 'lower', 0);
  t.is(onTheLimit.verdict, 'undecided');
});

test('an unchanged version is accused in none of 200 jobs, one 10 % slower is found in all, at 5 % noise a round', (t) => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const same = judgeMeasured(around(1, 0.087, 20, seed), 'lower', 0).verdict;
    t.true(same === 'unchanged' || same === 'undecided', `seed ${seed}`);
    t.is(judgeMeasured(around(1.1, 0.03, 20, seed), 'lower', 0).verdict, 'regressed', `seed ${seed}`);
  }
});

test('what is better neither way is never an improvement or a regression', (t) => {
  t.like(judgeExact(2, 3, 'neither', 0), { verdict: 'undecided', change: 0.5 });
  t.like(judgeExact(2, 2, 'neither', 0), { verdict: 'unchanged' });
  t.is(judgeMeasured(around(1.1, 0.02, 20), 'neither', 0).verdict, 'undecided');
  t.is(judgeMeasured(around(1, 0.005, 20), 'neither', 0).verdict, 'unchanged');
});
