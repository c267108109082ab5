import test from 'ava';
import { CENSORED_END, CENSORED_START } from '../../model/workload.ts';
import { complaintOf, ingestText, lifecycleIn, loadIn } from './files.ts';

test('a load in every unit of time is the same load', async (t) => {
  const spellings = [
    'time_s,load_rps\n0,1.5\n60,2\n120,3\n',
    'time [s],load [rps]\n0,1.5\n60,2\n120,3\n',
    'time_ms,load_rps\n0,1.5\n60000,2\n120000,3\n',
    'time [µs],load [rps]\n0,1.5\n60000000,2\n120000000,3\n',
    'time_us,load_rps\n0,1.5\n60000000,2\n120000000,3\n',
    'time_iso,load_rps\n2026-01-01 00:00:00,1.5\n2026-01-01T00:01:00Z,2\n2026-01-01T01:02:00.000+01:00,3\n',
    '# made by hand\n"Time [s]","Load [rps]"\r\n0,1.5\r\n# the crowd comes\r\n60,2\r\n\r\n120,3',
  ];
  for (const text of spellings) {
    const load = loadIn(await ingestText(text));
    t.deepEqual([...load.at], [0, 60e6, 120e6]);
    t.deepEqual([...load.rate], [1.5, 2, 3]);
    t.is(Number(load.horizon), 180e6);
    t.is(load.quantity, 'rate');
  }
});

test('a count is divided by the step, a percentage becomes a utilisation', async (t) => {
  const count = await ingestText('time_s,load_count\n0,60\n60,120\n120,0\n');
  t.deepEqual([...loadIn(count).rate], [1, 2, 0]);
  t.is(loadIn(count).quantity, 'count');
  const percent = await ingestText('time_s,load_percent\n0,50\n60,100\n');
  t.deepEqual([...loadIn(percent).rate], [0.5, 1]);
  t.is(loadIn(percent).quantity, 'utilisation');
  t.true(percent.report.warnings.some((warning) => warning.startsWith('utilisation is not demand')));
  const share = await ingestText('time_s,load_utilization\n0,0.5\n60,1\n', { utilisationCapacity: 400 });
  t.deepEqual([...loadIn(share).rate], [200, 400]);
  t.is(share.report.choices['utilisationCapacity'], '1 stands for 400 requests/s');
});

test('a header without units is refused with the list of units', async (t) => {
  t.is(
    await complaintOf(ingestText('time,load\n0,1\n60,2\n')),
    'trace.csv:1: column "time" names no unit; units of time are s, ms, us, iso; write time_s or time [s]',
  );
  t.is(
    await complaintOf(ingestText('time_s,load_qps\n0,1\n60,2\n')),
    'trace.csv:1: column "load_qps" names a unit that is not known; units of load are rps, count, utilisation, percent; write load_rps or load [rps]',
  );
  t.is(
    await complaintOf(ingestText('created_s,deleted_s,vcpus,memory\n0,1,1,1\n')),
    'trace.csv:1: column "memory" names no unit; units of memory are gib, mib; write memory_gib or memory [gib]',
  );
  t.regex(
    await complaintOf(ingestText('created,deleted,vcpus,memory_gib\n0,1,1,1\n')),
    /"created" names no unit/,
  );
});

test('a load that begins late or in 1970 begins at 0, and dates are told', async (t) => {
  const late = await ingestText('time_s,load_rps\n3600,1\n3660,2\n');
  t.deepEqual([...loadIn(late).at], [0, 60e6]);
  t.is(late.report.startedAt, undefined);
  const dated = await ingestText('time_ms,load_rps\n1372629804000,1\n1372629864000,2\n');
  t.is(dated.report.startedAt, '2013-06-30T22:03:24Z');
});

test('gaps are held or zero, counted with their longest distance, and a step is the median one', async (t) => {
  const text = 'time_s,load_count\n0,60\n60,60\n120,60\n600,120\n660,60\n';
  const held = await ingestText(text);
  t.deepEqual([...loadIn(held).at], [0, 60e6, 120e6, 600e6, 660e6]);
  t.deepEqual([...loadIn(held).rate], [1, 1, 1, 2, 1]);
  t.deepEqual(held.report.gaps, { count: 1, longestSeconds: 480 });
  t.is(held.report.choices['gaps'], 'hold');
  const zero = await ingestText(text, { gaps: 'zero' });
  t.deepEqual([...loadIn(zero).at], [0, 60e6, 120e6, 180e6, 600e6, 660e6]);
  t.deepEqual([...loadIn(zero).rate], [1, 1, 1, 0, 2, 1]);
  t.is(zero.report.horizonSeconds, 720);
});

test('rows out of order are sorted and counted, or refused with their line', async (t) => {
  const text = 'time_s,load_rps\n0,1\n120,3\n60,2\n180,4\n';
  const sorted = await ingestText(text);
  t.deepEqual([...loadIn(sorted).rate], [1, 2, 3, 4]);
  t.is(sorted.report.backward, 1);
  t.regex(
    await complaintOf(ingestText(text, { backward: 'refuse' })),
    /^trace\.csv:4: the row lies before the row above it, as 1 in this file do; .+; sort the file/,
  );
});

test('rows of one moment become one, by the rule that was chosen', async (t) => {
  const text = 'time_s,load_rps\n0,1\n60,2\n60,6\n60,1\n120,1\n';
  for (const [duplicates, rate] of [
    ['mean', 3],
    ['sum', 9],
    ['first', 2],
    ['last', 1],
  ] as const) {
    const ingested = await ingestText(text, { duplicates });
    t.is(loadIn(ingested).rate[1], rate);
    t.is(ingested.report.duplicates, 2);
    t.is(ingested.report.choices['duplicates'], duplicates);
  }
});

