import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { profileNames } from '../../model/host/profile.ts';
import { catalog } from '../../model/host/variants.ts';
import { cli } from '../harness/process.ts';

const folder = mkdtempSync(join(tmpdir(), 'figures-'));
test.after.always(() => rmSync(folder, { recursive: true }));

const page = (name: string): string => readFileSync(join('docs', name), 'utf8');

test('the figure of the README is what its command draws, to the byte', (t) => {
  const out = join(folder, 'docs');
  const { status, err } = cli('figures', '--only', 'dissection', '--out', out);
  t.is(status, 0, err);
  t.deepEqual(readdirSync(out).toSorted(), ['dissection.csv', 'dissection.svg']);
  const again = 'make it again with: npm run figures -- --only dissection --out docs';
  for (const name of ['dissection.svg', 'dissection.csv']) {
    t.true(
      page(name) === readFileSync(join(out, name), 'utf8'),
      `docs/${name} is not what the model says now; ${again}`,
    );
  }
  t.true(page('dissection.svg').length < 200_000);
});

test('docs/parameters.md is what the code prints', (t) => {
  const { status, out } = cli('figures', '--print-parameters');
  t.is(status, 0);
  const again = 'print it again with: npm run -s figures -- --print-parameters > docs/parameters.md';
  t.true(out === page('parameters.md'), `docs/parameters.md is not what the code says now; ${again}`);
});

test('docs/metrics.md is what the code prints', (t) => {
  const { status, out } = cli('figures', '--print-metrics');
  t.is(status, 0);
  const again = 'print it again with: npm run -s figures -- --print-metrics > docs/metrics.md';
  t.true(out === page('metrics.md'), `docs/metrics.md is not what the code says now; ${again}`);
});

test('every profile, parameter and file that docs/model.md names is there', (t) => {
  const text = page('model.md');
  for (const [, path] of text.matchAll(/`((?:model|harness|traces|docs)\/[\w./-]+)`/g)) {
    t.notThrows(() => (path!.endsWith('/') ? readdirSync(path!) : readFileSync(path!)), path);
  }
  const parameters = page('parameters.md');
  for (const [, name] of text.matchAll(/`((?:machine|toolstack|xenstored|hypervisor|devices)\.\w+)`/g)) {
    t.true(parameters.includes(`\`${name!}\``), name);
  }
});

test('docs/model.md names every release and every change that a variant can be made of', (t) => {
  const text = page('model.md');
  for (const name of [...profileNames, ...catalog.map((change) => change.name)]) {
    t.true(text.includes(`\`${name}\``), name);
  }
});

test('one figure at a time: files, a table of 80 columns on stdout, the same bytes again', (t) => {
  const words = ['figures', '--quick', '--only', 'destroy-remote', '--out'];
  const first = cli(...words, join(folder, 'a'));
  const second = cli(...words, join(folder, 'b'));
  t.is(first.status, 0, first.err);
  t.is(first.out.replaceAll(`${folder}/a`, ''), second.out.replaceAll(`${folder}/b`, ''));
  for (const name of ['destroy-remote.svg', 'destroy-remote.csv']) {
    t.deepEqual(readFileSync(join(folder, 'a', name)), readFileSync(join(folder, 'b', name)));
  }
});

test('--json says the same as a document: figures, and the claims where they were asked for', (t) => {
  const words = ['figures', '--json', '--quick', '--draws', '1', '--only', 'claims'];
  const { status, out } = cli(...words, '--out', join(folder, 'c'));
  t.is(status, 0);
  const document = JSON.parse(out) as {
    schema: string;
    draws: number;
    figures: { name: string }[];
    claims: { measure: string; holds_share: number; verdict: string }[];
  };
  t.is(document.schema, 'xenreplay/figures/1');
  t.is(document.draws, 1);
  t.deepEqual(
    document.figures.map(({ name }) => name),
    ['claims'],
  );
  t.true(document.claims.length >= 15);
  for (const { holds_share: share } of document.claims) t.true(share === 0 || share === 1);
});

for (const [what, words, said] of [
  [
    'an unknown figure',
    ['--only', 'disection'],
    /^--only: found "disection"; known figures are .*dissection.*did you mean/,
  ],
  ['no draws', ['--draws', '0'], /^--draws: found "0"/],
  ['an unknown host', ['--host', 'xen-9'], /^--host: found "xen-9"; known host profiles are/],
] as const) {
  test(`a mistake is one line and status 2: ${what}`, (t) => {
    const { status, out, err } = cli('figures', ...words, '--out', folder);
    t.is(status, 2);
    t.is(out, '');
    t.regex(err, said);
    t.is(err.trimEnd().split('\n').length, 1);
  });
}
