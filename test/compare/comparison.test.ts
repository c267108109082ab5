import test from 'ava';
import { compare, comparisonSchema } from '../../harness/compare/comparison.ts';
import { gatesOf, type Gates } from '../../harness/compare/gates.ts';
import { InputError } from '../../model/kernel/faults.ts';
import { exact, measured, sideOf } from './documents.ts';

const gates = (words: { gate?: string[]; warn?: string[]; allow?: string[] } = {}): Gates =>
  gatesOf(undefined, { gate: [], warn: [], allow: [], ...words });

const refusal = (run: () => unknown): string[] => {
  try {
    run();
  } catch (fault) {
    if (fault instanceof InputError) return fault.message.split('\n');
    throw fault;
  }
  return [];
};

test('equal documents are unchanged in every metric and fail nothing', (t) => {
  const side = sideOf({ stock: { setup_p99_s: exact(2), destroys: exact(null) } });
  const same = compare(side, side, gates());
  t.deepEqual(same.tally, { improved: 0, regressed: 0, unchanged: 2, undecided: 0 });
  t.is(same.failed, 0);
  t.deepEqual(comparisonSchema.parse(structuredClone(same)), same);
});

test('a regression of a gated metric fails, of one that only warns it does not', (t) => {
  const base = sideOf({ stock: { setup_p99_s: exact(2), events: exact(100) } });
  const head = sideOf({ stock: { setup_p99_s: exact(2), events: exact(101) } });
  t.is(compare(base, head, gates()).failed, 1);
  t.is(compare(base, head, gates({ warn: ['events'] })).failed, 0);
  t.is(compare(base, head, gates({ gate: ['setup_p99_s'] })).failed, 0);
  t.is(compare(base, head, gates({ allow: ['events=1%'] })).failed, 0);
  t.is(compare(base, head, gates({ warn: ['exact'], gate: ['events'] })).failed, 1);
});

test('documents that do not answer the same question are refused, each differing field by name', (t) => {
  const base = sideOf({});
  const head = sideOf(
    {},
    {
      path: 'head.json',
      identity: [
        ['kind', 'result'],
        ['seeds', [1, 2]],
        ['guest', 'x'],
      ],
    },
  );
  const lines = refusal(() => compare(base, head, gates()));
  t.is(lines.length, 2);
  t.regex(lines[0]!, /^cannot compare base\.json with head\.json: seeds is \[1\] and \[1,2\];/);
  t.regex(lines[1]!, /guest is absent and "x"/);
});

test('two kinds of documents differ in kind, and nothing else is told', (t) => {
  const lines = refusal(() => compare(sideOf({}), sideOf({}, { identity: [['kind', 'rounds']] }), gates()));
  t.is(lines.length, 1);
  t.regex(lines[0]!, /kind is "result" and "rounds"/);
});

test('a gated metric that the head lacks is an error; one that is not gated is listed', (t) => {
  const base = sideOf({ stock: { a: exact(1), b: exact(1) }, all: { a: exact(1) } });
  const head = sideOf({ stock: { a: exact(1) } }, { path: 'head.json' });
  const lines = refusal(() => compare(base, head, gates()));
  t.is(lines.length, 2);
  t.regex(lines[0]!, /^head\.json: stock b is gated and missing;/);
  t.regex(lines[1]!, /^head\.json: all a is gated and missing;/);
  t.deepEqual(compare(base, head, gates({ warn: ['all'] })).missing, ['stock b', 'all a']);
});

test('what only the head has is told, and nothing is concluded from it', (t) => {
  const base = sideOf({ stock: { a: exact(1) } });
  const head = sideOf({ stock: { a: exact(1), b: exact(1) }, all: { a: exact(1) } });
  const { added, rows } = compare(base, head, gates());
  t.deepEqual(added, ['stock b', 'all']);
  t.is(rows.length, 1);
});

test('a mean that stands still over seeds that moved is undecided, never unchanged', (t) => {
  const base = sideOf({ stock: { a: exact(2, [1, 3]) } });
  const head = sideOf({ stock: { a: exact(2, [2, 2]) } });
  const [row] = compare(base, head, gates()).rows;
  t.like(row, { verdict: 'undecided', seeds: 2, seeds_changed: 2 });
});

test('a changed parameter of the model is told beside what it changed', (t) => {
  const base = sideOf({ stock: { a: exact(1) } }, { context: [['host parameter dom0.cpus', 4]] });
  const head = sideOf({ stock: { a: exact(1) } }, { context: [['host parameter dom0.cpus', 8]] });
  t.deepEqual(compare(base, head, gates()).changed, [
    { field: 'host parameter dom0.cpus', base: 4, head: 8 },
  ]);
});

test('measured metrics are judged by ratios of the same round', (t) => {
  // the machine slows down sixfold during the job, for both alike
  const drift = Array.from({ length: 20 }, (_, i) => 100 * (1 + i / 4));
  const base = sideOf({ kernel: { hold: measured(...drift) } });
  const same = sideOf({ kernel: { hold: measured(...drift.map((ns) => ns * 1.001)) } });
  const slower = sideOf({ kernel: { hold: measured(...drift.map((ns) => ns * 1.1)) } });
  t.like(compare(base, same, gates()).rows[0], { verdict: 'unchanged', rounds: 20 });
  t.like(compare(base, slower, gates()).rows[0], { verdict: 'regressed' });
});

test('mistakes in gates are all told at once; a metric that nobody has is refused with the nearest', (t) => {
  const file = { path: 'gates.json', raw: { gates: [], allowed: { a: 1 } } };
  const lines = refusal(() => gatesOf(file, { gate: [], warn: [], allow: ['a', 'b=1'] }));
  t.is(lines.length, 4);
  t.true(lines.every((line) => /^(gates\.json|--allow)/.test(line)));
  const side = sideOf({ stock: { setup_p99_s: exact(1) } });
  const [line] = refusal(() => compare(side, side, gates({ gate: ['setup_p9_s'] })));
  t.regex(line!, /found metric "setup_p9_s".*did you mean "setup_p99_s"\?$/);
});
