import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { serialised } from '../../harness/result/document.ts';
import { documentOfTwo } from '../harness/documents.ts';
import { cli } from '../harness/process.ts';
import { roundsDocument } from './documents.ts';

const folder = mkdtempSync(join(tmpdir(), 'xenreplay-compare-'));
test.after.always(() => rmSync(folder, { recursive: true }));

const written = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const result = (name: string, p99: number): string =>
  written(name, serialised(documentOfTwo([1, p99, 1, 0.1, 1], [1, 1, 1, 0, 1])));

const base = result('base.json', 40);
const slower = result('slower.json', 41);

test('an unchanged result is status 0, a gated regression status 3, and the last line is the answer', (t) => {
  const same = cli('compare', base, base);
  t.is(same.status, 0, same.err);
  t.regex(same.out, /\n14 unchanged · 14 metrics\n$/);
  const worse = cli('compare', base, slower);
  t.is(worse.status, 3);
  t.regex(worse.out, /setup_p99_s +40\.0 s +41\.0 s +\+2\.50 %, exact +regressed/);
  t.regex(worse.out, /\n1 regressed, 13 unchanged · 14 metrics\n$/);
  t.is(cli('compare', base, slower, '--allow', 'setup_p99_s=3%').status, 0);
  t.is(cli('compare', base, slower, '--warn', 'setup_p99_s').status, 0);
});

test('documents of rounds of one job are compared by their ratios; of two jobs they are refused', (t) => {
  const rounds = Array.from({ length: 20 }, (_, i) => 100 + i);
  const a = written('a.json', JSON.stringify(roundsDocument('base', rounds)));
  const b = written(
    'b.json',
    JSON.stringify(
      roundsDocument(
        'head',
        rounds.map((ns) => ns * 1.12),
      ),
    ),
  );
  const slow = cli('compare', a, b);
  t.is(slow.status, 3);
  t.regex(slow.out, /hold .*\+12\.0 % \(\+12\.0 to \+12\.0\) +regressed/);
  const other = written('c.json', JSON.stringify({ ...roundsDocument('head', rounds), job: 'another' }));
  const refused = cli('compare', a, other);
  t.deepEqual([refused.status, refused.out], [2, '']);
  t.regex(refused.err, /job is "a job" and "another"; timings compare only within one job/);
});

test('every other form goes to standard output or into files beside it', (t) => {
  const [markdown, junit] = [join(folder, 'out.md'), join(folder, 'out.xml')];
  const ran = cli(
    'compare',
    base,
    slower,
    '--format',
    'json',
    '--write',
    `markdown=${markdown},junit=${junit}`,
  );
  t.is(ran.status, 3);
  t.like(JSON.parse(ran.out), { schema: 'xenreplay/comparison/1', failed: 1 });
  t.regex(readFileSync(markdown, 'utf8'), /### xenreplay: regressed/);
  t.regex(readFileSync(junit, 'utf8'), /<failure /);
});

test('what cannot be compared ends with status 2, one line, and nothing on standard output', (t) => {
  const other = written('other.json', '{"schema":"xenreplay/speed/1"}');
  const lines: readonly (readonly [string[], RegExp])[] = [
    [[base, join(folder, 'none.json')], /none\.json: not found/],
    [[base, other], /other\.json: schema "xenreplay\/speed\/1"; documents of replay/],
    [['no-such-baseline', base], /baseline "no-such-baseline" not found \(looked in results\/baselines/],
    [[base, slower, '--gate', 'setup_p9_s'], /did you mean "setup_p99_s"\?/],
    [[base, slower, '--allow', 'setup_p99_s'], /--allow: found "setup_p99_s"; it is METRIC=PERCENT/],
    [[base, slower, '--write', 'pdf=x'], /--write: found "pdf=x"; it is FORM=FILE/],
    [['../x', base, '--renew'], /--renew: found "\.\.\/x"; a baseline is a name/],
  ];
  for (const [words, message] of lines) {
    const { status, out, err } = cli('compare', ...words);
    t.deepEqual([status, out], [2, ''], words.join(' '));
    t.regex(err, message);
    t.is(err.trimEnd().split('\n').length, 1, err);
  }
});
