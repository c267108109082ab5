/** `replay` as a process: what it prints, what it leaves on disk, and how it ends on a file that is no trace. */
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { readResult } from '../../harness/result/store.ts';
import { CROWD, STEP } from '../campaign/world.ts';
import { fileOf } from '../traces/files.ts';
import { cli } from './process.ts';

/** A folder that is not there yet, in one that goes with the process. */
const newFolder = (): string => join(mkdtempSync(join(dirname(fileOf('x', '')), 'out-')), 'runs');
const filesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);
const documentsIn = (folder: string): readonly string[] =>
  filesIn(folder).filter((name) => name.endsWith('.json'));

const MIB = 1024 * 1024;
const HEAD = 'created_s,deleted_s,vcpus,memory_gib\n';
const ROW = '0,60,1,2\n';
const packed = gzipSync(HEAD + ROW.repeat(20_000));

const malformed: readonly (readonly [what: string, file: string, place: RegExp])[] = [
  ['a file cut in its last row', fileOf('cut.csv', `${HEAD}${ROW}10,20,`), /:3: .*looks cut/],
  [
    'gzip that ends too early',
    fileOf('cut.csv.gz', packed.subarray(0, packed.length - 100)),
    /: is gzip that ends too early/,
  ],
  ['a header with wrong columns', fileOf('columns.csv', `begin,end,size\n1,2,3\n`), /: /],
  [
    'a row with a column too many',
    fileOf('row.csv', `${HEAD}${ROW}0,60,1,2,9\n`),
    /:3: the row has 5 columns/,
  ],
  [
    'words where numbers belong',
    fileOf('words.csv', `${HEAD}${ROW}0,60,two,2\n`),
    /:3: column "vcpus" holds "two"/,
  ],
  [
    'a load below zero',
    fileOf('minus.csv', 'time_s,load_rps\n0,1\n60,-3\n'),
    /:3: column "load_rps" holds "-3"/,
  ],
  ['binary', fileOf('binary.csv', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0, 0xff, 0xfe])), /: /],
  [
    'bytes that are not UTF-8 within',
    fileOf('half.csv', Buffer.concat([Buffer.from(HEAD + ROW), Buffer.alloc(64, 0)])),
    /: holds a NUL byte/,
  ],
  ['an empty file', fileOf('empty.csv', ''), /: is empty/],
  ['a header and no row', fileOf('head.csv', HEAD), /: holds no rows/],
  ['a line beyond all bounds', fileOf('long.csv', HEAD + '7'.repeat(2 * MIB)), /has more than 1048576 bytes/],
  [
    'gzip that inflates without end',
    fileOf('bomb.csv.gz', gzipSync(`# ${'7'.repeat(998)}\n`.repeat(110 * 1024))),
    /: /,
  ],
  ['a folder', dirname(fileOf('inside.csv', CROWD)), /: is a directory/],
  ['a file that is not there', 'nowhere/at-all.csv', /^nowhere\/at-all\.csv: /],
];

for (const [what, file, place] of malformed) {
  test(`replay of ${what} ends with status 2, one line on stderr, and nothing else`, (t) => {
    const out = newFolder();
    const { status, out: printed, err } = cli('replay', file, '--out', out);
    t.is(status, 2, err);
    t.is(printed, '');
    t.regex(err, /^[^\n]+\n$/);
    t.true(err.startsWith(`${file}:`), err);
    // what was found; what is accepted; what to do
    t.regex(err.slice(file.length), /^(?::\d+)?: [^;]+; [^;]+; [^;]+[^.]\n$/);
    t.regex(err, place);
    t.notRegex(err, /\n +at |Error:/);
    t.deepEqual(filesIn(out), []);
  });
}

test('a faulty file after a good one: the good one is reported, the faulty one refused', (t) => {
  const out = newFolder();
  const good = fileOf('good.csv', CROWD);
  const { status, out: printed, err } = cli('replay', good, 'nowhere.csv', '--fixes', 'stock', '--out', out);
  t.is(status, 2);
  t.regex(printed, /^Trace\n/);
  t.regex(err, /nowhere\.csv: /);
  t.is(documentsIn(out).length, 1);
});

