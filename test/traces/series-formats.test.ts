/** Series of values over time: what becomes of their glitches. */
import test from 'ava';
import { complaintOf, ingestText, loadIn } from './files.ts';

test('worldcup98-minutes: a minute that is absent had no request', async (t) => {
  const { report, workload } = await ingestText(
    'period,count\n1998-05-08 00:00:00,60\n1998-05-08 00:01:00,120\n1998-05-08 00:04:00,60\n',
  );
  t.like(report, { format: 'worldcup98-minutes', horizonSeconds: 300, mean: 0.8 });
  t.deepEqual(report.gaps, { count: 1, longestSeconds: 180 });
  t.is(report.choices['gaps'], 'zero');
  t.deepEqual([...loadIn({ report, workload }).rate], [1, 2, 0, 1]);
});

const HEADER =
  'Timestamp [ms];\tCPU cores;\tCPU capacity provisioned [MHZ];\tCPU usage [MHZ];\tCPU usage [%]';
const sample = (at: number, used: number, cores = 2): string =>
  `${at};\t${cores};\t${cores * 2600}.5;\t${used}.25;\t1.5`.replace('\t0.5;', '\t0.0;');

test('bitbrains: seconds in a column named ms, rows of a VM that is not there, rows of one moment, a hole', async (t) => {
  const start = 1_372_629_804;
  const rows = [
    sample(start - 300, 0, 0),
    sample(start, 100),
    sample(start, 0, 0),
    sample(start + 300, 200),
    sample(start + 300, 400),
    sample(start + 600, 300),
    sample(start + 600 + 111_600, 50),
  ];
  const { report, workload } = await ingestText(`${HEADER}\n${rows.join('\n')}\n`);
  t.like(report, {
    format: 'bitbrains',
    startedAt: '2013-06-30T22:03:24Z',
    rowsRead: 7,
    rowsUsed: 5,
    duplicates: 1,
    horizonSeconds: 112_500,
    gaps: { count: 1, longestSeconds: 111_600 },
  });
  t.deepEqual(report.dropped, [
    { reason: 'no cores and no capacity: the VM is not there', rows: 2, firstLine: 2 },
  ]);
  t.deepEqual([...loadIn({ report, workload }).rate], [100.25, 300.25, 300.25, 50.25]);
  t.regex(report.choices['clock']!, /seconds since 1970, though the header says ms/);
});

test('bitbrains: milliseconds are told by their size, a VM of one row lasts a step, none at all is refused', async (t) => {
  const milliseconds = `${HEADER}\n${sample(1_372_629_804_000, 1)}\n${sample(1_372_630_104_000, 2)}\n`;
  t.is((await ingestText(milliseconds)).report.horizonSeconds, 600);
  const alone = `${HEADER}\n${sample(1_372_629_504, 0, 0)}\n${sample(1_372_629_804, 7)}\n`;
  t.like((await ingestText(alone)).report, { horizonSeconds: 300, steps: 1, rowsUsed: 1 });
  t.regex(
    await complaintOf(ingestText(`${HEADER}\n${sample(1_372_629_504, 0, 0)}\n`)),
    /^trace\.csv: no row has cores or capacity; /,
  );
  t.regex(
    await complaintOf(ingestText(`${HEADER}\n${sample(1_372_629_504, -7)}\n`)),
    /^trace\.csv:2: column "CPU usage \[MHZ\]" holds ".+-7\.25"; a number from 0 up; /,
  );
});

test('materna: comma decimals in quotes and a day before a month', async (t) => {
  const head = '"Timestamp";"CPU cores";"CPU capacity provisioned [MHZ]";"CPU usage [MHZ]";"CPU usage [%]"';
  const { report, workload } = await ingestText(
    `${head}\r\n"04.11.2015 15:10:31";"2";"5852,0";"87,78";"1,5"\r\n"04.11.2015 15:15:31";"2";"5852,0";"29,26";"0,5"\r\n`,
  );
  t.like(report, { format: 'materna', startedAt: '2015-11-04T15:10:31Z', horizonSeconds: 600 });
  t.deepEqual([...loadIn({ report, workload }).rate], [87.78, 29.26]);
  t.regex(
    await complaintOf(ingestText(`${head}\n"31.02.2015 00:00:00";"2";"1";"1";"1"\n`)),
    /^trace\.csv:2: column "Timestamp" holds "31\.02\.2015 00:00:00"; a time is DD\.MM\.YYYY HH:MM:SS; /,
  );
});

test('limbo: the middle of each step, a semicolon or none, and the length of a step by name or by option', async (t) => {
  for (const end of ['\n', ';\r\n']) {
    const text = `0.5,10${end}1.5,20.0${end}2.5,0${end}`;
    const assumed = await ingestText(text);
    t.deepEqual([...loadIn(assumed).rate], [10, 20, 0]);
    t.regex(assumed.report.warnings.join(), /1 s is assumed; name it with --read step/);
    const hourly = await ingestText(text, { step: 10 });
    t.deepEqual([...loadIn(hourly).rate], [1, 2, 0]);
    t.is(hourly.report.horizonSeconds, 30);
    t.deepEqual(hourly.report.warnings, []);
  }
  t.is((await ingestText('0.5,1;\n1.5,2;\n', {}, 'wikipedia_trace.txt')).report.horizonSeconds, 7_200);
  t.regex(
    await complaintOf(ingestText('0.5,10\n2.5,20\n')),
    /^trace\.csv:2: the middle of the step is 2\.5; after 1 steps comes 1\.5; /,
  );
});

