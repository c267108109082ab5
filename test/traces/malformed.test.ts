import test from 'ava';
import { gzipSync } from 'node:zlib';
import { complaintOf, ingestText } from './files.ts';

const ID = 'x/XsOfHO4ocsV99i4NluqKDuxctW2MMVmwqOPAlg4wp8mqbBOe3wxBlQo0+Qx+uf';
const DLRM =
  'instance_sn,role,app_name,cpu_request,cpu_limit,gpu_request,gpu_limit,rdma_request,rdma_limit,memory_request,memory_limit,disk_request,disk_limit,max_instance_per_node,creation_time,scheduled_time,deletion_time';

const refused = (content: string, format?: string): Promise<string> =>
  complaintOf(ingestText(content, format === undefined ? {} : { format }));

const sized = (vcpus: string, memory: string): string =>
  `created_s,deleted_s,vcpus,memory_gib\n0,1,${vcpus},${memory}\n`;

/** Per reader: a good head, a good row, and the place and word of a number in it. */
const formats = {
  'load-csv': { head: '# ours\ntime_s,load_rps\n', row: (n: string) => `60,${n}`, column: 'load_rps' },
  'lifecycle-csv': {
    head: '# ours\ncreated_s,deleted_s,vcpus,memory_gib\n',
    row: (n: string) => `0,60,${n},2`,
    column: 'vcpus',
  },
  'azure-vmtable': {
    head: '',
    row: (n: string) => `${ID},${ID},${ID},300,600,1,1,1,Interactive,${n},2`,
    column: 'vmcorecount',
  },
  'azure-readings': { head: '', row: (n: string) => `0,${ID},1,1,${n}`, column: 'avgcpu' },
  'alibaba-dlrm': {
    head: `${DLRM}\n`,
    row: (n: string) => `instance_0,CN,app_0,${n},64,0,0,1,1,320.0,320.0,544.0,640.0,-1,10,10,20`,
    column: 'cpu_request',
  },
  'azure-functions': {
    head: 'HashOwner,HashApp,HashFunction,Trigger,1,2\n',
    row: (n: string) => `a,b,c,http,4,${n}`,
    column: '2',
  },
  nab: { head: 'timestamp,value\n', row: (n: string) => `2014-02-14 14:30:00,${n}`, column: 'value' },
} as const;

for (const [format, { head, row, column }] of Object.entries(formats)) {
  const good = `${head}${row('2')}\n`;
  const line = good.split('\n').length;
  const complaint = (content: string | Buffer) => complaintOf(ingestText(content, { format }));

  test(`${format}: what is no number is told by line and column`, async (t) => {
    for (const bad of ['', 'x', '0x10', '1,5', '-3', 'NaN', 'Infinity', '1e999', '\u001b[31m'].filter(
      (v) => v !== '1,5',
    )) {
      const message = await complaint(`${good}${row(bad)}\n${row('2')}\n`);
      t.true(message.startsWith(`trace.csv:${line}: column "${column}" holds "`), message);
      t.is(message.split('; ').length, 3, message);
      t.false(/\p{Cc}/u.test(message));
    }
  });

  test(`${format}: a row with other columns is told by its line`, async (t) => {
    for (const bad of [`${row('2')},7`, row('2').slice(row('2').indexOf(',') + 1), 'a line of prose']) {
      const message = await complaint(`${good}${bad}\n${row('2')}\n`);
      t.regex(
        message,
        new RegExp(`^trace\\.csv:${line}: the row has \\d+ columns?; every row has \\d+; correct`),
      );
    }
  });

  test(`${format}: a file that ends inside its last row looks cut`, async (t) => {
    const cut = row('2').slice(0, row('2').lastIndexOf(','));
    t.regex(
      await complaint(`${good}${cut}`),
      new RegExp(`^trace\\.csv:${line}: the row has .+; .+looks cut: fetch it again$`),
    );
    if (format !== 'azure-vmtable' && format !== 'lifecycle-csv') return;
    t.regex(
      await complaint(`${good}${cut},`),
      new RegExp(`^trace\\.csv:${line}: column "(memory_gib|vmmemory)" holds ""; .+looks cut`),
    );
  });

  test(`${format}: a head without rows is refused`, async (t) => {
    if (head === '') t.pass();
    else t.regex(await complaint(head), /^trace\.csv: holds no rows; .+; it may be cut: fetch it again$/);
  });

  test(`${format}: quotes that are not closed, binary rows and long lines are one line each`, async (t) => {
    t.regex(
      await complaint(`${good}"${row('2')}\n${row('2')}\n`),
      /^trace\.csv:\d+: a quoted field is not closed; [^;]+; [^;]+$/,
    );
    t.regex(
      await complaint(`${good}7"${row('2')}\n`),
      /^trace\.csv:\d+: (a quote stands|the row has|column)[^;]*; [^;]+; [^;]+$/,
    );
    t.regex(
      await complaint(`${good}\0${row('2')}\n`),
      /^trace\.csv: holds a NUL byte at byte \d+, so it is binary; [^;]+; [^;]+$/,
    );
    const long = await complaint(`${good}${'7'.repeat(2 * 1024 * 1024)}\n`);
    t.regex(long, /^trace\.csv: a line that begins at byte \d+ has more than 1048576 bytes; [^;]+; [^;]+$/);
  });

  test(`${format}: cut gzip gives no part of a workload`, async (t) => {
    const packed = gzipSync(`${good}${`${row('2')}\n`.repeat(2000)}`);
    t.regex(
      await complaint(packed.subarray(0, packed.length - 9)),
      /^trace\.csv: is gzip that ends too early; [^;]+; [^;]+$/,
    );
  });
}

