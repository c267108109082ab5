/** The command line as a process, and the small parts of it that a process cannot show. */
import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import test from 'ava';
import { endingOf } from '../../harness/cli/exit.ts';
import { interruptible } from '../../harness/cli/interrupt.ts';
import { progressOn } from '../../harness/cli/progress.ts';
import { ConservationError, InputError } from '../../model/kernel/faults.ts';
import { cli } from './process.ts';

const SAMPLE = 'traces/samples/burst.csv';

for (const words of [['--help'], ['replay', '--help'], ['trace', '--help']]) {
  test(`${words.join(' ')} fits one screen and starts with an example whose file is there`, (t) => {
    const { status, out, err } = cli(...words);
    t.is(status, 0);
    t.is(err, '');
    const lines = out.trimEnd().split('\n');
    t.true(lines.length <= 40);
    for (const line of lines) t.true(Array.from(line).length <= 80, line);
    const path = /^npm run \w+ -- (?:info )?(\S+)$/u.exec(lines[0]!)?.[1];
    t.notThrows(() => readFileSync(path!));
  });
}

test('replay --help gives every default', (t) => {
  const { out } = cli('replay', '--help');
  for (const flag of ['--policy', '--fixes', '--seed', '--seeds', '--slo', '--tick', '--memory', '--out']) {
    t.regex(out, new RegExp(`^  ${flag} .* \\[.+\\]$`, 'mu'));
  }
});

test('--version is the version of the package', (t) => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  t.deepEqual(cli('--version'), { status: 0, out: `${version}\n`, err: '' });
});

const mistakes: readonly (readonly [words: readonly string[], said: RegExp])[] = [
  [[], /^no command; known: replay, trace, policy, explain, .*bench; see --help$/u],
  [['repaly', 'x'], /^unknown command "repaly"; did you mean "replay"\?$/u],
  [['--polcy'], /^unknown option "--polcy"/u],
  [['replay'], /^missing required argument "trace"; see --help$/u],
  [['replay', SAMPLE, '--polcy', 'hpa'], /^unknown option "--polcy"; did you mean "--policy"\?$/u],
  [['replay', SAMPLE, '--seeds'], /^option "--seeds <N>" argument missing; see --help$/u],
  [['replay', SAMPLE, '--slo', '500'], /^--slo: found "500"; a bare number has no unit; write one of /u],
  [['replay', SAMPLE, '--guest', 'pv-debain'], /did you mean "pv-debian"\?$/u],
  [['replay', 'does-not-exist.csv'], /^does-not-exist\.csv: /u],
  [['trace'], /^trace: what to do is not said; see npm run trace -- --help$/u],
  [['trace', 'inof', SAMPLE], /^unknown command "inof"; did you mean "info"\?$/u],
  [['trace', 'info', 'does-not-exist.csv'], /^does-not-exist\.csv: /u],
  [['trace', 'info', 'traces'], /^traces: is a directory; /u],
  [['trace', 'info', SAMPLE, '--format', 'nabb'], /nab/u],
  [['trace', 'synthesise', 'brust'], /did you mean "burst"\?$/u],
  [['trace', 'synth', 'burst', '--iod', '3'], /^--iod: burst has --seed only; /u],
  [['trace', 'synth', 'vmtable', '--iod', '3'], /^--iod: vmtable has --seed and --rows only; /u],
  [
    ['trace', 'synth', 'vmtable', '--rows', '0'],
    /^--rows: found "0"; it is a whole number from 1 to 50000000/u,
  ],
  [['trace', 'synth', 'days', '--rows', '5'], /^--rows: days has none; vmtable has$/u],
  [['trace', 'synth', 'bursts', '--iod', '0.5'], /^--iod: found "0\.5"; it is 0 or a number from 1 up$/u],
  [['trace', 'fetch', 'nab-eld'], /did you mean "nab-elb"\?$/u],
  [['trace', 'synthesise', 'burst', '--seed', '-1'], /^--seed: found "-1"; /u],
];

for (const [words, said] of mistakes) {
  test(`a mistake is one line on stderr and status 2: ${words.join(' ') || 'nothing'}`, (t) => {
    const { status, out, err } = cli(...words);
    t.is(status, 2);
    t.is(out, '');
    t.regex(err, /^[^\n]+\n$/u);
    t.regex(err.trimEnd(), said);
  });
}

