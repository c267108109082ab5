/** Footers that ask a library for more than they hold: written byte by byte, in the compact protocol of Thrift. */
import test from 'ava';
import { isFooterSound } from '../../traces/parquet-footer.ts';
import { parquetFiles } from '../fuzz/table-files.ts';
import { complaintOf, fileOf, ingestText } from './files.ts';

/** A file that is nothing but a footer. */
const fileWith = (footer: readonly number[], length = footer.length): Buffer => {
  const told = Buffer.alloc(4);
  told.writeUInt32LE(length);
  return Buffer.concat([Buffer.from('PAR1'), Buffer.from(footer), told, Buffer.from('PAR1')]);
};

const isSound = (content: Buffer): Promise<boolean> => isFooterSound(fileOf('tasks.parquet', content));

/** Field 2 is a list of structs whose length follows. */
const [LIST_AT_2, OF_STRUCTS] = [0x29, 0xfc] as const;

test('what DuckDB writes is sound', async (t) => {
  for (const [kind, content] of Object.entries(await parquetFiles())) t.true(await isSound(content), kind);
});

test('a list is no longer than the footer, in whichever way it is written', async (t) => {
  t.true(await isSound(fileWith([LIST_AT_2, 0x2c, 0, 0, 0])));
  t.true(await isSound(fileWith([LIST_AT_2, OF_STRUCTS, 2, 0, 0, 0])));
  t.false(await isSound(fileWith([LIST_AT_2, 0x4c, 0, 0, 0])));
  // 100 million entries, 2^31 of them, and a length of more than 64 bits
  for (const length of [
    [0x80, 0xc2, 0xd7, 0x2f],
    [0xff, 0xff, 0xff, 0xff, 0x07],
    [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
  ]) {
    const bomb = fileWith([LIST_AT_2, OF_STRUCTS, ...length, 0, 0]);
    t.false(await isSound(bomb));
    t.regex(await complaintOf(ingestText(bomb)), /: is Parquet that cannot be read; /);
    t.regex(await complaintOf(ingestText(bomb, { format: 'opendc' })), /: is Parquet that cannot be read; /);
  }
});

test('more entries than a library should hold are refused, though the footer is as long', async (t) => {
  const entries = (count: number): Buffer => {
    const length = [0x80 | (count & 0x7f), 0x80 | ((count >>> 7) & 0x7f), count >>> 14];
    const footer = Buffer.concat([
      Buffer.from([LIST_AT_2, OF_STRUCTS, ...length]),
      Buffer.alloc(count),
      Buffer.alloc(1),
    ]);
    return fileWith([...footer]);
  };
  t.true(await isSound(entries(500_000)));
  t.false(await isSound(entries(500_001)));
});

test('texts, maps and structs end within the footer', async (t) => {
  t.true(await isSound(fileWith([0x18, 3, 65, 66, 67, 0])));
  t.false(await isSound(fileWith([0x18, 4, 65, 66, 67, 0])));
  t.true(await isSound(fileWith([0x1b, 1, 0x88, 1, 65, 1, 66, 0])));
  t.true(await isSound(fileWith([0x1b, 0, 0])));
  t.false(await isSound(fileWith([0x1b, 9, 0x88, 1, 65, 1, 66, 0])));
  // booleans, a byte, whole numbers, a real number, and a field whose number follows
  t.true(
    await isSound(
      fileWith([0x11, 0x12, 0x13, 7, 0x15, 0x80, 1, 0x17, 0, 0, 0, 0, 0, 0, 0, 0, 0x05, 9, 2, 0]),
    ),
  );
  t.false(await isSound(fileWith([0x1e, 0])));
  t.false(await isSound(fileWith([0x15])));
  t.false(await isSound(fileWith([...Array<number>(100).fill(0x1c), ...Array<number>(101).fill(0)])));
});

test('a footer that is longer than its file, or has no end, is none', async (t) => {
  t.false(await isSound(fileWith([0], 2)));
  t.false(await isSound(fileWith([0], 2 ** 32 - 1)));
  t.false(await isSound(fileWith([0]).subarray(0, -1)));
  t.false(await isSound(Buffer.from('PAR1')));
  t.false(await isSound(Buffer.from('PAR1PAR1')));
});
