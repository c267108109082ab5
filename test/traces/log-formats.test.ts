/** Logs and tables of requests, a row each: what becomes of their glitches. */
import test from 'ava';
import { complaintOf, ingestText, loadIn } from './files.ts';

const line = (time: string, request = '"GET / HTTP/1.0" 200 5', user = '-'): string =>
  `host.example.com - ${user} [${time}] ${request}`;

test('clf: requests are counted per second from the first on, and a second without one is zero', async (t) => {
  const ingested = await ingestText(
    `${[
      line('01/Aug/1995:00:00:01 -0400'),
      line('01/Aug/1995:00:00:01 -0400'),
      line('01/Aug/1995:00:00:02 -0400'),
      line('01/Aug/1995:00:00:09 -0400'),
    ].join('\r\n')}\r\n`,
  );
  t.like(ingested.report, {
    format: 'clf',
    startedAt: '1995-08-01T04:00:01Z',
    rowsRead: 4,
    rowsUsed: 4,
    horizonSeconds: 9,
    gaps: { count: 0, longestSeconds: 0 },
  });
  t.deepEqual([...loadIn(ingested).at], [0, 1e6, 2e6, 8e6]);
  t.deepEqual([...loadIn(ingested).rate], [2, 1, 0, 1]);
  t.regex(ingested.report.choices['gaps']!, /^none/);
});

test('clf: the zone of each line is heeded, across midnight and where it changes', async (t) => {
  const { report, workload } = await ingestText(
    `${line('31/Oct/1999:23:30:00 -0400')}\n${line('01/Nov/1999:03:30:01 +0000')}\n${line('01/Nov/1999:09:00:02 +0530')}\n`,
  );
  t.is(report.startedAt, '1999-11-01T03:30:00Z');
  t.deepEqual([...loadIn({ report, workload }).rate], [1, 1, 1]);
});

test('clf: quotes, blanks in users, bytes of ISO-8859-1 and requests that are none are requests', async (t) => {
  const text = Buffer.concat(
    [
      line('01/Aug/1995:00:00:01 -0400', '"GET /images/"apollo.gif HTTP/1.0" 404 -'),
      line('01/Aug/1995:00:00:02 -0400', '"GET /a\\"b HTTP/1.1" 200 5 "http://x/" "Agent \\"7\\""'),
      line('01/Aug/1995:00:00:03 -0400', '"GET /old-page" 200 9'),
      line('01/Aug/1995:00:00:04 -0400', '"\\x16\\x03\\x01" 400 226'),
      line('01/Aug/1995:00:00:05 -0400', '"GET / HTTP/1.0" 200 5', 'John Smith'),
      line('01/Aug/1995:00:00:06 -0400', '"GET /caf\u00e9 HTTP/1.0" 200 5 "-" "Mozilla/4.0 (compatible)"'),
    ].map((row) => Buffer.from(`${row}\n`, 'latin1')),
  );
  const { report } = await ingestText(text);
  t.like(report, { rowsRead: 6, rowsUsed: 6, dropped: [], horizonSeconds: 6 });
  t.deepEqual(report.warnings, ['3 requests are malformed; they came all the same and are counted']);
});

test('clf: lines without a time are dropped and counted by their first; rows out of order are sorted', async (t) => {
  const { report } = await ingestText(
    `${line('01/Aug/1995:00:00:05 -0400')}\ngarbage\n${line('31/Feb/1995:00:00:01 -0400')}\n\n${line('01/Aug/1995:00:00:03 -0400')}\n`,
  );
  t.like(report, { rowsRead: 4, rowsUsed: 2, backward: 1, horizonSeconds: 3 });
  t.deepEqual(report.dropped, [{ reason: 'no time in the line', rows: 2, firstLine: 2 }]);
});

