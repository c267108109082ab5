/** Choices that change a load: gaps, its end, a part of it, its speed. */
import test from 'ava';
import { besideOf, complaintOf, fileOf, ingestText, loadIn } from './files.ts';
import { ingest } from '../../traces/ingest.ts';
import { dirname } from 'node:path';

const GAP = 'time_s,load_count\n0,60\n60,120\n120,60\n600,240\n660,60\n';

test('a gap is held, zero, an error with the line behind it, or closed', async (t) => {
  const load = async (gaps: 'hold' | 'zero' | 'drop') => loadIn(await ingestText(GAP, { gaps }));
  t.deepEqual([...(await load('hold')).rate], [1, 2, 1, 4, 1]);
  t.deepEqual([...(await load('zero')).rate], [1, 2, 1, 0, 4, 1]);
  const closed = await load('drop');
  t.deepEqual([...closed.at], [0, 60e6, 120e6, 180e6, 240e6]);
  t.is(Number(closed.horizon), 300e6);
  t.is(
    await complaintOf(ingestText(GAP, { gaps: 'error' })),
    'trace.csv:5: 480 s lie between this row and the one before it; a step lasts 60 s and gaps were asked to be an error; choose --gaps hold, zero or drop, or a part without gaps by --from and --to',
  );
});

const SHORT = 'time_s,load_rps\n0,1\n60,2\n120,3\n';

test('where more is asked for than the trace has, it stops, goes on, is zero, begins again, or is refused', async (t) => {
  const until = async (pastEnd: 'stop' | 'hold' | 'zero' | 'repeat') =>
    ingestText(SHORT, { to: 400, pastEnd });
  const stopped = await until('stop');
  t.is(stopped.report.horizonSeconds, 180);
  t.deepEqual(stopped.report.warnings, [
    'the trace ends at 180 s, before --to; the replay ends there (--read past-end)',
  ]);
  t.is(stopped.report.choices['past the end'], 'stop; the trace ends at 180 s');
  for (const [rule, rates] of [
    ['hold', [1, 2, 3]],
    ['zero', [1, 2, 3, 0]],
    ['repeat', [1, 2, 3, 1, 2, 3, 1]],
  ] as const) {
    const { report, workload } = await until(rule);
    t.is(report.horizonSeconds, 400);
    t.deepEqual([...loadIn({ report, workload }).rate], [...rates]);
    t.is(report.choices['past the end'], `${rule}; the trace ends at 180 s`);
  }
  t.regex(
    await complaintOf(ingestText(SHORT, { to: 400, pastEnd: 'error' })),
    /^trace\.csv: the trace lasts 180 s, which is before --to; /,
  );
  const unasked = await ingestText(SHORT, { to: 100, pastEnd: 'repeat' });
  t.is(unasked.report.choices['past the end'], undefined);
});

test('a part that begins behind the end can be had of a load that repeats', async (t) => {
  const { workload, report } = await ingestText(SHORT, { from: 200, to: 320, pastEnd: 'repeat' });
  t.deepEqual([...loadIn({ workload, report }).rate], [1, 2, 3]);
  t.deepEqual(report.dropped, []);
  const within = await ingestText(SHORT, { from: 200, to: 230, pastEnd: 'repeat' });
  t.deepEqual([...loadIn(within).rate], [1]);
  t.deepEqual(within.report.dropped, [{ reason: 'outside the cut', rows: 2, firstLine: 0 }]);
  t.regex(
    await complaintOf(ingestText(SHORT, { to: 9e9, pastEnd: 'repeat', limits: { rows: 1_000 } })),
    /has more than 1000 rows; /,
  );
});

test('domains end with their trace: other rules than stop and error are refused', async (t) => {
  const lives = 'created_s,deleted_s,vcpus,memory_gib\n0,100,1,1\n';
  t.is((await ingestText(lives, { to: 400 })).report.horizonSeconds, 100);
  t.regex(
    await complaintOf(ingestText(lives, { to: 400, pastEnd: 'error' })),
    /the trace lasts 100 s, which is before --to/,
  );
  t.regex(
    await complaintOf(ingestText(lives, { to: 400, pastEnd: 'repeat' })),
    /^--read past-end: is repeat; domains end with their trace: stop or error; /,
  );
});

test('rows that a part does not reach are counted as left out', async (t) => {
  const { report } = await ingestText(SHORT, { from: 70, to: 110 });
  t.like(report, { rowsRead: 3, rowsUsed: 1 });
  t.deepEqual(report.dropped, [{ reason: 'outside the cut', rows: 2, firstLine: 0 }]);
  const log = ['01', '01', '05', '09'].map((s) => `h - - [01/Aug/1995:00:00:${s} +0000] "GET /" 200 1\n`);
  const cut = await ingestText(log.join(''), { from: 2, to: 6 });
  t.like(cut.report, { rowsRead: 4, rowsUsed: 1 });
});

