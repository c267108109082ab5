import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';

/** From dist/test/house/, where the compiled test runs. */
const root = fileURLToPath(new URL('../../../', import.meta.url));

const sourcesOf = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path))
    .toSorted();

const sources = ['model', 'traces', 'harness'].flatMap(sourcesOf);
const textOf = new Map(sources.map((path) => [path, readFileSync(join(root, path), 'utf8')]));

const SPECIFIER = /(?:from|import)\s*\(?\s*'([^']+)'/g;
const specifiersIn = (path: string): string[] =>
  [...textOf.get(path)!.matchAll(SPECIFIER)].map((match) => match[1]!);

/** Files of ours that a file imports, type imports included. */
const importsOf = (path: string): string[] =>
  specifiersIn(path)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => normalize(join(dirname(path), specifier)))
    // A worker thread names the compiled file.
    .map((target) => target.replace(/\.js$/, '.ts'));

/** Who may import whom; a part may always import itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'model/kernel': [],
  'model/workload.ts': ['model/kernel'],
  'model/recording.ts': ['model/kernel'],
  'model/conservation.ts': ['model/kernel', 'model/recording.ts'],
  'model/host': ['model/kernel', 'model/recording.ts'],
  'model/policy': ['model/kernel'],
  'model/service': ['model/kernel', 'model/host', 'model/policy', 'model/workload.ts', 'model/recording.ts'],
  'model/replay.ts': ['model'],
  traces: ['model'],
  harness: ['model', 'traces'],
};

const partOf = (path: string): string =>
  Object.keys(allowed)
    .toSorted((a, b) => b.length - a.length)
    .find((part) => path === part || path.startsWith(`${part}/`))!;

test('every file has a place in the house', (t) => {
  for (const path of sources) t.truthy(partOf(path), path);
});

test('imports run downhill: harness, traces, model; in the model as the design says', (t) => {
  for (const path of sources) {
    const part = partOf(path);
    for (const target of importsOf(path)) {
      const down = [part, ...allowed[part]!].some((to) => target === to || target.startsWith(`${to}/`));
      t.true(down, `${path} imports ${target}`);
    }
  }
});

test('a policy sees the contract, its own kind and the kernel, so it cannot read load that has not arrived', (t) => {
  for (const path of sources.filter((one) => one.startsWith('model/policy/'))) {
    for (const target of importsOf(path)) {
      // law and streams: a policy may toss coins of its own
      const kernel = ['units', 'faults', 'spelling', 'erlang', 'law', 'streams'].map(
        (name) => `model/kernel/${name}.ts`,
      );
      t.true(target.startsWith('model/policy/') || kernel.includes(target), `${path} imports ${target}`);
    }
  }
});

test('a host has one door: outside the host, only the toolstack is asked to create and destroy', (t) => {
  const inside = new Set([
    'creation',
    'destruction',
    'devices',
    'dom0',
    'hypervisor',
    'memory',
    'xenstored',
    'domain',
    'assembly',
    'attach',
    'pool',
    'placement',
  ]);
  for (const path of sources.filter((one) => !one.startsWith('model/host/'))) {
    for (const target of importsOf(path)) {
      const name = /^model\/host\/([\w-]+)\.ts$/.exec(target)?.[1];
      t.false(name !== undefined && inside.has(name), `${path} imports ${target}`);
    }
  }
});

test('no file imports itself by way of others', (t) => {
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    t.false(trail.includes(path), [...trail, path].join(' → '));
    if (done.has(path) || trail.includes(path)) return;
    for (const target of importsOf(path)) if (textOf.has(target)) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const path of sources) walk(path, []);
});

test('the model is pure: no clock, no files, no chance but its streams, no powers that differ between engines', (t) => {
  const impure = /from 'node:|\bDate\b|Math\.random|Math\.pow|performance\.|process\.|console\.|\*\*[^/*]/;
  for (const path of sources.filter((one) => one.startsWith('model/'))) {
    const code = textOf
      .get(path)!
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/\/\/.*$/gm, '');
    t.notRegex(code, impure, path);
  }
});

test('a file has one subject: none is much longer than 250 lines, and each says what it models and leaves out', (t) => {
  for (const path of sources) {
    const text = textOf.get(path)!;
    t.true(text.split('\n').length <= 271, `${path} has ${text.split('\n').length} lines`);
    t.true(/^(#!.*\n)?\/\*\*/.test(text), `${path} has no opening comment`);
  }
});
