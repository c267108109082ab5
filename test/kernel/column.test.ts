/** Lists of numbers and durations that grow. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { Column, DurationColumn } from '../../model/kernel/column.ts';

const filled = <T extends Column | DurationColumn>(column: T, numbers: readonly number[]): T => {
  for (const number of numbers) column.push(number);
  return column;
};

const durations = fc.array(
  fc.oneof(
    fc.nat(),
    fc.constantFrom(0, 2 ** 32 - 1, 2 ** 32, 0.5),
    fc.maxSafeNat(),
    fc.double({ min: 0, max: 1e12, noNaN: true }),
  ),
);

testProp(
  'what was pushed is there, in its order, whatever it is',
  [durations, fc.nat(1200)],
  (t, list, before) => {
    const numbers = [...Array.from({ length: before }, (_, i) => i), ...list];
    t.deepEqual([...filled(new Column(), numbers).all()], numbers);
    t.deepEqual([...filled(new DurationColumn(), numbers).all()], numbers);
  },
);

test('durations take four bytes while all of them are whole and short, else eight', (t) => {
  const short = [0, 1, 2 ** 32 - 1];
  t.is(filled(new DurationColumn(), short).all().BYTES_PER_ELEMENT, 4);
  for (const odd of [2 ** 32, 0.5, -1]) {
    const all = filled(new DurationColumn(), [...short, odd, 7]).all();
    t.is(all.BYTES_PER_ELEMENT, 8);
    t.deepEqual([...all], [...short, odd, 7]);
  }
});
