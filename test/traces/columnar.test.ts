/**
 * The two ways of reading a CSV, by columns and row by row, against each other: the same bytes, or the same complaint.
 *
 * A reader that is called on its own shows which way was taken: what cannot be read by columns is `NotColumnar` there.
 */
import { gzipSync } from 'node:zlib';
import { testProp, fc } from '@fast-check/ava';
import test from 'ava';
import { azureVmtable } from '../../traces/azure-vmtable.ts';
import { NotColumnar } from '../../traces/columnar.ts';
import { googleTasks } from '../../traces/google-2011.ts';
import { huaweiEast } from '../../traces/huawei-east.ts';
import { ingest } from '../../traces/ingest.ts';
import { lifecycleCsv } from '../../traces/lifecycle-csv.ts';
import { openTrace } from '../../traces/lines.ts';
import { defaultLimits } from '../../traces/limits.ts';
import type { Reader } from '../../traces/reader.ts';
import { fileOf } from './files.ts';

const BY_COLUMNS = { ...defaultLimits, columnar: 0 };
const BY_ROWS = { ...defaultLimits, columnar: Number.POSITIVE_INFINITY };

const takenByColumns = async (reader: Reader, path: string): Promise<boolean> => {
  const source = await openTrace(path, BY_COLUMNS);
  try {
    await reader.read(source, {});
    return true;
  } catch (fault) {
    if (fault instanceof NotColumnar) return false;
    throw fault;
  } finally {
    await source.close();
  }
};

const outcome = async (
  path: string,
  format: string,
  limits: typeof BY_ROWS,
  sample?: number,
): Promise<unknown> => {
  try {
    return await ingest(path, { format, limits, ...(sample === undefined ? {} : { sample }) });
  } catch (fault) {
    return (fault as Error).message;
  }
};

const ID = 'x/XsOfHO4ocsV99i4NluqKDuxctW2MMVmwqOPAlg4wp8mqbBOe3wxBlQo0+Qx+uf';
const vm = (created: string, deleted: string, cores = '2', memory = '1.75', deployment = ID): string =>
  `${ID},${ID},${deployment},${created},${deleted},1,1,1,Interactive,${cores},${memory}`;

const GOOD = [
  vm('0', '600'),
  vm('300', '2591700', '>24', '>64'),
  vm('1e3', ' 1500.5 ', '4', '.5'),
  vm('600', '300'),
];

test('what is right is read by columns, plain and packed, and gives what rows give', async (t) => {
  const text = `${GOOD.join('\n')}\n`;
  for (const content of [text, text.trimEnd(), text.replaceAll('\n', '\r\n'), gzipSync(text)]) {
    const path = fileOf('vmtable.csv', content);
    t.true(await takenByColumns(azureVmtable, path));
    t.deepEqual(
      await outcome(path, 'azure-vmtable', BY_COLUMNS),
      await outcome(path, 'azure-vmtable', BY_ROWS),
    );
  }
});

test('groups are the same by columns: the same sample is taken', async (t) => {
  const rows = Array.from({ length: 3_000 }, (_, i) =>
    vm(`${(i % 90) * 300}`, '600000', '2', '2', `${ID}${i % 97}`),
  );
  const path = fileOf('vmtable.csv', `${rows.join('\n')}\n`);
  t.deepEqual(
    await outcome(path, 'azure-vmtable', BY_COLUMNS, 0.3),
    await outcome(path, 'azure-vmtable', BY_ROWS, 0.3),
  );
});

test('what is odd is told as rows tell it: by its line, column and remedy', async (t) => {
  const odd: Readonly<Record<string, string>> = {
    'a word': vm('soon', '600'),
    'an underscore in a number': vm('1_000', '2000'),
    'not a number': vm('nan', '600'),
    'an infinite one': vm('inf', '600'),
    nothing: vm('', '600'),
    'a time too late': vm('300', '2600000'),
    'half a processor': vm('300', '600', '1.5'),
    'an infinity that is no bucket': vm('300', '600', 'Infinity'),
    'a bucket of nothing': vm('300', '600', '>'),
    'a comma too many': `${vm('300', '600')},`,
    'a column too few': vm('300', '600').slice(0, -5),
    'a quote': `"${ID}",${vm('300', '600').slice(ID.length + 1)}`,
    'a quote inside': vm('300', '600', '2', '2"').replace('Inter', 'In"ter'),
    'a blank line': '\n',
    'a lone return': vm('300', '600').replace('Interactive', 'Inter\ractive'),
    'a NUL': `${vm('300', '600')}\0`,
    'Latin-1': Buffer.from(vm('300', '600').replace('Inter', 'Int\u00e9r'), 'latin1').toString('latin1'),
  };
  for (const [what, row] of Object.entries(odd)) {
    const path = fileOf(
      'vmtable.csv',
      Buffer.from(`${GOOD.join('\n')}\n${row}\n${GOOD.join('\n')}\n`, 'latin1'),
    );
    t.deepEqual(
      await outcome(path, 'azure-vmtable', BY_COLUMNS),
      await outcome(path, 'azure-vmtable', BY_ROWS),
      what,
    );
  }
});

