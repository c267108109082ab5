/** `--policy` as people type it, by flag and by file: what is read, and what is refused, all mistakes at once. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { policyChoices } from '../../harness/campaign/policy-list.ts';
import { InputError } from '../../model/kernel/faults.ts';
import { policies } from '../../model/policy/catalog.ts';

const read = (text: string) => policyChoices(text, '--policy');
const named = (name: string, options: Record<string, string> = {}) =>
  ({ kind: 'named', name, options }) as const;

test('policies stand between commas, options in parentheses', (t) => {
  t.deepEqual(read('hpa'), [named('hpa')]);
  t.deepEqual(read('hpa,static'), [named('hpa'), named('static')]);
  t.deepEqual(read('hpa(target=60%,min=2,tick=30s), static(replicas=3)'), [
    named('hpa', { target: '60%', min: '2', tick: '30s' }),
    named('static', { replicas: '3' }),
  ]);
  t.deepEqual(read('hpa(),static( replicas = 3 )'), [named('hpa'), named('static', { replicas: '3' })]);
  t.deepEqual(read('auto'), [{ kind: 'auto', options: {} }]);
  t.deepEqual(read('trace'), [named('trace')]);
});

test('the form with a colon needs no quotes in a shell; key=value behind it belongs to it', (t) => {
  t.deepEqual(read('hpa:target=70%'), [named('hpa', { target: '70%' })]);
  t.deepEqual(read('hpa:target=70%,behavior.scaleUp.policies=4pods/15s+100%/15s,static,static:replicas=2'), [
    named('hpa', { target: '70%', 'behavior.scaleUp.policies': '4pods/15s+100%/15s' }),
    named('static'),
    named('static', { replicas: '2' }),
  ]);
});

test('a value may hold parentheses and commas within them', (t) => {
  t.deepEqual(read('m.js(steps=f(1,2),min=2)'), [
    { kind: 'module', path: 'm.js', options: { steps: 'f(1,2)', min: '2' } },
  ]);
});

test('a module is a path, with options as any policy', (t) => {
  t.deepEqual(read('./mine.ts,a/b.mjs(many=5),c.js:x=1,y=2'), [
    { kind: 'module', path: './mine.ts', options: {} },
    { kind: 'module', path: 'a/b.mjs', options: { many: '5' } },
    { kind: 'module', path: 'c.js', options: { x: '1', y: '2' } },
  ]);
});

test('all is every policy of the catalog, without bounds and those that requests wake; options go to each', (t) => {
  const every = policies
    .filter(({ kind, wakes }) => kind === 'policy' && wakes === undefined)
    .map(({ name }) => named(name));
  t.deepEqual(read('all'), every);
  t.deepEqual(read('every'), every);
  t.true(read('all(min=2)').every(({ options }) => options['min'] === '2'));
  t.is(read('all,./mine.ts').length, every.length + 1);
});

const refusal = (t: ExecutionContext, text: string): string =>
  t.throws(() => read(text), { instanceOf: InputError }).message;

for (const [text, said] of [
  ['', /^--policy: found an empty name; /u],
  ['hpa,,static', /^--policy: found an empty name; /u],
  ['hpa2', /^--policy: found "hpa2"; known: hpa, .*; did you mean "hpa"\?$/u],
  ['toString', /^--policy: found "toString"; known: /u],
  ['./mine', /a policy of your own is a module that ends in \.ts, \.js or \.mjs/u],
  ['hpa(target=60%', /^--policy: found "hpa\(target=60%"; a policy is NAME or NAME\(key=value,…\)/u],
  ['hpa)', /a policy is NAME or/u],
  ['hpa,target=60%', /found "target=60%"; options stand in parentheses .*, as in hpa\(target=60%\)$/u],
  ['hpa(target)', /found option "target"; options are key=value, as in hpa\(/u],
  ['hpa(=1)', /found option "=1"; options are key=value/u],
  ['hpa(target=)', /found option "target="; options are key=value/u],
  ['hpa(target=1%,target=2%)', /option "target" is there twice; give it once$/u],
  ['policies.json(min=2)', /found options behind "policies\.json"; they stand in the file/u],
  ['nowhere.json', /^--policy: nowhere\.json cannot be read \(ENOENT\); /u],
  [
    'auto:target=60%',
    /found options behind "auto", which takes none; name a policy, as in hpa\(target=60%\)$/u,
  ],
  ['trace(x=1)', /found options behind "trace", which takes none/u],
  ['auto,hpa', /auto stands alone, not beside other policies$/u],
  ['trace,hpa', /trace stands alone, not beside other policies$/u],
] as const) {
  test(`refused in one line: ${text === '' ? 'nothing' : text}`, (t) => {
    t.regex(refusal(t, text), said);
    t.notRegex(refusal(t, text), /\n/u);
  });
}

test('an option that a policy does not know or cannot use is told with the nearest known, a line each', (t) => {
  t.deepEqual(
    refusal(t, 'hpa(tolerence=0.1,mni=2,max=0),static(replicas=few)')
      .split('\n')
      .map((line) => line.replace(/; known: .*; did/u, '; … did')),
    [
      'hpa: found option "tolerence"; … did you mean "tolerance"?',
      'hpa: found option "mni"; … did you mean "min"?',
      'hpa: max: found "0"; it is a whole number from 1 to 100000',
      'static: replicas: found "few"; it is a whole number from 1 to 100000',
    ],
  );
});

test('all mistakes of a list are told at once, a line each', (t) => {
  t.is(refusal(t, 'hpaa,static(replicas),hpa(x=1,x=2,y),./mine').split('\n').length, 5);
});

const folder = mkdtempSync(join(tmpdir(), 'policies-'));
test.after.always(() => rmSync(folder, { recursive: true }));

const fileOf = (content: unknown): string => {
  const path = join(folder, 'policies.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

test.serial(
  'a file lists policies; nested options have dotted names, and a module lies beside the file',
  (t) => {
    const path = fileOf([
      {
        name: 'hpa',
        label: 'tight',
        options: { target: '60%', min: 2 },
      },
      { module: 'mine.mjs', options: { behavior: { scaleDown: { window: '120s' } }, eager: true } },
    ]);
    t.deepEqual(read(`${path},static`), [
      {
        kind: 'named',
        name: 'hpa',
        label: 'tight',
        options: { target: '60%', min: '2' },
      },
      {
        kind: 'module',
        path: join(folder, 'mine.mjs'),
        options: { 'behavior.scaleDown.window': '120s', eager: 'true' },
      },
      named('static'),
    ]);
  },
);

test.serial('a file’s mistakes are told together, each with its place and the nearest known word', (t) => {
  const said = refusal(
    t,
    fileOf([
      { name: 'hpa', lable: 'tight', option: {} },
      { module: 'mine.py' },
      { name: 'hpa', options: { target: ['60%'], min: null } },
      'hpa',
    ]),
  );
  const lines = said.split('\n').map((line) => line.replace(/^.*policies\.json/u, ''));
  t.true(
    lines.includes(': [0]: found "lable"; known: name, module, label, options; did you mean "label"?'),
    said,
  );
  t.true(
    lines.includes(': [0]: found "option"; known: name, module, label, options; did you mean "options"?'),
    said,
  );
  t.true(lines.includes(': [1].module: found "mine.py"; a module ends in .ts, .js or .mjs'), said);
  t.true(
    lines.some((line) => line.startsWith(': [2].options.target: found ["60%"]; an option is ')),
    said,
  );
  t.true(
    lines.some((line) => line.startsWith(': [2].options.min: found null; an option is ')),
    said,
  );
  t.true(lines.includes(': [3]: found "hpa"; a policy is { name or module, label, options }'), said);
});

test.serial('a file that names nothing, or a policy that is none, is refused', (t) => {
  t.regex(refusal(t, fileOf('[')), /policies\.json: not JSON \(.*\); it is a list of /u);
  t.regex(refusal(t, fileOf({})), /policies\.json: found \{\}; it is a list of /u);
  t.regex(refusal(t, fileOf([])), /policies\.json: found \[\]; it names no policy$/u);
  const two = refusal(t, fileOf([{ name: 'hpaa' }, {}, { name: 'hpa', module: 'x.ts' }])).split('\n');
  t.is(two.length, 3);
  t.regex(two[0]!, /policies\.json: \[0\]\.name: found "hpaa"; known: .*; did you mean "hpa"\?$/u);
  t.regex(two[1]!, /policies\.json: \[1\]: found neither name nor module; /u);
  t.regex(two[2]!, /policies\.json: \[2\]: found both name and module; /u);
});
