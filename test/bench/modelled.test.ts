/** The micro- and macrobenchmarks on their smallest input, with the hash that says whether a number changed. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { scenarios } from '../../harness/macro/catalog.ts';
import { dirtied, migration } from '../../harness/macro/migration.ts';
import { micros } from '../../harness/micro/catalog.ts';
import { benchmarksPage } from '../../harness/report/benchmarks-page.ts';
import type { BenchDocument } from '../../harness/result/bench-document.ts';
import { guestNamed } from '../../model/host/guest.ts';
import { outcomeOf } from '../../harness/experiments/testbed.ts';
import { profileNamed } from '../../model/host/profile.ts';
import { variantsNamed } from '../../model/host/variants.ts';
import { bytes } from '../../model/kernel/units.ts';
import { cli } from '../harness/process.ts';

const documentOf = (...words: string[]): BenchDocument =>
  JSON.parse(cli('bench', ...words, '--json').out) as BenchDocument;

const micro = documentOf('micro', '--smallest');
const macro = documentOf('macro', '--smallest');

test('every microbenchmark and every scenario runs on its smallest input', (t) => {
  t.deepEqual(
    [...new Set(micro.rows.map(({ bench }) => bench))],
    micros.map(({ name }) => name),
  );
  t.deepEqual(
    [...new Set(macro.rows.map(({ bench }) => bench))],
    scenarios.map(({ name }) => name),
  );
  for (const { value, bench } of [...micro.rows, ...macro.rows]) t.true(value.mean! >= 0, bench);
  t.log(`micro ${micro.hash}`);
  t.log(`macro ${macro.hash}`);
});

test('the same inputs give the same hash, another host gives another', (t) => {
  t.is(documentOf('macro', '--smallest').hash, macro.hash);
  t.not(documentOf('macro', '--smallest', '--host', 'xen-4.6').hash, macro.hash);
});

test('a speed-up of stock over itself is 1, and only the headline has one', (t) => {
  for (const row of macro.rows) {
    const headline = scenarios.find(({ name }) => name === row.bench)!.headline === row.measure;
    t.is(row.speedup !== undefined, headline);
    if (headline && row.variant === 'stock' && row.value.mean! > 0) t.is(row.speedup!.mean, 1);
  }
});

test('each fix is faster on its own path where the path is loaded, and none is slower alone', (t) => {
  const profile = profileNamed('xen-4.8');
  const [stock] = variantsNamed('stock');
  for (const one of micros.filter(({ name }) => name !== 'retries')) {
    const [fix] = variantsNamed(one.path);
    const point = one.name === 'destroy-locality' ? 50 : one.points.at(-2)!;
    const situation = one.situation(profile, point);
    const of = (variant: typeof stock): number =>
      one.of(outcomeOf({ ...situation, variant: variant!, seed: 1 }));
    const better = one.better === 'lower' ? of(stock) / of(fix) : of(fix) / of(stock);
    t.true(better > 1.05, `${one.name}: ${better}`);
  }
});

test('dirty pages: what a short span writes, at most the working set, and more in a longer span', (t) => {
  const set = bytes(256 * 1024 * 1024);
  t.is(dirtied(0, set, 1e6), 0);
  t.true(Math.abs(dirtied(1e-3, set, 1e6) / 1e3 - 1) < 1e-3);
  t.true(dirtied(1e6, set, 1e6) <= set);
  t.true(dirtied(2, set, 1e8) > dirtied(1, set, 1e8));
});

test('a migration sends its memory over the link: no faster than the link, no guest is lost', (t) => {
  const found = migration.run(
    { profile: profileNamed('xen-4.8'), guest: guestNamed('pv-unikernel') },
    variantsNamed('stock')[0]!,
    1,
    'smallest',
  );
  const { memory, link } = migration.parameters;
  t.true(found['evacuated_s']! > (2 * memory!.value) / link!.value);
  t.true(found['downtime_mean_s']! > 0);
});

test('the text fits 80 columns and ends with the answer and the hash', (t) => {
  for (const kind of ['micro', 'macro']) {
    const { status, out } = cli('bench', kind, '--smallest');
    t.is(status, 0);
    for (const line of out.split('\n')) t.true(Array.from(line).length <= 80, line);
    t.regex(out, /\nsha256 of the numbers [0-9a-f]{16}\n$/);
  }
});

test('two documents of benchmarks are compared; a changed number is red', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'xenreplay-bench-'));
  const write = (name: string, document: BenchDocument): string => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(document));
    return path;
  };
  const base = write('base.json', macro);
  const rows = macro.rows.map((row, i) => (i === 0 ? { ...row, value: { ...row.value, mean: 99 } } : row));
  t.is(cli('compare', base, base).status, 0);
  t.is(cli('compare', base, write('head.json', { ...macro, rows })).status, 3);
  t.is(cli('compare', base, write('micro.json', micro)).status, 2);
  rmSync(folder, { recursive: true });
});

test('mistakes are told in one line', (t) => {
  const lines: readonly (readonly [string[], RegExp])[] = [
    [['macro', '--only', 'boot-strom'], /did you mean "boot-storm"\?/],
    [['micro', '--fixes', 'all'], /speed-ups are held against stock, which comes first/],
    [['macro', '--draws', 'many'], /--draws: found "many"; it is a whole number/],
  ];
  for (const [words, message] of lines) {
    const { status, out, err } = cli('bench', ...words);
    t.deepEqual([status, out], [2, '']);
    t.regex(err, message);
  }
});

test('docs/benchmarks.md is what bench macro --markdown prints', (t) => {
  const plain = (text: string): string => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');
  t.is(plain(readFileSync('docs/benchmarks.md', 'utf8')), plain(benchmarksPage()));
});
