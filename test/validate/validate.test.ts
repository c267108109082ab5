import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { lockFacts } from '../../harness/validate/measured.ts';
import { rowOf, validationOf, type Fact, type Validation } from '../../harness/validate/row.ts';
import { cli, folderOf } from '../calibrate/world.ts';
import { hasShared } from '../shared.ts';

const fact: Fact = {
  id: 'a',
  part: 'published',
  source: 's',
  conditions: 'c',
  reference: 100,
  unit: 'ms',
  model: 100,
  reason: 'because',
};

for (const [what, change, verdict, error] of [
  ['the same', {}, 'agrees', 0],
  ['a fifth more', { model: 120 }, 'agrees', 0.2],
  ['half as much again', { model: 150 }, 'within factor 2', 0.5],
  ['half', { model: 50 }, 'within factor 2', 0.5],
  ['a third', { model: 33 }, 'disagrees', 0.67],
  ['three times', { model: 300 }, 'disagrees', 2],
  ['a parameter chosen on it', { model: 300, assumed: true }, 'assumed', 2],
  ['nothing', { model: null }, 'not expressible', null],
  ['inside a bound', { model: 3, range: [0, 100] }, 'agrees', 0],
  ['above a bound', { model: 110, range: [0, 100] }, 'agrees', 0.1],
] as const satisfies readonly (readonly [string, Partial<Fact>, string, number | null])[]) {
  test(`a row of which the model says ${what}: ${verdict}`, (t) => {
    const row = rowOf({ ...fact, ...change });
    t.is(row.verdict, verdict);
    if (error === null) t.is(row.error_fraction, null);
    else t.true(Math.abs(row.error_fraction! - error) < 1e-9);
    t.is(row.reason, verdict === 'agrees' ? undefined : 'because');
  });
}

test('assumed rows and those without a model are in no mean', (t) => {
  const rows = [
    fact,
    { ...fact, model: 140 },
    { ...fact, model: 900, assumed: true },
    { ...fact, model: null },
  ].map(rowOf);
  const { mape_fraction, median_error_fraction } = validationOf(rows);
  t.true(Math.abs(mape_fraction! - 0.2) < 1e-9);
  t.true(Math.abs(median_error_fraction! - 0.2) < 1e-9);
  t.is(validationOf([]).mape_fraction, null);
});

test('creations pass the xl lock one by one, in the order in which they asked', (t) => {
  const facts = lockFacts({
    file: 'l.csv',
    creations: [
      { asked: 1, granted: 1, held: 4, line: 2 },
      { asked: 2, granted: 5, held: 3, line: 3 },
      { asked: 9, granted: 9, held: 1, line: 4 },
    ],
  });
  t.deepEqual(
    facts.map(({ model }) => model),
    [1, 5, 9],
  );
});

const folder = folderOf(test);
const ran = cli('validate', '--json');
const { rows, mape_fraction, median_error_fraction } = JSON.parse(ran.out) as Validation;

test('validate has a row per fact, from mathematics, from measurements and from what was published', (t) => {
  t.is(ran.status, 0, ran.err);
  t.true(rows.length >= 25);
  for (const part of ['closed form', 'measured', 'published']) t.true(rows.some((row) => row.part === part));
  t.is(new Set(rows.map(({ id }) => id)).size, rows.length);
  for (const row of rows) {
    t.truthy(row.source, row.id);
    t.truthy(row.conditions, row.id);
    if (row.verdict === 'disagrees' || row.verdict === 'not expressible') t.truthy(row.reason, row.id);
  }
});

test('the median error is at most 20 %, closed forms agree within 2 %, and no row is beyond a factor of 2', (t) => {
  t.true(median_error_fraction! <= 0.2);
  t.true(mape_fraction! <= 0.2);
  for (const row of rows) if (row.part === 'closed form') t.true(row.error_fraction! < 0.02, row.id);
  t.deepEqual(
    rows.filter(({ verdict }) => verdict === 'disagrees').map(({ id }) => id),
    [],
  );
});

test('on a terminal it is the same rows in 80 columns, and the last line is the answer', (t) => {
  const { status, out } = cli('validate');
  t.is(status, 0);
  for (const line of out.split('\n')) t.true(Array.from(line).length <= 80, line);
  t.regex(out, new RegExp(`${rows.length} rows: \\d+ agrees`, 'u'));
});

test('docs/validation.md is what the command prints (skipped where ../shared is absent)', (t) => {
  if (!hasShared) {
    t.log('no ../shared/measured');
    t.pass();
    return;
  }
  t.is(cli('validate', '--markdown').out, readFileSync('docs/validation.md', 'utf8'));
});

test('where a run of the host counts the same as a measurement, that is a row beside what its law says', (t) => {
  const head = 'scenario,op,n_running_before,requests_total,watch_events,by_xl';
  writeFileSync(join(folder, 'counts.csv'), `${head}\n2node_c,create_traced,100,371,21,325\n`);
  const { out, err } = cli('validate', '--measured', folder, '--host', 'xen-4.17', '--json');
  const found = (JSON.parse(out) as Validation).rows.filter(({ model }) => model !== null);
  t.deepEqual(
    // 117 of an empty host, a name for each of 100, and placement's look at them, dom0 and the new one
    found.map(({ id, model }) => [id, model]),
    [['through the host: 2-node create: requests by xl, 100 guests', 319]],
    err,
  );
});

test('measurements without a profile are refused in one line', (t) => {
  const { status, err } = cli('validate', '--measured', 'docs');
  t.is(status, 2);
  t.regex(err, /^--measured: needs a profile [^\n]+\n$/u);
});
