import { testProp, fc } from '@fast-check/ava';
import test from 'ava';
import { risingOrder } from '../../model/kernel/order.ts';
import { ordered } from '../../traces/columns.ts';
import { ingestText } from './files.ts';

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

test('what is in order is left as it is', (t) => {
  const column = Float64Array.of(-1, 0, 0, 5);
  t.is(risingOrder(column), undefined);
  t.is(ordered(column, undefined), column);
});

test('the columns of a lifecycle workload are in memory that threads share, each its own', async (t) => {
  for (const placement of ['start', 'spread'] as const) {
    const { workload } = await ingestText(
      'created_s,deleted_s,vcpus,memory_gib\n0,10,1,1\n5,8,2,1\n5,20,1,4\n',
      { placement },
    );
    t.is(workload.kind, 'lifecycle');
    const columns = Object.values(workload).filter((value) => ArrayBuffer.isView(value));
    t.is(columns.length, 5);
    for (const { buffer, byteLength } of columns) {
      t.true(buffer instanceof SharedArrayBuffer);
      t.is(buffer.byteLength, byteLength);
    }
    t.is(new Set(columns.map(({ buffer }) => buffer)).size, 5);
  }
});
