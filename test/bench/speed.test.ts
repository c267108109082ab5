/** Every benchmark of the harness on its smallest input, so that none rots; no time is compared with anything. */
import { spawnSync } from 'node:child_process';
import test from 'ava';
import { isMet } from '../../harness/bench/row.ts';
import { inTurns } from '../../harness/bench/rounds.ts';
import { benchSpeed, type SpeedReport } from '../../harness/bench/speed.ts';
import { speedReport } from '../../harness/report/speed-report.ts';

const speed = (...words: string[]): { status: number | null; out: string } => {
  const line = ['dist/harness/cli/main.js', 'bench', 'speed', ...words];
  const { status, stdout } = spawnSync(process.execPath, line, { encoding: 'utf8' });
  return { status, out: stdout };
};

const quick = speed('--quick', '--json');
const report = JSON.parse(quick.out) as SpeedReport;

test('bench speed --quick runs every benchmark and counts or measures something in each', (t) => {
  t.is(quick.status, 0);
  t.is(report.schema, 'xenreplay/speed/1');
  t.deepEqual(
    [...new Set(report.rows.map(({ bench }) => bench))],
    ['hold model', 'lifecycle', 'lock storm', 'churn', 'memory', 'ingest', 'start', 'large'],
  );
  for (const { bench, what, value } of report.rows) {
    // what a hundred domains hold can be less than what a collection leaves behind
    t.true(bench === 'memory' ? Number.isFinite(value) : value > 0, `${bench}: ${what} is ${value}`);
  }
});

test('a lifecycle alone beside a hundred guests is at most 60 events, on every machine', (t) => {
  const row = report.rows.find(({ target }) => target !== undefined)!;
  t.is(row.unit, 'events');
  t.is(isMet(row), true);
});

test('an interrupted bench speed has the rows that are done and says which are missing', async (t) => {
  const stop = new AbortController();
  const partial = await benchSpeed(true, {
    progress: ({ label }) => label === 'churn' && stop.abort(),
    signal: stop.signal,
  });
  t.deepEqual(
    [...new Set(partial.rows.map(({ bench }) => bench))],
    ['hold model', 'lifecycle', 'lock storm'],
  );
  t.deepEqual(partial.partial, ['churn', 'memory', 'ingest', 'start', 'large']);
  t.true(
    speedReport(partial).includes('INTERRUPTED, not finished: churn, memory, ingest, start and large\n'),
  );
});

test('a timing of the smallest input is held to no target', (t) => {
  t.true(report.rows.every(({ kind, target }) => kind === 'exact' || target === undefined));
});

const exact = ({ rows }: SpeedReport): unknown => rows.filter(({ kind }) => kind === 'exact');

test('what is counted is the same in every run', (t) => {
  const again = JSON.parse(speed('--quick', '--json').out) as SpeedReport;
  t.deepEqual(exact(again), exact(report));
});

test('the table fits 80 columns and says of every target whether it is kept', (t) => {
  const rows: SpeedReport['rows'] = [
    ...report.rows,
    { bench: 'churn', what: 'a', value: 1.2, unit: '1', kind: 'measured', target: { atMost: 1.1 } },
    { bench: 'churn', what: 'b', value: 1.2, unit: '1', kind: 'measured', target: { atLeast: 1.1 } },
  ];
  const lines = speedReport({ ...report, rows }).split('\n');
  for (const line of lines) t.true(Array.from(line).length <= 80, line);
  t.is(lines.filter((line) => line.endsWith('MISSED')).length, 1);
  t.regex(lines.at(-2)!, /^2 of 3 targets kept · Node \d/u);
});

test('contenders are timed in turns, once per round, and a round is prepared first', async (t) => {
  const calls: string[] = [];
  const contender = (name: string) => ({
    prepare: () => {
      calls.push(`prepare ${name}`);
    },
    work: () => calls.push(name),
  });
  const seconds = await inTurns({ a: contender('a'), b: contender('b') }, 2);
  t.deepEqual(calls, ['prepare a', 'a', 'prepare b', 'b', 'prepare b', 'b', 'prepare a', 'a']);
  t.true(seconds.a > 0 && seconds.b > 0);
});
