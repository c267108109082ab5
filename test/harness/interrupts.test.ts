/**
 * Ctrl-C during each long command, sent to the real process once it says how far it is: what is finished is kept and marked.
 *
 * The works are long enough that none is over by then, and no more of them is done than up to there.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import anyTest from 'ava';
import type { BenchDocument } from '../../harness/result/bench-document.ts';
import type { Validation } from '../../harness/validate/row.ts';
import { hasShared, sharedPath } from '../shared.ts';
import { interrupted } from './process.ts';

const test = anyTest.serial;
const withShared = hasShared ? test : test.skip;

const folder = mkdtempSync(join(tmpdir(), 'interrupts-'));
test.after.always(() => rmSync(folder, { recursive: true }));

/** The first word of how far it is. */
const PROGRESS = /^ *\d+ % /mu;
const STOPPING = 'stopping, and keeping what is finished; Ctrl-C again ends at once\n';

test('bench micro: rows of the points that are done, and the benchmarks that are missing', async (t) => {
  const { status, out, err } = await interrupted(PROGRESS, 'bench', 'micro', '--json');
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

test('policy check: the laws that were tried', async (t) => {
  const { status, out } = await interrupted(PROGRESS, 'policy', 'check', 'hpa', '--seeds', '100');
  t.is(status, 130);
  t.regex(out, /^INTERRUPTED, not finished: [^]*\suntouched\n/mu);
});