test('headers that lack a column, or have one too many, are told', async (t) => {
  t.regex(
    await refused('timestamp,values\n', 'nab'),
    /^trace\.csv:1: the header has no column "value"; a nab file has it; /,
  );
  t.regex(
    await refused('instance_sn,role\n', 'alibaba-dlrm'),
    /:1: the header has no column "cpu_request"; /,
  );
  t.regex(
    await refused('HashOwner,HashApp,x\n', 'azure-functions'),
    /:1: the header has no minute columns; /,
  );
  t.regex(
    await refused('HashOwner,1,minute_1\n', 'azure-functions'),
    /:1: the header names minute 1 twice; /,
  );
  t.regex(
    await refused('time_s,load_rps,id\n', 'load-csv'),
    /:1: the header is "time_s,load_rps,id"; a load has two columns, /,
  );
  t.regex(
    await refused('created_s,vcpus\n', 'lifecycle-csv'),
    /:1: the header is "created_s,vcpus"; lifecycles have /,
  );
});

test('times that are none are told with what is one', async (t) => {
  t.regex(
    await refused('timestamp,value\n2014-02-30 00:00:00,1\n'),
    /^trace\.csv:2: column "timestamp" holds "2014-02-30 00:00:00"; /,
  );
  t.regex(
    await refused('timestamp,value\n14.02.2014 00:00,1\n'),
    /^trace\.csv:2: column "timestamp" holds .+YYYY-MM-DD/,
  );
  t.regex(
    await refused('time_iso,load_rps\nyesterday,1\n'),
    /^trace\.csv:2: column "time_iso" holds "yesterday"; a time is YYYY/,
  );
  const late = `${ID},${ID},${ID},300,2600000,1,1,1,Interactive,1,2\n`;
  t.regex(
    await refused(late),
    /^trace\.csv:1: column "vmdeleted" holds "2600000"; a time is .+ to 2591700; /,
  );
});

test('sizes that no domain can have are told', async (t) => {
  for (const vcpus of ['0', '1.5', '70000']) {
    t.regex(
      await complaintOf(ingestText(sized(vcpus, '1'))),
      /:2: column "vcpus" holds .+; .+ whole number from 1 to 65535; /,
    );
  }
  for (const memory of ['0', '-1', '9e15']) {
    t.regex(
      await complaintOf(ingestText(sized('1', memory))),
      /:2: column "memory_gib" holds .+; memory is a number above 0/,
    );
  }
});

test('a load of one row and lifecycles without a moment do not say how long they last', async (t) => {
  t.regex(
    await complaintOf(ingestText('time_s,load_rps\n0,1\n')),
    /^trace\.csv: one moment does not tell how long a step lasts; /,
  );
  t.regex(
    await complaintOf(ingestText('created_s,deleted_s,vcpus,memory_gib\n,,1,1\n')),
    /^trace\.csv: no moment in the file is later/,
  );
});

test('per-second: letters, minus signs, second lines and huge numbers are told by their place', async (t) => {
  const format = 'per-second';
  t.is(
    await refused('1 2 x\u0007 4', format),
    'trace.csv:1: byte 4 begins "x\\x07 4"; the list is one line of whole numbers from 0 up with blanks between them; correct the list or fetch the file again',
  );
  t.regex(await refused('1 -2 3', format), /:1: byte 2 begins "-2 3"; /);
  t.regex(await refused('1 2.5 3', format), /:1: byte 3 begins "\.5 3"; /);
  t.regex(await refused('1 2\n3 4\n', format), /:1: a second line follows; /);
  t.regex(
    await refused(`1 ${'9'.repeat(400)}`, format),
    /:1: the number at byte \d+ is above 1000000000000; /,
  );
  t.regex(await refused('   \n', format), /:1: the list holds no number; /);
});

test('a fault far down a file is told with its exact line, comments and blank lines counted', async (t) => {
  const rows = Array.from(
    { length: 40_000 },
    (_, i) => `${i * 60},${i % 50}${i % 1000 === 0 ? '\n\n# a note' : ''}`,
  );
  const text = `# ours\ntime_s,load_rps\n${rows.join('\n')}\n`;
  const broken = text.replace('\n2100000,0\n', '\n2100000,?\n');
  const line = broken.split('\n').findIndex((row) => row === '2100000,?') + 1;
  t.true(line > 35_000);
  t.true(
    (await complaintOf(ingestText(broken))).startsWith(`trace.csv:${line}: column "load_rps" holds "?"; `),
  );
});
