import { gzipSync } from 'node:zlib';
import test from 'ava';
import { readers } from '../../traces/catalog.ts';
import { headOf } from '../../traces/detect.ts';
import { openTrace } from '../../traces/lines.ts';
import { ingest } from '../../traces/ingest.ts';
import { complaintOf, fileOf, ingestText } from './files.ts';

test('unknown content is told by its first line, shortened and escaped, with the known formats', async (t) => {
  const message = await complaintOf(
    ingestText(`# a comment\n\u001b[31mred\tand ${'long '.repeat(40)}\nmore\n`),
  );
  t.true(message.startsWith('trace.csv:2: the first line is "\\x1b[31mred\\tand long'));
  t.regex(
    message,
    /…" and fits none of \d+ known formats; nearest: [a-z-]+ \(.+\), [a-z-]+ \(.+\); name the format/,
  );
  t.false(/\p{Cc}/u.test(message));
  t.true(message.length < 700);
});

for (const [line, name] of [
  ['Timestamp,Values\n2014-02-14 14:30:00,1\n', 'nab'],
  ['time,requests\n0,1\n', 'load-csv'],
  ['HashFunktion,HashApplication,1,2,3\na,b,1,2,3\n', 'azure-functions'],
  ['vm,start,end,created,vcpus,memory_gib\n', 'lifecycle-csv'],
] as const) {
  test(`what looks like ${name} and is not is told so: ${line.split('\n')[0]}`, async (t) => {
    t.regex(await complaintOf(ingestText(line)), new RegExp(`; nearest: (?:nab [^;]+ )?${name} \\(`));
  });
}

for (const [what, text, format] of [
  ['blanks before it', ' \ttimestamp,value\n2014-02-14 14:30:00,1\n2014-02-14 14:35:00,1\n', 'nab'],
  [
    'blank lines and a comment before it',
    '\n  \t\n# c, d\ntimestamp,value\n2014-02-14 14:30:00,1\n2014-02-14 14:35:00,1\n',
    'nab',
  ],
  ['quotes', '"timestamp","value"\n"2014-02-14 14:30:00","1"\n"2014-02-14 14:35:00","1"\n', 'nab'],
  ['a BOM and quotes', '\uFEFF"created_s","deleted_s",vcpus,"memory_gib"\n0,"10",1,1\n', 'lifecycle-csv'],
  [
    'quotes and no header',
    '"a","s","d","0","300","1","2","3","Unknown","2","4"\n"b","s","d","0","600","1","2","3","Unknown","2","4"\n',
    'azure-vmtable',
  ],
] as const) {
  test(`${format} is told with ${what}`, async (t) => {
    const { report } = await ingestText(text);
    t.is(report.format, format);
    t.true(report.rowsUsed > 0);
  });
}

for (const { name, notes } of readers.filter(({ notes }) => notes.example !== undefined)) {
  const example = notes.example!;
  test(`the example of ${name} is told as ${name}, in whichever packing and with whichever line ends`, async (t) => {
    const headIn = async (content: string | Buffer) => {
      const source = await openTrace(fileOf('example', content));
      try {
        return headOf(source);
      } finally {
        await source.close();
      }
    };
    const texts = typeof example === 'string' ? [example.replaceAll('\n', '\r\n'), `\uFEFF${example}`] : [];
    for (const content of [example, gzipSync(example), ...texts]) {
      const head = await headIn(content);
      t.is(readers.find((reader) => reader.detect(head))?.name, name);
    }
  });
}

test('an unknown format name is refused with the known ones', async (t) => {
  const message = await complaintOf(ingest(fileOf('a.csv', 'time_s,load_rps\n0,1\n'), { format: 'vmtabel' }));
  t.regex(message, /^--format is "vmtabel"; known formats: .*azure-vmtable.*; leave it out/);
});

test('a format that is named is taken without looking', async (t) => {
  const message = await complaintOf(ingestText('timestamp,value\n', { format: 'azure-vmtable' }));
  t.regex(message, /^trace\.csv:1: the row has 2 columns; every row has 11; /);
});

test('the catalog names every reader once, says what it is and of which kind', (t) => {
  const names = readers.map(({ name }) => name);
  t.is(new Set(names).size, names.length);
  for (const { about, kind } of readers) {
    t.true(about.length > 20 && about.length < 110 && !about.includes('\n'));
    t.true(kind === 'lifecycle' || kind === 'load');
  }
});

test('a list of numbers over several lines is no per-second list', async (t) => {
  t.regex(await complaintOf(ingestText('47\n12\n99\n')), /fits none of \d+ known formats/);
});
