import { gzipSync } from 'node:zlib';
import { fc, testProp } from '@fast-check/ava';
import { CENSORED_END, CENSORED_START } from '../../model/workload.ts';
import { ingestText, lifecycleIn, loadIn } from './files.ts';

/** Whole µs written as seconds, exactly. */
const secondsText = (micros: number): string =>
  `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')}`;

const micros = fc.integer({ min: 0, max: 1e12 });

const domain = fc
  .record({
    created: fc.option(micros),
    life: fc.option(fc.integer({ min: 0, max: 1e11 })),
    vcpus: fc.integer({ min: 1, max: 65_535 }),
    memoryMib: fc.integer({ min: 1, max: 4_000_000 }),
  })
  .map(({ created, life, ...size }) => ({
    created,
    deleted: life === null ? null : (created ?? 0) + life + (created === null ? 1 : 0),
    ...size,
  }));

type Written = { created: number | null; deleted: number | null; vcpus: number; memoryMib: number };

const written = (domains: readonly Written[]): string =>
  `created_s,deleted_s,vcpus,memory_mib\n${domains
    .map(({ created, deleted, vcpus, memoryMib }) =>
      [
        created === null ? '' : secondsText(created),
        deleted === null ? '' : secondsText(deleted),
        vcpus,
        memoryMib,
      ].join(),
    )
    .join('\n')}\n`;

/** One real life, so that the trace has a length. */
const lives = fc
  .array(domain, { maxLength: 30 })
  .map((drawn) => [...drawn, { created: 5, deleted: 9, vcpus: 1, memoryMib: 1 }]);

testProp('lifecycles that were written read back equal', [lives], async (t, domains) => {
  const trace = lifecycleIn(await ingestText(written(domains)));
  const horizon = Math.max(...domains.flatMap(({ created, deleted }) => [created ?? 0, deleted ?? 0]));
  const wanted = domains
    .map((row, order) => ({ ...row, order, at: row.created ?? -1 }))
    .sort((a, b) => a.at - b.at || a.order - b.order);
  t.is(Number(trace.horizon), horizon);
  t.deepEqual(
    [...trace.created],
    wanted.map(({ created }) => created ?? 0),
  );
  t.deepEqual(
    [...trace.deleted],
    wanted.map(({ deleted }) => deleted ?? horizon),
  );
  t.deepEqual(
    [...trace.vcpus],
    wanted.map(({ vcpus }) => vcpus),
  );
  t.deepEqual(
    [...trace.memoryMib],
    wanted.map(({ memoryMib }) => memoryMib),
  );
  t.deepEqual(
    [...trace.marks],
    wanted.map(
      ({ created, deleted }) =>
        (created === null ? CENSORED_START : 0) | (deleted === null ? CENSORED_END : 0),
    ),
  );
});

testProp(
  'gzip or not, CRLF or not, a last line end or not: the same workload',
  [lives],
  async (t, domains) => {
    const text = written(domains);
    const { workload } = await ingestText(text);
    for (const other of [
      gzipSync(text),
      text.replaceAll('\n', '\r\n'),
      text.trimEnd(),
      `\uFEFF${text}`,
      `# note\n\n${text}`,
    ]) {
      t.deepEqual((await ingestText(other)).workload, workload);
    }
  },
);

testProp(
  'a part of a trace has no more domains alive than the trace, and all of it is the trace',
  [lives, fc.nat(1000), fc.integer({ min: 1, max: 1000 })],
  async (t, domains, from, length) => {
    const whole = await ingestText(written(domains));
    const { horizonSeconds } = whole.report;
    t.deepEqual(
      (await ingestText(written(domains), { from: 0, to: horizonSeconds })).workload,
      whole.workload,
    );
    const start = (horizonSeconds * from) / 1001;
    const part = await ingestText(
      written([...domains, { created: null, deleted: null, vcpus: 1, memoryMib: 1 }]),
      {
        from: start,
        to: start + (horizonSeconds - start) * (length / 1000) + 0.001,
      },
    );
    t.true(part.report.peakLive! <= whole.report.peakLive! + 1);
    const { created, deleted, horizon } = lifecycleIn(part);
    t.true(created.every((at, row) => at >= 0 && at <= deleted[row]! && deleted[row]! <= horizon));
    t.true(created.every((at, row) => at >= (created[row - 1] ?? 0)));
  },
);

const values = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 2, maxLength: 60 });

testProp(
  'a load that was written reads back equal, in every order of its rows',
  [values, fc.integer({ min: 1, max: 1000 })],
  async (t, loads, step) => {
    const rows = loads.map((load, i) => `${i * step},${load / 10}`);
    const text = (lines: readonly string[]) => `time_s,load_rps\n${lines.join('\n')}\n`;
    const load = loadIn(await ingestText(text(rows)));
    t.deepEqual(
      [...load.at],
      loads.map((_, i) => i * step * 1e6),
    );
    t.deepEqual(
      [...load.rate],
      loads.map((value) => value / 10),
    );
    t.is(Number(load.horizon), loads.length * step * 1e6);
    t.deepEqual(loadIn(await ingestText(text(rows.toReversed()))), load);
  },
);

testProp(
  'no garbage makes anything but a complaint of one line or a workload',
  [
    fc.uint8Array({ minLength: 1, maxLength: 300 }),
    fc.constantFrom(
      'load-csv',
      'lifecycle-csv',
      'azure-vmtable',
      'azure-rnn',
      'alibaba-dlrm',
      'azure-functions',
      'nab',
      'azure-readings',
      'per-second',
      undefined,
    ),
  ],
  async (t, garbage, format) => {
    try {
      await ingestText(Buffer.from(garbage), format === undefined ? {} : { format });
      t.pass();
    } catch (fault) {
      t.true(fault instanceof Error && fault.name === 'InputError', String(fault));
      t.regex((fault as Error).message, /^[^\n]+; [^\n]+; [^\n]+$/);
    }
  },
);
