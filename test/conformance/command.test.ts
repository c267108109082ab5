/** `conformance` as a process: folders that pass, that fail, and that cannot be read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { casesIn } from '../../harness/conformance/read.ts';
import { InputError } from '../../model/kernel/faults.ts';
import { cli } from '../harness/process.ts';

const folderOf = (t: ExecutionContext, files: Readonly<Record<string, unknown>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
};

const credit = (id: string, uptimePercent: number, region: number): unknown => ({
  id,
  uptimePercent,
  expect: { regionCreditPercent: region },
});
const good = { set: 'sla_credit', cases: [credit('full', 100, 0), credit('edge', 99.99, 0)] };
const bad = { set: 'sla_credit', cases: [credit('full', 100, 0), credit('two nines', 98, 10)] };

test('all cases right: one line, status 0', (t) => {
  const { status, out, err } = cli('conformance', folderOf(t, { 'a.json': good, 'README.md': '# not read' }));
  t.deepEqual({ status, out, err }, { status: 0, out: '2 passed, 0 failed\n', err: '' });
});

test('a wrong case is a line with its file, its id and both values, and status 1', (t) => {
  const { status, out } = cli('conformance', folderOf(t, { 'a.json': good, 'b.json': bad }));
  t.is(status, 1);
  t.is(
    out,
    'b.json:two nines · got regionCreditPercent 30 · expected regionCreditPercent 10\n3 passed, 1 failed\n',
  );
});

test('--json says the same', (t) => {
  const { status, out } = cli('conformance', folderOf(t, { 'b.json': bad }), '--json');
  t.is(status, 1);
  const said = JSON.parse(out) as { readonly cases: readonly unknown[] };
  t.like(said, { schema: 'xenreplay/conformance/1', passed: 1, failed: 1 });
  t.deepEqual(said.cases[1], {
    file: 'b.json',
    set: 'sla_credit',
    id: 'two nines',
    passed: false,
    differences: [{ name: 'regionCreditPercent', got: 30, expected: 10 }],
  });
});

test('what a set does not know fails its case and no other', (t) => {
  const queue = (model: string, params: unknown): unknown => ({
    id: model,
    model,
    params,
    expect: { Wq: 1 },
  });
  const folder = folderOf(t, {
    'q.json': {
      set: 'queueing',
      cases: [
        queue('M/M/c', { lambda: 0.5, mu: 1, c: 1 }),
        queue('M/X/c', {}),
        { id: 'other', model: 'M/M/c', params: { lambda: 0.5, mu: 1, c: 1 }, expect: { Wq: 1, mood: 3 } },
      ],
    },
    'h.json': {
      set: 'hpa_event_window',
      cases: [{ id: 'none', periodSeconds: 60, events: [], expect: { changeInPeriod: 0 } }],
    },
    's.json': {
      set: 'hpa_stabilize',
      cases: [
        { id: 'mode', mode: 'sideways', desiredReplicas: 3, recommendations: [], expect: { replicas: 3 } },
      ],
    },
  });
  const { status, out } = cli('conformance', folder);
  t.is(status, 1);
  const lines = out.trimEnd().split('\n');
  t.is(lines.length, 4);
  t.regex(lines[0]!, /^q\.json:M\/X\/c · got Wq a fault: no model of M\/X\/c · expected Wq 1$/u);
  t.is(lines[1], 'q.json:other · got mood nothing · expected mood 3');
  t.regex(lines[2]!, /^s\.json:mode · got an unknown .*mode/u);
  t.is(lines[3], '2 passed, 3 failed');
});

const unreadable: readonly (readonly [
  what: string,
  files: Readonly<Record<string, unknown>>,
  said: RegExp,
])[] = [
  ['a folder without a vector file', { 'README.md': '' }, /: holds no \.json file; give the folder of /u],
  ['no JSON', { 'a.json': '{"set":' }, /^a\.json: found no JSON \(.+\); mend the file$/u],
  ['JSON of another kind', { 'a.json': [1, 2] }, /^a\.json: it: expected object, received array; see /u],
  ['no set', { 'a.json': { cases: [] } }, /^a\.json: set is missing \(string\); a vector file is /u],
  [
    'an unknown set',
    { 'a.json': { ...good, set: 'sla_credits' } },
    /known: hpa.*did you mean "sla_credit"\?$/u,
  ],
  [
    'no cases',
    { 'a.json': { set: 'sla_credit', cases: [] } },
    /^a\.json: cases is empty; give one at least$/u,
  ],
  [
    'a case without an id',
    { 'a.json': { set: 'sla_credit', cases: [{}] } },
    /^a\.json: cases\[0\]: id is missing/u,
  ],
  [
    'a case that lacks a field',
    { 'a.json': { set: 'sla_credit', cases: [{ id: 'x', expect: {} }] } },
    /^a\.json:x: uptimePercent is missing \(number\); a case of sla_credit has it$/u,
  ],
  [
    'a field of the wrong kind',
    { 'a.json': { set: 'apdex', cases: [{ id: 'x', T: 'half', responseTimes: [], expect: 1 }] } },
    /^a\.json:x: T: expected number, received string; see a case of apdex$/u,
  ],
  [
    'a case that expects nothing',
    { 'a.json': { set: 'sla_credit', cases: [{ id: 'x', uptimePercent: 9, expect: {} }] } },
    /^a\.json:x: expect is empty; say what is to be compared$/u,
  ],
];

for (const [what, files, said] of unreadable) {
  test(`${what} is told in one line`, (t) => {
    const { message } = t.throws(() => casesIn(folderOf(t, files)), { instanceOf: InputError });
    t.false(message.includes('\n'));
    t.regex(message, said);
  });
}

test('a folder that is not there, or is a file, is told', (t) => {
  t.throws(() => casesIn('no-such-folder'), { message: /^no-such-folder: not found; give the folder of /u });
  t.throws(() => casesIn('package.json'), { message: /^package\.json: found a file; give the folder /u });
});

test('mistakes of several files are a line each on stderr, status 2, and nothing is judged', (t) => {
  const { status, out, err } = cli(
    'conformance',
    folderOf(t, { 'a.json': good, 'b.json': '{', 'c.json': { set: 'x', cases: [] } }),
  );
  t.is(status, 2);
  t.is(out, '');
  t.is(err.trimEnd().split('\n').length, 2);
});

test('conformance --help fits one screen', (t) => {
  const { status, out } = cli('conformance', '--help');
  t.is(status, 0);
  for (const line of out.split('\n')) t.true(Array.from(line).length <= 80, line);
});
