import { resolve } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import * as fc from 'fast-check';
import { defaults } from '../../harness/campaign/defaults.ts';
import { experimentOf, sloFor, type Flags } from '../../harness/campaign/experiment.ts';
import { duration, factor, size, whole, wordOr } from '../../harness/campaign/quantity.ts';
import { nearest, oneOf } from '../../model/kernel/spelling.ts';
import { InputError } from '../../model/kernel/faults.ts';
import { gib, hours, millis, mib, micros, seconds, type Micros } from '../../model/kernel/units.ts';

const refusal = (t: ExecutionContext, run: () => unknown): string =>
  t.throws(run, { instanceOf: InputError }).message;

test('a duration is a number with its unit, in whole microseconds', (t) => {
  const examples: readonly (readonly [string, Micros])[] = [
    ['500ms', millis(500)],
    ['15s', seconds(15)],
    ['2h', hours(2)],
    ['1.5 h', seconds(5_400)],
    ['.5s', millis(500)],
    ['0.1ms', micros(100)],
    ['7us', micros(7)],
    ['7µs', micros(7)],
    ['3min', seconds(180)],
    ['30d', hours(720)],
    ['0s', micros(0)],
  ];
  for (const [text, span] of examples) t.is(duration(text, '--slo'), span, text);
});

test('what is no duration is refused with the units', (t) => {
  t.is(
    refusal(t, () => duration('500', '--slo')),
    '--slo: found "500"; a bare number has no unit; write one of us, µs, ms, s, min, h, d, as in --slo 15s',
  );
  t.is(
    refusal(t, () => duration('5sec', '--tick')),
    '--tick: found "5sec"; unit "sec" is not one of us, µs, ms, s, min, h, d',
  );
  t.regex(
    refusal(t, () => duration('2H', '--tick')),
    /did you mean "h"\?$/u,
  );
  for (const text of [
    '',
    '-3s',
    's',
    '1e3s',
    '1h30m',
    '1.2.3s',
    '0.1us',
    '99999999999999d',
    'NaN s',
    '1 toString',
  ]) {
    t.regex(
      refusal(t, () => duration(text, '--tick')),
      /^--tick: found ".*"; /u,
      text,
    );
  }
});

test('a whole number of any unit is read exactly', (t) => {
  const perUnit = { us: 1, ms: 1e3, s: 1e6, min: 6e7, h: 3.6e9, d: 8.64e10 };
  fc.assert(
    fc.property(fc.nat(100_000), fc.constantFrom(...Object.entries(perUnit)), (n, [unit, span]) => {
      t.is(duration(`${n}${unit}`, '--tick'), micros(n * span));
    }),
  );
  t.pass();
});

test('a size has a binary unit and is more than nothing', (t) => {
  t.is(size('4GiB', '--memory'), gib(4));
  t.is(size('512 MiB', '--memory'), mib(512));
  t.regex(
    refusal(t, () => size('4GB', '--memory')),
    /unit "GB" is not one of KiB, MiB, GiB, TiB$/u,
  );
  t.regex(
    refusal(t, () => size('4', '--memory')),
    /a bare number has no unit; write one of KiB, MiB, GiB, TiB, as in --memory 4GiB$/u,
  );
  t.regex(
    refusal(t, () => size('0GiB', '--memory')),
    /more than 0/u,
  );
});

test('counts, factors and words say what they accept', (t) => {
  t.is(whole(1)('12', '--seeds'), 12);
  t.is(factor('0.25', '--scale'), 0.25);
  t.is(wordOr('auto', whole(1))('auto', '--hosts'), 'auto');
  for (const text of ['0', '1.5', '-1', '1e3', '', 'x', ' ', '0x10']) {
    t.regex(
      refusal(t, () => whole(1)(text, '--seeds')),
      /it is a whole number from 1 up$/u,
      text,
    );
  }
  for (const text of ['0', '-2', '', '2x', 'Infinity', '1e999']) {
    t.regex(
      refusal(t, () => factor(text, '--scale')),
      /it is a number above 0 without a unit/u,
      text,
    );
  }
  t.is(
    refusal(t, () => oneOf('wall', 'lifetime')('wal', '--destroy')),
    '--destroy: found "wal"; known: wall, lifetime; did you mean "wall"?',
  );
  t.regex(
    refusal(t, () => wordOr('auto', whole(1))('x', '--hosts')),
    /, or the word auto$/u,
  );
});

test('only a near word is suggested', (t) => {
  t.is(nearest('hpa2', ['schedule', 'hpa']), 'hpa');
  t.is(nearest('xenstore-cahce', ['parallel-boot', 'xenstore-cache']), 'xenstore-cache');
  t.is(nearest('zebra', ['schedule', 'hpa']), undefined);
  t.is(nearest('x', ['y']), undefined);
});

