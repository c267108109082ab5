/** A converted trace against its original: the same workload, the same report, for any options of a replay. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import type { IngestOptions } from '../../traces/choices.ts';
import { converted } from '../../traces/converted.ts';
import { ingest, recordedIn } from '../../traces/ingest.ts';
import { seeds } from '../fuzz/seeds.ts';
import { besideOf, complaintOf, fileOf } from './files.ts';
import { columnsAt, HEADER_AT, padded, sealed } from './sealed.ts';

const convertedOf = async (path: string, options: IngestOptions = {}): Promise<string> => {
  const { recorded, original } = await recordedIn(path, { ...options, keepGroups: true });
  return fileOf('trace.columns', Buffer.concat(await converted(recorded, original)));
};

const ID = 'x/XsOfHO4ocsV99i4NluqKDuxctW2MMVmwqOPAlg4wp8mqbBOe3wxBlQo0+Qx+uf';
const vm = (i: number): string =>
  `${ID},${ID},${ID.slice(0, 60)}${String(i % 7).padStart(4, 'g')},${((i * 37) % 50) * 300},${i % 5 === 0 ? 2_591_700 : 15_000 + i * 300},1,1,1,Interactive,${i % 3 === 0 ? '>24' : 2},1.75`;
const VMTABLE = `${Array.from({ length: 60 }, (_, i) => vm(i)).join('\n')}\n`;

const SAMPLES: Readonly<Record<string, string>> = {
  vmtable: VMTABLE,
  lifecycles:
    'created_iso,deleted_iso,vcpus,memory_gib\n2026-01-02 03:04:05,,1,2\n2026-01-02 03:04:00,2026-01-02 03:04:09,1,2\n',
  dropped: 'created_s,deleted_s,vcpus,memory_gib\n5,1,1,1\n0,7,1,1\n,9,1,1\n',
  load: 'time_s,load_count\n0,1\n120,3\n60,2\n60,4\n600,7\n',
  // more requests out of order than there are steps
  log: ['10', '02', '01', '02', '01']
    .map((second) => `h - - [01/Aug/1995:00:00:${second} -0400] "GET / HTTP/1.0" 200 13\n`)
    .join('')
    .repeat(3),
  nab: 'timestamp,value\n2014-02-14 14:30:00,1\n2014-02-14 14:35:00,2\n2014-02-14 14:45:00,2',
};

const OPTIONS: readonly IngestOptions[] = [
  {},
  { placement: 'seeded', placementSeed: 3 },
  { from: 3, to: 500 },
  { compress: 2 },
];

for (const [name, text] of Object.entries(SAMPLES)) {
  test(`${name}: a converted trace gives the bytes of the original`, async (t) => {
    const path = fileOf('trace.csv', text);
    const columns = await convertedOf(path);
    for (const options of name === 'vmtable' ? [...OPTIONS, { sample: 0.4 }] : OPTIONS) {
      const [whole, again] = [await ingest(path, options), await ingest(columns, options)];
      t.deepEqual(again.workload, whole.workload);
      t.deepEqual({ ...again.report, path: '' }, { ...whole.report, path: '' });
    }
  });
}

test('choices of parsing are made in converting, and are refused later', async (t) => {
  const path = fileOf('trace.csv', VMTABLE);
  const columns = await convertedOf(path, { topCores: 48 });
  const { report, workload } = await ingest(columns);
  t.regex(report.choices['sizes']!, /48 cores/);
  t.true(workload.kind === 'lifecycle' && workload.vcpus.includes(48));
  t.regex(
    await complaintOf(ingest(columns, { topCores: 30 })),
    /: is a converted trace, and top-cores was chosen when it was converted; .+; leave it out/,
  );
});

test('a converted trace that was changed or cut is refused', async (t) => {
  const bytes = readFileSync(await convertedOf(fileOf('trace.csv', VMTABLE)));
  for (const at of [9, 17, 60, bytes.length - 3]) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1;
    t.regex(
      await complaintOf(ingest(fileOf('a', changed))),
      /: is a converted trace that is cut or damaged; /,
    );
  }
  for (const size of [8, 19, 50, bytes.length - 8])
    t.regex(
      await complaintOf(ingest(fileOf('a', bytes.subarray(0, size)))),
      /: is a converted trace that is cut or damaged; /,
    );
});

test('a converted trace of another version is told as such', async (t) => {
  const bytes = readFileSync(await convertedOf(fileOf('trace.csv', VMTABLE)));
  bytes.write('XRTRACE1');
  t.regex(
    await complaintOf(ingest(fileOf('a', bytes))),
    /: is a converted trace of another version; one of this version begins with XRTRACE2; convert the original again$/,
  );
});

test('what is no converted trace is told as such where the format is named', async (t) => {
  t.regex(
    await complaintOf(ingest(fileOf('a', VMTABLE), { format: 'converted' })),
    /: is no converted trace; one begins with XRTRACE2; leave --format out, or convert it first: .+$/,
  );
  t.regex(
    await complaintOf(ingest(fileOf('a', 'XRTRACE'))),
    /: is a converted trace that is cut or damaged; /,
  );
});

for (const { name, reader, files } of seeds.filter((seed) => seed.reader !== 'converted')) {
  test(`${name}: what its reader leaves is converted and read again`, async (t) => {
    const [[trace, content], ...beside] = files as [(typeof files)[0], ...typeof files];
    const path = fileOf(trace, content);
    for (const [file, bytes] of beside) besideOf(path, file, bytes);
    const columns = await convertedOf(path);
    const [whole, again] = [await ingest(path), await ingest(columns)];
    t.deepEqual(again.workload, whole.workload);
    t.deepEqual({ ...again.report, path: '' }, { ...whole.report, path: '' });
    t.is(again.report.format, reader);
    // of a few domains there may be none in the sample: then both say so
    const sampled = (file: string): Promise<unknown> =>
      ingest(file, { sample: 0.6 }).then(
        ({ workload, report }) => ({ workload, report: { ...report, path: '' } }),
        ({ message }: Error) => message.replace(/^[^:]+: /, ''),
      );
    t.deepEqual(await sampled(columns), await sampled(path));
  });
}

test('a converted trace is converted again without a loss: its groups stay', async (t) => {
  const path = fileOf('trace.csv', VMTABLE);
  const twice = await convertedOf(await convertedOf(path));
  for (const options of [{}, { sample: 0.4 }])
    t.deepEqual((await ingest(twice, options)).workload, (await ingest(path, options)).workload);
  t.is((await ingest(twice)).report.format, 'azure-vmtable');
});

test('domains that stand alone, in no order, are sampled alike before and after', async (t) => {
  const rows = Array.from({ length: 200 }, (_, i) => `${(i * 37) % 200},${300 + i},1,1`);
  const path = fileOf('trace.csv', `created_s,deleted_s,vcpus,memory_gib\n${rows.join('\n')}\n`);
  const columns = await convertedOf(path);
  for (const sample of [0.1, 0.5])
    t.deepEqual((await ingest(columns, { sample })).workload, (await ingest(path, { sample })).workload);
});

type Tree = Record<string, unknown>;

/** A converted trace with another header and other columns, and a checksum that fits. */
const forged = (
  bytes: Buffer,
  header: (header: Tree) => unknown,
  columns: (columns: Buffer) => Buffer = (same) => same,
): Buffer => {
  const begins = columnsAt(bytes);
  const json = Buffer.from(
    JSON.stringify(header(JSON.parse(bytes.toString('utf8', HEADER_AT, begins)) as Tree)),
  );
  return sealed(bytes, padded(json), columns(bytes.subarray(begins)));
};

