/**
 * Real loads as they were published, against the figures of PROVENANCE.md, which another program computed.
 *
 * Its scale-up is the largest rise of the replicas needed when ten carry the mean, counted in whole replicas.
 */
import anyTest from 'ava';
import type { IngestOptions } from '../../traces/choices.ts';
import { scaleUp } from '../../traces/character.ts';
import { ingest } from '../../traces/ingest.ts';
import type { IngestReport } from '../../traces/report.ts';
import { hasShared, sharedPath } from '../shared.ts';
import { loadIn } from './files.ts';

const test = hasShared ? anyTest : anyTest.skip;
const real = (path: string, options: IngestOptions = {}) => ingest(sharedPath(`traces/${path}`), options);

interface Figures {
  readonly options?: IngestOptions;
  readonly report: Partial<IngestReport>;
  /** Per step. */
  readonly mean?: readonly [value: number, within: number];
  readonly peak?: number;
  readonly dispersion?: readonly [value: number, within: number];
  readonly rise60?: number;
  readonly rise300?: number;
}

const figures: readonly (readonly [path: string, figures: Figures])[] = [
  [
    'worldcup98/invocation_count.csv.gz',
    {
      report: { format: 'worldcup98-minutes', rowsUsed: 125_300, gaps: { count: 7, longestSeconds: 240 } },
      mean: [10_796, 1],
      peak: 229_426,
      dispersion: [34_340, 10],
      rise60: 30,
      rise300: 52,
    },
  ],
  [
    'sdsc-http/sdsc-http.txt.gz',
    {
      options: { step: 60 },
      report: { format: 'sdsc-log', rowsUsed: 28_338, backward: 3, horizonSeconds: 86_400 },
      mean: [19.7, 0.05],
      peak: 74,
      dispersion: [10.1, 0.05],
      rise300: 31,
    },
  ],
  [
    'clf-apache/apache.access.log',
    { options: { step: 60 }, report: { format: 'clf', rowsUsed: 1_406, dropped: [] }, peak: 22 },
  ],
  ['nasa-http/NASA_Aug95_100.txt', { report: { format: 'clf', rowsUsed: 100 } }],
  ['nasa-http/nasa_19950701.tsv.gz', { report: { format: 'nasa-tsv', rowsUsed: 9_999 } }],
  ['nasa-http/nasa_19950801.tsv.gz', { report: { format: 'nasa-tsv', rowsUsed: 9_999 } }],
  [
    'azure-llm-2023/AzureLLMInferenceTrace_conv.csv.gz',
    {
      report: { format: 'azure-llm', rowsUsed: 19_366, startedAt: '2023-11-16T18:15:46.68059Z' },
      mean: [5.5, 0.05],
      peak: 16,
      dispersion: [1.39, 0.005],
    },
  ],
  [
    'azure-llm-2023/AzureLLMInferenceTrace_conv.csv.gz',
    { options: { step: 10 }, report: { format: 'azure-llm' }, peak: 98, dispersion: [4, 0.05] },
  ],
  [
    'azure-llm-2023/AzureLLMInferenceTrace_conv.csv.gz',
    { options: { step: 60 }, report: { format: 'azure-llm' }, peak: 507 },
  ],
  [
    'azure-functions-2021/Azure2021_200.csv',
    { report: { format: 'azure-functions-2021', rowsUsed: 199, backward: 0 }, peak: 22 },
  ],
  [
    'azure-functions-2021/Azure2021_200.csv',
    { options: { step: 60 }, report: { format: 'azure-functions-2021' }, peak: 42 },
  ],
  [
    'azure-functions-2021/Azure2021_200.csv',
    { options: { step: 300 }, report: { format: 'azure-functions-2021' }, peak: 69 },
  ],
  [
    'alibaba-genai-2026/lora_request_trace.csv.gz',
    {
      options: { step: 300 },
      report: { format: 'genai-requests', rowsUsed: 26_823 },
      mean: [4, 0.05],
      peak: 171,
      dispersion: [15, 0.05],
    },
  ],
  [
    'alibaba-genai-2026/lora_request_trace.csv.gz',
    { options: { step: 3_600 }, report: { format: 'genai-requests' }, peak: 446, dispersion: [139, 0.6] },
  ],
  // summed at the moments of the samples, 57 s apart; in windows of 60 s some moments count twice (peak/mean 6.7)
  ['alibaba-genai-2026/qps.csv.gz', { report: { format: 'genai-qps', rowsUsed: 23_513 }, mean: [1.6, 0.1] }],
  [
    'limbo/wikipedia_trace.txt',
    { report: { format: 'limbo', rowsUsed: 1_483, horizonSeconds: 1_483 * 3_600 }, mean: [1.42e6, 5e3] },
  ],
  [
    'limbo/IBM_Transactions_trace_1week.txt',
    { report: { format: 'limbo', rowsUsed: 672, horizonSeconds: 604_800 }, mean: [12_677, 10], rise300: 60 },
  ],
  [
    'nasa-http/workload.txt.gz',
    { report: { format: 'per-second', rowsUsed: 5_059_950 }, mean: [0.684, 0.0005], peak: 20 },
  ],
  ['azure-functions-2019/500/invocations.csv.gz', { report: { format: 'azure-functions' }, rise300: 6 }],
  [
    'azure-functions-2019/200/200_inv.csv.gz',
    // PROVENANCE.md has 179, of moments 300 s apart; of moments 180 s apart it is 180
    { report: { format: 'azure-functions' }, rise60: 120, rise300: 180 },
  ],
  [
    'nab/realAWSCloudwatch/elb_request_count_8c0756.csv',
    { report: { format: 'nab' }, mean: [61.8, 0.2], rise300: 78 },
  ],
  ['nab/realAWSCloudwatch/grok_asg_anomaly.csv', { report: { format: 'nab' }, rise300: 7 }],
  ['nab/realKnownCause/cpu_utilization_asg_misconfiguration.csv', { report: { format: 'nab' }, rise300: 21 }],
  [
    'nab/realTweets/Twitter_volume_AAPL.csv.gz',
    { report: { format: 'nab' }, dispersion: [1_205, 1], rise300: 580 },
  ],
  ['nab/realTweets/Twitter_volume_AMZN.csv.gz', { report: { format: 'nab' }, dispersion: [17.5, 0.05] }],
  ['nab/realTweets/Twitter_volume_GOOG.csv.gz', { report: { format: 'nab' }, dispersion: [16.6, 0.05] }],
];

