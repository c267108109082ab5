/** `trace convert` as a person runs it: what it prints, what it refuses, and the same facts of both files. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { cli } from './process.ts';

const SAMPLE = 'traces/samples/burst.csv';
const folder = mkdtempSync(join(tmpdir(), 'xenreplay-convert-'));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));

interface Result {
  readonly trace: object;
  readonly again: string;
  readonly variants: unknown;
}

test('a converted sample says what it is of, and a replay of it gives the same numbers', (t) => {
  const to = join(folder, 'burst.columns');
  const made = cli('trace', 'convert', SAMPLE, '--to', to);
  t.is(made.status, 0, made.err);
  t.regex(made.out, /burst\.columns: 562 domains in \d+ bytes, of lifecycle-csv, sha256 8084bccda52b\n$/);
  const [original, converted] = [SAMPLE, to].map((path) => {
    const { out } = cli('replay', path, '--fixes', 'stock', '--json', '--out', folder);
    const { again, ...result } = JSON.parse(out) as Result;
    t.true(again.includes(path));
    return { ...result, trace: { ...result.trace, path: '' } };
  });
  t.deepEqual(converted, original);
});

test('nowhere to write, the trace itself, a part and a bad trace are refused, and nothing is written', (t) => {
  const to = join(folder, 'no.columns');
  const bad = join(folder, 'bad.csv');
  writeFileSync(bad, 'created_s,deleted_s,vcpus,memory_gib\n0,1,x,1\n');
  for (const [words, told] of [
    [[SAMPLE], /^trace convert: --to is missing; name the file to write: --to trace\.columns\n$/],
    [[bad, '--to', bad], /^trace convert: --to ".+" is the trace itself; name another file\n$/],
    [[SAMPLE, '--to', to, '--read', 'sample=10%'], /^trace convert: a converted trace is whole; give sample/],
    [[SAMPLE, '--to', to, '--read', 'rate=2,past-end=stop'], /; give rate and past-end when it is replayed/],
    [[SAMPLE, '--to', folder], /^trace convert: --to ".+" is no file; name the file to write/],
    [[SAMPLE, '--to', '/dev/null'], /^trace convert: --to "\/dev\/null" is no file; /],
    [[bad, '--to', to], /bad\.csv:2: column "vcpus" holds "x"; /],
  ] as const) {
    const { status, out, err } = cli('trace', 'convert', ...words);
    t.is(status, 2);
    t.is(out, '');
    t.regex(err, told);
  }
  t.false(existsSync(to));
  t.regex(readFileSync(bad, 'utf8'), /^created_s/);
});