const FOREIGN = /^trace: is a converted trace whose header and columns do not hold together; .+; .+$/;

const refused = (bytes: Buffer): Promise<string> => complaintOf(ingest(fileOf('trace', bytes)));

test('a header that is none, or says what cannot be, is refused though its checksum fits', async (t) => {
  const bytes = readFileSync(await convertedOf(fileOf('trace.csv', VMTABLE)));
  t.is(await refused(forged(bytes, (same) => same)), 'no complaint');
  const recorded = (change: Tree) => (header: Tree) => ({
    ...header,
    recorded: { ...(header['recorded'] as Tree), ...change },
  });
  const columns = (change: (columns: unknown[][]) => unknown) => (header: Tree) => ({
    ...header,
    columns: change(header['columns'] as unknown[][]),
  });
  const rows = (count: unknown) => columns((own) => own.map(([name, type]) => [name, type, count]));
  for (const [what, header] of Object.entries<(header: Tree) => unknown>({
    nothing: () => null,
    'another kind': recorded({ kind: 'load' }),
    'no kind': recorded({ kind: 'x' }),
    'half a row': rows(0.5),
    'fewer rows than none': rows(-60),
    'more rows than bytes': rows(61),
    'more rows than memory': rows(2 ** 50),
    'fewer rows than bytes': rows(59),
    'a column less': columns((own) => own.slice(1)),
    'a column twice': columns((own) => [own[0], ...own]),
    'columns of unlike lengths': columns((own) =>
      own.map((one, i) => (i === 1 ? [...one.slice(0, 2), 59] : one)),
    ),
    'another type': columns((own) => own.map((one, i) => (i === 0 ? [one[0], 'f32', one[2]] : one))),
    'no start': recorded({ start: undefined }),
    'a start between µs': recorded({ start: 0.5 }),
    'a bin of nothing': recorded({ bin: 0 }),
    'more rows than were read': recorded({ rowsRead: 59 }),
    'choices that are no words': recorded({ choices: { placement: 7 } }),
    'too few groups': (own) => ({ ...own, groups: [] }),
    'no original': (own) => ({ ...own, original: undefined }),
  }))
    t.regex(await refused(forged(bytes, header)), FOREIGN, what);
});

