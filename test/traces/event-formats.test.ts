/**
 * Formats of creations and deletions, each glitch of a real file on a few lines written for it.
 *
 * Expected moments are seconds of the workload; −/∞ ends are the censored ones.
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import sqlite from 'node-sqlite3-wasm';
import { gib } from '../../model/kernel/units.ts';
import { withDuckdb } from '../../traces/duckdb.ts';
import {
  besideOf,
  complaintOf,
  domainsIn,
  droppedIn,
  fileOf,
  ingestText,
  lifecycleIn,
  readAs,
} from './files.ts';
import { ingest } from '../../traces/ingest.ts';

test('huawei-east: creations and deletions pair; one without the other is censored', async (t) => {
  const read = await readAs(
    'huawei-east',
    'vmid,cpu,memory,time,type\n0,4,8,0,0\n1,0.5,2,5,0\n0,4,8,60,1\n2,2,4,90,1\n3,1,1,95,0\n3,1,1,96,0\n',
  );
  t.true(read.found);
  t.deepEqual(read.domains, ['< 90 2 4096', '0 60 4 8192', '5 > 1 2048', '95 > 1 1024']);
  t.deepEqual(droppedIn(read), { 'begins again while it is there': 1 });
  t.like(read.report, { rowsRead: 6, rowsUsed: 5, domains: 4 });
});

const event = (
  time: string,
  task: number,
  type: number,
  cpu = '0.125',
  memory = '0.25',
  missing = '',
): string =>
  `${time},${missing},3418314,${task},1,${type},70s3v5qRyCO/1PCdI6fVXnrW8FU/w+5CKRSa72xgcIo=,3,9,${cpu},${memory},0,0\n`;

test('google-2011: 2^63 − 1 is after the trace and 0 before it, and neither is a number', async (t) => {
  const read = await readAs(
    'google-2011',
    [
      event('0', 0, 1),
      event('600000001', 1, 1),
      event('601000001', 0, 4),
      event('9223372036854775807', 1, 4),
    ].join(''),
    { machine: { cores: 8, memory: gib(16) } },
  );
  t.true(read.found);
  t.deepEqual(read.domains, ['< 1 1 4096', '0 > 1 4096']);
  t.is(read.report.horizonSeconds, 1);
});

test('google-2011: an evicted task that is scheduled again is another domain; updates and submissions are counted', async (t) => {
  const rows = [
    event('600000000', 0, 0),
    event('600500000', 0, 1),
    event('601000000', 0, 2),
    event('602000000', 0, 0),
    event('603000000', 0, 1),
    event('604000000', 0, 8, '0.5', '0.5'),
    event('605000000', 0, 5, '0.125', '0.25', '2'),
  ].join('');
  const read = await readAs('google-2011', rows, { machine: { cores: 8, memory: gib(16) } });
  t.deepEqual(read.domains, ['0 0.5 1 4096', '2.5 4.5 1 4096']);
  t.deepEqual(droppedIn(read), {
    'a submission: the scheduling begins': 2,
    'an update: a domain keeps the size it began with': 1,
  });
  t.is(read.report.rowsUsed, 4);
  t.regex(read.report.warnings.join(), /1 rows were added by the publisher/);
  const submitted = await readAs('google-2011', rows, { createdAt: 'request' });
  t.deepEqual(submitted.domains, ['0 1 4 32768', '2 5 4 32768']);
  t.is(submitted.report.choices['machine'], '32 cores and 128 GiB, assumed; cores rounded up, from 1');
});

test('google-2011: requests that are empty or 0 have a named reason', async (t) => {
  const read = await readAs(
    'google-2011',
    [
      event('600000000', 0, 1, '', ''),
      event('600000000', 1, 1, '0', '0.5'),
      event('601000000', 0, 4, '', ''),
      event('602000000', 1, 4),
    ].join(''),
  );
  t.deepEqual(read.domains, ['0 2 1 65536']);
  t.deepEqual(droppedIn(read), { 'no memory is requested': 1, 'ends, and nothing says how large it was': 1 });
});

test('google-2011-machines: removed and added again is another domain', async (t) => {
  const read = await readAs(
    'google-2011-machines',
    '0,5,0,HofLGzk1Or/8Ildj2+Lqv0UGGvY82NLoni8+J/Yy0RU=,0.5,0.2493\n835025030,5,1,HofLGzk1Or/8Ildj2+Lqv0UGGvY82NLoni8+J/Yy0RU=,,\n1221003001,5,0,HofLGzk1Or/8Ildj2+Lqv0UGGvY82NLoni8+J/Yy0RU=,0.5,0.2493\n1300000000,5,2,x,0.5,0.5\n1300000000,6,0,x,1,1\n',
  );
  t.true(read.found);
  t.deepEqual(read.domains, ['< 835.02503 16 32677', '1221.003001 > 16 32677', '1300 > 32 131072']);
});

const instance = (fields: string): string => `{"collection_id":"33","instance_index":"1",${fields}}\n`;

test('google-2019: numbers of 64 bits stay text, types have other numbers than in 2011, allocations hold their instances', async (t) => {
  const size = '"resource_request":{"cpus":0.5,"memory":0.25}';
  const read = await readAs(
    'google-2019',
    [
      instance(`"time":"0","type":"3",${size}`),
      instance(`"time":"600000009","type":6,${size}`),
      instance(`"time":600000000,"type":"SCHEDULE",${size}`),
      instance(`"time":600000002,"type":"SCHEDULE","alloc_collection_id":"7",${size}`),
      instance(`"time":600000003,"type":"10",${size}`),
      instance(`"time":9223372036854775807,"type":"7",${size}`),
    ].join(''),
  );
  t.true(read.found);
  t.deepEqual(read.domains, ['< 0.000009 16 32768', '0 > 16 32768']);
  t.deepEqual(droppedIn(read), {
    'runs inside an allocation': 1,
    'an update: a domain keeps the size it began with': 1,
  });
});

test('google-2019: lines that are no events are told by their number', async (t) => {
  const good = instance('"time":"600000000","type":"3","resource_request":{"cpus":0.5,"memory":0.25}');
  for (const [bad, told] of [
    ['{"collection_id":', /^trace\.csv:2: the line holds "\{.+; a line is one JSON object; /],
    [instance('"time":"x","type":"3"'), /^trace\.csv:2: time is "\\"x\\""; a whole number; /],
    [instance('"time":"1","type":"11"'), /^trace\.csv:2: type is .+11.+; 0 to 10, or SUBMIT, /],
    [
      instance('"time":"1","type":"3","resource_request":{"cpus":2}'),
      /^trace\.csv:2: a request is "2"; a share/,
    ],
  ] as const) {
    t.regex(await complaintOf(ingestText(`${good}${bad}\n`)), told);
  }
});

test('alibaba-containers-2017: times of 0 and below are before the trace, and no burst stands at 0', async (t) => {
  const read = await readAs(
    'alibaba-containers-2017',
    '0,Create,1,149,4,0.25,0.05,1|2\n-5,Create,2,149,4,0.25,0.05,\n34424,Create,3,150,8,0.5,0.05,\n41000,Remove,3,150,8,0.5,0.05,\n41001,Remove,9,150,8,0.5,0.05,\n',
  );
  t.true(read.found);
  t.deepEqual(read.domains, ['< > 4 65536', '< > 4 65536', '< 41001 8 131072', '34424 41000 8 131072']);
  t.is(read.report.bursts.in1s, 1);
});

test('alibaba-containers-2018: rows are changes of state; the first started begins, stopped ends, and it may start again', async (t) => {
  const row = (time: number, state: string): string => `c_1,m_1,${time},app_1,${state},400,800,25\n`;
  const read = await readAs(
    'alibaba-containers-2018',
    [
      row(10, 'started'),
      row(20, 'started'),
      row(25, 'allocated'),
      row(30, 'stopped'),
      row(40, 'started'),
    ].join(''),
  );
  t.true(read.found);
  t.deepEqual(read.domains, ['10 30 4 131072', '40 > 4 131072']);
  t.deepEqual(droppedIn(read), {
    'a further state of a container that is there': 1,
    'a state that neither begins nor ends': 1,
  });
});

test('alibaba-containers-2018: −1 and 101 of memory are no sizes: what begins without one is left out, what is there ends', async (t) => {
  const row = (id: number, time: number, state: string, sizes: string): string =>
    `c_${id},m_1,${time},app_1,${state},${sizes}\n`;
  const read = await readAs(
    'alibaba-containers-2018',
    [
      row(1, 10, 'started', '400,800,25'),
      row(2, 11, 'started', '-1,800,25'),
      row(3, 12, 'started', '400,800,101'),
      row(4, 13, 'started', '101,800,25'),
      row(1, 20, 'stopped', '-1,-1,-1'),
      row(5, 30, 'stopped', '400,800,-1'),
    ].join(''),
  );
  t.deepEqual(read.domains, ['10 20 4 131072', '13 > 2 131072']);
  t.deepEqual(droppedIn(read), {
    'begins without processors or memory': 2,
    'ends, and nothing says how large it was': 1,
  });
});

test('alibaba-batch-2017: negative times, starts of 0 and ends of 0 each have their meaning', async (t) => {
  const read = await readAs(
    'alibaba-batch-2017',
    '-792,-788,1,1,12,Terminated,1,0.25\n-5,60,1,2,1,Terminated,1,0.25\n100,160,2,2,3,Terminated,0.5,0.25\n150,0,3,9,2,Running,1,0.25\n0,0,3,10,2,Ready,1,0.25\n150,140,3,9,2,Failed,1,0.25\n',
  );
  t.true(read.found);
  t.deepEqual(read.domains, [
    '< 60 1 65536',
    ...Array.from({ length: 3 }, () => '100 160 1 65536'),
    '150 > 1 65536',
    '150 > 1 65536',
  ]);
  t.deepEqual(droppedIn(read), {
    'ended before the trace': 1,
    'has not begun': 1,
    'ends before it begins': 1,
  });
  t.like(read.report, { rowsRead: 6, rowsUsed: 3, domains: 6 });
});

test('alibaba-batch-2018: an end of 0 is censored, an end before the start is left out and counted', async (t) => {
  const read = await readAs(
    'alibaba-batch-2018',
    'M1,1,j_1,A,Terminated,100,160,150,50\nR2_1,2,j_1,A,Running,120,0,100,50\nR3,1,j_2,A,Failed,130,90,100,50\nR4,1,j_2,A,Terminated,130,140,,\nR5,1,j_2,A,Terminated,130,140,-1,25\nR6,1,j_2,A,Terminated,130,140,50,-1\nR7,1,j_2,A,Terminated,130,140,50,101\n',
  );
  t.true(read.found);
  t.deepEqual(read.domains, ['100 160 2 262144', '120 > 1 262144', '120 > 1 262144', '130 140 1 131072']);
  t.deepEqual(droppedIn(read), { 'ends before it begins': 1, 'no memory is requested': 3 });
});

test('alibaba-jobs: every instance of a task is a domain', async (t) => {
  const read = await readAs(
    'alibaba-jobs',
    ',submit_time,duration,cpu,memory,job_id,task_id,instances_num,disk\n0,0,13.0,0.5,0.25,2,1,3,0\n1,5,42.5,1.0,0.25,2,1,1,0\n2,6,0,1.0,0.25,3,1,0,0\n',
  );
  t.true(read.found);
  t.deepEqual(read.domains, [...Array.from({ length: 3 }, () => '0 13 1 65536'), '5 47.5 1 65536']);
  t.deepEqual(droppedIn(read), { 'no instances': 1 });
});

const OPENB =
  'name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time\n';

test('alibaba-openb: deletions at the end of the record are censored, pending pods only without a schedule', async (t) => {
  const text = `${OPENB}p0,12000,16384,1,1000,,LS,Running,0,100,10\np1,500,1,1,460,,LS,Pending,50,200,\np2,0,8,0,0,,BE,Running,60,200,60\np3,1000,0,0,0,,BE,Failed,60,70,60\n`;
  const read = await readAs('alibaba-openb', text);
  t.true(read.found);
  t.deepEqual(read.domains, ['0 100 12 16384', '50 > 1 1', '60 > 1 8']);
  t.deepEqual(droppedIn(read), { 'no memory is requested': 1 });
  const scheduled = await readAs('alibaba-openb', text, { createdAt: 'schedule' });
  t.deepEqual(scheduled.domains, ['10 100 12 16384', '60 > 1 8']);
  t.deepEqual(droppedIn(scheduled), { 'no memory is requested': 1, 'never scheduled': 1 });
});

test('alibaba-openb: a sample ends where the trace ends, and only what ends there is censored', async (t) => {
  const pods = Array.from({ length: 100 }, (_, i) => `p${i},500,1,0,0,,LS,Running,0,${i + 1},0`);
  const { report } = await readAs('alibaba-openb', `${OPENB}${pods.join('\n')}\n`, { sample: 0.1 });
  t.true(report.domains! > 0 && report.domains! < 40);
  t.is(report.horizonSeconds, 100);
  t.true(report.censoredEnds <= 1);
});

const job = (
  submit: number,
  wait: number,
  run: number,
  processors: number,
  memory: number,
  asked = -1,
): string => `  7 ${submit} ${wait} ${run} ${processors} -1 -1 ${asked} -1 ${memory} -1 3 1 -1 -1 -1 -1 -1\n`;

test('swf: status and wait of −1 drop nothing, zero run times stay, negative ones do not', async (t) => {
  const text = `; UnixStartTime: 749433603\n;\n${job(0, -1, 10, 4, -1)}${job(5, 3, 0, 1, 1024)}${job(9, -1, -1, 4, -1)}${job(9, -1, 5, -1, -1, 2)}`;
  const read = await readAs('swf', text);
  t.true(read.found);
  t.deepEqual(read.domains, ['0 10 4 8192', '5 5 1 1', '9 14 2 4096']);
  t.deepEqual(droppedIn(read), { 'no run time': 1 });
  t.is(read.report.startedAt, '1993-10-01T00:00:03Z');
  t.is(read.report.zeroLifetimes, 1);
  const scheduled = await readAs('swf', text, { createdAt: 'schedule', memoryPerCore: gib(1) });
  t.deepEqual(scheduled.domains, ['0 10 4 4096', '8 8 1 1', '9 14 2 2048']);
  const odd = await readAs('swf', text.replace('749433603', '749433603000000'));
  t.is(odd.report.startedAt, undefined);
  t.regex(odd.report.warnings.join(), /749433603000000 s after 1970, as it says: beyond 2255, not believed/);
  t.regex(
    await complaintOf(ingestText(`${text}1 2 3\n`)),
    /^trace\.csv:7: the line has 3 fields; every line of swf has 18; /,
  );
  t.regex(
    await complaintOf(ingestText(`${text}${job(1, 1, 1, 1, 1).replace(' 7 1', ' 7 x')}`)),
    /:7: field 2 is "x"; a number/,
  );
});

test('gwf: comments with #, and milliseconds where a line ends with ASKALON', async (t) => {
  const row = '1 1 12 2 12 24576 2 259200 -1 1 user1';
  const read = await readAs(
    'gwf',
    `# JobID SubmitTime\n0 1136070024 5 138 1 138 -1 1 259200 -1 1 user0\n1 1136070690 ${row.slice(2)}\n`,
  );
  t.true(read.found);
  t.deepEqual(read.domains, ['0 138 1 2048', '666 678 2 48']);
  t.is(read.report.startedAt, '2005-12-31T23:00:24Z');
  const askalon = await readAs('gwf', `0 0 ${row.slice(2)} ASKALON\n1 2500 ${row.slice(2)} ASKALON\n`);
  t.deepEqual(askalon.domains, ['0 12 2 48', '2.5 14.5 2 48']);
});

const OPENSTACK =
  'INSTANCE_UUID,EVENT,START_TIME,START_SEC,FINISH_TIME,FINISH_SEC,EVENT_DURATION,RESULT,INSTANCE_NAME,USER_ID,PROJECT_ID,HOST_NAME (PHYSICAL),PROPERTIES\n';
const action = (id: string, what: string, at: number, result = 'Success'): string =>
  `${id},${what},2018-03-31 10:00:00,${1_522_490_400 + at},x,0,21,${result},vm,u1,p1,h1,"{'vcpus': 2, 'memory_mb': 4096}"\n`;

test('openstack: only successful creations and deletions count, lines with commas too many are left out', async (t) => {
  const read = await readAs(
    'openstack',
    `${OPENSTACK}${action('a', 'create', 0)}${action('b', 'create', 1, 'Error')}${action('a', 'stop', 5)}${action('c', 'delete', 7)}${action('d', 'create', 8).replace('vm', 'vm,1')}${action('a', 'delete', 9)}`,
  );
  t.true(read.found);
  t.deepEqual(read.domains, ['< 7 2 4096', '0 9 2 4096']);
  t.is(read.report.startedAt, '2018-03-31T10:00:00Z');
  t.deepEqual(droppedIn(read), {
    'an event without success': 1,
    'an event that neither creates nor deletes': 1,
    'another number of fields than the header': 1,
  });
});

test('openstack: the older export has times without zone, read as UTC, and sizes in columns', async (t) => {
  const read = await readAs(
    'openstack',
    'INSTANCE_UUID,EVENT,START_TIME,RESULT,PROJECT_ID,VCPUS,MEMORY_MB\na,compute.instance.create,2018-03-31 10:00:00,Success,p,2,512\na,delete,2018-03-31 10:00:05.5,Success,p,2,512\n',
  );
  t.deepEqual(read.domains, ['0 5.5 2 512']);
  t.is(read.report.startedAt, '2018-03-31T10:00:00Z');
});

test('azure-packing as CSV: days, censored starts, ends and the start of 20 years ago; types are beside it', async (t) => {
  const path = fileOf(
    'vm_instances.csv',
    'vmId,vmTypeId,starttime,endtime\n0,1,-1.5,2\n1,1,0.25,\n2,2,1,1\n3,1,-7157,0.5\n4,9,1,2\n5,1,-3,-2\n6,1,3,2\n',
  );
  t.regex(await complaintOf(ingest(path)), /: vm_types\.csv is not beside it; /);
  besideOf(path, 'vm_types.csv', 'id,vmTypeId,core,memory\n0,1,0.25,0.5\n1,1,0.5,0.5\n2,2,1,1\n');
  const ingested = await ingest(path, { machine: { cores: 8, memory: gib(16) } });
  t.is(ingested.report.format, 'azure-packing-csv');
  t.deepEqual(domainsIn(ingested), [
    '< 172800 2 8192',
    '< 43200 2 8192',
    '21600 > 2 8192',
    '86400 86400 8 16384',
  ]);
  t.deepEqual(droppedIn(ingested), {
    'a type without a size': 1,
    'ended before the trace': 1,
    'deleted before created': 1,
  });
  t.is(ingested.report.horizonSeconds, 90 * 86_400);
  besideOf(path, 'vm_types.csv', 'id,vmTypeId,core,memory\n0,1,0.25,99999999999999999999\n');
  t.regex(
    await complaintOf(ingest(path)),
    /^vm_types\.csv:2: column "memory" holds "9+"; a share of a machine is 0 to 1; /,
  );
});

test('a sample keeps groups whole, the same ones each time, and a smaller one is part of a larger one', async (t) => {
  const rows = Array.from({ length: 400 }, (_, i) => `0,${i},10,1.0,0.25,${i % 40},1,1,0`);
  const text = `,submit_time,duration,cpu,memory,job_id,task_id,instances_num,disk\n${rows.map((row, i) => row.replace('0,', `${i},`)).join('\n')}\n`;
  const groupsOf = async (sample: number): Promise<Set<number>> => {
    const { created } = lifecycleIn(await ingestText(text, { sample }));
    const groups = new Map<number, number>();
    for (const at of created) groups.set((at / 1e6) % 40, (groups.get((at / 1e6) % 40) ?? 0) + 1);
    for (const [, domains] of groups) t.is(domains, 10);
    return new Set(groups.keys());
  };
  const half = await groupsOf(0.5);
  const tenth = await groupsOf(0.1);
  t.true(half.size > 10 && half.size < 30 && tenth.size < 10);
  for (const group of tenth) t.true(half.has(group));
  const { report } = await ingestText(text, { sample: 0.5 });
  t.is(report.horizonSeconds, 409);
  t.is(report.choices['sample'], '50 % of the groups, by their names');
  t.is(report.choices['domains left out'], `${400 - half.size * 10} not in the sample`);
  t.regex(
    await complaintOf(ingestText(text, { sample: 1e-9 })),
    /: none of its 400 domains is in the sample; /,
  );
});

test('azure-packing, the database: sizes of one kind of machine, censored ends, a broken row told by its place', async (t) => {
  const databaseOf = (rows: string): string => {
    const path = fileOf('packing.sqlite', '');
    const database = new sqlite.Database(path);
    database.exec(`
      CREATE TABLE vm (vmId INTEGER, tenantId INTEGER, vmTypeId INTEGER, priority INTEGER, starttime REAL, endtime REAL);
      CREATE TABLE vmType (id INTEGER, vmTypeId INTEGER, machineId INTEGER, core REAL, memory REAL, hdd REAL, ssd REAL, nic REAL);
      INSERT INTO vmType VALUES (0, 1, 3, 0.5, 0.5, 0, 0, 0), (1, 1, 0, 0.25, 0.125, 0, 0, 0), (2, 2, 3, 1, 1, 0, 0, 0);
      INSERT INTO vm VALUES ${rows};`);
    database.close();
    return path;
  };
  const path = databaseOf('(0, 7, 1, 0, -0.5, 1), (1, 7, 1, 1, 0.5, NULL), (2, 8, 2, 0, 0.25, 0.5)');
  const machine = { cores: 8, memory: gib(16) };
  const ingested = await ingest(path, { machine });
  t.is(ingested.report.format, 'azure-packing');
  t.deepEqual(domainsIn(ingested), ['< 86400 2 2048', '21600 43200 8 16384', '43200 > 2 2048']);
  const other = await ingest(path, { machine, machineKind: 3 });
  t.deepEqual(domainsIn(other), ['< 86400 4 8192', '21600 43200 8 16384', '43200 > 4 8192']);
  t.like(other.report, { warnings: [], choices: { ...other.report.choices, 'machine kind': '3' } });
  // type 2 is known on kind 3 alone
  const partly = await ingest(path, { machine, machineKind: 0 });
  t.deepEqual(domainsIn(partly), domainsIn(ingested));
  t.is(partly.report.choices['machine kind'], '0, else the lowest of the type');
  t.regex(partly.report.warnings.join(), /^1 types have no size on machines of kind 0: that of their lowest/);
  t.regex(
    await complaintOf(ingest(path, { machineKind: 7 })),
    /^--read machine-kind: is 7, and no type of the file has a size on such a machine; /,
  );
  t.is((await ingest(fileOf('packing.zip', gzipSync(readFileSync(path))))).report.domains, 3);
  t.regex(
    await complaintOf(ingest(databaseOf("(0, 7, 1, 0, 'soon', 1)"))),
    /: table vm, row 1: starttime holds "soon"; starttime is a number; /,
  );
  t.regex(
    await complaintOf(ingest(databaseOf('(0, 7, 1, 0, NULL, 1)'))),
    /: table vm, row 1: starttime holds nothing; /,
  );
  t.regex(
    await complaintOf(ingest(databaseOf('(0, 7, 1, 0, 0, 200000)'))),
    /: table vm, row 1: endtime holds 200000; a time is a number of days, and within 285 years; /,
  );
  const huge = databaseOf('(0, 7, 1, 0, 0, 1); UPDATE vmType SET memory = 99999');
  t.regex(
    await complaintOf(ingest(huge)),
    /: table vmType, row 1: memory holds 99999; a share of a machine is 0 to 1; /,
  );
  const bytes = readFileSync(path);
  t.regex(await complaintOf(ingestText(bytes.subarray(0, 6000))), /: is SQLite that cannot be read; /);
});

test('opendc: milliseconds or timestamps, and tasks that never ran', async (t) => {
  const parquetOf = async (query: string): Promise<string> => {
    const path = fileOf('tasks.parquet', '');
    await withDuckdb((connection) => connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`));
    return path;
  };
  const sizes = '2 AS cpu_count, 1000.0 AS cpu_capacity, 2048::BIGINT AS mem_capacity';
  const path = await parquetOf(
    `SELECT * FROM (VALUES (1, 1665093600500, 250), (2, 1665093600000, 0), (3, 1665093601000, -1)) t(id, submission_time, duration), (SELECT ${sizes})`,
  );
  const ingested = await ingest(path);
  t.deepEqual(domainsIn(ingested), ['0 0 2 2', '0.5 0.75 2 2']);
  t.is(ingested.report.startedAt, '2022-10-06T22:00:00Z');
  t.deepEqual(droppedIn(ingested), { 'no run time': 1 });
  const stamped = await parquetOf(
    `SELECT 1 AS id, TIMESTAMP '2022-10-06 22:00:00.25' AS submission_time, 9000 AS duration, ${sizes}`,
  );
  t.is((await ingest(stamped)).report.startedAt, '2022-10-06T22:00:00.25Z');
  const odd = await parquetOf(`SELECT 1 AS id, NULL::BIGINT AS submission_time, 9000 AS duration, ${sizes}`);
  t.regex(await complaintOf(ingest(odd)), /: column "submission_time" of row 1 is empty; /);
  t.regex(
    await complaintOf(ingest(await parquetOf('SELECT 1 AS id, 2 AS duration, 3.0 AS cpu_usage'))),
    /: this is the file of fragments, .+; give tasks\.parquet$/,
  );
});

test('a rate brings creations closer together and leaves lifetimes, censored ends stay censored', async (t) => {
  const text = 'created_s,deleted_s,vcpus,memory_gib\n,40,1,1\n0,10,1,1\n50,60,1,1\n90,100,1,1\n80,,1,1\n';
  const doubled = await ingestText(text, { rate: 2 });
  t.deepEqual(domainsIn(doubled), [
    '< 20 1 1024',
    '0 10 1 1024',
    '25 35 1 1024',
    '40 > 1 1024',
    '45 > 1 1024',
  ]);
  t.is(doubled.report.horizonSeconds, 50);
  t.is(doubled.report.choices['rate'], 'creations 2 times as often, lifetimes as recorded');
  t.regex(
    await complaintOf(ingestText('time_s,load_rps\n0,1\n60,2\n', { rate: 2 })),
    /^--read rate: is 2, and the trace is a load; /,
  );
});

const DOMAINS = 'created_s,deleted_s,vcpus,memory_gib\n0,10,1,1\n';
const LOAD = 'time_s,load_rps\n0,1\n60,2\n';

for (const [option, options, text, told] of [
  [
    'sample',
    { sample: 0.1 },
    LOAD,
    /^--read sample: was chosen, and the trace is a load; it is a choice for/,
  ],
  [
    'duplicates',
    { duplicates: 'sum' },
    DOMAINS,
    /^--read duplicates: .+ is of domains; it is a choice for loads/,
  ],
  ['backward', { backward: 'refuse' }, DOMAINS, /^--read backward: /],
  ['capacity', { utilisationCapacity: 3 }, DOMAINS, /^--read capacity: /],
  [
    'machine',
    { machine: { cores: 4, memory: gib(8) } },
    DOMAINS,
    /^--read machine: was chosen, and nothing in/,
  ],
  [
    'align',
    { align: 'calendar' },
    LOAD,
    /^--read align: .+; load-csv has no choices of its own; leave it out$/,
  ],
  ['quantity', { quantity: 'count' }, DOMAINS, /^--read quantity: /],
  [
    'top-cores',
    { topCores: 32 },
    '0.5,1;\n1.5,2;\n',
    /^--read top-cores: .+ nothing in limbo is read by it; choices of limbo are step; /,
  ],
] as const) {
  test(`--read ${option} is refused where it would change nothing`, async (t) => {
    t.regex(await complaintOf(ingestText(text, options)), told);
  });
}
