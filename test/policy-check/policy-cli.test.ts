/** `policy` as a process: the catalog, one of it, and a module of the user's held to the laws. */
import test from 'ava';
import { policies } from '../../model/policy/catalog.ts';
import { cli } from '../harness/process.ts';
import { fileOf } from '../traces/files.ts';

const fits = (text: string): boolean => text.split('\n').every((line) => Array.from(line).length <= 80);

test('list names every policy with its options and their meaning, at 80 columns', (t) => {
  const { status, out, err } = cli('policy', 'list');
  t.is(status, 0);
  t.is(err, '');
  t.true(fits(out));
  const json = JSON.parse(cli('policy', 'list', '--json').out) as {
    policies: { name: string; options: Record<string, unknown> }[];
  };
  for (const { name, options } of policies) {
    t.regex(out, new RegExp(`^${name}( \\(a bound.*)?$`, 'mu'));
    for (const option of Object.keys(options)) t.regex(out, new RegExp(`^    ${option}(  |$)`, 'mu'));
    const { min: _min, ...own } = json.policies.find((one) => one.name === name)!.options;
    for (const [option, about] of Object.entries(options)) t.deepEqual(own[option], about);
  }
});

test('show tells when a policy decides, and what every policy takes', (t) => {
  const { status, out } = cli('policy', 'show', 'hpa');
  t.is(status, 0);
  t.true(fits(out));
  t.regex(out, /^hpa\n/u);
  t.regex(out, /decides every 15 s; sees means over 15 s, 15 s after their end/u);
  t.regex(out, /^    tolerance  /mu);
  t.regex(out, /^    min  /mu);
});

const module = (decide: string): string =>
  fileOf(
    'mine.mjs',
    `export default { kind: 'policy', name: 'mine', about: 'mine', options: {},
      make: ({ maxReplicas }) => ({ name: 'mine', initial: 0, decide: ${decide} }) };\n`,
  );

test('check of a sound module: a line per law, and status 0', (t) => {
  const path = module(
    `(state, { ready }) => [state, { replicas: Math.min(maxReplicas, Math.max(2, ready)), reason: 'ready' }]`,
  );
  const { status, out, err } = cli('policy', 'check', path, '--seeds', '1');
  t.is(status, 0, err);
  t.true(fits(out));
  t.is([...out.matchAll(/^ {2}passed {2}/gmu)].length, 7);
  t.regex(out, /^7 laws kept$/mu);
  t.is(cli('policy', 'check', path, '--seeds', '1').out, out);
});

test('check of a module that breaks a law: moment, seed and what it answered, and status 2', (t) => {
  const path = module(`(state) => [state, { replicas: 1000, reason: 'many' }]`);
  const { status, out, err } = cli('policy', 'check', path, '--seeds', '1');
  t.is(status, 2, err);
  t.regex(out, /^ {2}FAILED {2}bounds /mu);
  t.regex(
    out.replaceAll(/\n +/gu, ' '),
    /burst, seed 1, at 00:00:15: answered 1000 \(many\); it was told 1 to \d+/u,
  );
  t.regex(out, /^1 of 7 laws broken: bounds$/mu);
  const json = cli('policy', 'check', path, '--seeds', '1', '--json');
  t.is(json.status, 2);
  const { laws } = JSON.parse(json.out) as {
    laws: { law: string; held: boolean; counterexample: string | null }[];
  };
  t.deepEqual(
    laws.filter(({ held }) => !held).map(({ law }) => law),
    ['bounds'],
  );
});

test('check of a module that does not answer tells only that', (t) => {
  const { status, out } = cli('policy', 'check', module('() => 7'));
  t.is(status, 2);
  t.regex(out.replaceAll(/\n +/gu, ' '), /decide\(\) at 15 s answered 7; an answer is/u);
  t.regex(out, /^1 of 1 law broken: answers$/mu);
});

for (const [words, said] of [
  [['policy', 'show', 'hpaa'], /did you mean "hpa"\?$/u],
  [['policy', 'check', 'nowhere.mjs'], /nowhere\.mjs: found a module that does not load/u],
  [['policy', 'check', 'hpa,static'], /one policy is a name or the path of a module/u],
  [['policy', 'check', 'hpa(min=2)'], /without options; give one$/u],
  [['policy', 'check', 'oracle'], /a bound, which knows the future/u],
  [['policy', 'show', 'trace'], /found "trace"/u],
  [['policy', 'check', 'hpa', '--seeds', '0'], /^--seeds: found "0"; /u],
  [['policy', 'lst'], /did you mean "list"\?$/u],
] as const) {
  test(`a mistake is one line on stderr and status 2: ${words.join(' ')}`, (t) => {
    const { status, out, err } = cli(...words);
    t.is(status, 2);
    t.is(out, '');
    t.regex(err, /^[^\n]+\n$/u);
    t.regex(err.trimEnd(), said);
  });
}