for (const [path, { options = {}, report: wanted, mean, peak, dispersion, rise60, rise300 }] of figures) {
  const step = options.step === undefined ? '' : ` per ${options.step} s`;
  test(`the character of ${path}${step} is that of PROVENANCE.md`, async (t) => {
    const { report, workload } = await real(path, options);
    t.like(report, wanted);
    const load = loadIn({ report, workload });
    t.is(load.at[0], 0);
    const per = load.quantity === 'count' ? Number.parseFloat(report.choices['step']!) : 1;
    if (mean !== undefined) t.true(Math.abs(report.mean! * per - mean[0]) <= mean[1], String(report.mean));
    if (peak !== undefined) t.is(Math.round(report.peak! * per), peak);
    if (dispersion !== undefined)
      t.true(
        Math.abs(report.indexOfDispersion - dispersion[0]) <= dispersion[1],
        String(report.indexOfDispersion),
      );
    const rises = scaleUp(load, 10);
    t.is(rises.in60s, rise60 ?? rises.in60s);
    t.is(rises.in300s, rise300 ?? rises.in300s);
    t.is(
      report.rowsRead,
      report.dropped.reduce((rows, lost) => rows + lost.rows, report.rowsUsed),
    );
  });
}

test('worldcup98-minutes: the sum of the minutes is the published number of requests', async (t) => {
  const { rate, at, horizon } = loadIn(await real('worldcup98/invocation_count.csv.gz'));
  const requests = rate.reduce((sum, value, i) => sum + value * (((at[i + 1] ?? horizon) - at[i]!) / 1e6), 0);
  t.is(Math.round(requests), 1_352_804_107);
});

