/** `explain` as a process. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { cli } from '../harness/process.ts';

const folder = mkdtempSync(join(tmpdir(), 'explain-cli-'));
test.before(() => void cli('replay', 'traces/samples/burst.csv', '--fixes', 'all', '--out', folder));
test.after.always(() => rmSync(folder, { recursive: true }));
const result = (): string =>
  join(
    folder,
    readdirSync(folder).find((name) => name.endsWith('.json'))!,
  );

test('explain --help fits one screen', (t) => {
  const { status, out, err } = cli('explain', '--help');
  t.is(status, 0);
  t.is(err, '');
  const lines = out.trimEnd().split('\n');
  t.true(lines.length <= 40);
  for (const line of lines) t.true(Array.from(line).length <= 80, line);
  t.regex(lines[0]!, /^npm run explain -- \S+ --at 00:40:12$/u);
});

test('the README shows what its command prints', (t) => {
  const readme = readFileSync('README.md', 'utf8');
  const block = /npm run explain -- RESULT (.*)\n```\n\n```text\n([^]*?)\n```/u.exec(readme)!;
  const { status, out } = cli('explain', result(), ...block[1]!.split(' '));
  t.is(status, 0);
  t.is(out.slice(out.indexOf('Why it scaled')).trimEnd(), block[2]!);
});

test('stdout is the same bytes each time, and --json alone is on it', (t) => {
  const words = ['explain', result(), '--at', '38min16s', '--variant', 'all'];
  const first = cli(...words);
  t.is(first.status, 0);
  t.is(first.out, cli(...words).out);
  const json = JSON.parse(cli(...words, '--json').out) as { schema: string; answer: string };
  t.is(json.schema, 'xenreplay/explanation/1');
  t.true(first.out.replaceAll('\n', ' ').includes(json.answer));
});

for (const [words, said] of [
  [['--at', '02:00:00.1'], /^--at: found "02:00:00\.1", outside the replay; it lasts 01:59:44\.173; /u],
  [['--at', '4830'], /^--at: found "4830"; a moment is /u],
  [['--at', '2017-01-01 00:00'], /this trace does not say when it began/u],
  [['--at', '1h', '--window', '60'], /^--window: found "60"; a bare number has no unit/u],
  [['--at', '1h', '--variant', 'everything'], /^--variant: found "everything"; .* has stock, all, ideal$/u],
  [['--at', '1h', '--policy', 'trase'], /^--policy: found "trase"; .* has trace; did you mean "trace"\?$/u],
  [['--at', '1h', '--rows', '0'], /^--rows: found "0"; /u],
  [['--at', '1h', '--seed', '9'], /^--seed: found 9; /u],
  [['--at', '1h', '--trace', 'README.md'], /^README\.md: its sha256 is /u],
  [[], /^required option "--at <TIME>" not specified; see --help$/u],
] as const) {
  test(`a mistake is one line on stderr and status 2: ${words.join(' ') || 'no moment'}`, (t) => {
    const { status, out, err } = cli('explain', result(), ...words);
    t.is(status, 2);
    t.is(out, '');
    t.regex(err, /^[^\n]+\n$/u);
    t.regex(err.trimEnd(), said);
  });
}
