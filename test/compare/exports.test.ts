import test from 'ava';
import { compare } from '../../harness/compare/comparison.ts';
import { gatesOf } from '../../harness/compare/gates.ts';
import {
  benchmarkAction,
  comparisonJunit,
  comparisonMarkdown,
  COMMENT_MARKER,
} from '../../harness/report/comparison-exports.ts';
import { comparisonText } from '../../harness/report/comparison-text.ts';
import { exact, measured, sideOf } from './documents.ts';

const ugly = 'a <b> & "c" | `d`';
const base = sideOf({
  [ugly]: { setup_p99_s: exact(2), same: exact(1), noisy: measured(1, 1, 1), billed: exact(10) },
});
const head = sideOf(
  { [ugly]: { setup_p99_s: exact(2.5), same: exact(1), noisy: measured(1, 1.2, 1.1), billed: exact(9) } },
  { path: 'head.json', context: [['host parameter x', 1]] },
);
const comparison = compare(base, head, gatesOf(undefined, { gate: [], warn: [], allow: [] }));

test('the text fits 80 columns, shows what changed, and ends with the answer', (t) => {
  const lines = comparisonText(comparison, { all: false }).split('\n');
  for (const line of lines) t.true(Array.from(line).length <= 80, line);
  t.is(lines.at(-2), '1 regressed, 1 undecided, 1 improved, 1 unchanged · 4 metrics');
  t.true(lines.some((line) => line.includes('setup_p99_s') && line.includes('+25.0 %, exact')));
  t.false(lines.some((line) => line.includes('  same')));
  t.true(lines.some((line) => line.includes('3 rounds, needs 6')));
  t.true(comparisonText(comparison, { all: true }).includes('  same'));
});

test('Markdown carries the marker by which a comment is found, and escapes what comes from outside', (t) => {
  const text = comparisonMarkdown(comparison);
  t.true(text.startsWith(COMMENT_MARKER));
  t.true(text.includes('a \\<b\\> & "c" \\| \\`d\\`'));
  t.true(text.includes('<details><summary>1 unchanged</summary>'));
});

test('JUnit has a case per metric: a gated regression fails, an undecided one is skipped', (t) => {
  const text = comparisonJunit(comparison);
  t.true(text.includes('tests="4" failures="1" errors="0" skipped="1"'));
  t.is(text.match(/<testcase /g)!.length, 4);
  t.is(text.match(/<failure /g)!.length, 1);
  t.true(text.includes('a &lt;b&gt; &amp; &quot;c&quot;'));
  t.false(/<b>/.test(text));
});

test('benchmark-action reads name, unit and value of the head, a list per direction', (t) => {
  const lower = JSON.parse(benchmarkAction(comparison, 'lower')) as { name: string; value: number }[];
  t.is(lower.length, 4);
  t.like(lower[0], { name: `${ugly}: setup_p99_s`, unit: 's', value: 2.5 });
  t.deepEqual(JSON.parse(benchmarkAction(comparison, 'higher')), []);
});
