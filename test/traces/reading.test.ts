/** How far the reading is: rising up to the size as stored, by either way of reading, packed, and of all files of a folder. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { ingest } from '../../traces/ingest.ts';

const folder = mkdtempSync(join(tmpdir(), 'reading-'));
test.after.always(() => rmSync(folder, { recursive: true }));

const rows = Array.from({ length: 40_000 }, (_, i) => `${i},${i + 60},1,4`);
const text = `created_s,deleted_s,vcpus,memory_gib\n${rows.join('\n')}\n`;
const plain = join(folder, 'plain.csv');
writeFileSync(plain, text);
writeFileSync(`${plain}.gz`, gzipSync(text));

for (const [what, path, columnar] of [
  ['row by row', plain, Number.POSITIVE_INFINITY],
  ['row by row, packed', `${plain}.gz`, Number.POSITIVE_INFINITY],
  ['by columns', plain, 0],
  ['by columns, packed', `${plain}.gz`, 0],
] as const) {
  test(`${what}: told up to the size of the file`, async (t) => {
    const { size } = statSync(path);
    const told: number[] = [];
    await ingest(path, {
      limits: { columnar },
      told: (read, stored) => {
        t.is(stored, size);
        told.push(read);
      },
    });
    t.is(told.at(-1), size);
    t.deepEqual(
      told,
      told.toSorted((a, b) => a - b),
    );
  });

  test(`${what}: what is thrown meanwhile ends the reading, as it is`, async (t) => {
    const fault = new Error('enough');
    const told = (read: number): void => {
      if (read > 0) throw fault;
    };
    t.is(await t.throwsAsync(ingest(path, { limits: { columnar }, told })), fault);
  });
}

test('a folder is told as the bytes of all its files', async (t) => {
  const days = mkdtempSync(join(folder, 'days-'));
  const sizes = ['5', '17', '100'].map((percent) => {
    const day = `${percent}\n`.repeat(288);
    writeFileSync(join(days, percent.padStart(3, '0')), day);
    return day.length;
  });
  const told: (readonly [number, number])[] = [];
  await ingest(days, { told: (read, stored) => void told.push([read, stored]) });
  const [first, second, third] = sizes as [number, number, number];
  const all = first + second + third;
  t.deepEqual(told, [
    [first, all],
    [first + second, all],
    [all, all],
  ]);
});
