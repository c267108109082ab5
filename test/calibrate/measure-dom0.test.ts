import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { measurementsIn } from '../../harness/calibrate/measurements.ts';
import { InputError } from '../../model/kernel/faults.ts';
import { folderOf } from './world.ts';

const SCRIPT = 'harness/calibrate/measure-dom0.sh';
const folder = folderOf(test);
const kernel = join(folder, 'kernel');
writeFileSync(kernel, 'a kernel');

/** A dom0 made of shell scripts: xl keeps its guests as files, nothing sleeps, and the daemons are this test. */
const dom0 = (name: string, commandLine = 'placeholder dom0_mem=1024M'): { bin: string; guests: string } => {
  const bin = join(folder, name, 'bin');
  const guests = join(folder, name, 'guests');
  mkdirSync(bin, { recursive: true });
  mkdirSync(guests, { recursive: true });
  const command = (file: string, text: string): void => {
    writeFileSync(join(bin, file), `#!/bin/sh\n${text}`);
    chmodSync(join(bin, file), 0o755);
  };
  command(
    'xl',
    `[ "$1" != -vvv ] || { shift; echo 'libxl: debug: libxl_create.c:1:do_domain_create: ao 0x1: create: how=(nil)' >&2; verbose=1; }
case $1 in
  list) echo 'Name ID Mem VCPUs State Time(s)'; echo 'Domain-0 0 1024 2 r----- 9'; ls "${guests}" ;;
  info) printf 'nr_nodes               : 2\\nfree_memory            : 9000\\nxen_commandline        : ${commandLine}\\n' ;;
  create)
    for last; do :; done
    touch "${guests}/$(sed -n 's/^name = "\\(.*\\)"/\\1/p' "$last")"
    [ -z "$verbose" ] || echo 'libxl: debug: libxl_event.c:1:libxl__ao_complete: ao 0x1: complete, rc=0' >&2 ;;
  destroy) rm "${guests}/$2" ;;
  *) exit 1 ;;
esac
`,
  );
  command('pidof', `[ "$1" != oxenstored ] && echo ${process.pid}\n`);
  command('sleep', ':\n');
  command('ts', `while read -r line; do echo "1.000001 $line"; done\n`);
  return { bin, guests };
};

const script = (
  words: readonly string[],
  bin?: string,
): { status: number | null; stdout: string; stderr: string } =>
  spawnSync('sh', [SCRIPT, ...words], {
    encoding: 'utf8',
    env: { ...process.env, ...(bin === undefined ? {} : { PATH: `${bin}:${process.env['PATH']}` }) },
  });

test('without --run it says what it would do, and does nothing', (t) => {
  const { bin, guests } = dom0('dry');
  const out = join(folder, 'dry', 'out');
  const { status, stdout, stderr } = script(['--kernel', kernel, '--guests', '3', '--out', out], bin);
  t.is(status, 0, stderr);
  t.regex(stdout, /would: create 3 guests/u);
  t.regex(stdout, /nothing was done; add --run/u);
  t.false(existsSync(out));
  t.deepEqual(readdirSync(guests), []);
  t.throws(() => measurementsIn(out), { instanceOf: InputError });
});

test('with --run it measures guests of its own, leaves none, and calibrate reads what it wrote', (t) => {
  const { bin, guests } = dom0('run');
  const out = join(folder, 'run', 'out');
  const words = ['--kernel', kernel, '--guests', '3', '--memory', '32,64', '--out', out, '--run'];
  const { status, stdout, stderr } = script(words, bin);
  t.is(status, 0, stderr);
  t.is(stdout, `measured: ${out}\n`);
  t.deepEqual(readdirSync(guests), []);
  const rows = readFileSync(join(out, 'xen-host-real-2node-create.csv'), 'utf8').trim().split('\n');
  t.deepEqual(
    rows.slice(1).map((row) => row.split(',').slice(0, 4).join(' ')),
    ['create 1 0 16', 'create 2 1 16', 'create 3 2 16'],
  );
  const sizes = readFileSync(join(out, 'xen-host-real-2node-memory.csv'), 'utf8').trim().split('\n');
  t.is(sizes.length, 1 + 2 * 2 * 3);
  t.is(readdirSync(out).filter((file) => file.endsWith('.log')).length, 6);
  const { measured } = measurementsIn(out);
  t.true(measured.some(({ series }) => series === 'real 2-node create: duration'));
  const again = script(words, bin);
  t.is(again.status, 2);
  t.regex(again.stderr, /^measure-dom0\.sh: --out: "\S+" is there already; [^\n]+\n$/u);
});

test('a guest of somebody else is not touched: it does not begin', (t) => {
  const { bin, guests } = dom0('busy');
  writeFileSync(join(guests, 'theirs'), '');
  const { status, stderr } = script(['--kernel', kernel, '--run', '--out', join(folder, 'busy', 'out')], bin);
  t.is(status, 2);
  t.regex(stderr, /^measure-dom0\.sh: other guests are there [^\n]+\n$/u);
  t.deepEqual(readdirSync(guests), ['theirs']);
});

test('a guest of somebody else that comes later ends it, and only its own are destroyed', (t) => {
  const { bin, guests } = dom0('late');
  // it comes when the second of ours is created
  writeFileSync(
    join(bin, 'sleep'),
    `#!/bin/sh\n[ "$(ls "${guests}" | wc -l)" -ne 2 ] || touch "${guests}/theirs"\n`,
  );
  const { status, stderr } = script(['--kernel', kernel, '--run', '--out', join(folder, 'late', 'out')], bin);
  t.is(status, 2);
  t.regex(stderr, /a guest that is not ours came/u);
  t.deepEqual(readdirSync(guests), ['theirs']);
});

test('a host whose dom0 would shrink for each guest is refused', (t) => {
  const { bin } = dom0('balloon', 'placeholder console=com1');
  const { status, stderr } = script(['--kernel', kernel, '--run', '--out', join(folder, 'none')], bin);
  t.is(status, 2);
  t.regex(stderr, /^measure-dom0\.sh: neither dom0_mem= [^\n]+\n$/u);
});

test('more guests than there is memory for are refused', (t) => {
  const { bin } = dom0('full');
  const { status, stderr } = script(
    ['--kernel', kernel, '--run', '--guests', '400', '--out', join(folder, 'none')],
    bin,
  );
  t.is(status, 2);
  t.regex(stderr, /^measure-dom0\.sh: 9000 MiB are free and 9600 are needed; [^\n]+\n$/u);
});

test('what it cannot do it refuses in one line', (t) => {
  for (const words of [
    [],
    ['--guests', '0'],
    ['--kernle'],
    ['--memory', '16MB'],
    ['--memory', ','],
    ['--type', 'hvm'],
    ['--kernel'],
    ['--kernel', '/none', '--run'],
  ]) {
    const { status, stderr } = script(words);
    t.is(status, 2, words.join(' '));
    t.regex(stderr, /^measure-dom0\.sh: [^\n]+\n$/u);
  }
});
