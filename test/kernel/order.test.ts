/** The order of moments, found by their bits. */
import { testProp, fc } from '@fast-check/ava';
import test from 'ava';
import { risingOrder } from '../../model/kernel/order.ts';

const keys = fc.array(
  fc.oneof(
    fc.constantFrom(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0, -0, 300_000_000),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true }),
  ),
  { maxLength: 60 },
);

testProp('rows are sorted by any numbers, equal ones in their order', [keys], (t, list) => {
  const column = Float64Array.from(list);
  const order = risingOrder(column) ?? Uint32Array.from(column, (_, row) => row);
  const expected = [...list.keys()].toSorted(
    (a, b) => (list[a]! < list[b]! ? -1 : list[a]! > list[b]! ? 1 : 0) || a - b,
  );
  t.deepEqual([...order], expected);
});

test('what is in order has none', (t) => {
  t.is(risingOrder(Float64Array.of(-1, 0, 0, 5)), undefined);
  t.is(risingOrder(new Float64Array(0)), undefined);
});
