/**
 * Tables of tasks, instances and jobs, and logs without memory: each glitch on a few lines written for it.
 *
 * Expected moments are seconds of the workload; `<` and `>` are censored ends.
 */
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { gib } from '../../model/kernel/units.ts';
import { ingest } from '../../traces/ingest.ts';
import { besideOf, complaintOf, domainsIn, droppedIn, fileOf, ingestText, loadIn, readAs } from './files.ts';

test('alibaba-batch: a start of 0 with an end is before the trace; an end of 0 is known to lie behind it in 2018, and in 2017 where a task runs', async (t) => {
  const old = await readAs('alibaba-batch-2017', '0,60,1,2,1,Terminated,1,0.25\n50,0,1,3,1,Failed,1,0.25\n');
  t.deepEqual(old.domains, ['< 60 1 65536']);
  t.deepEqual(droppedIn(old), { 'no end was recorded': 1 });
  const young = await readAs(
    'alibaba-batch-2018',
    'M1,1,j,A,Terminated,0,60,100,50\nM2,1,j,A,Failed,50,0,100,50\n',
  );
  t.deepEqual(young.domains, ['< 60 1 262144', '50 > 1 262144']);
});

test('alibaba-batch-2017: 100 for one processor, as in the first release, is warned of', async (t) => {
  const { report } = await readAs('alibaba-batch-2017', '59581,59592,12702,79304,29,Terminated,100,0.0054\n');
  t.true(
    report.warnings.some((text) => /^1 tasks ask for more than the 64 processors .+issue #11/.test(text)),
  );
});

test('alibaba-instances-2017: the larger use is the size, what was not measured is assumed, what failed without an end is left out', async (t) => {
  const rows = [
    '100,160,1,2,7,Terminated,1,1,1.51,0.28,0.25,0.125',
    '100,130,1,2,8,Terminated,1,2,0.92,2.5,0.002,0.25',
    '110,0,,,8,Running,2,2,,,,',
    '120,0,1,2,9,Failed,1,1,1,1,0.25,0.25',
    '-20,50,3,4,9,Terminated,1,1,1,1,0.25,0.25',
    '-20,-5,3,4,9,Terminated,1,1,1,1,0.25,0.25',
    '0,0,3,4,,Ready,1,1,,,,',
  ];
  const read = await readAs('alibaba-instances-2017', `${rows.join('\n')}\n`);
  t.true(read.found);
  t.deepEqual(read.domains, ['< 50 1 65536', '100 160 2 65536', '100 130 3 65536', '110 > 1 2048']);
  t.deepEqual(droppedIn(read), {
    'no end was recorded': 1,
    'ended before the trace': 1,
    'has not begun': 1,
  });
  t.true(
    read.report.warnings.some((text) => text.startsWith('1 instances have no memory in the log: 2 GiB')),
  );
  const chosen = await readAs('alibaba-instances-2017', `${rows.join('\n')}\n`, { memoryPerCore: gib(1) });
  t.is(chosen.domains.at(-1), '110 > 1 1024');
  t.false(chosen.report.warnings.some((text) => text.includes('memory-per-core')));
});

test('alibaba-instances-2018: hundredths of processors, −1 and 101 where nothing was measured, ends of 0 behind the trace', async (t) => {
  const read = await readAs(
    'alibaba-instances-2018',
    [
      'ins_1,M1,j_1,1,Terminated,100,160,m_2,1,1,13,130,25,50',
      'ins_2,M1,j_1,1,Failed,100,0,m_9,1,1,-1,-1,101,-1',
      'ins_3,M1,j_1,1,Terminated,120,90,m_9,1,1,1,1,1,1',
      '',
    ].join('\n'),
  );
  t.true(read.found);
  t.deepEqual(read.domains, ['100 160 2 262144', '100 > 1 2048']);
  t.deepEqual(droppedIn(read), { 'deleted before created': 1 });
  t.regex(
    await complaintOf(ingestText('ins_1,M1,j_1,1,Terminated,100,160,m_2,1,1,13,130,25,150\n')),
    /^trace\.csv:1: column "mem_max" holds "150"; use of memory is a share of a machine/,
  );
});

const PAI_TASKS =
  'j1,worker,2.0,Terminated,1000.0,1060.5,150.0,2,50.0,T4\nj1,ps,1.0,Running,1010.0,,,1.5,,\nj2,worker,4.0,Waiting,,,400.0,2,100.0,V100\nj2,ps,1.0,Failed,1020.0,0,400.0,2,100.0,V100\nj3,x,1.0,Terminated,990.0,991.0,100,,,\n';

test('alibaba-pai-tasks: sizes are of one instance, what waits or asks for no memory is left out', async (t) => {
  const read = await readAs('alibaba-pai-tasks', PAI_TASKS);
  t.true(read.found);
  t.deepEqual(read.domains, ['0 60.5 2 2048', '0 60.5 2 2048', '10 > 1 1536']);
  t.deepEqual(droppedIn(read), {
    'has not begun': 1,
    'no end was recorded': 1,
    'no memory is requested': 1,
  });
  t.is(read.report.startedAt, undefined);
});

test('alibaba-pai-instances: own times, and the size that the task has in the table beside', async (t) => {
  const path = fileOf(
    'pai_instance_table.csv',
    'j1,worker,a,w1,i,Terminated,1001.0,1060.0,m\nj1,worker,b,w2,i,Terminated,1002.0,1060.5,m\nj1,ps,c,,i,Running,1010.0,,m\nj9,ps,c,w3,i,Running,1010.0,,m\nj1,ps,c,w3,i,Ready,,,\n',
  );
  t.regex(await complaintOf(ingest(path)), /: pai_task_table\.csv is not beside it; .+; put one there/);
  besideOf(path, 'pai_task_table.csv.gz', gzipSync(PAI_TASKS));
  const ingested = await ingest(path);
  t.is(ingested.report.format, 'alibaba-pai-instances');
  t.deepEqual(domainsIn(ingested), ['0 59 2 2048', '1 59.5 2 2048', '9 > 1 1536']);
  t.deepEqual(droppedIn(ingested), { 'a task without a size': 1, 'has not begun': 1 });
  t.regex(ingested.report.choices['tasks']!, /^pai_task_table\.csv, sha256 [0-9a-f]{64}$/);
});

test('alibaba-pai: the table of jobs is told for what it is', async (t) => {
  t.regex(
    await complaintOf(ingestText('4b3f04b6,8cb3bec2,58540f19,Terminated,4550879.0,4551416.0\n')),
    /: this is the table of jobs, which have no sizes; .+pai_task_table\.csv/,
  );
});

test('alibaba-spot: a domain per worker, and what ends with the record is censored', async (t) => {
  const read = await readAs(
    'alibaba-spot',
    'job_name,organization,gpu_model,cpu_request,gpu_request,worker_num,submit_time,duration,job_type\n1,13,A10,20,1,1,0,100,HP\n2,57,A100,1.5,1,2,40,10,Spot\n3,57,A100,15,1,1,40,60,Spot\n4,57,A100,15,1,0,40,60,Spot\n',
    { memoryPerCore: gib(1) },
  );
  t.true(read.found);
  t.deepEqual(read.domains, ['0 > 20 20480', '40 50 2 2048', '40 50 2 2048', '40 > 15 15360']);
  t.deepEqual(droppedIn(read), { 'no workers': 1 });
});

test('opendc-gwf: blanks around everything, processors given or else asked for, seconds', async (t) => {
  const read = await readAs(
    'opendc-gwf',
    'WorkflowID, JobID , SubmitTime, RunTime, NProcs, ReqNProcs, Dependencies\n0    , 1     ,         16,       11,      1,         1,     \n0    , 2     ,         40,       0,      -1,         2,     1\n0 , 3 , 41 , -1 , 1 , 1 , 1 2\n0 , 3 , 41 , 5 , -1 , -1 , 1 2\n',
  );
  t.true(read.found);
  t.deepEqual(read.domains, ['16 27 1 2048', '40 40 2 4096']);
  t.deepEqual(droppedIn(read), { 'no run time': 1, 'no processors': 1 });
});

test('eucalyptus: starts and stops pair; what never stops outlives the trace, a stop alone says no size', async (t) => {
  const read = await readAs(
    'eucalyptus',
    'START 0 i-1 node-3 2\nSTOP 5 i-9\nSTART 14 i-2 node-1 4\nSTART 20 i-2 node-1 4\nSTOP 620 i-1\nSTART 700 i-1 node-3 1\n',
  );
  t.true(read.found);
  t.deepEqual(read.domains, ['0 620 2 4096', '14 > 4 8192', '700 > 1 2048']);
  t.deepEqual(droppedIn(read), {
    'ends, and nothing says how large it was': 1,
    'begins again while it is there': 1,
  });
  for (const line of ['START 5 i-1 node-3', 'START 5 i-1 node-3 0', 'STOP 5', 'STOP soon i-1', 'PAUSE 5 i-1'])
    t.regex(
      await complaintOf(ingestText(`START 0 i-1 node-3 2\n${line}\n`)),
      /^trace\.csv:2: the line is ".+"; START timestamp instance node cores .+; correct the line/,
    );
});

test('mooncake: requests of one millisecond each count; a line without a timestamp is refused', async (t) => {
  const text =
    '{"timestamp": 0, "input_length": 6755, "output_length": 500, "hash_ids": [0]}\n{"timestamp": 3052, "input_length": 1, "output_length": 1, "hash_ids": []}\n{"timestamp": 3052, "input_length": 1, "output_length": 1, "hash_ids": []}\n';
  const ingested = await ingestText(text);
  t.is(ingested.report.format, 'mooncake');
  const { at, rate } = loadIn(ingested);
  t.deepEqual([...at], [0, 1e6, 3e6]);
  t.deepEqual([...rate], [1, 0, 2]);
  for (const line of ['{"input_length": 1}', '{"timestamp": "7", "input_length": 1}', '[1]', '{'])
    t.regex(
      await complaintOf(ingestText(`${text}${line}\n`)),
      /^trace\.csv:4: (the line|timestamp) is ".+"; a line is one JSON object with a timestamp, ms from 0 up; /,
    );
});

test('azure-llm: the multimodal trace of 2025 has a column more, the trace of 2024 a zone', async (t) => {
  const { report } = await ingestText(
    'TIMESTAMP,NumImages,ContextTokens,GeneratedTokens\n2024-10-01 00:00:00.3270000,0,374,44\n2024-10-01 00:00:02.9999999,2,396,109\n',
  );
  t.like(report, { format: 'azure-llm', rowsUsed: 2, startedAt: '2024-10-01T00:00:00.327Z' });
  const zoned = await ingestText(
    'TIMESTAMP,ContextTokens,GeneratedTokens\n2024-05-10 00:00:00.009930+00:00,2162,5\n2024-05-10 00:00:03+00:00,2399,6\n',
  );
  t.is(zoned.report.startedAt, '2024-05-10T00:00:00.00993Z');
});