test('other formats by columns: pairs of events, and times of 64 bits as text', async (t) => {
  const user = '70s3v5qRyCO/1PCdI6fVXnrW8FU/w+5CKRSa72xgcIo=';
  const files: readonly (readonly [Reader, string])[] = [
    [huaweiEast, 'vmid,cpu,memory,time,type\n0,4,8,0,0\n1,0.5,2,5,0\n0,4,8,60,1\n2,2,4,90,1\n'],
    [
      googleTasks,
      `0, ,3418309,0,4155527081,1,${user},3,9,0.125,0.07446,0.0004244,0\n600026273,,3418314,0,3938719206,1,${user},3,9,,0.07446,0.0004244,0\n9223372036854775807,2,3418314,0,3938719206,4,${user},3,9,0.125,,0.0004244,0\n`,
    ],
  ];
  for (const [reader, text] of files) {
    const path = fileOf('trace.csv', text);
    t.true(await takenByColumns(reader, path), reader.name);
    t.deepEqual(await outcome(path, reader.name, BY_COLUMNS), await outcome(path, reader.name, BY_ROWS));
  }
});

const OWN = 'created_s,deleted_s,vcpus,memory_gib';

test('our own lifecycles by columns: empty ends, dates, comments before the header, any order of columns', async (t) => {
  const rows = ',100,1,0.5\n0,50.0000005,2,4\n10,,4,8\n5,1e3,1,.25\n';
  const files = {
    plain: `${OWN}\n${rows}`,
    commented: `# made by hand\n# twice_over\n${OWN}\n${rows}`,
    windows: `${OWN}\n${rows}`.replaceAll('\n', '\r\n'),
    unended: `${OWN}\n${rows.trimEnd()}`,
    dates:
      'vcpus,created_iso,deleted_iso,memory_mib\n1,2026-01-01 00:00:00.0000001,2026-01-01T00:01:00Z,512\n2,,2026-01-02 00:00:00,64\n',
    'milliseconds, as brackets':
      'memory [MiB],vcpus,deleted [ms],created [ms]\n512,1,2000,1000\n64,2,3000,7\n',
  };
  for (const [what, text] of Object.entries(files)) {
    const path = fileOf('lifecycles.csv', text);
    t.true(await takenByColumns(lifecycleCsv, path), what);
    t.deepEqual(
      await outcome(path, 'lifecycle-csv', BY_COLUMNS),
      await outcome(path, 'lifecycle-csv', BY_ROWS),
      what,
    );
  }
});

test('what is odd in our own lifecycles is told as rows tell it', async (t) => {
  const odd: Readonly<Record<string, string>> = {
    'a comment between rows': '0,50,2,4\n# here\n1,2,1,1\n',
    'a comment at the end': '0,50,2,4\n# here\n',
    'an empty size': '0,50,,4\n',
    'no processor': '0,50,0,4\n',
    'a word': '0,soon,2,4\n',
    'an underscore': '0,1_000,2,4\n',
    'not a number': 'nan,50,2,4\n',
    'minus infinity': '-inf,50,2,4\n',
    'only blanks': '  ,50,2,4\n',
    'deleted first': '60,50,2,4\n1,2,1,1\n',
    'an empty last column': '0,50,2,\n',
    'no rows': '',
  };
  for (const [what, rows] of Object.entries(odd)) {
    const path = fileOf('lifecycles.csv', `${OWN}\n${rows}`);
    t.deepEqual(
      await outcome(path, 'lifecycle-csv', BY_COLUMNS),
      await outcome(path, 'lifecycle-csv', BY_ROWS),
      what,
    );
  }
});

const seconds = fc.oneof(
  fc.integer({ min: 0, max: 2_591_700 }).map(String),
  fc.double({ min: 0, max: 2_591_700, noNaN: true }).map(String),
  fc.constantFrom('7.0000001', '+5', '2591700', '1E3', '00300', '9007199254740993e-10'),
);

testProp(
  'any decimal number is the same number by columns and by rows',
  [fc.array(fc.tuple(seconds, seconds), { minLength: 1, maxLength: 40 })],
  async (t, spans) => {
    const path = fileOf('vmtable.csv', `${spans.map(([from, to]) => vm(from, to)).join('\n')}\n`);
    t.deepEqual(
      await outcome(path, 'azure-vmtable', BY_COLUMNS),
      await outcome(path, 'azure-vmtable', BY_ROWS),
    );
  },
  { numRuns: 25 },
);
