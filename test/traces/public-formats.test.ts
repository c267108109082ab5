import test from 'ava';
import { gzipSync } from 'node:zlib';
import { CENSORED_END, CENSORED_START } from '../../model/workload.ts';
import { ingest } from '../../traces/ingest.ts';
import { besideOf, complaintOf, fileOf, ingestText, lifecycleIn, loadIn } from './files.ts';

const ID = 'x/XsOfHO4ocsV99i4NluqKDuxctW2MMVmwqOPAlg4wp8mqbBOe3wxBlQo0+Qx+uf';
const vm = (created: number | string, deleted: number | string, cores = '1', memory = '1.75'): string =>
  `${ID},${ID},${ID}==,${created},${deleted},99.4,3.4,10.2,Unkown,${cores},${memory}`;

test('azure-vmtable: 0 and the last sample are censored, no burst stands at either end', async (t) => {
  const rows = [
    vm(0, 2591700),
    vm(0, 1539300),
    vm(300, 2591700, '8', '56'),
    vm(300, 300),
    vm(600, 900, '2', '0.75'),
  ];
  const ingested = await ingestText(`${rows.join('\r\n')}\r\n`);
  const trace = lifecycleIn(ingested);
  t.deepEqual([...trace.created], [0, 0, 300e6, 300e6, 600e6]);
  t.deepEqual([...trace.deleted], [2_592_000e6, 1_539_300e6, 2_592_000e6, 300e6, 900e6]);
  t.deepEqual([...trace.marks], [CENSORED_START | CENSORED_END, CENSORED_START, CENSORED_END, 0, 0]);
  t.deepEqual([...trace.memoryMib], [1792, 1792, 57_344, 1792, 768]);
  t.like(ingested.report, { format: 'azure-vmtable', zeroLifetimes: 1, censoredStarts: 2, censoredEnds: 2 });
  t.deepEqual(ingested.report.bursts, { in1s: 2, in60s: 2, in300s: 2 });
});

test('azure-vmtable: moments off the 300 s raster stay, deleted before created is dropped', async (t) => {
  const { report, workload } = await ingestText(`${vm(400, 1000)}\n${vm(900, 600)}\n`);
  t.is(lifecycleIn({ report, workload }).created[0], 400e6);
  t.deepEqual(report.dropped, [{ reason: 'deleted before created', rows: 1, firstLine: 2 }]);
});

test('azure-vmtable: the open top buckets of 2019 get the numbers that were chosen, and say so', async (t) => {
  const text = `${vm(300, 600, '>24', '>64')}\n${vm(300, 600, '2', '4')}\n`;
  const { report, workload } = await ingestText(text);
  t.deepEqual([...lifecycleIn({ report, workload }).vcpus], [30, 2]);
  t.deepEqual([...lifecycleIn({ report, workload }).memoryMib], [70 * 1024, 4096]);
  t.regex(report.warnings.join(), /^1 rows are in an open top bucket .+ 30 cores and 70 GiB/);
  t.is(lifecycleIn(await ingestText(text, { topCores: 32, topGib: 128 })).vcpus[0], 32);
});

test('placement: at the start of the bin, evenly in the order of the file, or by a seeded draw', async (t) => {
  const text = [vm(300, 600), vm(300, 900), vm(300, 2591700), vm(0, 600), vm(600, 600)].join('\n');
  const spread = lifecycleIn(await ingestText(text, { placement: 'spread' }));
  t.deepEqual([...spread.created], [0, 300e6, 400e6, 500e6, 600e6]);
  // a destruction moves with its creation, an end that is not known does not move
  t.deepEqual([...spread.deleted], [600e6, 600e6, 1000e6, 2_592_000e6, 600e6]);
  const one = await ingestText(text, { placement: 'seeded', placementSeed: 1 });
  const again = await ingestText(text, { placement: 'seeded', placementSeed: 1 });
  const other = await ingestText(text, { placement: 'seeded', placementSeed: 2 });
  t.deepEqual(one.workload, again.workload);
  t.notDeepEqual(one.workload, other.workload);
  const { created } = lifecycleIn(one);
  t.true(created.every((at, row) => at >= (created[row - 1] ?? 0)));
  t.true([...created].slice(1, 4).every((at) => at >= 300e6 && at < 600e6));
  t.is(one.report.choices['placement'], 'seeded of a bin of 300 s, seed 1');
});

