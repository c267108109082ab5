import test from 'ava';
import { readers } from '../../traces/catalog.ts';
import { ingest } from '../../traces/ingest.ts';
import { complaintOf, fileOf, ingestText } from './files.ts';

test('unknown content is told by its first line, shortened and escaped, with the known formats', async (t) => {
  const message = await complaintOf(
    ingestText(`# a comment\n\u001b[31mred\tand ${'long '.repeat(40)}\nmore\n`),
  );
  t.true(message.startsWith('trace.csv:2: the first line is "\\x1b[31mred\\tand long'));
  t.true(message.includes('…" and fits no known format; known formats: lifecycle-csv, load-csv, '));
  t.false(/\p{Cc}/u.test(message));
  t.true(message.length < 500);
});

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
  t.regex(await complaintOf(ingestText('47\n12\n99\n')), /fits no known format/);
});
