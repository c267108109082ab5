import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { METRIC_KEYS } from '../../harness/measure/score.ts';
import { documentOf, runHash, SCHEMA, serialised } from '../../harness/result/document.ts';
import { fileNameOf, pathShown, readResult, saveResult, writeWhole } from '../../harness/result/store.ts';
import { InputError } from '../../model/kernel/faults.ts';
import { documentWith, loadDocument, variantOf } from './documents.ts';

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
};

const folder = async (): Promise<string> => mkdtemp(join(tmpdir(), 'xenreplay-'));

test('the same results have the same bytes, in whatever order their keys were made', (t) => {
  const document = loadDocument();
  t.is(serialised(documentOf(reversed(document))), serialised(document));
  t.is(runHash(documentOf(reversed(document))), runHash(document));
});

test('metrics are written in the order of the published keys, others after them', (t) => {
  const metric = { value: 1, unit: 's', better: 'lower', kind: 'exact' };
  const variant = variantOf('stock', [], []) as { metrics: object };
  const metrics = { zebra: metric, mystery: metric, ...variant.metrics, events: metric };
  const [first] = documentWith({ variants: [{ ...variant, metrics }] }).variants;
  const keys = Object.keys(first!.metrics);
  t.deepEqual(keys.slice(-2), ['mystery', 'zebra']);
  const published: readonly string[] = keys.slice(0, -2);
  t.deepEqual(
    published,
    METRIC_KEYS.filter((key) => published.includes(key)),
  );
});

test('what is not a finite number is null', (t) => {
  const [stock] = documentWith({
    variants: [variantOf('stock', [], [Number.NaN, Number.POSITIVE_INFINITY, 1, 0, 0])],
  }).variants;
  t.is(stock!.metrics['setup_p50_s']!.value, null);
  t.is(stock!.metrics['setup_p99_s']!.value, null);
  t.notRegex(serialised(loadDocument()), /NaN|Infinity/u);
});

test('a document with a key too many, or of a broken law, is none', (t) => {
  t.throws(() => documentWith({ wallClock: 12 }));
  t.throws(() => documentWith({ variants: [{ ...(variantOf('stock', [], []) as object), law: 'broken' }] }));
});

test('a run made again has the same hash, whatever came out; another seed has another', (t) => {
  const document = documentWith();
  t.is(runHash(documentWith({ variants: [], warnings: ['x'] })), runHash(document));
  t.not(runHash(documentWith({ seeds: [2] })), runHash(document));
  t.regex(runHash(document), /^[0-9a-f]{8}$/u);
});

const named = (path: string, ...policies: readonly string[]): string => {
  const drivers = (policies.length === 0 ? ['hpa'] : policies).map((name) => ({
    label: name,
    name,
    options: {},
  }));
  const document = documentWith({ policies: drivers, variants: [] });
  return fileNameOf({ ...document, trace: { ...document.trace, path } }).replace(/-[0-9a-f]{8}\.json$/u, '');
};

test('a result is named after its trace, its policy and its hash', (t) => {
  t.is(named('traces/samples/burst.csv'), 'burst-hpa');
  t.is(named('/data/v1.dev.txt.gz'), 'v1.dev-hpa');
  t.is(named('a b/ü&c.csv', './mine.ts'), '_c-mine');
  t.is(named('..'), 'trace-hpa');
  t.is(named('burst.csv', 'hpa', 'kpa', 'static'), 'burst-hpa-and-2');
});

test('a result is written whole, read back as it was, and leaves no draft', async (t) => {
  const out = await folder();
  const document = loadDocument();
  const [path, again] = await Promise.all([
    saveResult(document, join(out, 'runs')),
    saveResult(document, join(out, 'runs')),
  ]);
  t.is(path, again);
  t.is(await readFile(path, 'utf8'), serialised(document));
  t.is(serialised(await readResult(path)), serialised(document));
  t.is((await readdir(join(out, 'runs'))).length, 1);
  await rm(out, { recursive: true });
});

test('a folder that cannot be written to is the user’s to name', async (t) => {
  const out = await folder();
  await writeFile(join(out, 'file'), '');
  const fault = await t.throwsAsync(saveResult(documentWith(), join(out, 'file', 'runs')), {
    instanceOf: InputError,
  });
  t.regex(fault.message, /cannot be written \(ENOTDIR\); name a place that can be with --out or --to$/u);
  await rm(out, { recursive: true });
});