test('azure-readings: averages of all VMs add up to a load of busy VMs, with a warning', async (t) => {
  const text = `0,${ID},1,2,50\r\n0,${ID},1,2,150.5\r\n300,${ID},1,2,25\r\n`;
  const ingested = await ingestText(text);
  t.deepEqual([...loadIn(ingested).rate], [2.005, 0.25]);
  t.is(loadIn(ingested).quantity, 'resource');
  t.like(ingested.report, { format: 'azure-readings', rowsRead: 3, horizonSeconds: 600 });
  t.regex(ingested.report.warnings.join(), /give vmtable\.csv/);
});

const DLRM =
  'instance_sn,role,app_name,cpu_request,cpu_limit,gpu_request,gpu_limit,rdma_request,rdma_limit,memory_request,memory_limit,disk_request,disk_limit,max_instance_per_node,creation_time,scheduled_time,deletion_time';
const instance = (created: string, deleted: string): string =>
  `instance_0,CN,app_0,64,64,0,0,1,1,320.0,320.0,544.0,640.0,-1,${created},${created},${deleted}`;

test('alibaba-dlrm: empty ends are censored, floats are rounded to µs, zero lifetimes stay', async (t) => {
  const rows = [
    instance('', ''),
    instance('', '623.0'),
    instance('475.00000000000006', '475.00000000000006'),
    instance('475.00000000000006', '683.0'),
    instance('2000.0', ''),
  ];
  const ingested = await ingestText(`${DLRM}\n${rows.join('\n')}\n`);
  const trace = lifecycleIn(ingested);
  t.deepEqual([...trace.created], [0, 0, 475e6, 475e6, 2000e6]);
  t.deepEqual([...trace.deleted], [2000e6, 623e6, 475e6, 683e6, 2000e6]);
  t.deepEqual([...trace.marks], [CENSORED_START | CENSORED_END, CENSORED_START, 0, 0, CENSORED_END]);
  t.deepEqual([trace.vcpus[0], trace.memoryMib[0]], [64, 320 * 1024]);
  t.like(ingested.report, { format: 'alibaba-dlrm', zeroLifetimes: 1, censoredStarts: 2, censoredEnds: 2 });
});

test('azure-functions: minute columns are found by name in any order, functions are summed', async (t) => {
  const published = 'HashOwner,HashApp,HashFunction,Trigger,1,2,3\na,b,c,http,60,0,6\na,b,d,timer,0,30,6\n';
  const renamed = 'HashFunction,minute_3,minute_1,HashApp,minute_2,HashOwner\nc,6,60,b,0,a\nd,6,0,b,30,a\n';
  for (const text of [published, renamed]) {
    const ingested = await ingestText(text);
    t.deepEqual([...loadIn(ingested).at], [0, 60e6, 120e6]);
    t.deepEqual([...loadIn(ingested).rate], [1, 0.5, 0.2]);
    t.like(ingested.report, { format: 'azure-functions', rowsRead: 2, horizonSeconds: 180 });
  }
});

test('azure-functions: an excerpt begins at its first minute, a missing minute is a gap, a function twice is told', async (t) => {
  const text =
    'HashOwner,HashApp,HashFunction,Trigger,480,481,483\na,b,c,http,60,60,60\na,b,c,http,60,60,60\n';
  const { report, workload } = await ingestText(text, { gaps: 'zero' });
  t.deepEqual([...loadIn({ report, workload }).at], [0, 60e6, 120e6, 180e6]);
  t.deepEqual([...loadIn({ report, workload }).rate], [2, 2, 0, 2]);
  t.deepEqual(report.gaps, { count: 1, longestSeconds: 120 });
  t.is(report.choices['minutes'], '480 to 483 of the day');
  t.deepEqual(report.warnings, ['1 rows repeat a function; all are counted']);
});

test('azure-functions: the files of durations and memory are told for what they are', async (t) => {
  const durations = 'HashOwner,HashApp,HashFunction,Average,Count,percentile_Average_50\na,b,c,3,1,2\n';
  const memory = 'HashApp,HashOwner,SampleCount,AverageAllocatedMb\na,b,3,1\n';
  t.regex(
    await complaintOf(ingestText(durations)),
    /^trace\.csv:1: this is the Azure Functions file of durations; .+; give invocations/,
  );
  t.regex(
    await complaintOf(ingestText(memory)),
    /^trace\.csv:1: this is the Azure Functions file of memory per app; /,
  );
});

