import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { Moment } from '../../model/kernel/units.ts';
import type { Recording, Steps } from '../../model/recording.ts';
import { pageOf } from '../../harness/page/page.ts';
import type { PageData } from '../../harness/page/browser/data.ts';
import { lastSentence } from '../../harness/report/verdict.ts';
import { CROWD, STEP } from '../campaign/world.ts';
import { madeOf, tagsOf, type Made } from './world.ts';

const folder = mkdtempSync(join(tmpdir(), 'page-'));
test.after.always(() => rmSync(folder, { recursive: true }));

const MOST = 2_000_000;

/** A file whose path is markup and ends a script, in folders since a name holds no slash. */
const hostile = join(folder, `it's "<script>alert(1)<`, 'script> & <!-- .csv');
mkdirSync(join(hostile, '..'));
writeFileSync(hostile, CROWD);
const crowd = join(folder, 'crowd.csv');
writeFileSync(crowd, CROWD);
const step = join(folder, 'step.csv');
writeFileSync(step, STEP);

const lifecycle = madeOf({ trace: crowd, fixes: 'stock,parallel-boot,all' });
const load = madeOf({ trace: step, fixes: 'stock,all', seeds: '3' });

const dataIn = (page: string): PageData =>
  JSON.parse(/<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(page)![1]!) as PageData;

const both: readonly (readonly [string, Promise<Made>])[] = [
  ['a lifecycle trace', lifecycle],
  ['a load over seeds', load],
];

for (const [name, made] of both) {
  test(`${name}: every tag is closed, every id is there once, and what is referred to is there`, async (t) => {
    const { tags, faults } = tagsOf((await made).page);
    t.deepEqual(faults, []);
    const ids = tags.flatMap(({ attributes }) => attributes.get('id') ?? []);
    t.deepEqual(ids.toSorted(), [...new Set(ids)].toSorted());
    for (const { attributes } of tags) {
      const named = attributes.get('aria-labelledby');
      if (named !== undefined) t.true(ids.includes(named), named);
      const href = attributes.get('href');
      if (href !== undefined) t.true(ids.includes(href.slice(1)), href);
    }
  });

  test(`${name}: landmarks, one heading above all, and none that is skipped`, async (t) => {
    const { tags } = tagsOf((await made).page);
    for (const landmark of ['header', 'nav', 'main', 'footer']) {
      t.is(tags.filter((tag) => tag.name === landmark).length, 1, landmark);
    }
    const levels = tags.flatMap((tag) => (/^h\d$/.test(tag.name) ? Number(tag.name[1]) : []));
    t.is(levels.filter((level) => level === 1).length, 1);
    for (const [i, level] of levels.entries()) t.true(level <= (levels[i - 1] ?? 0) + 1, `h${level} at ${i}`);
    for (const section of tags.filter((tag) => tag.name === 'section'))
      t.true(section.attributes.has('aria-labelledby'));
  });

  test(`${name}: every figure has a caption, every chart words for who cannot see it, and every chart has its place`, async (t) => {
    const { page } = await made;
    const { tags } = tagsOf(page);
    const figures = tags.filter((tag) => tag.name === 'figure').length;
    t.is(tags.filter((tag) => tag.name === 'figcaption').length, figures);
    for (const tag of tags.filter(({ attributes }) => attributes.get('class') === 'chart')) {
      t.true(tag.attributes.has('aria-label') || tag.attributes.get('aria-hidden') === 'true');
    }
    const ids = new Set(tags.flatMap(({ attributes }) => attributes.get('id') ?? []));
    for (const id of Object.keys(dataIn(page).charts)) t.true(ids.has(id), id);
  });

  test(`${name}: it may run the scripts that it holds and load nothing`, async (t) => {
    const { page } = await made;
    const rules = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!.replaceAll('&#39;', "'");
    t.true(rules.startsWith("default-src 'none'; "));
    t.notRegex(rules, /unsafe-eval|https?:|\*/);
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text]) => text!);
    t.is(scripts.length, 2);
    for (const text of scripts) {
      t.true(rules.includes(`'sha256-${createHash('sha256').update(text).digest('base64')}'`));
    }
    t.false(rules.includes('script-src') && /script-src[^;]*unsafe-inline/.test(rules));
    const loading = ['src', 'srcset', 'action', 'data', 'poster', 'background'];
    for (const { name: tag, attributes } of tagsOf(page).tags) {
      for (const one of loading) t.false(attributes.has(one), `${tag} ${one}`);
      t.false(['link', 'iframe', 'object', 'embed', 'img'].includes(tag));
    }
    t.notRegex(/<style>([\s\S]*?)<\/style>/.exec(page)![1]!, /url\(|@import/);
  });

  test(`${name}: what its curves are of is said in words`, async (t) => {
    const { document, page, replays } = await made;
    const { seeds, runs } = dataIn(page);
    t.is(seeds, document.seeds.length);
    for (const { recordings } of replays) t.is(recordings.length, seeds);
    for (const run of runs) {
      t.is(run.said.includes(`${seeds} seeds: `), seeds > 1);
      // one seed is written once
      if (seeds === 1) t.deepEqual([run.supplyLeast, run.supplyMost], [run.supply, run.supply]);
    }
    t.is(page.includes(`ready, middle of ${seeds} seeds`), seeds > 1);
    t.is(/The line is the middle of \d seeds at every moment/.test(page), seeds > 1);
    t.is(page.includes(`${seeds} seeds together`), seeds > 1);
  });

  test(`${name}: below 2 MB`, async (t) => {
    t.true(Buffer.byteLength((await made).page) < MOST);
  });
}

