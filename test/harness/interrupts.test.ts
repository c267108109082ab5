/**
 * Ctrl-C during each long command, sent to the real process once it says how far it is: what is finished is kept and marked.
 *
 * The works are long enough that none is over by then, and no more of them is done than up to there.
 */
import { execFileSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import anyTest from 'ava';
import type { BenchDocument } from '../../harness/result/bench-document.ts';
import type { ResultDocument } from '../../harness/result/document.ts';
import type { Validation } from '../../harness/validate/row.ts';
import { hasShared, sharedPath } from '../shared.ts';
import { interrupted } from './process.ts';

const test = anyTest.serial;
const withShared = hasShared ? test : test.skip;

const folder = mkdtempSync(join(tmpdir(), 'interrupts-'));
test.after.always(() => rmSync(folder, { recursive: true }));

/** The first word of how far it is. */
const PROGRESS = /^ *\d+ % /mu;
/** A tenth of it, however slow the machine: something is finished. */
const A_TENTH = /^ *\d\d % /mu;
const STOPPING = 'stopping, and keeping what is finished; Ctrl-C again ends at once\n';

test('bench micro: rows of the points that are done, and the benchmarks that are missing', async (t) => {
  const { status, out, err } = await interrupted(A_TENTH, 'bench', 'micro', '--json');
  t.is(status, 130);
  t.true(err.endsWith(STOPPING), err);
  const { rows, partial, seeds } = JSON.parse(out) as BenchDocument;
  t.true(rows.length > 0);
  for (const { value } of rows) t.is(value.seeds, seeds);
  t.true(partial!.includes('destroy-concurrent'));
});

test('bench macro: the same, as text', async (t) => {
  const { status, out } = await interrupted(PROGRESS, 'bench', 'macro');
  t.is(status, 130);
  t.regex(out, /^INTERRUPTED, not finished: [^]*\sboot-storm\n/mu);
});

test('bench speed: what was timed is told, and what is missing', async (t) => {
  const { status, out } = await interrupted(PROGRESS, 'bench', 'speed');
  t.is(status, 130);
  t.regex(out, /^INTERRUPTED, not finished: [^]*\sstart\b/mu);
});

withShared('validate: the parts that are done, and which are missing', async (t) => {
  const { status, out } = await interrupted(/measurements/u, 'validate', '--json');
  t.is(status, 130);
  const { rows, partial, mape_fraction } = JSON.parse(out) as Validation;
  t.deepEqual(partial, ['measurements', 'published figures']);
  t.true(rows.some(({ part }) => part === 'closed form'));
  t.false(rows.some(({ part }) => part === 'published'));
  t.not(mape_fraction, null);
});

test('validate --modes: the points that are done', async (t) => {
  const { status, out } = await interrupted(PROGRESS, 'validate', '--modes');
  t.is(status, 130);
  t.regex(out, /^INTERRUPTED: \d+ of 576 points done$/mu);
});

withShared('calibrate: no profile of some of the laws', async (t) => {
  const path = join(folder, 'host.json');
  const { status, out, err } = await interrupted(
    PROGRESS,
    'calibrate',
    sharedPath('measured'),
    '--out',
    path,
  );
  t.deepEqual({ status, out }, { status: 130, out: '' });
  t.true(err.endsWith(`${STOPPING}interrupted\n`), err);
  t.false(existsSync(path));
});

withShared('conformance: the cases that are judged, and how many are not', async (t) => {
  const { status, out } = await interrupted(PROGRESS, 'conformance', sharedPath('vectors'));
  t.is(status, 130);
  t.regex(out, /^INTERRUPTED: [123] of \d+ cases not judged\n\d+ passed, 0 failed\n$/u);
});

test('figures: those that are finished stay, whole, and the list says which are missing', async (t) => {
  const out = join(folder, 'figures');
  const words = ['figures', '--only', 'destroy-remote,loaded,claims', '--out', out];
  const { status, out: text } = await interrupted(
    () => existsSync(join(out, 'destroy-remote.csv')),
    ...words,
  );
  t.is(status, 130);
  t.regex(text, /^destroy-remote .*svg\nINTERRUPTED, not finished: loaded and claims$/mu);
  t.deepEqual(readdirSync(out).toSorted(), ['destroy-remote.csv', 'destroy-remote.svg']);
});

for (const workers of ['1', '2']) {
  test(`replay, ${workers} at a time: whole seeds, marked, in a document and a page`, async (t) => {
    const out = join(folder, workers);
    const trace = 'traces/samples/flash-crowd.csv';
    const line = [
      'replay',
      trace,
      '--fixes',
      'stock',
      '--to',
      '4h',
      '--seeds',
      '100',
      '--json',
      '--out',
      out,
      '--workers',
      workers,
    ];
    const { status, out: text, err } = await interrupted(A_TENTH, ...line);
    t.is(status, 130, err);
    const { partial, seeds, variants } = JSON.parse(text) as ResultDocument;
    t.true(partial!.replaysDone < partial!.replaysPlanned);
    t.true(
      seeds.length >= 5 && seeds.length < 100,
      `${seeds.length} seeds of ${partial!.replaysDone} replays`,
    );
    t.deepEqual(
      variants.map(({ name }) => name),
      ['stock', 'ideal'],
    );
    for (const { by_seed } of variants)
      t.deepEqual(
        by_seed!.map(({ seed }) => seed),
        seeds,
      );
    const files = readdirSync(out).toSorted();
    t.deepEqual(
      files.map((name) => name.split('.').at(-1)),
      ['html', 'json'],
    );
    t.regex(readFileSync(join(out, files[0]!), 'utf8'), /covers only the \d+ of \d+ replays that were done/u);
  });
}

test('trace convert, in the middle of a pipe: no file, and nothing left of it', async (t) => {
  const [pipe, to] = [join(folder, 'pipe'), join(folder, 'trace.columns')];
  execFileSync('sh', ['-c', 'mkfifo "$0"', pipe]);
  let written = 0;
  const rows = async function* (): AsyncGenerator<string> {
    yield 'created_s,deleted_s,vcpus,memory_gib\n';
    for (; ; written += 1_000) {
      yield Array.from({ length: 1_000 }, (_, i) => `${written + i},${written + i + 60},1,4\n`).join('');
      await setImmediate();
    }
  };
  // it ends when nobody reads any more
  const writing = pipeline(rows, createWriteStream(pipe)).catch((fault: NodeJS.ErrnoException) => fault.code);
  const { status, out, err } = await interrupted(
    () => written > 100_000,
    'trace',
    'convert',
    pipe,
    '--to',
    to,
  );
  t.deepEqual({ status, out, err }, { status: 130, out: '', err: `${STOPPING}interrupted\n` });
  t.is(await writing, 'EPIPE');
  t.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('trace.columns')),
    [],
  );
});

test('policy check: the laws that were tried', async (t) => {
  const { status, out } = await interrupted(PROGRESS, 'policy', 'check', 'hpa', '--seeds', '100');
  t.is(status, 130);
  t.regex(out, /^INTERRUPTED, not finished: [^]*\suntouched\n/mu);
});
