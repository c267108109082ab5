import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, ftruncateSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { ingest } from '../../traces/ingest.ts';
import { complaintOf, fileOf, ingestText, loadIn } from './files.ts';

const LOAD = 'time_s,load_rps\n0,1\n60,2\n120,3\n';

test('a missing file, a directory and a path through a file are told apart', async (t) => {
  t.regex(
    await complaintOf(ingest('/no/such/trace.csv')),
    /^trace\.csv: does not exist; .+; check the path$/,
  );
  t.regex(await complaintOf(ingest(tmpdir())), /: is a directory; .+; give one file in it$/);
  t.regex(await complaintOf(ingest(`${fileOf('a.csv', LOAD)}/b.csv`)), /^b\.csv: does not exist; /);
});

test('a file that may not be read is told with what allows it', async (t) => {
  const path = fileOf('a.csv', LOAD);
  chmodSync(path, 0);
  // root may read everything
  if (process.getuid?.() === 0) t.pass();
  else t.regex(await complaintOf(ingest(path)), /^a\.csv: may not be read; .+; allow it/);
});

test('an empty file, an empty gzip and a lone byte order mark are empty', async (t) => {
  for (const content of ['', gzipSync(''), Buffer.from([0xef, 0xbb, 0xbf])]) {
    t.regex(await complaintOf(ingestText(content)), /^trace\.csv: is empty; .+; fetch it again/);
  }
});

test('binary content is refused with the place of its first NUL byte, also beyond the head', async (t) => {
  t.regex(
    await complaintOf(ingestText('time_s,load_rps\n0,\0\n')),
    /: holds a NUL byte at byte 18, so it is binary; /,
  );
  const rows = Array.from({ length: 20_000 }, (_, i) => `${i * 60},1`).join('\n');
  t.regex(
    await complaintOf(ingestText(`time_s,load_rps\n${rows}\n\0`)),
    /: holds a NUL byte at byte \d{6}, /,
  );
});

test('files of tables that are none, and other alphabets, are recognised by their first bytes, whatever the name', async (t) => {
  const odd: readonly (readonly [string, RegExp])[] = [
    ['50415231150415001500150000000000', /is Parquet that cannot be read; .+; it looks cut or damaged/],
    ['53514c69746520666f726d6174203300', /is SQLite that cannot be read; .+; it looks cut or damaged/],
    ['fffe740069006d006500', /is UTF-16 text; .+; convert it first: iconv/],
  ];
  for (const [bytes, told] of odd) {
    t.regex(await complaintOf(ingestText(Buffer.from(bytes, 'hex'), {}, 'trace.csv.gz')), told);
  }
});

test('a tar archive inside gzip is told as one', async (t) => {
  const folder = dirname(fileOf('a.csv', LOAD));
  const archive = join(folder, 'trace.tar.gz');
  execFileSync('tar', ['czf', archive, '-C', folder, 'a.csv']);
  t.regex(await complaintOf(ingest(archive)), /: is a tar archive; .+: tar xf FILE$/);
});

test('gzip is found by its content, and the hash is of the file as stored', async (t) => {
  const packed = gzipSync(LOAD);
  const { report } = await ingestText(packed, {}, 'trace.csv');
  t.is(report.sha256, createHash('sha256').update(packed).digest('hex'));
  t.is(report.bytes, packed.length);
  t.is(report.rowsUsed, 3);
});

test('several gzip members in one file are one trace', async (t) => {
  const packed = Buffer.concat([gzipSync(LOAD.slice(0, 25)), gzipSync(LOAD.slice(25))]);
  t.deepEqual([...loadIn(await ingestText(packed)).rate], [1, 2, 3]);
});

test('cut and damaged gzip give an error and no part of a workload', async (t) => {
  const rows = Array.from({ length: 50_000 }, (_, i) => `${i * 60},${(i * 7919) % 1000}`).join('\n');
  const packed = gzipSync(`time_s,load_rps\n${rows}\n`);
  for (const size of [30, packed.length >> 1, packed.length - 4]) {
    t.regex(
      await complaintOf(ingestText(packed.subarray(0, size))),
      /^trace\.csv: is gzip that ends too early; .+; it looks cut/,
    );
  }
  const damaged = Buffer.from(packed);
  damaged[packed.length - 6]! ^= 0xff;
  t.regex(await complaintOf(ingestText(damaged)), /^trace\.csv: is damaged gzip; .+; fetch it again$/);
});

