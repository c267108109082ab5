/**
 * Glitches of real files, one by one and named as trace-formats.md (section 5) names them: each on a few lines written for
 * it, and on the published file where one is held.
 *
 * What a naive reader would make of it is in the name of the row; what is asserted is that it does not happen here.
 */
import { readFileSync } from 'node:fs';
import anyTest, { type ExecutionContext } from 'ava';
import { CENSORED_END, CENSORED_START } from '../../model/workload.ts';
import { gib } from '../../model/kernel/units.ts';
import { ingest } from '../../traces/ingest.ts';
import { hasShared, sharedPath } from '../shared.ts';
import {
  besideOf,
  complaintOf,
  domainsIn,
  droppedIn,
  fileOf,
  ingestText,
  lifecycleIn,
  loadIn,
} from './files.ts';

type Assert = (t: ExecutionContext) => Promise<void>;

interface Glitch {
  /** What is odd, where, and what a naive reader does with it. */
  readonly row: string;
  readonly minimal: Assert;
  /** On the file as published, where one is held. */
  readonly real?: Assert;
}

const real = (path: string, options = {}) => ingest(sharedPath(`traces/${path}`), options);

const ID = 'x/XsOfHO4ocsV99i4NluqKDuxctW2MMVmwqOPAlg4wp8mqbBOe3wxBlQo0+Qx+uf';
const vm = (created: number, deleted: number, cores = '2', memory = '1.75'): string =>
  `${ID},${ID},${ID},${created},${deleted},1,1,1,Interactive,${cores},${memory}\n`;

const DLRM =
  'instance_sn,role,app_name,cpu_request,cpu_limit,gpu_request,gpu_limit,rdma_request,rdma_limit,memory_request,memory_limit,disk_request,disk_limit,max_instance_per_node,creation_time,scheduled_time,deletion_time\n';
const dlrm = (created: string, deleted: string): string =>
  `i,CN,app_0,64,64,0,0,1,1,320.0,320.0,544.0,640.0,-1,${created},${created},${deleted}\n`;

const USER = '70s3v5qRyCO/1PCdI6fVXnrW8FU/w+5CKRSa72xgcIo=';
const task = (time: string, event: number): string =>
  `${time},,3418314,0,3938719206,${event},${USER},3,9,0.125,0.5,0.0004244,0\n`;

const BITBRAINS =
  'Timestamp [ms];\tCPU cores;\tCPU capacity provisioned [MHZ];\tCPU usage [MHZ];\tCPU usage [%];\tMemory capacity provisioned [KB];\tMemory usage [KB];\tDisk read throughput [KB/s];\tDisk write throughput [KB/s];\tNetwork received throughput [KB/s];\tNetwork transmitted throughput [KB/s]\n';
const sample = (at: number, cores: number, mhz: number): string =>
  `${at};\t${cores};\t${cores * 2600};\t${mhz};\t1;\t67108864;\t6129274;\t0;\t1;\t1;\t1\n`;

const job = (run: number): string => `1 0 -1 ${run} 4 -1 -1 -1 -1 -1 -1 1 1 1 -1 -1 -1 -1\n`;

const sdsc = (host: string, clock: string): string =>
  `${host}: Tue Aug 22 ${clock} 1995 (/): Sent binary: GET / HTTP/1.0\n`;

/** Most creations of a moment that is no creation: of those whose start is not known. */
const bornAtStart = ({ created, marks }: ReturnType<typeof lifecycleIn>): number =>
  created.reduce((born, at, row) => born + (at === 0 && (marks[row]! & CENSORED_START) === 0 ? 1 : 0), 0);