test('a header of another length, or no JSON, is refused though its checksum fits', async (t) => {
  const bytes = readFileSync(await convertedOf(fileOf('trace.csv', VMTABLE)));
  const begins = columnsAt(bytes);
  const [header, columns] = [bytes.subarray(HEADER_AT, begins), bytes.subarray(begins)];
  for (const length of [0, 8, header.length - 8, header.length + 8, header.length + 1, 2 ** 32 - 1])
    t.regex(await refused(sealed(bytes, header, columns, length)), FOREIGN, `${length}`);
  for (const text of ['', '{', '[1', '{}', '\0'])
    t.regex(await refused(sealed(bytes, Buffer.from(text.padEnd(4)), columns)), FOREIGN, text);
});

test('columns that hold what no row can are refused though their checksum fits', async (t) => {
  const same = (header: Tree): Tree => header;
  const lives = readFileSync(await convertedOf(fileOf('trace.csv', VMTABLE)));
  const loads = readFileSync(await convertedOf(fileOf('trace.csv', SAMPLES['load']!)));
  const withReal = (value: number, at: number) => (columns: Buffer) => {
    const copy = Buffer.from(columns);
    copy.writeDoubleLE(value, at);
    return copy;
  };
  const last = 59 * 8;
  // creations are the first 60 numbers, deletions the next
  for (const [value, at] of [
    ...[Number.NaN, Number.POSITIVE_INFINITY, 0.5, 1e300, -1].map((odd) => [odd, last] as const),
    ...[Number.NaN, Number.NEGATIVE_INFINITY, 0.5, 1e300].map((odd) => [odd, 60 * 8] as const),
    // known by its mark, and censored by its moment
    [Number.NEGATIVE_INFINITY, 30 * 8] as const,
    // whole, and not counted exactly
    ...[-1e300, -(2 ** 53)].map((far) => [far, 0] as const),
    ...[1e300, 2 ** 53].map((far) => [far, 119 * 8] as const),
  ])
    t.regex(await refused(forged(lives, same, withReal(value, at))), FOREIGN, `${value}`);
  for (const at of [120 * 8, 120 * 8 + 60 * 2])
    t.regex(
      await refused(
        forged(lives, same, (own) =>
          Buffer.concat([own.subarray(0, at), Buffer.alloc(4), own.subarray(at + 4)]),
        ),
      ),
      FOREIGN,
    );
  for (const [value, at] of [
    [Number.NaN, 0],
    [0.5, 8],
    [-1, 5 * 8],
    [1e16, 5 * 8],
    [Number.NaN, 5 * 8],
  ] as const)
    t.regex(await refused(forged(loads, same, withReal(value, at))), FOREIGN, `${value}`);
});

test('moments that are censored on the wrong side, or lie too far away, are refused whatever their marks say', async (t) => {
  const text = 'created_s,deleted_s,vcpus,memory_gib\n,4,1,2\n1,3,1,2\n1,,1,2\n';
  const bytes = readFileSync(await convertedOf(fileOf('trace.csv', text)));
  const { POSITIVE_INFINITY: never, NEGATIVE_INFINITY: always } = Number;
  // columns of three rows: created, deleted, vcpus (padded to 8 bytes), memoryMib (to 16), marks
  const [deletedAt, marksAt] = [3 * 8, 6 * 8 + 8 + 16];
  const withRow = (row: number, created: number, deleted: number, marks: number) => (columns: Buffer) => {
    const copy = Buffer.from(columns);
    copy.writeDoubleLE(created, row * 8);
    copy.writeDoubleLE(deleted, deletedAt + row * 8);
    copy[marksAt + row] = marks;
    return copy;
  };
  const same = (header: Tree): Tree => header;
  t.is(await refused(forged(bytes, same, withRow(0, always, never, 3))), 'no complaint');
  for (const [row, created, deleted, marks] of [
    [2, never, never, 2],
    [0, always, always, 1],
    [0, always, -1e300, 1],
    [0, always, -(2 ** 53), 1],
    [2, 1e6, 2 ** 53, 0],
    [2, 2 ** 53, never, 2],
  ] as const)
    t.regex(
      await refused(forged(bytes, same, withRow(row, created, deleted, marks))),
      FOREIGN,
      `${created}, ${deleted}`,
    );
});

test('a converted trace is read plain, packed or with a byte order mark, and its reading is told to the end', async (t) => {
  const plain = readFileSync(await convertedOf(fileOf('trace.csv', VMTABLE)));
  const whole = await ingest(fileOf('a', plain));
  for (const content of [gzipSync(plain), Buffer.concat([Buffer.from('\uFEFF'), plain])]) {
    const told: number[][] = [];
    const again = await ingest(fileOf('a', content), {
      told: (read, stored) => void told.push([read, stored]),
    });
    t.deepEqual(again.workload, whole.workload);
    t.deepEqual(told.at(-1), [content.length, content.length]);
  }
  const told: number[][] = [];
  await ingest(fileOf('a', plain), { told: (read, stored) => void told.push([read, stored]) });
  t.deepEqual(told.at(-1), [plain.length, plain.length]);
  const stopped = new Error('stopped');
  await t.throwsAsync(
    ingest(fileOf('a', plain), {
      told: (read) => {
        if (read === plain.length) throw stopped;
      },
    }),
    { is: stopped },
  );
});