test('the page says the verdict, the objective, the line that makes it again and every choice', async (t) => {
  const { page, document } = await load;
  t.true(page.replaceAll('\u00A0', ' ').includes(`${lastSentence(document)}.</h1>`));
  t.true(page.includes('95 % of requests answered within 0.5 s'));
  t.true(page.includes(document.again));
  for (const key of Object.keys(document.workload.options))
    t.true(page.includes(key.replaceAll('_', ' ')), key);
  for (const { name } of document.bounds) t.true(page.includes(`bound: ${name}`));
});

test('the data are those of the document: bars add up to the indirect cost, steps to the mean set-up', async (t) => {
  const { page, document } = await lifecycle;
  const { charts } = dataIn(page);
  const sum = (id: string, column: string, variant: string): number => {
    const { columns, groups } = charts[id]!.data;
    const rows = groups.find(({ shared }) => shared[1] === variant)!.rows;
    return rows.reduce((total, row) => total + Number(row[columns.indexOf(column)]), 0);
  };
  for (const { name, metrics } of document.variants.filter((one) => one.name !== 'ideal')) {
    const near = (value: number, key: string): void => {
      const wanted = metrics[key]!.value!;
      t.true(
        Math.abs(value - wanted) < 2e-3 * Math.max(wanted, 1e-3),
        `${name} ${key}: ${value}, not ${wanted}`,
      );
    };
    near(sum('chart-cost', 'vm_hours', name), 'indirect_cost_vm_hours');
    near(sum('chart-parts-creation', 'mean_s', name), 'setup_mean_s');
    near(sum('chart-steps-creation', 'length_s', name), 'setup_mean_s');
  }
});

test('the same run gives the same page, with one worker or two', async (t) => {
  const flags = { trace: step, fixes: 'stock,all' };
  const [one, two] = [await madeOf(flags, 1), await madeOf(flags, 2)];
  t.true(one.page === two.page);
});

test('a path that is markup is text, and ends neither the page nor its scripts', async (t) => {
  const { page, document } = await madeOf({ trace: hostile, fixes: 'stock,all' });
  t.true(document.trace.path.includes('<script>alert(1)</script>'));
  const { tags, faults } = tagsOf(page);
  t.deepEqual(faults, []);
  t.is(tags.filter(({ name }) => name === 'script').length, 3);
  t.false(page.includes('<script>alert'));
  t.true(page.includes('it&#39;s &quot;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;!-- .csv'));
  t.notThrows(() => dataIn(page));
});

