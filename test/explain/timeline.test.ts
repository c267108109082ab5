/** The chart of letters, on rows made by hand. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { OWN_SETUP, ROOM } from '../../harness/explain/stations.ts';
import { taskOf, type Task } from '../../harness/explain/tasks.ts';
import { columnSpan, timeline } from '../../harness/explain/timeline.ts';
import { rowsOf } from './rows.ts';

const path = (lock: number, xenstored: number, boot: number) =>
  [
    ['xl lock', 'xl lock', lock, 0],
    ['make', 'xenstored', 0, xenstored],
    ['boot', 'guest CPU', 0, boot],
  ] as const;

const creations = rowsOf([
  { domain: 7, asked: 100, steps: path(0, 1, 3) },
  { domain: 8, asked: 100, steps: path(2, 1, 3) },
  { domain: 9, host: 12, asked: 104, steps: path(2, 1, 3) },
]);
const destructions = rowsOf([
  {
    domain: 3,
    asked: 103,
    steps: [
      ['look-up', 'xenstored', 1, 0],
      ['free and scrub', 'domctl lock', 2, 4],
    ],
  },
]);

test('a row per task: capitals wait, small letters are served, scrubbing inside the hypercall is scrubbing', (t) => {
  const tasks = [
    // wanted 2 s before a host had room
    taskOf(creations, 2, 'creation', 102e6, ROOM),
    taskOf(creations, 1, 'creation', 100e6, ROOM),
    taskOf(creations, 0, 'creation', 100e6, ROOM),
    // given up 1 s before its own set-up was over
    taskOf(destructions, 0, 'destruction', 102e6, OWN_SETUP),
  ];
  t.deepEqual(timeline(tasks), [
    '  domain  host    took  |0 s      |+2 s     |+4 s     |+6 s     |+8 s     |+10 s',
    '      +9    12  8.00 s            HHHHHHHHHHLLLLLLLLLLxxxxxbbbbbbbbbbbbbbb',
    '      +8     0  6.00 s  LLLLLLLLLLxxxxxbbbbbbbbbbbbbbb',
    '      +7     0  4.00 s  xxxxxbbbbbbbbbbbbbbb',
    '      −3     0  8.00 s            UUUUUXXXXXDDDDDDDDDDssssssssssssssssssss',
    '  0 s is 00:01:40, a column 200 ms; + creation, − destruction',
    '  capital: waits, small: is served; the wait of a step, retries included, first',
    "    H room on a host  U its own set-up  L toolstack's lock  D domctl, sysctl",
    '    X xenstored  S scrubbing  B boot of the guest',
  ]);
});

test('tasks that lie far apart begin at their own requests', (t) => {
  const rows = rowsOf([
    { domain: 1, asked: 0, steps: path(1, 1, 2) },
    { domain: 2, asked: 3_600, steps: path(0, 1, 2) },
  ]);
  const lines = timeline([0, 1].map((row) => taskOf(rows, row, 'creation', rows.asked[row]!, ROOM)));
  t.deepEqual(
    lines.slice(0, 4),
    [
      '  domain  host       asked    took  |0 s      |+1 s     |+2 s     |+3 s     ',
      '      +1     0  00:00:00.0  4.00 s  LLLLLLLLLLxxxxxxxxxxbbbbbbbbbbbbbbbbbbbb',
      '      +2     0  01:00:00.0  3.00 s  xxxxxxxxxxbbbbbbbbbbbbbbbbbbbb',
      '  0 s is when each was asked for, a column 100 ms; + creation, − destruction',
    ].map((line) => line.trimEnd()),
  );
});

test('a task that took no time is a point, and no task is no chart', (t) => {
  const rows = rowsOf([{ domain: 1, asked: 5, steps: [['instant', 'none', 0, 0]] }]);
  const lines = timeline([taskOf(rows, 0, 'creation', 5e6, ROOM)]);
  t.is(lines[1], '      +1     0   0 s  ·');
  t.is(lines.length, 3);
  t.deepEqual(timeline([]), []);
});

testProp(
  'a column is the smallest round span that is enough, up to ten times what was needed',
  [fc.integer({ min: 1, max: 1e14 }), fc.integer({ min: 10, max: 60 })],
  (t, length, columns) => {
    const column = columnSpan(length, columns);
    t.true(column * columns > length);
    t.true(column === 1 || column <= (10 * (length + 1)) / columns);
  },
);

const anyTask: fc.Arbitrary<Task> = fc
  .record({
    domain: fc.integer({ min: 0, max: 1e7 }),
    host: fc.integer({ min: 0, max: 9999 }),
    asked: fc.integer({ min: 0, max: 1e7 }),
    lock: fc.integer({ min: 0, max: 1e5 }),
    boot: fc.integer({ min: 0, max: 1e5 }),
  })
  .map(({ domain, host, asked, lock, boot }) =>
    taskOf(rowsOf([{ domain, host, asked, steps: path(lock, 1, boot) }]), 0, 'creation', asked * 1e6, ROOM),
  );

testProp(
  'a chart has a row for every task and fits 80 columns',
  [fc.array(anyTask, { minLength: 1 })],
  (t, tasks) => {
    const lines = timeline(tasks);
    for (const line of lines) t.true(Array.from(line).length <= 80, line);
    for (const [i, { domain }] of tasks.entries())
      t.regex(lines[i + 1]!, new RegExp(`^ +\\+${domain} `, 'u'));
  },
);
