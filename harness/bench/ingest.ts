/**
 * How fast rows of a trace come in: our own lifecycles and Azure's vmtable, plain, gzip and converted, through the way that
 * every replay takes, beside a bare scanner, which is the limit of any reader of CSV.
 *
 * The files are made for the occasion, with rows as those of the real ones. Left out: the disk (they are read from the
 * cache of the operating system) and loads.
 */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { streamsOf } from '../../model/kernel/streams.ts';
import { converted } from '../../traces/converted.ts';
import { ingest, recordedIn } from '../../traces/ingest.ts';
import type { Row } from './row.ts';
import { inTurns, type Contender } from './rounds.ts';
import type { Within } from '../work/pieces.ts';

export interface IngestPlan {
  readonly rows: number;
  readonly rounds: number;
}

export const benchIngest = async ({ rows, rounds }: IngestPlan, within: Within): Promise<readonly Row[]> => {
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
      const columns = `${plain}.columns`;
      const { recorded, original } = await recordedIn(plain, { format, keepGroups: true });
      await writeFile(columns, Buffer.concat(converted(recorded, original)));
      contenders[`${format}, converted`] = reading(columns, 'converted');
      contenders[`${format}, bare scanner`] = scanning(plain);
    }
    await inTurns(contenders, 1);
    const seconds = await inTurns(contenders, rounds, within);
    return [
      ...Object.entries(seconds).map(([what, perRow]): Row => ({
        ...MEASURED,
        what,
        value: 1e-3 / perRow,
        unit: 'k rows/s',
      })),
      ...Object.keys(texts).flatMap((format): Row[] => [
        {
          ...MEASURED,
          what: `${format} / bare scanner`,
          value: seconds[`${format}, bare scanner`]! / seconds[format]!,
          unit: '1',
        },
        {
          ...MEASURED,
          what: `${format}, converted / CSV`,
          value: seconds[format]! / seconds[`${format}, converted`]!,
          unit: '1',
        },
      ]),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
};

const MEASURED = { bench: 'ingest', kind: 'measured' } as const;

const COMMA = 44;
const LINE_FEED = 10;

/** What any reader of CSV must do at least: look at every byte, and know a comma and a line end. */
const scanning = (path: string): Contender => ({
  work: async () => {
    let rows = 0;
    let commas = 0;
    for await (const chunk of createReadStream(path, {
      highWaterMark: 256 * 1024,
    }) as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; at += 1) {
        const byte = chunk[at]!;
        if (byte === COMMA) commas += 1;
        else if (byte === LINE_FEED) rows += 1;
      }
    }
    return commas > 0 ? rows : 0;
  },
});

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