test('several mistakes are a line each', (t) => {
  const { status, err } = cli('replay', SAMPLE, '--slo', '5', '--tick', '5');
  t.is(status, 2);
  t.is(err.trimEnd().split('\n').length, 2);
});

test('--print-config says what would be replayed, and nothing is', (t) => {
  const { status, out, err } = cli(
    'replay',
    SAMPLE,
    '--print-config',
    '--slo',
    '250ms',
    '--seeds',
    '2',
    '--fixes',
    'all',
  );
  t.is(status, 0);
  t.is(err, '');
  const config = JSON.parse(out) as Record<string, unknown>;
  t.like(config, {
    schema: 'xenreplay/experiment/1',
    slo: '250ms',
    tick: 'auto',
    seeds: [1, 2],
    variants: ['stock', 'all'],
  });
  t.is(config['again'], `npm run replay -- ${SAMPLE} --fixes all --seeds 2 --slo 250ms`);
});

test('trace info and trace list fit 80 columns, but for an address, and say the same as JSON', (t) => {
  for (const words of [
    ['trace', 'info', SAMPLE],
    ['trace', 'list'],
  ]) {
    const { status, out, err } = cli(...words);
    t.is(status, 0);
    t.is(err, '');
    for (const line of out.split('\n'))
      t.true(Array.from(line).length <= 80 || line.includes('https://'), line);
    const json = cli(...words, '--json');
    t.regex((JSON.parse(json.out) as { schema: string }).schema, /^xenreplay\/[\w-]+\/[12]$/u);
  }
});

test('a synthetic trace is the same bytes as the sample that it made', (t) => {
  t.is(cli('trace', 'synthesise', 'burst', '--seed', '1').out, readFileSync(SAMPLE, 'utf8'));
});

test('a reader that has seen enough is no fault', (t) => {
  const { status, stderr } = spawnSync('bash', [
    '-c',
    `set -o pipefail; "${process.execPath}" dist/harness/cli/main.js trace synthesise flash-crowd | head -n 1 >/dev/null`,
  ]);
  t.is(status, 0);
  t.is(stderr.toString(), '');
});

test('each kind of fault has its status, and only a bug shows a stack', (t) => {
  t.deepEqual(endingOf(new InputError('a.csv:3: x')), { status: 2, message: 'a.csv:3: x' });
  t.deepEqual(endingOf(new ConservationError('memory leaked, seed 7')), {
    status: 4,
    message: 'memory leaked, seed 7 (a fault of the model: please report)',
  });
  t.is(endingOf(new DOMException('stop', 'AbortError')).status, 130);
  const bug = endingOf(new TypeError('x is undefined'));
  t.is(bug.status, 1);
  t.regex(bug.message, /^TypeError: x is undefined\n {4}at .*\na fault of xenreplay: please report it/su);
  t.is(endingOf('a word').status, 1);
  // from a worker thread: a copy, of no class of ours
  t.is(endingOf(Object.assign(new Error('a.csv:3: x'), { name: 'InputError' })).status, 2);
});

/** A process that is told of interrupts, and what becomes of it. */
const hostOf = () => {
  const exits: number[] = [];
  const said: string[] = [];
  const host = Object.assign(new EventEmitter(), {
    exit: (status: number) => void exits.push(status),
    stderr: { write: (text: string) => said.push(text) },
  });
  return { host, exits, said };
};

test('the first interrupt asks to stop and says so, the second ends', (t) => {
  const { host, exits, said } = hostOf();
  const { signal } = interruptible(host);
  t.false(signal.aborted);
  host.emit('SIGINT');
  t.true(signal.aborted);
  t.deepEqual(exits, []);
  t.deepEqual(said, ['stopping, and keeping what is finished; Ctrl-C again ends at once\n']);
  host.emit('SIGINT');
  t.deepEqual(exits, [130]);
});

test('a job that does not heed the interrupt is ended, one that has stopped may write in peace', async (t) => {
  const [deaf, heeding] = [hostOf(), hostOf()];
  interruptible(deaf.host, 1);
  const { heeded } = interruptible(heeding.host, 1);
  for (const { host } of [deaf, heeding]) host.emit('SIGINT');
  heeded();
  while (deaf.exits.length === 0) await setImmediate();
  t.deepEqual(deaf.exits, [130]);
  t.deepEqual(heeding.exits, []);
});