const day = Array.from({ length: 288 }, (_, i) => i % 101);

test('planetlab: 288 lines are a day of 300 s steps; other numbers of lines need the name of the format', async (t) => {
  const { report, workload } = await ingestText(`${day.join('\n')}\n`);
  t.like(report, { format: 'planetlab', steps: 288, horizonSeconds: 86_400, peak: 1 });
  t.is(loadIn({ report, workload }).quantity, 'utilisation');
  t.regex(await complaintOf(ingestText('4\n2\n')), /fits none of/);
  t.is((await ingestText('4\n2\n', { format: 'planetlab' })).report.steps, 2);
  t.regex(
    await complaintOf(ingestText('4\n101\n', { format: 'planetlab' })),
    /^trace\.csv:2: column "CPU %" holds "101"; a per cent is a number from 0 to 100; /,
  );
});

test('alibaba-microservices: provider calls are summed over containers, other metrics are dropped by name', async (t) => {
  const { report, workload } = await ingestText(
    `,timestamp,msname,msinstanceid,metrics,value
0,0,a,a1,providerRPC_MCR,12.5
1,0,(?),a2,providerRPC_MCR,3
2,0,a,a1,consumerRPC_RT,9.1
3,60000,NAN,a1,providerRPC_MCR,20
4,60000,a,a3,providerRPC_MCR,
`,
  );
  t.like(report, { format: 'alibaba-microservices', rowsRead: 5, rowsUsed: 3 });
  t.deepEqual(report.dropped, [
    { reason: 'another metric than providerRPC_MCR', rows: 1, firstLine: 4 },
    { reason: 'no value', rows: 1, firstLine: 6 },
  ]);
  t.deepEqual([...loadIn({ report, workload }).rate], [15.5, 20]);
});

test('alibaba-microservices: the tables of 2022 and of resources are shapes, and say so', async (t) => {
  const calls = await ingestText(
    'timestamp,msname,msinstanceid,nodeid,providerrpc_rt,providerrpc_mcr\n60000,a,a1,n,10,1.2e-05\n120000,a,a1,n,10,2e-05\n',
  );
  t.is(loadIn(calls).quantity, 'resource');
  t.regex(calls.report.warnings.join(), /only their shape/);
  const busy = await ingestText(
    'timestamp,msname,msinstanceid,nodeid,cpu_utilization,memory_utilization\n0,a,a1,n,0.25,0.5\n0,a,a2,n,0.5,0.5\n60000,a,a1,n,0.5,0.5\n',
  );
  t.deepEqual([...loadIn(busy).rate], [0.75, 0.5]);
  t.like(
    (await ingestText('timestamp,nodeid,cpu_utilization,memory_utilization\n0,n,0.25,0.5\n30000,n,1,0.5\n'))
      .report,
    { format: 'alibaba-microservices', horizonSeconds: 60 },
  );
});

test('genai-qps: containers are summed at each moment, API requests are another layer', async (t) => {
  const { report, workload } = await ingestText(
    `timestamp_anon,value,container_ip,request_type
1662859404.0,0.5,a1,Generative Requests
1662859404.0,0.25,b2,Generative Requests
1662859404.0,7,,API Requests
1662859461.0,0.5,a1,Generative Requests
1662859575.0,1,a1,Generative Requests
1662859632.0,1,a1,Generative Requests
`,
  );
  t.like(report, { format: 'genai-qps', rowsRead: 6, rowsUsed: 5, gaps: { count: 1, longestSeconds: 114 } });
  t.deepEqual(report.dropped, [{ reason: 'not a generative request', rows: 1, firstLine: 4 }]);
  t.deepEqual([...loadIn({ report, workload }).rate], [0.75, 0.5, 0, 1, 1]);
});

test('huawei-faas: functions are summed, an empty cell is zero, the step is that of the rows', async (t) => {
  const text = 'day,time,0,17,3\n0,0,60,,60\n0,60,120,3,\n0,120,,,60\n';
  const { report, workload } = await ingestText(text);
  t.like(report, { format: 'huawei-faas', horizonSeconds: 180 });
  t.deepEqual([...loadIn({ report, workload }).rate], [2, 123 / 60, 1]);
  t.is(loadIn(await ingestText(text, { quantity: 'resource' })).rate[0], 120);
});

test('values beyond belief are refused with their line, in every reader of a load', async (t) => {
  t.regex(
    await complaintOf(ingestText('time_s,load_rps\n0,1\n60,1e300\n')),
    /^trace\.csv:3: a value is 1e\+300; values are at most 1000000000000000; /,
  );
});