test('nab: stamps are UTC on every machine, gaps and repeated moments are counted', async (t) => {
  const text = `timestamp,value
2014-03-09 01:51:00,300
2014-03-09 01:56:00,600
2014-03-09 03:00:00,900
2014-03-09 03:00:00,1500
2014-03-09 03:01:00,300
2014-03-09 03:06:00,300
2014-03-09 03:11:00,300`;
  const ingested = await ingestText(text, {}, 'elb_request_count_x.csv');
  t.deepEqual(
    [...loadIn(ingested).at],
    [0, 300, 4140, 4200, 4500, 4800].map((s) => s * 1e6),
  );
  t.deepEqual([...loadIn(ingested).rate], [1, 2, 4, 1, 1, 1]);
  t.like(ingested.report, {
    format: 'nab',
    startedAt: '2014-03-09T01:51:00Z',
    duplicates: 1,
    backward: 0,
    horizonSeconds: 5100,
    rowsRead: 7,
  });
  t.deepEqual(ingested.report.gaps, { count: 1, longestSeconds: 3840 });
});

test('nab: the name of the file says what the values are, or the option does', async (t) => {
  const text = 'timestamp,value\n2014-01-01 00:00:00,50\n2014-01-01 00:05:00,60\n';
  const quantityIn = async (name: string) => loadIn(await ingestText(text, {}, name)).quantity;
  t.is(await quantityIn('Twitter_volume_AAPL.csv'), 'count');
  t.is(await quantityIn('ec2_cpu_utilization_24ae8d.csv'), 'utilisation');
  t.is(await quantityIn('ec2_network_in_257a54.csv'), 'resource');
  const unknown = await ingestText(text, {}, 'mine.csv');
  t.is(loadIn(unknown).quantity, 'resource');
  t.regex(unknown.report.warnings.join(), /name them with --read quantity/);
  t.deepEqual([...loadIn(await ingestText(text, { quantity: 'percent' }, 'mine.csv')).rate], [0.5, 0.6]);
  const scaled = await ingestText(text, {}, 'cpu_utilization_asg_misconfiguration.csv');
  t.regex(scaled.report.warnings.join(), /the reaction of an autoscaler/);
});

test('per-second: the place in the list is the second, with or without a line end', async (t) => {
  for (const text of ['1 0 2 3', '1 0 2 3 ', '1 0 2 3\n', '1\t0  2 3\r\n']) {
    const ingested = await ingestText(text, {}, 'workload.txt');
    t.deepEqual([...loadIn(ingested).rate], [1, 0, 2, 3]);
    t.like(ingested.report, { format: 'per-second', steps: 4, horizonSeconds: 4, mean: 1.5 });
    t.is(ingested.report.startedAt, undefined);
  }
});

test('per-second: numbers survive the seams of the chunks', async (t) => {
  const counts = Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 1000);
  t.deepEqual([...loadIn(await ingestText(gzipSync(counts.join(' ')))).rate], counts);
});

/** A main file beside its companions: two bins of 300 s from 600 s on, the border at 1,800 s. */
const rnn = (main: string, durations: string, name = 'v1.dev.txt'): string => {
  const path = fileOf(name, main);
  besideOf(path, 'v1.dev.c1800.txt.gz', gzipSync(durations));
  besideOf(path, 'flav_map.txt', '1,0.75 a\n16,112 d\n');
  besideOf(path, 'v1.interval_map.txt', '0 0\n300 1\n600 2\n900 2\n1200 3\n');
  return path;
};

test('azure-rnn: sizes and lifetimes come from the companions, C tokens are censored at the border', async (t) => {
  const ingested = await ingest(
    rnn('600 a,|,d,a,|\n900 \n1200 a,|\n', '600 U0,|,U2,C3,|\n900 \n1200 C2,|\n'),
  );
  const trace = lifecycleIn(ingested);
  t.deepEqual([...trace.created], [0, 0, 0, 600e6]);
  t.deepEqual([...trace.deleted], [0, 600e6, 1200e6, 1200e6]);
  t.deepEqual([...trace.marks], [0, 0, CENSORED_END, CENSORED_END]);
  t.deepEqual([...trace.vcpus], [1, 16, 1, 1]);
  t.deepEqual([...trace.memoryMib], [768, 112 * 1024, 768, 768]);
  t.like(ingested.report, { format: 'azure-rnn', zeroLifetimes: 1, censoredEnds: 2, horizonSeconds: 1200 });
  t.regex(ingested.report.choices['durations']!, /^v1\.dev\.c1800\.txt, sha256 [0-9a-f]{64}$/);
});

