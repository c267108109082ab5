/**
 * How fast rows of a trace come in: our own lifecycles and Azure's vmtable, plain and gzip, through the way that every
 * replay takes.
 *
 * The files are made for the occasion, with rows as those of the real ones. Left out: the disk (they are read from the
 * cache of the operating system) and loads.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { streamsOf } from '../../model/kernel/streams.ts';
import { ingest } from '../../traces/ingest.ts';
import type { Row } from './row.ts';
import { inTurns, type Contender } from './rounds.ts';

export interface IngestPlan {
  readonly rows: number;
  readonly rounds: number;
}

export const benchIngest = async ({ rows, rounds }: IngestPlan): Promise<readonly Row[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'xenreplay-bench-'));
  try {
    const texts = { 'lifecycle-csv': lifecycles(rows), 'azure-vmtable': vmtable(rows) };
    const contenders: Record<string, Contender> = {};
    for (const [format, text] of Object.entries(texts)) {
      const plain = join(folder, `${format}.csv`);
      const packed = `${plain}.gz`;
      await writeFile(plain, text);
      await writeFile(packed, gzipSync(text));
      contenders[format] = reading(plain, format);
      contenders[`${format}, gzip`] = reading(packed, format);
    }
    await inTurns(contenders, 1);
    const seconds = await inTurns(contenders, rounds);
    return Object.entries(seconds).map(([what, perRow]) => ({
      bench: 'ingest',
      what,
      value: 1e-3 / perRow,
      unit: 'k rows/s',
      kind: 'measured',
    }));
  } finally {
    await rm(folder, { recursive: true });
  }
};

const reading = (path: string, format: string): Contender => ({
  work: async () => (await ingest(path, { format })).report.rowsRead,
});

const lifecycles = (rows: number): string => {
  const draw = streamsOf(1).of('lifecycles');
  const lines = ['created_s,deleted_s,vcpus,memory_gib'];
  for (let row = 0; row < rows; row += 1) {
    const created = row * 0.5;
    lines.push(
      `${created.toFixed(3)},${(created + 60 + draw.exponential(1_500)).toFixed(3)},${1 + draw.integer(8)},4`,
    );
  }
  return `${lines.join('\n')}\n`;
};

/** Length of an id in the real file. */
const ID = 44;
/** Its last sample, seconds. */
const END = 2_591_700;
const BIN = 300;

const idOf = (row: number): string => row.toString(36).padStart(ID, 'x');

const vmtable = (rows: number): string => {
  const draw = streamsOf(1).of('vmtable');
  const lines: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    const created = BIN * (1 + draw.integer(END / BIN - 1));
    const deleted = Math.min(END, created + BIN * Math.ceil(draw.exponential(20)));
    const readings = `${(100 * draw.uniform()).toFixed(8)},${(20 * draw.uniform()).toFixed(8)},55.21`;
    const ids = `${idOf(row)},${idOf(row % 997)},${idOf(row % 7_919)}`;
    lines.push(`${ids},${created},${deleted},${readings},Delay-insensitive,${1 + draw.integer(4)},1.75`);
  }
  return `${lines.join('\n')}\n`;
};