test('a trace alone is an experiment: every combination, one seed, and a short line that makes it again', (t) => {
  const experiment = experimentOf({ trace: 'a.csv' });
  t.deepEqual(experiment.variants, [
    'stock',
    'parallel-boot',
    'xenstore-cache',
    'local-scrub',
    'parallel-boot+xenstore-cache',
    'parallel-boot+local-scrub',
    'xenstore-cache+local-scrub',
    'all',
  ]);
  t.deepEqual(experiment.seeds, [1]);
  t.deepEqual(experiment.policies, [{ kind: 'auto', options: {} }]);
  t.deepEqual(experiment.flags, { ...defaults });
  t.is(experiment.again, 'npm run replay -- a.csv');
  t.is(sloFor(experiment, 'load'), millis(500));
  t.is(sloFor(experiment, 'lifecycle'), seconds(10));
});

test('an absolute path below the working directory is not written into the line that makes it again', (t) => {
  t.is(experimentOf({ trace: resolve('traces/a.csv') }).again, 'npm run replay -- traces/a.csv');
  t.is(experimentOf({ trace: '/nowhere/a.csv' }).again, 'npm run replay -- /nowhere/a.csv');
});

test('flags are read, units included', (t) => {
  const experiment = experimentOf({
    trace: 'a b.csv',
    seed: '7',
    seeds: '3',
    slo: '250ms',
    from: '1h',
    to: '2h',
    memory: '512MiB',
    hosts: '3',
    scale: '0.5',
  });
  t.deepEqual(experiment.seeds, [7, 8, 9]);
  t.is(experiment.slo, millis(250));
  t.is(sloFor(experiment, 'lifecycle'), millis(250));
  t.is(experiment.to, hours(2));
  t.is(experiment.replica.memory, mib(512));
  t.is(
    experiment.again,
    "npm run replay -- 'a b.csv' --seed 7 --seeds 3 --slo 250ms --from 1h --to 2h --scale 0.5 --hosts 3 --memory 512MiB",
  );
});

test('the line that makes it again makes the same experiment', (t) => {
  const flags: Flags = {
    trace: "it's.csv",
    policy: 'hpa(tolerance=0.05,behavior=off),static',
    fixes: 'local-scrub+parallel-boot,all',
    guest: 'hvm-tinyx',
    gaps: 'zero',
    censored: 'drop',
  };
  const { again, ...experiment } = experimentOf(flags);
  const words = again.replace("'it'\\''s.csv'", '<trace>').replaceAll("'", '').split(' ').slice(4);
  const read = Object.fromEntries(
    words.slice(1).flatMap((word, i, all) => (i % 2 === 0 ? [[word.slice(2), all[i + 1]!]] : [])),
  );
  const { again: _again, ...made } = experimentOf({ ...read, trace: flags.trace });
  t.deepEqual(made, experiment);
});

const variants = (fixes: string): readonly string[] => experimentOf({ trace: 'a', fixes }).variants;

test('stock is always there, and a list names each variant once, in whatever order and spelling', (t) => {
  t.deepEqual(variants('all'), ['stock', 'all']);
  t.deepEqual(variants('all,local-scrub+parallel-boot,stock,all'), [
    'stock',
    'parallel-boot+local-scrub',
    'all',
  ]);
  t.deepEqual(variants('local-scrub+xenstore-cache+parallel-boot'), ['stock', 'all']);
});

test('all mistakes are told together, a line each', (t) => {
  const message = refusal(t, () =>
    experimentOf({
      trace: '',
      slo: '500',
      tick: '0s',
      fixes: 'foo',
      guest: 'pv-debain',
      seeds: 'many',
      host: 'xen',
      policy: 'hpaa,static(replcas=2),hpa(target=2,min=x)',
    }),
  );
  const flags = message.split('\n').map((line) => line.split(':')[0]);
  t.deepEqual(flags, [
    '--policy',
    'static',
    'hpa',
    '--fixes',
    '--host',
    '--guest',
    '--seeds',
    '--slo',
    '--tick',
    'the trace is an empty name; give the path of a file',
  ]);
  t.regex(
    refusal(t, () => experimentOf({ trace: 'a', from: '4h', to: '3h' })),
    /^--to: found "3h", not after --from "4h"/u,
  );
});

test('a host is a release, perhaps with another xenstored; its other variants stand after the three fixes', (t) => {
  const read = experimentOf({ trace: 'a', host: 'xen-4.8+oxenstored', fixes: 'noxs,all,idle-scrub' });
  t.is(read.host, 'xen-4.8+oxenstored');
  t.deepEqual(read.variants, ['stock', 'all', 'noxs', 'idle-scrub']);
  t.is(read.again, 'npm run replay -- a --fixes noxs,all,idle-scrub --host xen-4.8+oxenstored');
});

test('variants that a host has already, or that contradict themselves, are refused in one go', (t) => {
  const fault = t.throws(
    () =>
      experimentOf({
        trace: 'a',
        host: 'xen-4.17',
        fixes: 'idle-scrub,local-scrub+idle-scrub+noxs,noxs+parallel-boot,noxs',
      }),
    { instanceOf: InputError },
  );
  t.is(fault?.message.split('\n').length, 3);
  t.regex(
    fault?.message ?? '',
    /"idle-scrub", which xen-4\.17 has already .*\n.*\n.*parallel-boot has locking/,
  );
});