test('azure-rnn: the middle of a lifetime bin is a choice', async (t) => {
  const path = rnn('600 d,|,\n', '600 U2,|,\n');
  const ingested = await ingest(path, { lifetimes: 'middle' });
  t.is(lifecycleIn(ingested).deleted[0], 750e6);
  t.regex(ingested.report.choices['lifetimes']!, /^middle of the lifetime bin/);
});

test('azure-rnn: companions that are missing are named, and each alone is told for what it is', async (t) => {
  t.is(
    await complaintOf(ingest(fileOf('v1.test.txt', '600 a,|\n'))),
    'v1.test.txt: the files that belong to it are not beside it: v1.test.c<second>.txt, flav_map.txt, v1.interval_map.txt; an azure-rnn trace is four files in one folder, each plain or gzip; fetch them from huaweicloud/trace_generation_rnn, resources/traces and resources/maps',
  );
  t.regex(
    await complaintOf(ingest(fileOf('x.txt', '600 U0,|,C3,|\n'))),
    /this is the lifetimes of an azure-rnn trace/,
  );
  t.regex(
    await complaintOf(ingest(fileOf('x.txt', '1,0.75 a\n1,2 b\n'))),
    /this is the sizes of an azure-rnn trace/,
  );
  t.regex(await complaintOf(ingest(fileOf('x.txt', '0 0\n300 1\n'))), /this is a map of an azure-rnn trace/);
});

test('azure-rnn: a sample takes whole batches, and counts the tokens that it leaves out', async (t) => {
  const batches = Array.from({ length: 60 }, () => 'a,a,a,|').join();
  const path = rnn(`600 ${batches},\n`, `600 ${batches.replaceAll('a', 'U1')},\n`);
  const { workload, report } = await ingest(path, { sample: 0.5 });
  t.is(workload.kind === 'lifecycle' && workload.created.length % 3, 0);
  t.is(report.rowsRead, 180);
  t.deepEqual(report.dropped, [{ reason: 'not in the sample', rows: 180 - report.rowsUsed, firstLine: 0 }]);
  t.true(report.rowsUsed > 30 && report.rowsUsed < 150);
});

test('azure-rnn: sizes that no domain has are told by their line', async (t) => {
  for (const size of ['0,1 a', '65536,1 a', '9223372036854775807,0.75 a', '1,0 a', '1,9999999 a']) {
    const path = rnn('600 a,|\n', '600 U0,|\n');
    besideOf(path, 'flav_map.txt', `16,112 d\n${size}\n`);
    const message = await complaintOf(ingest(path));
    t.regex(message, /^flav_map\.txt:2: the line holds ".+"; cores are 1 to 65535, and memory is above 0; /);
  }
});

test('azure-rnn: two files that do not go together, or are cut, are refused with the line', async (t) => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      '600 a,|\n900 a,|\n',
      '600 U0,|\n',
      /^v1\.dev\.txt:2: v1\.dev\.c1800\.txt\.gz ends before this line; .+cut/,
    ],
    [
      '600 a,|\n',
      '600 U0,|\n900 U0,|\n',
      /^v1\.dev\.txt: the file ends and v1\.dev\.c1800\.txt\.gz:2 goes on; .+cut/,
    ],
    [
      '600 a,a,|\n',
      '600 U0,|\n',
      /^v1\.dev\.txt:1: v1\.dev\.c1800\.txt\.gz:1 has another time or another number/,
    ],
    [
      '600 a,|\n900 a,a',
      '600 U0,|\n900 U0,U0,|\n',
      /^v1\.dev\.txt:2: the line holds "a"; .+, \| last; .+looks cut/,
    ],
    [
      '600 a,|\n900 z,|\n',
      '600 U0,|\n900 U0,|\n',
      /^v1\.dev\.txt:2: a token is "z"; tokens are those of flav_map\.txt; /,
    ],
    [
      '600 a,|\n900 a,|\n',
      '600 U0,|\n900 U9,|\n',
      /^v1\.dev\.c1800\.txt\.gz:2: a token is "U9"; tokens are those of v1/,
    ],
    ['600 a,|\n900 a;|\n', '600 U0,|\n900 U0,|\n', /^v1\.dev\.txt:2: the line holds "a;\|"; /],
  ];
  for (const [main, durations, told] of cases) t.regex(await complaintOf(ingest(rnn(main, durations))), told);
});
