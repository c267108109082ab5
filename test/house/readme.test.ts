import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

const commands = [...readme.matchAll(/npm run (?:-s )?\w+ -- [^`\n]*/g)]
  .map((match) => match[0])
  .filter((command) => !/TRACE|RESULT|DIR|FILE|bench|figures|fetch/.test(command));

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

for (const command of new Set(commands.filter((one) => !one.includes('--iso-sla')))) {
  test(`the README's command works: ${command}`, (t) => {
    t.true(run(command).length > 0);
  });
}

test('the samples are what the commands in the README write', (t) => {
  for (const kind of ['burst', 'flash-crowd']) {
    const sample = readFileSync(join(root, `traces/samples/${kind}.csv`), 'utf8');
    t.is(run(`npm run -s trace -- synthesise ${kind} --seed 1`), sample);
  }
});

test('every npm script that the README names is there', (t) => {
  const named = [...readme.matchAll(/npm (?:run )?(?:-s )?(replay|trace|explain|test|bench)\b/g)].map(
    (match) => match[1]!,
  );
  t.true(named.length > 5);
  for (const name of named) t.true(name in scripts, name);
});