for (const sample of ['burst', 'flash-crowd']) {
  test(`the report on ${sample} fits 80 columns and ends with one sentence`, async (t) => {
    const folder = newFolder();
    const { status, out, err } = cli('replay', `traces/samples/${sample}.csv`, '--out', folder);
    t.is(status, 0, err);
    const lines = out.split('\n');
    for (const line of lines) t.true(Array.from(line).length <= 80, line);
    t.is(lines.at(-1), '');
    const paragraphs = out.trimEnd().split('\n\n');
    t.regex(
      paragraphs.at(-1)!.replaceAll('\n', ' '),
      /^On this trace the three fixes together [^.]*(\d\.\d[^.]*)*$/,
    );
    // how far it is is said of a job that takes a second, and so depends on the machine; test/harness/cli.test.ts has the lines
    t.regex(err, /^( {0,2}\d+ % .*\n)*result: .+\nreport: .+\n$/);
    const path = /^result: (.+)$/m.exec(err)![1]!;
    const document = await readResult(path);
    t.is(document.trace.path, `traces/samples/${sample}.csv`);
    t.deepEqual(
      filesIn(folder).map((name) => join(folder, name)),
      [path.replace(/json$/, 'html'), path],
    );
    t.true(err.endsWith(`report: ${path.replace(/json$/, 'html')}\n`));
  });
}

test('the same command prints the same bytes and writes the same document and page, with any number of workers', (t) => {
  const trace = fileOf('step.csv', STEP);
  const runs = (['1', '1', '2'] as const).map((workers) => {
    const folder = newFolder();
    const ran = cli('replay', trace, '--fixes', 'all', '--out', folder, '--workers', workers);
    t.is(ran.status, 0, ran.err);
    const [name] = documentsIn(folder);
    const [document, page] = ['json', 'html'].map((ending) =>
      readFileSync(join(folder, name!.replace(/json$/, ending)), 'utf8'),
    );
    return { report: ran.out, name, document, page };
  });
  t.deepEqual(runs[1], runs[0]);
  t.deepEqual(runs[2], runs[0]);
});

test('--json prints the document that is on disk', (t) => {
  const folder = newFolder();
  const { out } = cli('replay', fileOf('crowd.csv', CROWD), '--fixes', 'all', '--out', folder, '--json');
  t.is(out, readFileSync(join(folder, documentsIn(folder)[0]!), 'utf8'));
});

test('--no-report leaves the document alone on disk', (t) => {
  const folder = newFolder();
  const { err } = cli(
    'replay',
    fileOf('crowd.csv', CROWD),
    '--fixes',
    'stock',
    '--out',
    folder,
    '--no-report',
  );
  t.notRegex(err, /report: /);
  t.deepEqual(filesIn(folder), documentsIn(folder));
});

test('many replays on threads say nothing but their progress on stderr', (t) => {
  const { err, status } = cli(
    'replay',
    fileOf('crowd.csv', CROWD),
    '--seeds',
    '2',
    '--workers',
    '2',
    '--out',
    newFolder(),
  );
  t.is(status, 0);
  for (const line of err.trimEnd().split('\n')) t.regex(line, /^( {0,2}\d+ % |result: |report: )/);
});

test('a broken policy module ends with status 2 and one line, on threads too', (t) => {
  const policy = fileOf(
    'broken.mjs',
    `export default { kind: 'policy', name: 'x', make: () => { throw new Error('oh'); } };\n`,
  );
  for (const workers of ['1', '2']) {
    const out = newFolder();
    const {
      status,
      out: printed,
      err,
    } = cli('replay', fileOf('step.csv', STEP), '--policy', policy, '--workers', workers, '--out', out);
    t.is(status, 2, err);
    t.is(printed, '');
    // replays of the bounds may be done by then
    t.regex(err, /^(?: *\d+ % .*\n)*--policy [^\n]+make\(\) failed \(oh\); [^\n]+\n$/);
    t.deepEqual(documentsIn(out), []);
  }
});