const glitches: readonly Glitch[] = [
  {
    row: 'created=0, deleted=last sample (Azure V1): burst of thousands of boots at t=0, mass shutdown at the end',
    minimal: async (t) => {
      const ingested = await ingestText(vm(0, 600).repeat(50) + vm(300, 2_591_700).repeat(50));
      t.like(ingested.report, { censoredStarts: 50, censoredEnds: 50 });
      t.is(bornAtStart(lifecycleIn(ingested)), 0);
      t.is(ingested.report.bursts.in1s, 50);
    },
    real: async (t) => {
      const ingested = await real('azure-v1-vmtable/vmtable.csv');
      t.like(ingested.report, { censoredStarts: 7, censoredEnds: 6 });
      t.is(bornAtStart(lifecycleIn(ingested)), 0);
    },
  },
  {
    row: 'created == deleted (Azure V1, openb, DLRM, SWF): zero lifetime: division by zero, or destroy before create',
    minimal: async (t) => {
      for (const text of [
        vm(300, 300),
        `${DLRM}${dlrm('30.0', '30.0')}${dlrm('0.0', '90.0')}`,
        `; MaxProcs: 4\n${job(0)}${job(60)}`,
      ]) {
        const { report, workload } = await ingestText(text);
        const { created, deleted } = lifecycleIn({ report, workload });
        t.is(report.zeroLifetimes, 1);
        t.true(deleted.every((ends, row) => ends >= created[row]!));
        t.true(Number.isFinite(report.indexOfDispersion));
      }
    },
    real: async (t) => {
      for (const [path, lives] of [
        ['alibaba-openb-2023/openb_pod_list_default.csv.gz', 1],
        ['alibaba-dlrm-2025/disaggregated_DLRM_trace.csv.gz', 15],
        ['swf/NASA-iPSC-1993-3.1-cln.swf.zip', 173],
      ] as const)
        t.is((await real(path)).report.zeroLifetimes, lives, path);
    },
  },
  {
    row: 'empty start and end (DLRM, 4,677 rows): NaN events',
    minimal: async (t) => {
      const ingested = await ingestText(`${DLRM}${dlrm('', '')}${dlrm('10.0', '90.0')}`);
      t.deepEqual(domainsIn(ingested), [`< > 64 ${320 * 1024}`, `10 90 64 ${320 * 1024}`]);
    },
    real: async (t) => {
      const { created, deleted, marks } = lifecycleIn(
        await real('alibaba-dlrm-2025/disaggregated_DLRM_trace.csv.gz'),
      );
      t.is(marks.filter((mark) => mark === (CENSORED_START | CENSORED_END)).length, 4_677);
      t.true(created.every(Number.isFinite) && deleted.every(Number.isFinite));
    },
  },
  {
    row: 'start time -7157 days (Azure packing, 3,414 rows): 20 years of warm-up',
    minimal: async (t) => {
      const path = fileOf('vm_instances.csv', 'vmId,vmTypeId,starttime,endtime\n0,0,-7157,0.5\n1,0,1,2\n');
      besideOf(path, 'vm_types.csv', 'id,vmTypeId,core,memory\n0,0,0.25,0.5\n');
      const ingested = await ingest(path, { machine: { cores: 8, memory: gib(16) } });
      t.deepEqual(domainsIn(ingested), ['< 43200 2 8192', '86400 172800 2 8192']);
      t.is(ingested.report.horizonSeconds, 90 * 86_400);
    },
  },
  {
    row: '>24, >64 (Azure V2): NaN cores',
    minimal: async (t) => {
      const ingested = await ingestText(vm(300, 600, '>24', '>64') + vm(300, 600));
      t.deepEqual([...lifecycleIn(ingested).vcpus], [30, 2]);
      t.regex(ingested.report.choices['sizes']!, /30 cores and 70 GiB for the open top buckets/);
    },
  },
  {
    row: '2^63-1 (Google 2011): 9223372036854775808, run never ends',
    minimal: async (t) => {
      const ingested = await ingestText(
        task('600000000', 1) + task('9223372036854775807', 4) + task('700000000', 1).replace(',0,', ',1,'),
      );
      t.is(ingested.report.horizonSeconds, 100);
      t.is(ingested.report.censoredEnds, 2);
      t.regex(await complaintOf(ingestText(task('9223372036854775806', 1))), /column "time" holds/);
    },
  },
  {
    row: 'same id created again (Google 2011, Alibaba 2018 container_meta): second create overwrites the first',
    minimal: async (t) => {
      const evicted = [
        task('600000000', 1),
        task('610000000', 2),
        task('620000000', 1),
        task('650000000', 4),
      ];
      const tasks = domainsIn(await ingestText(evicted.join('')));
      t.deepEqual(
        tasks.map((domain) => domain.split(' ').slice(0, 2).join(' ')),
        ['0 10', '20 50'],
      );
      const state = (at: number, name: string): string => `c_1,m_1,${at},app_1,${name},400,400,1.56\n`;
      const containers = await ingestText(
        state(10, 'started') + state(20, 'started') + state(30, 'stopped') + state(40, 'started'),
      );
      t.deepEqual(
        domainsIn(containers).map((domain) => domain.split(' ').slice(0, 2).join(' ')),
        ['10 30', '40 >'],
      );
      t.deepEqual(droppedIn(containers), { 'a further state of a container that is there': 1 });
    },
  },
  {
    row: 'negative times (Alibaba 2017): rejected, or sorted before t=0',
    minimal: async (t) => {
      const ingested = await ingestText(
        '-792,-788,1,1,1,Terminated,1,0.25\n-5,60,1,2,1,Terminated,1,0.25\n50,90,1,3,1,Terminated,1,0.25\n',
      );
      t.deepEqual(domainsIn(ingested), ['< 60 1 65536', '50 90 1 65536']);
      t.deepEqual(droppedIn(ingested), { 'ended before the trace': 1 });
    },
  },
  {
    row: 'end 0 or before start (Alibaba 2018 #167): negative lifetime',
    minimal: async (t) => {
      const ingested = await ingestText(
        'M1,1,j,A,Running,50,0,100,50\nM2,1,j,A,Failed,60,40,100,50\nM3,1,j,A,Terminated,60,70,100,50\n',
      );
      t.deepEqual(domainsIn(ingested), ['50 > 1 262144', '60 70 1 262144']);
      t.deepEqual(droppedIn(ingested), { 'ends before it begins': 1 });
    },
  },
  {
    row: 'seconds named ms (Bitbrains): 1,000 times too fast',
    minimal: async (t) => {
      const { report } = await ingestText(
        BITBRAINS + sample(1_372_629_804, 4, 10) + sample(1_372_630_104, 4, 20),
      );
      t.like(report, { format: 'bitbrains', horizonSeconds: 600, startedAt: '2013-06-30T22:03:24Z' });
    },
    real: async (t) => {
      const { report } = await real('bitbrains/rnd-2013-7/1.csv.gz');
      t.is(report.choices['step'], '300 s');
      t.true(report.horizonSeconds > 29 * 86_400 && report.horizonSeconds < 32 * 86_400);
    },
  },
  {
    row: '31 h hole, duplicates, 0-core rows (Bitbrains): false scale-in and out',
    minimal: async (t) => {
      const at = 1_372_629_804;
      const { report, workload } = await ingestText(
        [
          BITBRAINS,
          sample(at, 0, 0),
          sample(at + 300, 4, 10),
          sample(at + 600, 4, 20),
          sample(at + 600, 4, 40),
          sample(at + 600 + 113_413, 4, 30),
        ].join(''),
      );
      t.is(report.duplicates, 1);
      t.deepEqual(report.gaps, { count: 1, longestSeconds: 113_413 });
      t.is(report.dropped[0]!.rows, 1);
      // held over the hole: no fall to 0 and no rise from it
      t.deepEqual([...loadIn({ report, workload }).rate], [10, 30, 30]);
    },
    real: async (t) => {
      const busy = await real('bitbrains/rnd-2013-7/41.csv.gz');
      t.is(busy.report.gaps.longestSeconds, 113_413);
      t.true(loadIn(busy).rate.every((mhz) => mhz > 0));
      const defective = (await real('bitbrains/rnd-2013-7/20.csv.gz')).report;
      t.is(defective.rowsRead - defective.rowsUsed, 12_077);
    },
  },
  {
    row: 'clock change, backward stamps (NAB, 3 files): negative step, double count',
    minimal: async (t) => {
      const rows = ['01:50:00,1', '01:55:00,2', '03:00:00,4', '03:00:00,6', '02:05:00,3', '03:05:00,7'];
      const { report, workload } = await ingestText(
        `timestamp,value\n${rows.map((row) => `2014-03-09 ${row}`).join('\n')}\n`,
        { quantity: 'rate' },
      );
      const { at, rate } = loadIn({ report, workload });
      t.like(report, { backward: 1, duplicates: 1 });
      t.true(at.every((begins, i) => i === 0 || begins > at[i - 1]!));
      t.deepEqual(
        [...rate].filter((value, i) => value !== rate[i - 1]),
        [1, 2, 3, 5, 7],
      );
    },
    real: async (t) => {
      for (const path of [
        'realKnownCause/ec2_request_latency_system_failure.csv',
        'realAWSCloudwatch/ec2_disk_write_bytes_1ef3de.csv',
        'realAWSCloudwatch/ec2_network_in_5abac7.csv',
      ]) {
        const ingested = await real(`nab/${path}`);
        const { at } = loadIn(ingested);
        t.is(ingested.report.duplicates, 11, path);
        t.true(
          at.every((begins, i) => i === 0 || begins > at[i - 1]!),
          path,
        );
      }
    },
  },
  {
    row: 'absent = zero (WC98 CSV): steps too long',
    minimal: async (t) => {
      const ingested = await ingestText(
        'period,count\n1998-04-30 22:30:00,60\n1998-04-30 22:31:00,120\n1998-04-30 22:34:00,60\n',
      );
      t.is(ingested.report.choices['step'], '60 s');
      const { at, rate } = loadIn(ingested);
      t.deepEqual([...at], [0, 60e6, 120e6, 240e6]);
      t.deepEqual([...rate], [1, 2, 0, 1]);
    },
    real: async (t) => {
      const { at, rate, horizon } = loadIn(await real('worldcup98/invocation_count.csv.gz'));
      const requests = rate.reduce(
        (sum, value, i) => sum + (value * ((at[i + 1] ?? horizon) - at[i]!)) / 1e6,
        0,
      );
      t.is(Math.round(requests), 1_352_804_107);
    },
  },
  {
    row: 'glued months (NASA per-second): wrong calendar from day 28 on',
    minimal: async (t) => {
      const { report } = await ingestText(`${'1 0 2 '.repeat(20)}\n`);
      t.is(report.format, 'per-second');
      t.is(report.startedAt, undefined);
      t.regex(report.warnings.join(), /gaps of its source may have been closed/);
    },
    real: async (t) => {
      const { report } = await real('nasa-http/workload.txt.gz');
      t.is(report.startedAt, undefined);
      t.regex(report.warnings.join(), /gaps of its source may have been closed/);
    },
  },
  {
    row: 'status -1 everywhere (SWF): all jobs dropped',
    minimal: async (t) => {
      const { report } = await ingestText(`; MaxProcs: 4\n${job(60).repeat(3)}`);
      t.like(report, { format: 'swf', rowsRead: 3, rowsUsed: 3 });
    },
    real: async (t) => {
      const { report } = await real('swf/NASA-iPSC-1993-3.1-cln.swf.zip');
      t.like(report, { rowsRead: 18_239, rowsUsed: 18_239, dropped: [] });
    },
  },
  {
    row: 'renamed / reordered columns (invitro samples): hash read as count',
    minimal: async (t) => {
      const ingested = await ingestText(
        'HashFunction,HashApp,HashOwner,minute_1,minute_2\n77,77,77,60,120\n88,88,88,0,60\n',
      );
      t.deepEqual([...loadIn(ingested).rate], [1, 3]);
    },
    real: async (t) => {
      const { report } = await real('azure-functions-2019/200/200_inv.csv.gz');
      t.like(report, { rowsRead: 200, steps: 1_440 });
      t.is(Math.round(report.peak! * 60), 25_914);
    },
  },
  {
    row: 'end time instead of arrival (Functions 2021): unsorted, late arrivals',
    minimal: async (t) => {
      const { report, workload } = await ingestText(
        'app,func,end_timestamp,duration\na,f,100,100\na,g,60,1\na,h,3,2\n',
      );
      // arrivals at 0, 59 and 1 s
      const { at, rate } = loadIn({ report, workload });
      t.deepEqual([...at], [0, 1e6, 2e6, 59e6]);
      t.deepEqual([...rate], [1, 1, 0, 1]);
      t.is(report.backward, 1);
    },
    real: async (t) => {
      const path = 'azure-functions-2021/Azure2021_200.csv';
      const rows = readFileSync(sharedPath(`traces/${path}`), 'utf8')
        .trimEnd()
        .split(/\r?\n/)
        .slice(1);
      const arrivals = rows
        .map((row) => row.split(',').map(Number))
        .map(([, , end, lasted]) => end! - lasted!);
      const { report } = await real(path);
      // sorted by arrival, and not by the time that is written
      t.is(report.backward, 0);
      t.is(report.horizonSeconds, Math.floor(Math.max(...arrivals) - Math.min(...arrivals)) + 1);
    },
  },
  {
    row: '7 decimals, no zone (Azure LLM): shifted by the local zone, lost order',
    minimal: async (t) => {
      const { report } = await ingestText(
        'TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-11-16 18:15:46.6805900,374,44\r\n2023-11-16 18:15:47.6805899,396,109\r\n2023-11-16 18:15:47.6805901,396,109',
      );
      t.like(report, { startedAt: '2023-11-16T18:15:46.68059Z', backward: 0 });
      // the second comes 100 ns before the first second is over, the third after it
      t.is(report.peak, 2);
    },
    real: async (t) => {
      const { report } = await real('azure-llm-2023/AzureLLMInferenceTrace_conv.csv.gz');
      t.like(report, { startedAt: '2023-11-16T18:15:46.68059Z', backward: 0, rowsUsed: 19_366 });
    },
  },
  {
    row: 'header shorter than rows (NASA TSV): parser error or shifted columns',
    minimal: async (t) => {
      const head = 'host\tlogname\ttime\tmethod\turl\tresponse\tbytes\n';
      const { report } = await ingestText(
        `${head}h1\t-\t804571201\tGET\t/a\t200\t6245\t\t\nh2\t-\t804571206\tGET\t/b\t200\t3985\t\t\n`,
      );
      t.like(report, { format: 'nasa-tsv', rowsUsed: 2, startedAt: '1995-07-01T04:00:01Z' });
    },
    real: async (t) => {
      for (const path of ['nasa-http/nasa_19950701.tsv.gz', 'nasa-http/nasa_19950801.tsv.gz'])
        t.like((await real(path)).report, { format: 'nasa-tsv', rowsUsed: 9_999, dropped: [] });
    },
  },
  {
    row: 'CRLF / no final newline (Azure LLM, vmtable copy, LIMBO, CLF): "13\\r" is not a number; last row lost',
    minimal: async (t) => {
      const texts = [
        vm(300, 600) + vm(600, 900),
        '0.5,10;\n1.5,20;\n',
        'h - - [01/Aug/1995:00:00:01 -0400] "GET / HTTP/1.0" 200 13\nh - - [01/Aug/1995:00:00:01 -0400] "GET / HTTP/1.0" 200 13\n',
        'TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,374,44\n2023-11-16 18:15:46.7,1,13\n',
      ];
      for (const text of texts) {
        const { workload, report } = await ingestText(text);
        t.is(report.rowsUsed, 2);
        for (const other of [
          text.replaceAll('\n', '\r\n'),
          text.trimEnd(),
          text.replaceAll('\n', '\r\n').trimEnd(),
        ])
          t.deepEqual((await ingestText(other)).workload, workload);
      }
    },
    real: async (t) => {
      for (const [path, rows] of [
        ['azure-llm-2023/AzureLLMInferenceTrace_conv.csv.gz', 19_366],
        ['azure-v1-vmtable/vmtable.csv', 10],
        ['limbo/wikipedia_trace.txt', 1_483],
        ['clf-apache/apache.access.log', 1_406],
      ] as const)
        t.like((await real(path)).report, { rowsRead: rows, rowsUsed: rows }, path);
    },
  },
  {
    row: 'UNR host: prefix (SDSC, 422 lines): lines lost',
    minimal: async (t) => {
      const { report } = await ingestText(sdsc('1+1', '00:00:00') + sdsc('UNR host', '00:00:01'));
      t.like(report, { format: 'sdsc-log', rowsRead: 2, rowsUsed: 2, dropped: [] });
    },
    real: async (t) => {
      const { report } = await real('sdsc-http/sdsc-http.txt.gz');
      t.like(report, { rowsRead: 28_338, rowsUsed: 28_338, dropped: [] });
    },
  },
];

for (const { row, minimal, real: published } of glitches) {
  anyTest(`${row} · on a few lines`, minimal);
  if (published !== undefined) (hasShared ? anyTest : anyTest.skip)(`${row} · as published`, published);
}

(hasShared ? anyTest : anyTest.skip)('every row of the table of glitches has its test', (t) => {
  const table = readFileSync(sharedPath('spec/trace-formats.md'), 'utf8').split('\n|---|---|---|\n').at(-1)!;
  const named = table
    .split('\n\n')[0]!
    .split('\n')
    .map((line) => line.split(' | ')[0]!.replace(/^\| /, '').replaceAll('`', ''));
  t.is(named.length, glitches.length);
  for (const glitch of named)
    t.true(
      glitches.some(({ row }) => row.startsWith(glitch)),
      glitch,
    );
});
