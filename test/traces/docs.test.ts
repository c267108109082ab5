/** docs/traces.md is what the catalogs say, and the recipe of docs/add-a-trace.md works. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { tracesPage } from '../../harness/report/traces-page.ts';
import { publicTraces } from '../../harness/fetch/public-traces.ts';
import { readers } from '../../traces/catalog.ts';
import { readerFor } from '../../traces/detect.ts';
import { openTrace } from '../../traces/lines.ts';
import { loadOf, type RecordedLoad } from '../../traces/load.ts';
import { hasShared, sharedPath } from '../shared.ts';
import { fileOf } from './files.ts';
import { pageViews } from './worked-example.ts';

const textOf = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');

test('docs/traces.md is what the catalogs print', (t) => {
  const again = 'print it again with: npm run -s trace -- list --markdown > docs/traces.md';
  t.true(textOf('docs/traces.md') === tracesPage(), again);
});

test('every format says what tells it, where it is from and under which licence', (t) => {
  for (const { name, notes } of readers) {
    t.true(notes.toldBy.length > 10 && !notes.toldBy.includes('\n'), name);
    t.true(notes.source.length > 3 && notes.licence.length > 2, name);
    t.true(notes.glitches.length > 0, name);
  }
});

test('public traces have names of their own, known formats, and checksums where they were held', (t) => {
  const names = publicTraces.map(({ name }) => name);
  t.is(new Set(names).size, names.length);
  const formats = new Set(readers.map(({ name }) => name));
  for (const { name, format, files, page } of publicTraces) {
    t.true(formats.has(format), name);
    t.true(URL.canParse(page), name);
    for (const { url, sha256, bytes } of files) {
      t.regex(url, /^https:\/\//);
      t.is(sha256 === undefined, bytes === undefined, url);
      if (sha256 !== undefined) t.regex(sha256, /^[0-9a-f]{64}$/);
    }
  }
});

(hasShared ? test : test.skip)('every checksum is of a file that was held, as its publisher has it', (t) => {
  const root = sharedPath('traces');
  const held = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => join(root, path))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path));
  // what was packed to be held is unpacked where it was published
  const contents = held.flatMap((bytes) =>
    bytes[0] === 0x1f && bytes[1] === 0x8b ? [bytes, gunzipSync(bytes)] : [bytes],
  );
  const sizes = new Map(
    contents.map((bytes) => [createHash('sha256').update(bytes).digest('hex'), bytes.length]),
  );
  for (const { url, sha256, bytes } of publicTraces.flatMap(({ files }) => files))
    if (sha256 !== undefined) t.is(sizes.get(sha256), bytes, url);
});

test('the worked example of docs/add-a-trace.md is the file that is compiled here', (t) => {
  const shown = /```ts\n(\/\*\*[\s\S]*?)```/.exec(textOf('docs/add-a-trace.md'))![1]!;
  const compiled = textOf('test/traces/worked-example.ts')
    .replaceAll("'../../model/", "'../model/")
    .replaceAll("'../../traces/", "'./");
  t.is(shown, compiled);
});

test('the worked example reads its example as any other reader does', async (t) => {
  const source = await openTrace(fileOf('views.csv', pageViews.notes.example!));
  const reader = await readerFor(source, [...readers, pageViews], undefined);
  t.is(reader.name, 'page-views');
  const recorded = (await reader.read(source, {})) as RecordedLoad;
  await source.close();
  const { workload, facts } = loadOf(source.path, recorded, {
    gaps: 'zero',
    duplicates: 'mean',
    backward: 'sort',
    pastEnd: 'stop',
    utilisationCapacity: undefined,
    from: undefined,
    to: undefined,
  });
  t.deepEqual([...workload.rate], [1, 2, 0, 1]);
  t.is(facts.gaps.count, 1);
  t.deepEqual(recorded.dropped.list(), [{ reason: 'views were not counted', rows: 1, firstLine: 4 }]);
});