test('compressed ten times, the same requests come in a tenth of the time; levels keep their height', async (t) => {
  const fast = await ingestText('time_s,load_count\n0,60\n60,120\n', { compress: 10 });
  t.deepEqual([...loadIn(fast).at], [0, 6e6]);
  t.deepEqual([...loadIn(fast).rate], [10, 20]);
  t.like(fast.report, {
    horizonSeconds: 12,
    indexOfDispersion: (await ingestText('time_s,load_count\n0,60\n60,120\n')).report.indexOfDispersion,
  });
  t.is(fast.report.choices['compress'], '10 times faster than recorded');
  const level = await ingestText('time_s,load_utilisation\n0,0.5\n60,1\n', { compress: 10 });
  t.deepEqual([...loadIn(level).rate], [0.5, 1]);
  const lives = await ingestText('created_s,deleted_s,vcpus,memory_gib\n0,100,1,1\n50,60,1,1\n', {
    compress: 10,
  });
  t.like(lives.report, { horizonSeconds: 10, domains: 2 });
  t.regex(
    await complaintOf(ingestText('time_us,load_rps\n0,1\n5,2\n', { compress: 10 })),
    /^--read compress: is 10, and steps become shorter than 1 µs; /,
  );
});

const folderOf = (files: Readonly<Record<string, string>>): string => {
  const [first, ...others] = Object.entries(files);
  const path = fileOf(first![0], first![1]);
  for (const [name, content] of others) besideOf(path, name, content);
  return dirname(path);
};

const vm = (start: number, used: readonly number[]): string =>
  `Timestamp [ms];\tCPU cores;\tCPU capacity provisioned [MHZ];\tCPU usage [MHZ]\n${used
    .map((mhz, i) => `${start + i * 300};\t2;\t5200;\t${mhz}\n`)
    .join('')}`;

test('a folder of VMs is the sum of them, each over the time it was there', async (t) => {
  const start = 1_372_629_900;
  const path = folderOf({
    '1.csv': vm(start, [100, 200, 300]),
    '2.csv': vm(start + 300, [10, 20]),
    '10.csv': vm(start + 150, [2]),
    '.hidden': 'nothing',
  });
  const { report, workload } = await ingest(path);
  t.deepEqual([...loadIn({ report, workload }).rate], [101, 211, 320]);
  t.like(report, { format: 'bitbrains', rowsRead: 6, rowsUsed: 6, startedAt: '2013-06-30T22:05:00Z' });
  t.is(report.choices['folder'], 'sum of 3 files on steps of 300 s');
  t.regex(report.sha256, /^[0-9a-f]{64}$/);
});

test('a folder of logs is one log; days of functions follow each other; between files is a gap', async (t) => {
  const at = (time: string) => `h - - [${time} +0000] "GET /" 200 1\n`;
  const logs = folderOf({
    'access.log.1': at('01/Aug/1995:00:00:00') + at('01/Aug/1995:00:00:01'),
    'access.log': at('01/Aug/1995:00:00:01') + at('01/Aug/1995:00:00:04'),
  });
  t.deepEqual([...loadIn(await ingest(logs)).rate], [1, 2, 0, 0, 1]);
  const functions = (counts: string) => `HashOwner,HashApp,HashFunction,1,2\na,b,c,${counts}\n`;
  const days = folderOf({
    'invocations.anon.d01.csv': functions('60,120'),
    'invocations.anon.d02.csv': functions('180,240'),
  });
  const two = await ingest(days);
  t.deepEqual([...loadIn(two).rate], [1, 2, 3, 4]);
  t.like(two.report, { horizonSeconds: 86_520, gaps: { count: 1, longestSeconds: 86_340 } });
});

test('a folder of several formats, or of one that has no folders, is refused with the file', async (t) => {
  const start = 1_372_629_900;
  t.regex(
    await complaintOf(ingest(folderOf({ '1.csv': vm(start, [1, 2]), '2.csv': 'period,count\n' }))),
    /^\S+: is a directory; 2\.csv in it is worldcup98-minutes, and a folder is a trace when /,
  );
  t.regex(
    await complaintOf(
      ingest(
        folderOf({
          '1.csv': vm(start, [1, 2]),
          '2.log': 'h - - [01/Aug/1995:00:00:00 +0000] "GET /" 200 1\n',
        }),
      ),
    ),
    /^2\.log: is clf, and 1\.csv beside it is bitbrains; the files of a folder are of one format; /,
  );
  t.regex(
    await complaintOf(ingest(folderOf({ 'a.csv': 'time_s,load_rps\n0,1\n60,2\n' }))),
    /: is a directory; a\.csv in it is load-csv, and .+; give one file in it$/,
  );
  t.regex(
    await complaintOf(ingest(folderOf({ '1.csv': vm(start, [1, 2]), README: 'read me\n' }))),
    /: is a directory; README in it fits no known format, and a folder/,
  );
});