test('nasa per-second: the hurricane is 135,851 seconds without a request, and the glued months are warned of', async (t) => {
  const { report, workload } = await real('nasa-http/workload.txt.gz');
  const { rate } = loadIn({ report, workload });
  let longest = 0;
  let run = 0;
  for (const value of rate) longest = Math.max(longest, (run = value === 0 ? run + 1 : 0));
  t.is(longest, 135_851);
  t.is(rate[2_435_064]! > 0 && rate[2_435_065] === 0, true);
  t.regex(report.warnings.join(), /gaps of its source may have been closed/);
});

/** Rows, those of a VM that is there, mean MHz over its samples (PROVENANCE.md names one), longest gap in s. */
const VMS: readonly (readonly [file: string, rows: number, used: number])[] = [
  ['fastStorage-one-vm/bitbrains.csv.gz', 8_619, 8_619],
  ['rnd-2013-7/1.csv.gz', 8_260, 8_260],
  ['rnd-2013-7/14.csv.gz', 428, 420],
  ['rnd-2013-7/20.csv.gz', 16_553, 4_476],
  ['rnd-2013-7/41.csv.gz', 8_251, 8_251],
  ['rnd-2013-7/54.csv.gz', 20_702, 1],
  ['rnd-2013-7/82.csv.gz', 2_073, 2_073],
  ...[131, 132, 133, 134, 135, 136, 137].map((vm, i): [string, number, number] => {
    const rows = [4_069, 4_068, 4_066, 4_058, 4_056, 4_055, 4_053][i]!;
    return [`rnd-2013-7/${vm}.csv.gz`, rows, rows];
  }),
  ['rnd-2013-7/138.csv.gz', 4_053, 3_811],
  ['rnd-2013-7/139.csv.gz', 4_052, 3_811],
  ['rnd-2013-7/140.csv.gz', 4_050, 3_811],
  ['rnd-2013-7/141.csv.gz', 4_050, 3_812],
  ['rnd-2013-7/194.csv.gz', 23_007, 1_260],
];

test('bitbrains: all 19 VMs are read whole, and rows of a VM that is not there are counted', async (t) => {
  for (const [file, rows, used] of VMS) {
    const { report } = await real(`bitbrains/${file}`);
    t.like(report, { format: 'bitbrains', rowsRead: rows, rowsUsed: used, backward: 0 }, file);
    t.true(report.startedAt!.startsWith('2013-'), file);
  }
  const busy = await real('bitbrains/rnd-2013-7/41.csv.gz', { gaps: 'drop' });
  t.is(Math.round(busy.report.mean!), 7_522);
  t.is(busy.report.gaps.longestSeconds, 113_413);
});

test('bitbrains: the folder is the sum of its VMs over a month', async (t) => {
  const { report } = await real('bitbrains/rnd-2013-7');
  t.like(report, { format: 'bitbrains', rowsRead: 123_904, rowsUsed: 68_411, steps: 8_640 });
});

test('planetlab: five nodes, alone and as a folder', async (t) => {
  for (const node of [
    '146-179_surfsnel_dsl_internl_net_root',
    '75-130-96-12_static_oxfr_ma_charter_com_root',
    'cs-planetlab4_cs_surrey_sfu_ca_root',
    'csplanetlab2_kaist_ac_kr_root',
    'earth_cs_brown_edu_root',
  ]) {
    const { report } = await real(`planetlab-20110303/${node}`);
    t.like(report, { format: 'planetlab', rowsUsed: 288, horizonSeconds: 86_400 });
  }
  t.like((await real('planetlab-20110303')).report, { rowsUsed: 1_440, steps: 288 });
});
