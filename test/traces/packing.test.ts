/**
 * Every packing that is read, from files made by the usual commands: whole, cut, damaged, doubled, and as bombs.
 *
 * The packed texts are of `LOAD`, packed by bzip2, xz, zstd and zip.
 */
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { ingest } from '../../traces/ingest.ts';
import { linesOf, openTrace } from '../../traces/lines.ts';
import { complaintOf, fileOf, ingestText, loadIn } from './files.ts';

const LOAD = 'time_s,load_rps\n0,1\n60,2\n120,3\n';
const of = (base64: string): Buffer => Buffer.from(base64, 'base64');

const PACKED = {
  bzip2: of(
    'QlpoOTFBWSZTWUgbgkMAAA9bgAAQAAR5AAAApibcACAAMUyYmQZGFNDNQZNMkGaJXBhBcgVt8dXkP6Ykl+LuSKcKEgkDcEhg',
  ),
  xz: of(
    '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAedGltZV9zLGxvYWRfcnBzCjAsMQo2MCwyCjEyMCwzCgAA1CYzr3cuw+kAATcf6hiJPR+2830BAAAAAARZWg==',
  ),
  zstd: of('KLUv/SQf+QAAdGltZV9zLGxvYWRfcnBzCjAsMQo2MCwyCjEyMCwzCrbp9e4='),
  zip: of(
    'UEsDBAoAAAAAAIGAel0FrZRbHwAAAB8AAAAFABwAYS5jc3ZVVAkAA3FYCGtxWAhrdXgLAAEEAAAAAAQAAAAAdGltZV9zLGxvYWRfcnBzCjAsMQo2MCwyCjEyMCwzClBLAQIeAwoAAAAAAIGAel0FrZRbHwAAAB8AAAAFABgAAAAAAAEAAACkgQAAAABhLmNzdlVUBQADcVgIa3V4CwABBAAAAAAEAAAAAFBLBQYAAAAAAQABAEsAAABeAAAAAAA=',
  ),
  gzip: gzipSync(LOAD),
} as const;

/** Two files, both `LOAD`: a.csv and b.csv. */
const TWO = of(
  'UEsDBAoAAAAAAIGAel0FrZRbHwAAAB8AAAAFABwAYS5jc3ZVVAkAA3FYCGtxWAhrdXgLAAEEAAAAAAQAAAAAdGltZV9zLGxvYWRfcnBzCjAsMQo2MCwyCjEyMCwzClBLAwQKAAAAAACBgHpdBa2UWx8AAAAfAAAABQAcAGIuY3N2VVQJAANxWAhrcVgIa3V4CwABBAAAAAAEAAAAAHRpbWVfcyxsb2FkX3JwcwowLDEKNjAsMgoxMjAsMwpQSwECHgMKAAAAAACBgHpdBa2UWx8AAAAfAAAABQAYAAAAAAABAAAApIEAAAAAYS5jc3ZVVAUAA3FYCGt1eAsAAQQAAAAABAAAAABQSwECHgMKAAAAAACBgHpdBa2UWx8AAAAfAAAABQAYAAAAAAABAAAApIFeAAAAYi5jc3ZVVAUAA3FYCGt1eAsAAQQAAAAABAAAAABQSwUGAAAAAAIAAgCWAAAAvAAAAAAA',
);

/** 100 MB of blanks. */
const BLANKS_BZIP2 = of(
  'QlpoOTFBWSZTWbUiZb8BX44QAMAAAAggADCATUZCoCWpCoCXMUFZJlNZtSJlvwFfjhAAwAAACCAAMIBNRkKgJakKgJcxQVkmU1nd2sHgAD7REALAAABAAAggADDMCapppUiDaipEHi7kinChIMYvOMI=',
);

for (const [packing, packed] of Object.entries(PACKED)) {
  test(`${packing} is found by its content and read`, async (t) => {
    const ingested = await ingestText(packed, {}, 'trace.csv');
    t.deepEqual([...loadIn(ingested).rate], [1, 2, 3]);
    t.is(ingested.report.bytes, packed.length);
  });

  test(`${packing} that is cut anywhere gives an error and no part of a workload`, async (t) => {
    for (let size = 17; size < packed.length; size += 7) {
      const message = await complaintOf(ingestText(packed.subarray(0, size)));
      t.regex(
        message,
        new RegExp(`^trace\\.csv: is (${packing} that ends too early|damaged ${packing}); `),
        `${size}`,
      );
    }
  });

  test(`${packing} with a changed byte never gives other numbers`, async (t) => {
    for (let at = 6; at < packed.length; at += 1) {
      const changed = Buffer.from(packed);
      changed[at]! ^= 0x04;
      try {
        t.deepEqual([...loadIn(await ingestText(changed)).rate], [1, 2, 3], `byte ${at}`);
      } catch (fault) {
        t.is((fault as Error).name, 'InputError', `byte ${at}: ${String(fault)}`);
      }
    }
  });
}

test('several streams behind one another are one trace', async (t) => {
  const list = {
    bzip2: of('QlpoOTFBWSZTWUMDm9kAAAGYAEAAOAAgACGaaDNNHLeLuSKcKEghgc3sgA=='),
    xz: of('/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAFMSAyIDMgAAAATJ0CqCs0mr4AAR4GwS+kHR+2830BAAAAAARZWg=='),
    zstd: of('KLUv/SQGMQAAMSAyIDMgV+hVAw=='),
    gzip: gzipSync('1 2 3 '),
  };
  for (const [packing, packed] of Object.entries(list)) {
    const ingested = await ingestText(Buffer.concat([packed, packed]), { format: 'per-second' });
    t.deepEqual([...loadIn(ingested).rate], [1, 2, 3, 1, 2, 3], packing);
  }
});