test('labels of policies, warnings and reasons that are markup are text as well', async (t) => {
  const { document, replays } = await load;
  const evil = '</script><img src=x onerror=alert(1)>"\'';
  const label = (one: string): string => `${evil}${one}`;
  const page = await pageOf(
    {
      ...document,
      policies: document.policies.map((policy) => ({
        ...policy,
        label: label(policy.label),
        options: { [evil]: evil },
      })),
      variants: document.variants.map((variant) => ({ ...variant, policy: label(variant.policy) })),
      warnings: [evil],
    },
    replays.map(({ policy, variant, recordings }) => ({
      policy: label(policy),
      variant,
      recordings: recordings.map((recording) => ({
        ...recording,
        decisions: recording.decisions.map((row) => ({ ...row, reason: evil })),
      })),
    })),
  );
  const { tags, faults } = tagsOf(page);
  t.deepEqual(faults, []);
  t.is(tags.filter(({ name }) => name === 'img').length, 0);
  t.is(tags.filter(({ name }) => name === 'script').length, 3);
  t.deepEqual(dataIn(page).reasons, [evil]);
});

test('a document of an interrupted run, without stock or without any set-up still makes a page', async (t) => {
  const { document, replays } = await lifecycle;
  const few = await pageOf(
    { ...document, partial: { replaysDone: 1, replaysPlanned: 4 }, variants: document.variants.slice(-1) },
    replays.slice(-1),
  );
  t.deepEqual(tagsOf(few).faults, []);
  t.true(few.includes('1 of 4 replays'));
  const quiet = join(folder, 'quiet.csv');
  writeFileSync(quiet, 'created_s,deleted_s,vcpus,memory_gib\n,100,1,1\n,,1,1\n0,50,1,1\n');
  const { page } = await madeOf({ trace: quiet, fixes: 'stock', to: '10s', censored: 'drop' });
  t.deepEqual(tagsOf(page).faults, []);
});

test('many policies and variants of a long trace draw each more coarsely and stay below 2 MB', async (t) => {
  const { document, replays } = await load;
  const steps = (seed: number): Steps => ({
    at: Float64Array.from({ length: 2048 }, (_, i) => i * 290_000),
    value: Float64Array.from({ length: 2048 }, (_, i) => ((i + seed) * 7919) % 1000),
  });
  const spans = Float64Array.from({ length: 5000 }, (_, i) => 1e6 + ((i * 7919) % 5000) * 1234.5);
  const row = replays[0]!.recordings[0]!.decisions[0]!;
  const decisions = Array.from({ length: 3000 }, (_, i) => ({
    ...row,
    at: (i * 190_000) as Moment,
    from: i,
    to: i + 1,
  }));
  const long = (recording: Recording, seed: number): Recording => ({
    ...recording,
    setups: spans,
    destroys: spans,
    decisions,
    outlines: {
      demand: steps(0),
      supply: steps(seed),
      starting: steps(seed + 1),
      stopping: steps(seed + 2),
      whole: true,
    },
  });
  const labels = Array.from({ length: 20 }, (_, i) => `policy-${i}`);
  const names = Array.from({ length: 9 }, (_, i) => (i === 0 ? 'stock' : `variant-${i}`));
  const runs = labels.flatMap((policy) => names.map((name) => ({ policy, name })));
  const page = await pageOf(
    {
      ...document,
      policies: labels.map((label) => ({ label, name: label, options: {} })),
      variants: runs.map(({ policy, name }) => ({ ...document.variants[0]!, policy, name, fixes: [] })),
    },
    runs.map(({ policy, name }, i) => ({
      policy,
      variant: name,
      recordings: [long(replays[0]!.recordings[0]!, 3 * i)],
    })),
  );
  t.true(Buffer.byteLength(page) < MOST, `${Buffer.byteLength(page)} bytes`);
  const { runs: packed, curves } = dataIn(page);
  t.is(packed.length, 180);
  t.true(curves.every(({ t: at }) => at.length >= 64));
});