test('a gzip bomb is refused before it has unfolded, and the limit can be raised', async (t) => {
  // 20 MiB of "0 0 0 …" in about 20 KiB: a thousandfold
  const bomb = gzipSync(Buffer.from('0 '.repeat(10 * 1024 * 1024)));
  const path = fileOf('workload.txt', bomb);
  const inflationSlack = 1024 * 1024;
  const refused = await complaintOf(ingest(path, { limits: { inflationSlack } }));
  t.regex(
    refused,
    /^workload\.txt: inflates to more than 200 times its size; gzip may .+; .+ raise the limit: --read inflation=2000$/,
  );
  const { report } = await ingest(path, { limits: { inflationSlack, inflation: 2_000 } });
  t.is(report.steps, 10 * 1024 * 1024);
});

test('a gzip bomb of one line stops at the limit of a line', async (t) => {
  const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024, '0 '));
  t.regex(
    await complaintOf(ingestText(bomb, { limits: { rows: 5 } })),
    /^trace\.csv: has more than 5 rows; /,
  );
  t.regex(
    await complaintOf(
      ingestText(gzipSync(Buffer.alloc(80 * 1024 * 1024, ' '.repeat(1000))), { format: 'per-second' }),
    ),
    /^trace\.csv: a line that begins at byte 0 has more than 67108864 bytes; /,
  );
});

test('a line beyond the limit is refused without being kept', async (t) => {
  const long = `time_s,load_rps\n0,1\n60,${'1'.repeat(3 * 1024 * 1024)}\n`;
  t.regex(
    await complaintOf(ingestText(long)),
    /^trace\.csv: a line that begins at byte 20 has more than 1048576 bytes; .+give a file with line ends$/,
  );
  const list = '1 '.repeat(2 * 1024 * 1024);
  t.regex(
    await complaintOf(ingestText(list, { limits: { list: 1024 * 1024 } })),
    /has more than 1048576 bytes; /,
  );
});

test('a file of 2 GB without a line end fails at once and is not held', async (t) => {
  const path = fileOf('hole.csv', 'time_s,load_rps\n0,1');
  const file = openSync(path, 'r+');
  ftruncateSync(file, 2 ** 31);
  closeSync(file);
  const before = process.memoryUsage().arrayBuffers;
  t.regex(await complaintOf(ingest(path)), /: holds a NUL byte at byte 19, /);
  t.true(process.memoryUsage().arrayBuffers - before < 64 * 1024 * 1024);
});

test('a per-second list beyond the limit is refused by its size, before a number of it is kept', async (t) => {
  const path = fileOf('workload.txt', '1 2 3 '.repeat(100_000));
  const file = openSync(path, 'r+');
  ftruncateSync(file, 2 ** 31);
  closeSync(file);
  t.regex(await complaintOf(ingest(path)), /: a line that begins at byte 0 has more than 67108864 bytes; /);
});

test('only stored.ts opens files, only lines.ts copies them, and only directory.ts lists them', (t) => {
  const folder = fileURLToPath(new URL('../../../traces/', import.meta.url));
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const opening = sources.filter((name) => /from 'node:fs/.test(readFileSync(join(folder, name), 'utf8')));
  t.deepEqual(opening.toSorted(), ['directory.ts', 'lines.ts', 'stored.ts']);
});

test('more rows than the limit are refused with the option that raises it', async (t) => {
  t.regex(
    await complaintOf(ingestText(LOAD, { limits: { rows: 2 } })),
    /: has more than 2 rows; .+; give a part of the file$/,
  );
});

test('a byte order mark is no part of the first name', async (t) => {
  t.is((await ingestText(`\uFEFF${LOAD}`)).report.format, 'load-csv');
});
