import test from 'ava';
import { ordered } from '../../traces/columns.ts';
import { ingestText } from './files.ts';

test('a column that is in order is left as it is', (t) => {
  const column = Float64Array.of(-1, 0, 0, 5);
  t.is(ordered(column, undefined), column);
});

test('the columns of a lifecycle workload are in memory that threads share, each its own, whatever was chosen', async (t) => {
  for (const options of [{}, { placement: 'spread' }, { compress: 2 }, { rate: 2 }, { to: 12 }] as const) {
    const { workload } = await ingestText(
      'created_s,deleted_s,vcpus,memory_gib\n0,10,1,1\n5,8,2,1\n5,20,1,4\n',
      options,
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
