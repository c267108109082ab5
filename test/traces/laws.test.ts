import { gzipSync } from 'node:zlib';
import { fc, testProp } from '@fast-check/ava';
import { CENSORED_END, CENSORED_START } from '../../model/workload.ts';
import { readers } from '../../traces/catalog.ts';
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
  .map((drawn) => [...drawn, { created: 5, deleted: 9e6, vcpus: 1, memoryMib: 1 }]);

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

const loadText = (lines: readonly string[]): string => `time_s,load_rps\n${lines.join('\n')}\n`;

const values = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 2, maxLength: 60 });

testProp(
  'a load that was written reads back equal, in every order of its rows',
  [values, fc.integer({ min: 1, max: 1000 })],
  async (t, loads, step) => {
    const rows = loads.map((load, i) => `${i * step},${load / 10}`);
    const load = loadIn(await ingestText(loadText(rows)));
    t.deepEqual(
      [...load.at],
      loads.map((_, i) => i * step * 1e6),
    );
    t.deepEqual(
      [...load.rate],
      loads.map((value) => value / 10),
    );
    t.is(Number(load.horizon), loads.length * step * 1e6);
    t.deepEqual(loadIn(await ingestText(loadText(rows.toReversed()))), load);
  },
);

testProp(
  'no garbage makes anything but a complaint of one line or a workload',
  [
    fc.uint8Array({ minLength: 1, maxLength: 300 }),
    fc.constantFrom(undefined, ...readers.map(({ name }) => name)),
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

const SEEDS: Readonly<Record<string, string>> = {
  'load-csv': '# a\ntime_s,load_rps\n0,1.5\n60,2e1\n120,3\n',
  'lifecycle-csv': 'created_s,deleted_s,vcpus,memory_gib\n,100,1,0.5\n0,50,2,4\n10,,4,8\n',
  'azure-vmtable': 'a,b,c,0,600,1,1,1,Unkown,1,1.75\na,b,c,300,2591700,1,1,1,Unkown,>24,>64\n',
  'azure-functions': 'HashOwner,HashApp,HashFunction,Trigger,1,2\na,b,c,http,4,5\n',
  nab: 'timestamp,value\n2014-02-14 14:30:00,1\n2014-02-14 14:35:00,2\n',
  'per-second': '1 2 0 44 5\n',
};
const edit = fc.record({
  at: fc.nat(200),
  cut: fc.nat(3),
  put: fc.constantFrom('', ',', '\n', '"', '#', '-', '9999999999', '1e300', ' ', '\r', 'é', '>', '0001-'),
});

testProp(
  'a real file with a few characters changed gives a workload that keeps the promises, or a complaint of one line',
  [fc.constantFrom(...Object.keys(SEEDS)), fc.array(edit, { minLength: 1, maxLength: 4 })],
  async (t, format, edits) => {
    let text = SEEDS[format]!;
    for (const { at, cut, put } of edits) {
      const place = at % text.length;
      text = `${text.slice(0, place)}${put}${text.slice(place + cut)}` || ' ';
    }
    try {
      const { workload, report } = await ingestText(text, { format });
      t.true(Number.isSafeInteger(workload.horizon) && workload.horizon > 0);
      t.notThrows(() => JSON.stringify(report));
      if (workload.kind === 'load') {
        t.is(workload.at[0], 0);
        t.true(workload.at.every((at, i) => i === 0 || at > workload.at[i - 1]!));
        t.true(workload.rate.every((rate) => Number.isFinite(rate) && rate >= 0));
      } else {
        t.true(workload.created.every((at, row) => at >= 0 && at <= workload.deleted[row]!));
        t.true(workload.deleted.every((at) => at <= workload.horizon));
        t.true(
          workload.vcpus.every((vcpus) => vcpus > 0) && workload.memoryMib.every((memory) => memory > 0),
        );
      }
    } catch (fault) {
      t.true(
        fault instanceof Error && fault.name === 'InputError',
        String(fault instanceof Error ? fault.stack : fault),
      );
      t.regex((fault as Error).message, /^[^\n]+; [^\n]+; [^\n]+$/);
    }
  },
  { numRuns: 1_000 },
);