test('two xz files are read at the same time', async (t) => {
  const paths = [1, 2].map(() => fileOf('trace.csv', PACKED.xz));
  const sources = await Promise.all(paths.map((path) => openTrace(path)));
  for (const source of sources) {
    const lines: string[] = [];
    for await (const { text } of linesOf(source)) lines.push(text);
    t.is(lines.length, 4);
    await source.close();
  }
});

test('a gzip in a zip is unpacked too, a zip in a gzip and a third packing are refused', async (t) => {
  const zipped = of(
    'UEsDBAoAAAAAAIGAel0CQ49uMwAAADMAAAAIABwAYS5jc3YuZ3pVVAkAA3FYCGtxWAhrdXgLAAEEAAAAAAQAAAAAH4sIAAAAAAAAAyvJzE2NL9bJyU9MiS8qKOYy0DHkMjPQMeIyNDLQMeYCAAWtlFsfAAAAUEsBAh4DCgAAAAAAgYB6XQJDj24zAAAAMwAAAAgAGAAAAAAAAAAAAKSBAAAAAGEuY3N2Lmd6VVQFAANxWAhrdXgLAAEEAAAAAAQAAAAAUEsFBgAAAAABAAEATgAAAHUAAAAAAA==',
  );
  const { report } = await ingestText(zipped);
  t.is(report.rowsUsed, 3);
  t.is(report.choices['member'], 'a.csv.gz');
  t.regex(
    await complaintOf(ingestText(gzipSync(PACKED.zip))),
    /: is a zip within gzip; .+; unpack the outer/,
  );
  t.regex(
    await complaintOf(ingestText(gzipSync(gzipSync(PACKED.xz)))),
    /: is packed again within gzip and gzip; .+; unpack it first$/,
  );
});

test('zeros behind gzip are padding, anything behind them is damage, and none of it is waited for', async (t) => {
  const packed = gzipSync(LOAD);
  const zeros = Buffer.alloc(300 * 1024);
  for (const padding of [zeros.subarray(0, 1), zeros.subarray(0, 512), zeros]) {
    const { report } = await ingestText(Buffer.concat([packed, padding]));
    t.is(report.rowsUsed, 3);
    t.is(report.bytes, packed.length + padding.length);
    t.regex(
      await complaintOf(ingestText(Buffer.concat([packed, padding, Buffer.from('7')]))),
      /: is damaged gzip; /,
    );
    t.regex(await complaintOf(ingestText(Buffer.concat([packed, padding, packed]))), /: is damaged gzip; /);
  }
  // as the beginning of another member, it is one that was cut
  t.regex(
    await complaintOf(ingestText(Buffer.concat([packed, Buffer.from('7')]))),
    /: is gzip that ends too early; /,
  );
});

test('where gzip within gzip is damaged twice, the same damage is told each time', async (t) => {
  const inner = gzipSync(LOAD);
  inner[12]! ^= 0xff;
  const path = fileOf('trace.csv', gzipSync(inner).subarray(0, -4));
  const told = new Set<string>();
  for (let i = 0; i < 50; i += 1) told.add(await complaintOf(ingest(path)));
  t.deepEqual([...told], ['trace.csv: is damaged gzip; gzip with an intact checksum; fetch it again']);
});

test('a zip of several files lists them and is read by the name of one', async (t) => {
  t.is(
    await complaintOf(ingestText(TWO)),
    'trace.csv: is a zip of 2 files; its members are "a.csv", "b.csv"; name one of them: --read member=NAME',
  );
  t.regex(
    await complaintOf(ingestText(TWO, { member: 'c.csv' })),
    /: is a zip without a member "c\.csv"; its members are "a\.csv", "b\.csv"; /,
  );
  const { report } = await ingestText(TWO, { member: 'b.csv' });
  t.is(report.choices['member'], 'b.csv');
  t.regex(
    await complaintOf(ingestText(LOAD, { member: 'b.csv' })),
    /: is no zip; .+; leave --read member out$/,
  );
});

test('bombs are refused before they have unfolded, naming the limit and what raises it', async (t) => {
  const limits = { inflationSlack: 1024 * 1024 };
  const path = fileOf('trace.bz2', BLANKS_BZIP2);
  t.is(
    await complaintOf(ingest(path, { limits })),
    'trace.bz2: inflates to more than 200 times its size; bzip2 may inflate 200 times and 1 MiB beyond, so that a bomb stops early; if the file is what it should be, raise the limit: --read inflation=2000',
  );
  const twice = gzipSync(gzipSync(Buffer.alloc(100 * 1024 * 1024, '1 ')));
  t.regex(
    await complaintOf(ingestText(twice, { limits })),
    /: inflates to more than 200 times its size; gzip /,
  );
});

test('zstd with a window that would fill the memory is refused', async (t) => {
  // window descriptor 0xa8: exponent 21, 2 GiB
  t.regex(
    await complaintOf(ingestText(of('KLUv/QSoAQAAdGltZV9zLGxvYWRf'))),
    /: is zstd with a window of 2048 MiB; a window has at most 128 MiB; /,
  );
});

test('xz with a check that is not read says so', async (t) => {
  const sha256 = of(
    '/Td6WFoAAArh+wyhAgAhARYAAAB0L+WjAQAedGltZV9zLGxvYWRfcnBzCjAsMQo2MCwyCjEyMCwzCgAA7qxnljjcEMTHyHlR7t+MXzhCiGzy32NECwTJHw71wq0AAU8fFOtv2hibS5oBAAAAAApZWg==',
  );
  t.regex(await complaintOf(ingestText(sha256)), /: is xz with a check or a filter that is not read; .+unxz/);
});
