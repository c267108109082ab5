import { readFileSync } from 'node:fs';
import anyTest from 'ava';
import { ingest } from '../../traces/ingest.ts';
import { hasShared, sharedPath } from '../shared.ts';
import { complaintOf, lifecycleIn, loadIn } from './files.ts';

const test = hasShared ? anyTest : anyTest.skip;
const real = (path: string) => ingest(sharedPath(`traces/${path}`));

/** Figures of PROVENANCE.md, which were computed by another program. */
const sums = hasShared
  ? new Map(
      [
        ...readFileSync(sharedPath('traces/PROVENANCE.md'), 'utf8').matchAll(
          /^\| `([^`]+)` .*`([0-9a-f]{64})` \|$/gm,
        ),
      ].map((row) => [row[1]!, row[2]!] as const),
    )
  : new Map<string, string>();

test('azure-vmtable: the ten raw rows of 2017', async (t) => {
  const ingested = await real('azure-v1-vmtable/vmtable.csv');
  t.like(ingested.report, {
    format: 'azure-vmtable',
    rowsRead: 10,
    rowsUsed: 10,
    censoredStarts: 7,
    censoredEnds: 6,
    horizonSeconds: 2_592_000,
  });
  t.deepEqual(new Set(lifecycleIn(ingested).vcpus), new Set([1, 8]));
});

test('azure-readings: a hundred readings of one sample become one step', async (t) => {
  const { report } = await real('azure-v1-vmtable/vm_cpu_readings-file-1-of-125.csv');
  t.like(report, { format: 'azure-readings', rowsRead: 100, steps: 1, horizonSeconds: 300 });
});

test('azure-rnn: 259,159 domains in 83.3 h, 916 of them in one bin', async (t) => {
  const { report } = await real('azure-v1-rnn/v1.dev.txt.gz');
  t.like(report, {
    format: 'azure-rnn',
    rowsRead: 259_159,
    domains: 259_159,
    censoredStarts: 0,
    censoredEnds: 14_317,
    zeroLifetimes: 7_029,
    peakLive: 18_852,
    horizonSeconds: 300_000,
  });
  t.is(report.bursts.in300s, 916);
  t.is(report.indexOfDispersion.toFixed(1), '99.9');
});

test('azure-rnn: spread over its bin, the largest burst of a second is far smaller', async (t) => {
  const { report } = await ingest(sharedPath('traces/azure-v1-rnn/v1.dev.txt.gz'), { placement: 'spread' });
  t.true(report.bursts.in1s <= 4);
  t.is(report.domains, 259_159);
});

test('alibaba-dlrm: 23,871 instances, 84 of them in one second', async (t) => {
  const ingested = await real('alibaba-dlrm-2025/disaggregated_DLRM_trace.csv.gz');
  t.like(ingested.report, {
    format: 'alibaba-dlrm',
    rowsRead: 23_871,
    domains: 23_871,
    censoredStarts: 7_280,
    censoredEnds: 8_878,
    zeroLifetimes: 15,
    bursts: { in1s: 84, in60s: 179, in300s: 220 },
  });
  t.is(ingested.report.indexOfDispersion.toFixed(1), '12.7');
  t.is(Math.round(ingested.report.peakLive! / 10), 898);
  const { marks } = lifecycleIn(ingested);
  t.is(marks.filter((mark) => mark === 3).length, 4_677);
  t.is(marks.filter((mark) => (mark & 1) === 0).length, 16_591);
  t.is(marks.filter((mark) => mark === 0).length, 12_390);
});

for (const [path, rows, minutes, mean, peakOverMean, dispersion] of [
  ['500/invocations.csv.gz', 500, 480, 6_329, 1.2, 63.5],
  ['10/invocations.csv', 10, 1_440, 9_054, 1.08, undefined],
  ['200/200_inv.csv.gz', 200, 1_440, 1_394, 18.6, 2_652],
] as const) {
  test(`azure-functions: ${path} has ${minutes} minutes with a mean of ${mean}`, async (t) => {
    const { report } = await real(`azure-functions-2019/${path}`);
    t.like(report, {
      format: 'azure-functions',
      rowsRead: rows,
      steps: minutes,
      horizonSeconds: minutes * 60,
    });
    t.true(Math.abs(report.mean! * 60 - mean) <= 0.51);
    t.true(Math.abs(report.peak! / report.mean! - peakOverMean) < 0.05);
    if (dispersion !== undefined) t.true(Math.abs(report.indexOfDispersion - dispersion) < 0.5);
  });
}

test('azure-functions: every companion file is refused with what to give instead', async (t) => {
  for (const path of [
    '10/durations.csv',
    '10/memory.csv',
    '500/durations.csv',
    '500/memory.csv',
    '200/200_mem.csv',
    '200/200_run.csv',
  ]) {
    const message = await complaintOf(real(`azure-functions-2019/${path}`));
    t.regex(
      message,
      /:1: this is the Azure Functions file of (durations|memory per app); .+; give invocations/,
    );
  }
});

const NAB: Readonly<Record<string, number>> = {
  'realAWSCloudwatch/ec2_cpu_utilization_24ae8d.csv': 4_032,
  'realAWSCloudwatch/ec2_cpu_utilization_53ea38.csv': 4_032,
  'realAWSCloudwatch/ec2_cpu_utilization_5f5533.csv': 4_032,
  'realAWSCloudwatch/ec2_cpu_utilization_77c1ca.csv': 4_032,
  'realAWSCloudwatch/ec2_cpu_utilization_825cc2.csv': 4_032,
  'realAWSCloudwatch/ec2_cpu_utilization_ac20cd.csv': 4_032,
  'realAWSCloudwatch/ec2_cpu_utilization_c6585a.csv': 4_032,
  'realAWSCloudwatch/ec2_cpu_utilization_fe7f93.csv': 4_032,
  'realAWSCloudwatch/ec2_disk_write_bytes_1ef3de.csv': 4_730,
  'realAWSCloudwatch/ec2_disk_write_bytes_c0d644.csv': 4_032,
  'realAWSCloudwatch/ec2_network_in_257a54.csv': 4_032,
  'realAWSCloudwatch/ec2_network_in_5abac7.csv': 4_730,
  'realAWSCloudwatch/elb_request_count_8c0756.csv': 4_032,
  'realAWSCloudwatch/grok_asg_anomaly.csv': 4_621,
  'realAWSCloudwatch/iio_us-east-1_i-a2eb1cd9_NetworkIn.csv': 1_243,
  'realAWSCloudwatch/rds_cpu_utilization_cc0c53.csv': 4_032,
  'realAWSCloudwatch/rds_cpu_utilization_e47b3b.csv': 4_032,
  'realKnownCause/cpu_utilization_asg_misconfiguration.csv': 18_050,
  'realKnownCause/ec2_request_latency_system_failure.csv': 4_032,
  'realKnownCause/nyc_taxi.csv': 10_320,
  'realTweets/Twitter_volume_AAPL.csv.gz': 15_902,
  'realTweets/Twitter_volume_AMZN.csv.gz': 15_831,
  'realTweets/Twitter_volume_GOOG.csv.gz': 15_842,
};

test('nab: all 23 series are read whole, with the hash that was published', async (t) => {
  for (const [path, rows] of Object.entries(NAB)) {
    const { report } = await real(`nab/${path}`);
    t.like(report, { format: 'nab', rowsRead: rows, rowsUsed: rows, backward: 0 }, path);
    t.is(sums.get(`nab/${path}`), report.sha256);
    t.is(report.steps, rows - report.duplicates);
  }
});

test('nab: the load balancer, with its eight single missing samples', async (t) => {
  const { report } = await real('nab/realAWSCloudwatch/elb_request_count_8c0756.csv');
  t.deepEqual(report.gaps, { count: 8, longestSeconds: 600 });
  t.is(report.indexOfDispersion.toFixed(1), '51.9');
  t.is(report.peak, 656 / 300);
  t.is(report.startedAt, '2014-04-10T00:04:00Z');
});

test('nab: at the clock change an hour is missing and its twelve samples share one stamp', async (t) => {
  for (const path of [
    'realKnownCause/ec2_request_latency_system_failure.csv',
    'realAWSCloudwatch/ec2_disk_write_bytes_1ef3de.csv',
    'realAWSCloudwatch/ec2_network_in_5abac7.csv',
  ]) {
    const { report } = await real(`nab/${path}`);
    t.is(report.duplicates, 11, path);
    t.is(report.backward, 0, path);
    t.true([3_660, 3_840].includes(report.gaps.longestSeconds), path);
  }
});

test('nab: the taxi rides have no last line end', async (t) => {
  const { report } = await real('nab/realKnownCause/nyc_taxi.csv');
  t.is(report.choices['step'], '1800 s');
  t.regex(report.warnings.join(), /no line end/);
});

test('per-second: 5,059,950 seconds of NASA in one line of 10 MB', async (t) => {
  const ingested = await real('nasa-http/workload.txt.gz');
  const { rate } = loadIn(ingested);
  t.like(ingested.report, { format: 'per-second', steps: 5_059_950, horizonSeconds: 5_059_950, peak: 20 });
  t.is(
    rate.reduce((requests, count) => requests + count, 0),
    3_461_610,
  );
});

test('alibaba-openb: 8,152 pods, 34 of them at the end of the trace', async (t) => {
  const { report } = await real('alibaba-openb-2023/openb_pod_list_default.csv.gz');
  t.like(report, {
    format: 'alibaba-openb',
    rowsRead: 8_152,
    rowsUsed: 8_151,
    censoredEnds: 34,
    zeroLifetimes: 1,
    peakLive: 56,
  });
  t.is(report.bursts.in1s, 4);
  t.is(report.indexOfDispersion.toFixed(1), '1.5');
  t.deepEqual(report.dropped, [{ reason: 'no memory is requested', rows: 1, firstLine: 1_525 }]);
});

test('alibaba-jobs: 31,756 tasks are 2,551,075 domains, 36,326 of them in a second', async (t) => {
  const { report } = await real('alibaba-2017-jobs/jobs.csv.gz');
  t.like(report, { format: 'alibaba-jobs', rowsRead: 31_756, rowsUsed: 31_756, domains: 2_551_075 });
  t.is(report.bursts.in1s, 36_326);
});

test('swf: two logs whose status is -1 everywhere lose no job', async (t) => {
  const lcg = (await real('swf/LCG.swf.gz')).report;
  t.like(lcg, { format: 'swf', rowsRead: 188_041, rowsUsed: 188_041, zeroLifetimes: 521, peakLive: 3_359 });
  t.is(lcg.bursts.in1s, 13);
  // of the 264 h in which jobs were submitted; the last of them ran two days longer
  t.is(lcg.indexOfDispersion.toFixed(1), '5.9');
  const ipsc = (await real('swf/NASA-iPSC-1993-3.1-cln.swf.zip')).report;
  t.like(ipsc, { format: 'swf', rowsRead: 18_239, rowsUsed: 18_239, zeroLifetimes: 173 });
  t.is(ipsc.bursts.in1s, 2);
  t.is(ipsc.indexOfDispersion.toFixed(1), '1.6');
});

test('opendc: a week of SURF with 121 jobs at once, 50 machines of Bitbrains, and fragments that are no trace', async (t) => {
  const surf = (await real('opendc-parquet/surf_week/tasks.parquet')).report;
  t.like(surf, { format: 'opendc', rowsRead: 6_295, rowsUsed: 6_295, peakLive: 169 });
  t.is(surf.bursts.in1s, 121);
  t.is(surf.indexOfDispersion.toFixed(1), '12.2');
  const small = (await real('opendc-parquet/bitbrains-small/tasks.parquet')).report;
  t.like(small, { rowsUsed: 50, bursts: { in1s: 44, in60s: 44, in300s: 44 } });
  t.regex(
    await complaintOf(real('opendc-parquet/bitbrains-small/fragments.parquet')),
    /: this is the file of fragments, /,
  );
});