const screen = (isTTY: boolean) => {
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  return { text: () => written.join(''), stream: { isTTY, columns: 30, write } };
};

test('from two seconds on progress tells the time left, at the pace so far', (t) => {
  const log = screen(false);
  let ms = 0;
  const line = progressOn(log.stream, () => ms);
  for (const [at, done] of [
    [0, 0],
    [1_000, 10],
    [4_000, 20],
    [60_000, 30],
    [7_200_000, 40],
    [7_300_000, 100],
  ] as const) {
    ms = at;
    line.show({ done, total: 100, label: 'replays' });
  }
  t.deepEqual(log.text().trimEnd().split('\n'), [
    ' 10 %  10 of 100  replays',
    ' 20 %  20 of 100  replays  16 s left',
    ' 30 %  30 of 100  replays  3 min left',
    ' 40 %  40 of 100  replays  3 h left',
    '100 %  100 of 100  replays',
  ]);
});

test('a log is told after two seconds at the latest, and then at every tenth', (t) => {
  const log = screen(false);
  let ms = 0;
  const line = progressOn(log.stream, () => ms);
  for (ms = 0; ms <= 15_000; ms += 500) line.show({ done: ms / 1_000, total: 100, label: 'points' });
  t.deepEqual(log.text().trimEnd().split('\n'), [
    '  2 %  2 of 100  points  98 s left',
    ' 10 %  10 of 100  points  90 s left',
  ]);
});

test('of work whose end nobody knows, what is done is told, in a log whenever the time has doubled', (t) => {
  const log = screen(false);
  let ms = 0;
  const line = progressOn(log.stream, () => ms);
  for (ms = 0; ms <= 9_000; ms += 500)
    line.show({ done: ms / 500, total: undefined, label: 'KiB  trace.csv' });
  t.deepEqual(log.text().split('\n'), [
    '       4  KiB  trace.csv',
    '       8  KiB  trace.csv',
    '       16  KiB  trace.csv',
    '',
  ]);
});

test('where pieces take unlike times, the share of the time is told, and the count of pieces', (t) => {
  const log = screen(false);
  let ms = 0;
  const line = progressOn(log.stream, () => ms);
  line.show({ done: 0, total: 4, label: 'hold', share: 0 });
  ms = 3_000;
  line.show({ done: 1, total: 4, label: 'churn', share: 0.75 });
  t.is(log.text(), ' 75 %  1 of 4  churn  1 s left\n');
});

test('progress is one line redrawn on a terminal, elsewhere a line per 10 %, and none of what is over in a second', (t) => {
  const steps = Array.from({ length: 101 }, (_step, done) => ({
    done,
    total: 100,
    label: 'parallel-boot, seed 3',
  }));

  const log = screen(false);
  let ms = 0;
  const lines = progressOn(log.stream, () => ms);
  lines.show(steps[0]!);
  ms = 1_000;
  for (const step of steps) lines.show(step);
  lines.clear();
  t.deepEqual(
    log
      .text()
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(0, 5)),
    [' 10 %', ' 20 %', ' 30 %', ' 40 %', ' 50 %', ' 60 %', ' 70 %', ' 80 %', ' 90 %', '100 %'],
  );

  const brief = screen(false);
  const over = progressOn(brief.stream, () => 0);
  for (const step of steps) over.show(step);
  t.is(brief.text(), '');

  const terminal = screen(true);
  const line = progressOn(terminal.stream, () => 0);
  for (const step of steps) line.show(step);
  line.clear();
  t.notRegex(terminal.text(), /\n/u);
  const drawn = terminal.text().split('\r\u001B[K');
  t.is(drawn.length, steps.length + 2);
  t.true(drawn.every((text) => text.length < 30));
  t.is(drawn.at(-1), '');
});

(existsSync('/dev/full') ? test : test.skip)('a standard output that is full is told in a line', (t) => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['dist/harness/cli/main.js', 'trace', 'info', SAMPLE],
    {
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    },
  );
  closeSync(full);
  t.is(status, 2);
  t.is(stderr, 'standard output: cannot be written (ENOSPC); send it elsewhere\n');
});