for (const [format, lineOf] of [
  ['clf', (time: string, year: number) => line(`05/Jun/${year}:${time} +0000`)],
  ['sdsc-log', (time: string, year: number) => `1+1: Mon Jun  5 ${time} ${year} (/a): Sent: GET /a HTTP/1.0`],
] as const) {
  test(`${format}: beyond 2⁵³ µs from 1970, where not every µs can be told, a line has no time`, async (t) => {
    const lines = [
      lineOf('23:47:35', 2255),
      lineOf('23:47:34', 2255),
      lineOf('00:00:00', 1684),
      lineOf('00:00:00', 9995),
    ];
    const { report } = await ingestText(`${lines.join('\n')}\n`);
    t.like(report, { format, startedAt: '2255-06-05T23:47:34Z', rowsUsed: 1 });
    t.deepEqual(report.dropped, [{ reason: 'no time in the line', rows: 3, firstLine: 1 }]);
  });
}

test('clf: a file without any time is refused at its first line', async (t) => {
  t.regex(
    await complaintOf(ingestText('\nfoo - - bar\n', { format: 'clf' })),
    /^trace\.csv:2: the line is "foo - - bar", and no line of the file has a time; a line has its time as \[/,
  );
});

test('sdsc-log: hosts without a name begin UNR, seconds go back, the clock is UTC', async (t) => {
  const { report, workload } = await ingestText(
    [
      '1+1: Tue Aug 22 00:00:09 1995 (/a.gif): Sent binary: GET /a.gif HTTP/1.0',
      'UNR 192.0.2.1: Tue Aug 22 00:00:08 1995 (/b.gif): Sent binary: GET /b.gif HTTP/1.0',
      '2+1: Tue Aug  8 00:00:08 1995 (/c.gif)',
      'UNR host 2: no time',
    ].join('\n'),
  );
  t.like(report, {
    format: 'sdsc-log',
    startedAt: '1995-08-08T00:00:08Z',
    rowsRead: 4,
    rowsUsed: 3,
    backward: 2,
  });
  t.is(loadIn({ report, workload }).rate.at(-1), 1);
  t.regex(report.warnings.join(), /1 requests are malformed.+no line end/);
});

test('epa-log: days of a month go on into the next, and a straggler of the old month stays there', async (t) => {
  const epa = (time: string) => `a.example.com [${time}] "GET /x HTTP/1.0" 200 1\n`;
  const { report, workload } = await ingestText(
    epa('30:23:59:59') + epa('31:00:00:00') + epa('01:00:00:00') + epa('31:23:59:59') + epa('01:00:00:01'),
  );
  t.like(report, { format: 'epa-log', rowsUsed: 5, backward: 1, horizonSeconds: 86_403 });
  t.is(report.startedAt, undefined);
  t.deepEqual(
    [...loadIn({ report, workload }).at],
    [0, 1, 2, 86_400, 86_401, 86_402].map((s) => s * 1e6),
  );
  t.deepEqual([...loadIn({ report, workload }).rate], [1, 1, 0, 1, 1, 1]);
});

const record = (at: number): Buffer => {
  const bytes = Buffer.alloc(20, 7);
  bytes.writeUInt32BE(at);
  return bytes;
};

test('worldcup98: records of 20 bytes, big endian, counted; a cut or a foreign one is refused by its number', async (t) => {
  const start = 893_971_817;
  const good = [start, start, start + 2].map(record);
  const ingested = await ingestText(Buffer.concat(good), {}, 'wc_day5_1');
  t.like(ingested.report, { format: 'worldcup98', rowsRead: 3, startedAt: '1998-04-30T21:30:17Z' });
  t.deepEqual([...loadIn(ingested).rate], [2, 0, 1]);
  const cut = Buffer.concat([...good, record(start).subarray(0, 7)]);
  t.regex(
    await complaintOf(ingestText(cut)),
    /^trace\.csv: record 4 is none: it has 7 bytes; a record has 20 bytes/,
  );
  t.regex(
    await complaintOf(
      ingestText(Buffer.concat([...Array.from({ length: 60 }, () => record(start)), record(5)])),
    ),
    /^trace\.csv: record 61 is none: its time is 5 s since 1970; /,
  );
});

test('nasa-tsv: two empty fields beyond the header are no fault, a full one is', async (t) => {
  const head = 'host\tlogname\ttime\tmethod\turl\tresponse\tbytes\n';
  const row = 'h\t-\t804571201\tGET\t/\t200\t6245';
  t.like((await ingestText(`${head}${row}\t\t\n${row}\n`)).report, {
    format: 'nasa-tsv',
    rowsUsed: 2,
    startedAt: '1995-07-01T04:00:01Z',
  });
  t.regex(
    await complaintOf(ingestText(`${head}${row}\t\t\n${row}\t\tx\n`)),
    /^trace\.csv:3: the row has 9 columns; every row has 7; /,
  );
});

test('azure-functions-2021: an invocation came when it ended less what it lasted', async (t) => {
  const { report, workload } = await ingestText(
    'app,func,end_timestamp,duration\na,f,0.079490900039,0.078\na,f,57.15786,57.154\nb,g,59.1,0\nb,g,3.5,0.5',
  );
  t.like(report, { format: 'azure-functions-2021', rowsUsed: 4, backward: 1, horizonSeconds: 60 });
  t.deepEqual([...loadIn({ report, workload }).rate], [2, 0, 1, 0, 1]);
  t.regex(
    await complaintOf(ingestText('app,func,end_timestamp,duration\na,f,1,-2\n')),
    /^trace\.csv:2: column "duration" holds "-2"; a duration is a number of seconds from 0 up; /,
  );
});

test('azure-llm: seven decimals do not move a request into the next second, nor does a zone', async (t) => {
  const rows = ['18:15:46.0000000', '18:15:46.9999999', '18:15:47.0000000'];
  const text = `TIMESTAMP,ContextTokens,GeneratedTokens\r\n${rows.map((at) => `2023-11-16 ${at},374,44`).join('\r\n')}`;
  const { report, workload } = await ingestText(text);
  t.like(report, { format: 'azure-llm', rowsUsed: 3, startedAt: '2023-11-16T18:15:46Z' });
  t.deepEqual([...loadIn({ report, workload }).rate], [2, 1]);
  const images = await ingestText(
    'TIMESTAMP,NumImages,ContextTokens,GeneratedTokens\n2025-01-01 00:00:00.1234567,2,5,6\n',
  );
  t.is(images.report.startedAt, '2025-01-01T00:00:00.123456Z');
});

test('genai-requests: what failed came as well', async (t) => {
  const { report } = await ingestText(
    'gmt_create,predict_type,predict_status\n2024-11-15 16:57:50,TXT_2_IMG,SUCCEED\n2024-11-15 16:57:51,TXT_2_IMG,FAILED\n',
  );
  t.like(report, { format: 'genai-requests', rowsUsed: 2, peak: 1 });
});

test('requests are counted in steps of the length that was chosen, from the first one or on the calendar', async (t) => {
  const text = ['00:00:50', '00:00:59', '00:01:05', '00:01:49']
    .map((at) => `${line(`01/Aug/1995:${at} +0000`)}\n`)
    .join('');
  const fromFirst = await ingestText(text, { step: 60 });
  t.deepEqual([...loadIn(fromFirst).rate], [4 / 60]);
  t.is(fromFirst.report.startedAt, '1995-08-01T00:00:50Z');
  const calendar = await ingestText(text, { step: 60, align: 'calendar' });
  t.deepEqual([...loadIn(calendar).rate], [2 / 60, 2 / 60]);
  t.is(calendar.report.startedAt, '1995-08-01T00:00:00Z');
  t.is(calendar.report.choices['step'], '60 s');
  t.regex(
    await complaintOf(ingestText('timestamp,value\n2014-02-14 14:30:00,1\n', { step: 60 })),
    /^--read step: was chosen, and nothing in nab is read by it; choices of nab are quantity; leave it out$/,
  );
  t.regex(
    await complaintOf(ingestText(text, { step: 0 })),
    /^--read step: is 0 s; a step is 1 µs or longer; /,
  );
});
