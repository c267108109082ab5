import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { hostNamed, type HostFile } from '../../harness/calibrate/host-file.ts';
import { measurementsIn } from '../../harness/calibrate/measurements.ts';
import { profileFrom } from '../../harness/calibrate/profile.ts';
import { InputError } from '../../model/kernel/faults.ts';
import { close, hasShared, sharedPath } from '../shared.ts';
import { cli, folderOf, writeRuns } from './world.ts';

const folder = folderOf(test);
const real = join(folder, 'real');
mkdirSync(real);
writeRuns(real, [0, 5, 10, 20, 40]);
const profile = join(folder, 'mine.json');
const made = cli('calibrate', real, '--out', profile);

test('a host that was measured in dom0 becomes a profile with its own costs', (t) => {
  t.is(made.status, 0, made.err);
  const host = hostNamed(profile);
  t.is(host.name, 'mine');
  const { hypervisor, xenstored } = host.values;
  t.true(close(xenstored.request, 20, 0.01), `${xenstored.request}`);
  t.true(close(xenstored.requestPerDomain, 0.5, 0.01), `${xenstored.requestPerDomain}`);
  t.is(xenstored.perSocket, 0 as never);
  // 40 µs per MiB over 256 pages
  t.true(close(hypervisor.pageFree, 40 / 256, 0.01), `${hypervisor.pageFree}`);
  t.is(host.records.xenstored.request.source.kind, 'measured');
});

test('the report says how well larger hosts are predicted, in 80 columns', (t) => {
  for (const line of made.out.split('\n')) t.true(Array.from(line).length <= 80, line);
  t.regex(made.out, /predicts the \d+ larger ones with a mean error of\s+\S+\s+%/u);
});

test('the same measurements give the same bytes', (t) => {
  const [a, b] = [cli('calibrate', real, '--json'), cli('calibrate', real, '--json')];
  t.is(a.status, 0);
  t.is(a.out, b.out);
  const { laws, schema } = JSON.parse(a.out) as HostFile;
  t.is(schema, 'xenreplay/host/1');
  for (const law of laws!) t.is(law.residuals.length, law.points);
});

test('a calibrated profile predicts hosts four times as large', (t) => {
  const larger = join(folder, 'larger');
  mkdirSync(larger);
  writeRuns(larger, [80, 160]);
  const { status, out } = cli('validate', '--measured', larger, '--host', profile, '--json');
  t.is(status, 0);
  const { rows, mape_fraction } = JSON.parse(out) as { rows: unknown[]; mape_fraction: number };
  t.true(rows.length >= 12);
  t.true(mape_fraction < 0.01, `${mape_fraction}`);
});

test('a replay runs on a calibrated host, and its document has the measured values', (t) => {
  const words = ['replay', 'traces/samples/burst.csv', '--host', profile, '--fixes', 'stock', '--json'];
  const { status, out, err } = cli(...words, '--out', folder);
  t.is(status, 0, err);
  t.true(out.includes('"mine"'));
});

const hostOf = (text: string): string => {
  const path = join(folder, `host-${text.length}.json`);
  writeFileSync(path, text);
  return path;
};
const base = { schema: 'xenreplay/host/1', name: 'n', base: 'xen-4.17', values: {} };
for (const [what, text, said] of [
  ['no JSON', '{', /: not JSON; a host profile is what npm run calibrate/u],
  ['another schema', '{"schema":"x/2"}', /: schema: .*xenreplay\/host\/1/u],
  ['an unknown base', JSON.stringify({ ...base, base: 'xen-9' }), /: base: found "xen-9"/u],
  [
    'an unknown parameter',
    JSON.stringify({ ...base, values: { xenstored: { requst: 1 } } }),
    /values\.xenstored\.requst is no parameter of xen-4\.17; did you mean "xenstored\.request"\?/u,
  ],
  [
    'a negative cost',
    JSON.stringify({ ...base, values: { xenstored: { request: -1 } } }),
    /values\.xenstored/u,
  ],
] as const) {
  test(`a profile with ${what} is refused in one line`, (t) => {
    const fault = t.throws(() => hostNamed(hostOf(text)), { instanceOf: InputError });
    t.regex(fault.message, said);
    t.false(fault.message.includes('\n'));
  });
}

test('a folder without measurements, or with a broken number, is refused in one line', (t) => {
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  t.regex(cli('calibrate', empty).err, /^\S+: no measurements; [^\n]+\n$/u);
  t.regex(cli('calibrate', join(folder, 'none')).err, /^\S+: cannot be read \(ENOENT\); [^\n]+\n$/u);
  const broken = join(folder, 'broken');
  mkdirSync(broken);
  writeFileSync(join(broken, 'a.csv'), 'daemon,n_watches,op,min_us,daemon_cpu_us_per_op\nc,x,READ,1,2\n');
  const { status, err } = cli('calibrate', broken);
  t.is(status, 2);
  t.regex(err, /a\.csv:2: column "n_watches" holds "x"; [^\n]+\n$/u);
});

test('runs that failed and times under tracing are left out', (t) => {
  const some = join(folder, 'some');
  mkdirSync(some);
  const head =
    'op,idx,n_running_before,mem_mib,wall_us,xl_user_ms,xl_sys_ms,xenstored_cpu_us,xenconsoled_cpu_us,trace_line0,trace_line1,rc';
  const rows = [
    'create,1,1,16,5,1,1,2,2,0,0,0',
    'create,2,2,16,5,1,1,2,2,0,0,1',
    'create_traced,3,3,16,5,1,1,2,2,5,9,0',
  ];
  writeFileSync(join(some, 'runs.csv'), `${[head, ...rows].join('\n')}\n`);
  const { measured } = measurementsIn(some);
  t.deepEqual([...new Set(measured.map(({ at }) => at.guests))], [1]);
});

test('an empty cell was not measured, and its row says what else it holds', (t) => {
  const some = join(folder, 'blanks');
  mkdirSync(some);
  const head = 'daemon,n_watches,op,min_us,daemon_cpu_us_per_op';
  writeFileSync(join(some, 'a.csv'), `${head}\nc,0,READ_other,,2\nc,100,READ_other,15,\nc,,READ_other,9,\n`);
  const { measured } = measurementsIn(some);
  t.deepEqual(
    measured.map(({ at, value }) => [at.watches, value]),
    [[100, 15]],
  );
});

test('the shared measurements are predicted beyond what was fitted within 15 % (skipped where absent)', async (t) => {
  if (!hasShared) {
    t.log('no ../shared/measured');
    t.pass();
    return;
  }
  const { measured } = measurementsIn(sharedPath('measured'));
  const { calibration, parameters } = await profileFrom(measured, 'debian', 'xen-4.17');
  t.true(calibration.predictions.length > 300);
  t.true(calibration.mape! < 0.15, `${calibration.mape}`);
  t.true(calibration.medianError! < 0.05, `${calibration.medianError}`);
  t.true(parameters.some(({ name }) => name === 'xenstored.perSocket'));
});
