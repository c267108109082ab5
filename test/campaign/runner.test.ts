/** How many threads a campaign is given. */
import test from 'ava';
import { threadsFor } from '../../harness/campaign/runner.ts';

const large = { jobs: 9, rows: 1e6, hosts: 4 };

test('as many threads as processors, but no more than jobs, and one where more would not pay', (t) => {
  t.is(threadsFor(large, 'auto', 4), 4);
  t.is(threadsFor(large, 'auto', 64), 9);
  t.is(threadsFor({ ...large, rows: 100 }, 'auto', 64), 1);
});

test('thousands of hosts are replayed on few threads, so that memory holds them; one there always is', (t) => {
  const on = (hosts: number): number => threadsFor({ ...large, hosts }, 'auto', 64);
  t.deepEqual([400, 1_500, 3_000, 1e6].map(on), [9, 2, 1, 1]);
});

test('what was asked for is taken, whatever it costs, but for threads without a job', (t) => {
  t.is(threadsFor({ ...large, hosts: 1e6 }, 3, 1), 3);
  t.is(threadsFor({ ...large, rows: 1 }, 3, 1), 3);
  t.is(threadsFor(large, 100, 1), 9);
});