test('a folder or a device is not replaced by a file', async (t) => {
  const out = await folder();
  for (const path of [out, '/dev/null'])
    await t.throwsAsync(writeWhole(path, 'x'), {
      instanceOf: InputError,
      message: `${path}: is no file; name a file to write`,
    });
  t.deepEqual(await readdir(out), []);
  await rm(out, { recursive: true });
});

test('what is no document of this schema is refused by name', async (t) => {
  const out = await folder();
  const refusals: readonly (readonly [text: string, said: RegExp])[] = [
    ['{', /: not JSON; /u],
    ['null', /: no schema; this version reads xenreplay\/result\/2 and xenreplay\/result\/1; /u],
    ['{"schema":"xenreplay/result/0"}', /: schema "xenreplay\/result\/0"; this version reads /u],
    ['{"schema":"xenreplay/result/99"}', /: schema "xenreplay\/result\/99"; this version reads /u],
    [JSON.stringify({ ...documentWith(), seeds: [] }), /: seeds: .*; make the document again/u],
  ];
  for (const [text, said] of refusals) {
    const path = join(out, 'result.json');
    await writeFile(path, text);
    const fault = await t.throwsAsync(readResult(path), { instanceOf: InputError });
    t.regex(fault.message, said);
    t.notRegex(fault.message, /\n/u);
  }
  const missing = await t.throwsAsync(readResult(join(out, 'none.json')), { instanceOf: InputError });
  t.regex(missing.message, /none\.json: not found; make it with npm run replay -- TRACE$/u);
  await rm(out, { recursive: true });
});

/** As the version before wrote it: one policy above, and no word of it in the entries. */
const earlier = (document: ReturnType<typeof documentWith>): Record<string, unknown> => {
  const { policies, variants, bounds, ...rest } = document;
  const { label: _label, ...policy } = policies[0]!;
  const bare = (entries: typeof variants): unknown[] => entries.map(({ policy: _policy, ...entry }) => entry);
  return { ...rest, schema: 'xenreplay/result/1', policy, variants: bare(variants), bounds: bare(bounds) };
};

test('a document of schema 1 is converted: its one policy is that of every entry', async (t) => {
  const out = await folder();
  const path = join(out, 'result.json');
  for (const document of [documentWith(), loadDocument()]) {
    await writeFile(path, JSON.stringify(earlier(document)));
    t.is(serialised(await readResult(path)), serialised(document));
  }
  await rm(out, { recursive: true });
});

test('a document of schema 1 without its parts, or with parts of schema 2, is refused by place', async (t) => {
  const out = await folder();
  const path = join(out, 'result.json');
  const { policy: _policy, ...without } = earlier(documentWith());
  const refusals: readonly (readonly [raw: object, said: RegExp])[] = [
    [without, /: policies: /u],
    [{ ...earlier(documentWith()), policy: 'hpa' }, /: policies: /u],
    [{ ...earlier(documentWith()), policy: { options: {} } }, /: policies\[0\]\.label: /u],
    [{ ...earlier(documentWith()), variants: 'none' }, /: variants: /u],
    [{ ...documentWith(), schema: 'xenreplay/result/1' }, /: policies: /u],
  ];
  for (const [raw, said] of refusals) {
    await writeFile(path, JSON.stringify(raw));
    t.regex((await t.throwsAsync(readResult(path), { instanceOf: InputError })).message, said);
  }
  await rm(out, { recursive: true });
});

test('every entry names a policy of the document, and no two policies have one label', (t) => {
  const [stock] = documentWith().variants;
  const hpa = { label: 'hpa', name: 'hpa', options: {} };
  t.throws(() => documentWith({ variants: [{ ...stock!, policy: 'kpa' }] }), {
    message: /kpa.* is no label of policies: trace/u,
  });
  t.throws(() => documentWith({ policies: [hpa, hpa], variants: [] }), { message: /hpa.* is there twice/u });
  t.throws(() => documentWith({ policies: [], variants: [] }));
});

test('a path below the working directory is shown relative to it, any other as given', (t) => {
  t.is(pathShown('/home/x/traces/a.csv', '/home/x'), 'traces/a.csv');
  t.is(pathShown('/data/a.csv', '/home/x'), '/data/a.csv');
  t.is(pathShown('/home/x..y/a.csv', '/home/x'), '/home/x..y/a.csv');
  t.is(pathShown('/home/x/..a.csv', '/home/x'), '..a.csv');
  t.is(pathShown('../a.csv', '/home/x'), '../a.csv');
});

test('the schema has the name that readers ask for', (t) => {
  t.is(SCHEMA, 'xenreplay/result/2');
});
