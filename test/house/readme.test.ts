import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const scripts = (
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
).scripts;

const folder = mkdtempSync(join(tmpdir(), 'readme-'));
test.after.always(() => rmSync(folder, { recursive: true }));

/** The README shows the contract's smallest policy by name only; this is one. */
const policy = join(folder, 'my-policy.js');
writeFileSync(
  policy,
  `export default {
    kind: 'policy', name: 'mine', about: 'one more than is ready', options: {},
    make: ({ maxReplicas }) => ({
      name: 'mine', initial: 0,
      decide: (state, seen) => [state, { replicas: Math.min(maxReplicas, seen.ready + 1), reason: 'one more' }],
    }),
  };`,
);

/** Runs what `npm run NAME -- …` runs after its build. */
const run = (command: string): string => {
  const [, name, rest] = /^npm run (?:-s )?(\w+) -- (.*)$/.exec(command)!;
  const words = rest!.split(' ').map((word) => (word === './my-policy.js' ? policy : word));
  const out = name === 'replay' ? ['--out', folder] : [];
  return execFileSync(process.execPath, ['dist/harness/cli/main.js', name!, ...words, ...out], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
};

/** What stands for something of the reader's, and what takes minutes; the tests of those commands run them small. */
const STANDS_FOR = /\b(TRACE|RESULT|DIR|BASE|HEAD|FILE|NAME|DOCUMENT)\b|my-host|another-folder/;
const LONG = /^npm run (-s )?(bench|figures|fuzz|validate|calibrate)\b|fetch/;

const commandsOf = (text: string): readonly string[] =>
  [...text.matchAll(/npm run (?:-s )?\w+ -- [^`\n<>]*/g)].map((match) => match[0].trim());

const pages = readdirSync(join(root, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => readFileSync(join(root, 'docs', name), 'utf8'));
const everyCommand = [...new Set([readme, ...pages].flatMap(commandsOf))];
const commands = everyCommand.filter((command) => !STANDS_FOR.test(command) && !LONG.test(command));

test('the README shows what its first command prints, at 80 columns', (t) => {
  const shown = /```text\n([\s\S]*?)\n```/.exec(readme)![1]!;
  const first = /npm run replay -- traces\/samples\/\S+/.exec(readme)![0];
  t.is(run(first).trimEnd(), shown);
  for (const line of shown.split('\n')) t.true(line.length <= 80, line);
});

test('the README shows the headroom that its command finds', (t) => {
  const [, command, shown] = /(npm run replay -- .* --iso-sla .*)\n```\n\n```text\n([\s\S]*?)\n```/.exec(
    readme,
  )!;
  t.true(run(command!).includes(`\n\n${shown!}\n\n`));
  for (const line of shown!.split('\n')) t.true(line.length <= 80, line);
});

for (const command of commands.filter((one) => !one.includes('--iso-sla'))) {
  test(`a command of the README or of docs works: ${command}`, (t) => {
    t.true(run(command).length > 0);
  });
}

test('the samples are what the commands in the README write', (t) => {
  for (const kind of ['burst', 'flash-crowd']) {
    const sample = readFileSync(join(root, `traces/samples/${kind}.csv`), 'utf8');
    t.is(run(`npm run -s trace -- synthesise ${kind} --seed 1`), sample);
  }
});

test('every npm script that the README or docs name is there', (t) => {
  const named = [readme, ...pages].flatMap((text) =>
    [...text.matchAll(/npm run (?:-s )?(\w+)/g)].map((match) => match[1]!),
  );
  t.true(new Set(named).size > 9);
  for (const name of named) t.true(name in scripts, name);
});

const cellsOf = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

test('the facts of validation that the README shows are those of docs/validation.md, its last line as well', (t) => {
  const page = readFileSync(join(root, 'docs/validation.md'), 'utf8').trimEnd().split('\n');
  const known = new Set(
    page
      .map(cellsOf)
      .filter((cells) => cells.length === 8)
      .map(([fact, from, , reference, model, unit, , verdict]) =>
        [fact, from, reference, model, unit, verdict].join('|'),
      ),
  );
  const lines = readme.split('\n');
  const from = lines.findIndex((line) => /^\| fact +\|/.test(line));
  const until = lines.findIndex((line, i) => i > from && line === '');
  const rows = lines.slice(from + 2, until).map(cellsOf);
  t.true(rows.length > 5);
  for (const cells of rows) t.true(known.has(cells.join('|')), cells[0]);
  t.true(readme.includes(`_${page.at(-1)!}._`));
});