test('a part of a load begins with the step that holds and ends where it was told', async (t) => {
  const text = 'time_s,load_rps\n0,1\n60,2\n120,3\n180,4\n';
  const { workload, report } = await ingestText(text, { from: 90, to: 150 });
  t.like(workload, { horizon: 60e6 });
  t.deepEqual([...loadIn({ workload, report }).at], [0, 30e6]);
  t.deepEqual([...loadIn({ workload, report }).rate], [2, 3]);
  t.regex(
    await complaintOf(ingestText(text, { from: 300 })),
    /: the part from 300 s to 240 s is empty; the trace lasts 240 s; /,
  );
});

const LIVES = `created_s,deleted_s,vcpus,memory_gib
,100,1,0.5
0,50,2,4
20,20,1,1
10,,4,8
30,25,1,1
,,1,2
40.0000005,200,1,1.75
`;

test('lifecycles keep real ends and censored ones apart, in the order of creation', async (t) => {
  const ingested = await ingestText(LIVES);
  const trace = lifecycleIn(ingested);
  t.deepEqual([...trace.created], [0, 0, 0, 10e6, 20e6, 40_000_001]);
  t.deepEqual([...trace.deleted], [100e6, 200e6, 50e6, 200e6, 20e6, 200e6]);
  t.deepEqual([...trace.marks], [CENSORED_START, CENSORED_START | CENSORED_END, 0, CENSORED_END, 0, 0]);
  t.deepEqual([...trace.vcpus], [1, 1, 2, 4, 1, 1]);
  t.deepEqual([...trace.memoryMib], [512, 2048, 4096, 8192, 1024, 1792]);
  t.is(Number(trace.horizon), 200e6);
  t.like(ingested.report, {
    rowsRead: 7,
    rowsUsed: 6,
    censoredStarts: 2,
    censoredEnds: 2,
    zeroLifetimes: 1,
    domains: 6,
    peakLive: 5,
    horizonSeconds: 200,
  });
  t.deepEqual(ingested.report.dropped, [{ reason: 'deleted before created', rows: 1, firstLine: 6 }]);
});

test('lifecycles may have their columns in any order and their units in brackets', async (t) => {
  const trace = lifecycleIn(
    await ingestText('memory [MiB],vcpus,Deleted [ms],Created [ms]\n256,2,5000,1000\n'),
  );
  t.deepEqual([trace.created[0], trace.deleted[0], trace.vcpus[0], trace.memoryMib[0]], [1e6, 5e6, 2, 256]);
});

test('lifecycles with dates begin at the earliest', async (t) => {
  const dated = await ingestText(
    'created_iso,deleted_iso,vcpus,memory_gib\n2026-02-03 04:05:06,2026-02-03 04:06:06,1,1\n',
  );
  t.is(lifecycleIn(dated).created[0], 0);
  t.is(dated.report.startedAt, '2026-02-03T04:05:06Z');
  t.is(dated.report.horizonSeconds, 60);
});

test('a part of lifecycles: who lives across its start or its end is censored there', async (t) => {
  const text =
    'created_s,deleted_s,vcpus,memory_gib\n0,10,1,1\n5,30,1,2\n20,25,1,3\n22,90,1,4\n40,60,1,5\n10,80,1,6\n';
  const ingested = await ingestText(text, { from: 10, to: 40 });
  const trace = lifecycleIn(ingested);
  t.deepEqual(
    [...trace.memoryMib].map((mib) => mib / 1024),
    [2, 6, 3, 4],
  );
  t.deepEqual([...trace.created], [0, 0, 10e6, 12e6]);
  t.deepEqual([...trace.deleted], [20e6, 30e6, 15e6, 30e6]);
  t.deepEqual([...trace.marks], [CENSORED_START, CENSORED_END, 0, CENSORED_END]);
  t.deepEqual(ingested.report.dropped, [{ reason: 'outside the cut', rows: 2, firstLine: 0 }]);
  t.is(ingested.report.choices['from'], '10 s');
});

test('the last row of a whole file may lack its line end, and that is noted', async (t) => {
  const { report } = await ingestText('time_s,load_rps\n0,1\n60,2');
  t.deepEqual(report.warnings, [
    'the last line has no line end; if the file was cut there, its last value may be short',
  ]);
});

test('bursts slide: eight creations around a full minute are one burst', async (t) => {
  const rows = [59.2, 59.4, 59.6, 59.8, 60.0, 60.1, 60.15, 60.1999, 60.2, 300].map((at) => `${at},400,1,1`);
  const { report } = await ingestText(`created_s,deleted_s,vcpus,memory_gib\n,400,1,1\n${rows.join('\n')}\n`);
  // [59.2, 60.2) holds eight and 60.2 is the first outside; a censored start is no creation
  t.deepEqual(report.bursts, { in1s: 8, in60s: 9, in300s: 10 });
});

test('bursts of a load are the steepest rise inside a window, at least over one step', async (t) => {
  const { report } = await ingestText('time_s,load_rps\n0,10\n30,5\n60,20\n90,12\n120,30\n');
  // in one step 12 → 30; within 60 s 5 (until 60) → 30 is too far, 12 → 30 and 5 → 20 are not
  t.deepEqual(report.bursts, { in1s: 18, in60s: 18, in300s: 25 });
  t.is(report.peak, 30);
  t.is(report.mean, 15.4);
});
