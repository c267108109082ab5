/** Every real trace of a format that is read goes through the campaign as it was published. */
import anyTest from 'ava';
import { faultOf } from '../../harness/result/document.ts';
import { hasShared, sharedPath } from '../shared.ts';
import { campaignOf, valueIn, variantIn } from './world.ts';

/** One after the other: the largest holds five million steps. */
const test = hasShared ? anyTest.serial : anyTest.skip;

/** How much of each is replayed; the reader reads all of it. */
const traces: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'azure-v1-vmtable': { 'vmtable.csv': 'end', 'vm_cpu_readings-file-1-of-125.csv': 'end' },
  'azure-v1-rnn': { 'v1.dev.txt.gz': '2h' },
  'alibaba-dlrm-2025': { 'disaggregated_DLRM_trace.csv.gz': '12h' },
  'azure-functions-2019': {
    '10/invocations.csv': 'end',
    '200/200_inv.csv.gz': 'end',
    '500/invocations.csv.gz': 'end',
  },
  'nasa-http': {
    'workload.txt.gz': '6h',
    'NASA_Aug95_100.txt': 'end',
    'nasa_19950701.tsv.gz': '1h',
    'nasa_19950801.tsv.gz': '1h',
  },
  'azure-functions-2021': { 'Azure2021_200.csv': 'end' },
  'azure-llm-2023': { 'AzureLLMInferenceTrace_conv.csv.gz': '20min' },
  'alibaba-genai-2026': { 'qps.csv.gz': '3h', 'lora_request_trace.csv.gz': '2h' },
  'bitbrains/fastStorage-one-vm': { 'bitbrains.csv.gz': '12h' },
  'bitbrains/rnd-2013-7': Object.fromEntries(
    [1, 14, 20, 41, 54, 82, 131, 132, 133, 134, 135, 136, 137, 138, 139, 140, 141, 194].map((vm) => [
      `${vm}.csv.gz`,
      '3h',
    ]),
  ),
  bitbrains: { 'rnd-2013-7': '6h' },
  'clf-apache': { 'apache.access.log': '2h' },
  limbo: { 'wikipedia_trace.txt': '1d', 'IBM_Transactions_trace_1week.txt': '12h' },
  'planetlab-20110303': Object.fromEntries(
    [
      '146-179_surfsnel_dsl_internl_net_root',
      '75-130-96-12_static_oxfr_ma_charter_com_root',
      'cs-planetlab4_cs_surrey_sfu_ca_root',
      'csplanetlab2_kaist_ac_kr_root',
      'earth_cs_brown_edu_root',
    ].map((node) => [node, '6h']),
  ),
  'sdsc-http': { 'sdsc-http.txt.gz': '1h' },
  worldcup98: { 'invocation_count.csv.gz': '1d' },
  'nab/realAWSCloudwatch': {
    // nothing is written on the first day
    'ec2_disk_write_bytes_1ef3de.csv': '2d',
    ...Object.fromEntries(
      [
        ...['24ae8d', '53ea38', '5f5533', '77c1ca', '825cc2', 'ac20cd', 'c6585a', 'fe7f93'].map(
          (id) => `ec2_cpu_utilization_${id}`,
        ),
        'ec2_disk_write_bytes_c0d644',
        ...['257a54', '5abac7'].map((id) => `ec2_network_in_${id}`),
        'elb_request_count_8c0756',
        'grok_asg_anomaly',
        'iio_us-east-1_i-a2eb1cd9_NetworkIn',
        'rds_cpu_utilization_cc0c53',
        'rds_cpu_utilization_e47b3b',
      ].map((name) => [`${name}.csv`, '12h']),
    ),
  },
  'nab/realKnownCause': {
    'cpu_utilization_asg_misconfiguration.csv': '2d',
    'ec2_request_latency_system_failure.csv': '2d',
    'nyc_taxi.csv': '7d',
  },
  'nab/realTweets': {
    'Twitter_volume_AAPL.csv.gz': '1d',
    'Twitter_volume_AMZN.csv.gz': '1d',
    'Twitter_volume_GOOG.csv.gz': '1d',
  },
};

for (const [folder, files] of Object.entries(traces)) {
  for (const [file, to] of Object.entries(files)) {
    test(`replays unchanged: ${folder}/${file}`, async (t) => {
      const document = await campaignOf({
        trace: sharedPath(`traces/${folder}/${file}`),
        fixes: 'all',
        to,
        utilisationAs: 'shape', // of no account for what is demand
      });
      t.is(faultOf(document), undefined);
      t.deepEqual(
        document.variants.map(({ name }) => name),
        ['stock', 'all', 'ideal'],
      );
      const { domains = 0, steps = 0, censoredStarts } = document.trace.ingest;
      if (document.workload.kind === 'load') {
        t.true(steps > 0);
        t.true(document.bounds.length >= 4);
        t.true(valueIn(document, 'ideal', 'billed_vm_hours')! > 0);
      } else {
        t.is(valueIn(document, 'stock', 'setups'), domains - censoredStarts);
        t.is(valueIn(document, 'all', 'setups'), domains - censoredStarts);
      }
      // what the host costs, it does not cost where it takes no time
      t.is(valueIn(document, 'ideal', 'indirect_cost_vm_hours'), 0);
      t.is(
        variantIn(document, 'all').waits.some(({ station }) => station === 'xl lock'),
        false,
      );
    });
  }
}
