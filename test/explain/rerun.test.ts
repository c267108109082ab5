/** Results made again from real campaigns: laws of what is told, and what is refused. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { saveResult } from '../../harness/result/store.ts';
import { explain, explanationJson, longestOf, type Explanation } from '../../harness/explain/explanation.ts';
import { explainReport } from '../../harness/explain/explain-report.ts';
import { requestsOf } from '../../harness/explain/requests.ts';
import { momentIn } from '../../harness/explain/moment.ts';
import { rerun, type Rerun } from '../../harness/explain/rerun.ts';
import { allKinds, kindOf } from '../../harness/explain/stations.ts';
import type { Flags } from '../../harness/campaign/experiment.ts';
import { InputError } from '../../model/kernel/faults.ts';
import { seconds } from '../../model/kernel/units.ts';
import { campaignOf, CROWD, STEP } from '../campaign/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'explain-'));
test.after.always(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const resultOf = async (flags: Flags): Promise<string> => saveResult(await campaignOf(flags), folder);
const again = (result: string, variant: string, seed?: number): Promise<Rerun> =>
  rerun({ result, at: '0s', variant, seed }, () => undefined);

/** Asks for many, then for few while most are still coming up, and again. */
const moody = file(
  'moody.mjs',
  `export default { kind: 'policy', name: 'moody', about: '', options: {}, make: () => ({ name: 'moody', initial: 0,
    decide: (n) => [n + 1, { replicas: [12, 5, 9, 2, 30, 1][n % 6], reason: 'mood ' + (n % 6) }] }) };`,
);

const crowd = file('crowd.csv', CROWD);
const step = file('step.csv', STEP);

const worlds: readonly (readonly [name: string, flags: Flags])[] = [
  ['a burst', { trace: 'traces/samples/burst.csv', to: '45min' }],
  ['an autoscaled load', { trace: 'traces/samples/flash-crowd.csv', policy: 'hpa:target=70%', fixes: 'all' }],
  ['a moody autoscaler', { trace: step, policy: moody, tick: '2s', fixes: 'all' }],
  ['lifetimes from ready', { trace: crowd, destroy: 'lifetime', fixes: 'parallel-boot' }],
  ['domains of before booted', { trace: crowd, censored: 'boot', fixes: 'parallel-boot' }],
  ['domains of before left out', { trace: crowd, censored: 'drop', fixes: 'parallel-boot' }],
];

const window = seconds(40);
const explained = (run: Rerun, result: string, at: string): Explanation =>
  explain({ ...run, at: momentIn(at, run.recording) }, result, window);

const tell = (t: ExecutionContext, explanation: Explanation): void => {
  const rows = 7;
  const text = explainReport(explanation, rows);
  for (const line of text.split('\n')) t.true(Array.from(line).length <= 80, line);
  const { tasks } = explanation;
  for (const { kind, domain } of longestOf(tasks, rows)) {
    t.regex(text, new RegExp(`^ +${kind === 'creation' ? '\\+' : '−'}${domain} `, 'mu'));
  }
  if (tasks.length > rows) t.true(text.includes(`… and ${tasks.length - rows} more\n`));
  const json = JSON.parse(explanationJson(explanation, rows)) as { tasks: unknown[]; more: number };
  t.is(json.tasks.length + json.more, tasks.length);
};

for (const [name, flags] of worlds) {
  test(`${name}: pieces add up, everybody who asked is told of, requests are the population's own`, async (t) => {
    const result = await resultOf(flags);
    const { variants } = await campaignOf(flags);
    for (const variant of ['stock', variants.at(-2)!.name, 'ideal']) {
      const run = await again(result, variant);
      const { planned, recording } = run;
      const requests = requestsOf(planned.workload, planned.plan.lifecycle, recording);

      // what the population itself measured: request → ready, request → returned
      const spans = (rows: typeof recording.creations, asked: ReadonlyMap<number, number>): Float64Array =>
        Float64Array.from(rows.domain, (domain, row) => rows.ended[row]! - asked.get(domain)!).toSorted();
      const { creations, destructions } = recording;
      const [setups, destroys] = [recording.setups, recording.destroys].map((all) => Float64Array.from(all));
      t.deepEqual(spans(creations, requests.creations), setups!.toSorted());
      t.deepEqual(spans(destructions, requests.destructions), destroys!.toSorted());

      for (const at of ['0s', '20s', '60s', '110s', '00:02:30', '00:38:16'].filter(
        (text) => !text.startsWith('00:38') || recording.horizon > seconds(2_400),
      )) {
        const explanation = explained(run, result, at);
        const { from, to } = explanation.window;
        for (const { asked, ended, pieces } of explanation.tasks) {
          const sum = pieces.reduce((total, piece) => total + piece.to - piece.from, 0);
          t.true(Math.abs(sum - (ended - asked)) < 1, `${sum} of ${ended - asked} µs`);
          t.true(pieces.every((piece, i) => piece.from === (pieces[i - 1]?.to ?? asked)));
        }
        const told = new Set(explanation.tasks.map(({ kind, domain }) => `${kind} ${domain}`));
        const built = new Set(recording.creations.domain);
        const within = (asked: number): boolean => asked >= from && asked <= to;
        for (const [domain, asked] of requests.creations) {
          t.true(!within(asked) || told.has(`creation ${domain}`), `creation ${domain} at ${asked}`);
        }
        for (const [domain, asked] of requests.destructions) {
          const real = built.has(domain) || !requests.creations.has(domain);
          t.true(!within(asked) || !real || told.has(`destruction ${domain}`), `destruction ${domain}`);
        }
        tell(t, explanation);
      }
    }
  });
}

test('every station on the paths has a letter of its own', async (t) => {
  const result = await resultOf({ trace: crowd });
  const other = allKinds.at(-1)!;
  for (const variant of ['stock', 'all']) {
    const { recording } = await again(result, variant);
    for (const { phase, station } of [...recording.creations.steps, ...recording.destructions.steps]) {
      if (station !== 'none') t.not(kindOf(phase, station, 'waited'), other, station);
    }
  }
});

test('a moment at which nothing happened says so, and where something did', async (t) => {
  const result = await resultOf({ trace: crowd });
  const { answer, tasks } = explained(await again(result, 'stock'), result, '00:03:20');
  t.is(tasks.length, 0);
  t.regex(
    answer,
    /^Nothing was asked for or under way from 00:03:00 to 00:03:40; the next to it was asked for at /u,
  );
});

test('another seed of the result can be asked for, and the same question gives the same bytes', async (t) => {
  const result = await resultOf({ trace: crowd, seeds: '2', fixes: 'all' });
  const ask = async (seed: number): Promise<string> =>
    explainReport(explained(await again(result, 'stock', seed), result, '10s'), 20);
  t.is(await ask(2), await ask(2));
  t.not(await ask(1), await ask(2));
});

const refused = async (
  t: ExecutionContext,
  asked: Omit<Parameters<typeof rerun>[0], 'at'>,
  said: RegExp,
): Promise<void> => {
  const fault = await t.throwsAsync(
    rerun({ ...asked, at: '0s' }, () => undefined),
    { instanceOf: InputError },
  );
  t.regex(fault.message, said);
  t.notRegex(fault.message, /\n/u);
};

test('a result that is not there, no result, of another schema, or without the variant or seed is refused', async (t) => {
  const result = await resultOf({ trace: crowd, fixes: 'all' });
  const stock = { variant: 'stock' };
  await refused(t, { ...stock, result: join(folder, 'none.json') }, /none\.json: not found; make it with /u);
  await refused(t, { ...stock, result: crowd }, /crowd\.csv: not JSON; /u);
  const old = file(
    'old.json',
    readFileSync(result, 'utf8').replace('xenreplay/result/2', 'xenreplay/result/0'),
  );
  await refused(
    t,
    { ...stock, result: old },
    /old\.json: schema "xenreplay\/result\/0"; this version reads /u,
  );
  await refused(
    t,
    { variant: 'stok', result },
    /^--variant: found "stok"; .* has stock, all, ideal; did you mean "stock"\?$/u,
  );
  await refused(t, { ...stock, seed: 2, result }, /^--seed: found 2; .* has 1; /u);
});

test('a trace that is gone or has changed is refused, and found again elsewhere', async (t) => {
  const moving = file('moving.csv', CROWD);
  const result = await resultOf({ trace: moving, fixes: 'all' });
  writeFileSync(moving, `${CROWD}400,410,1,1\n`);
  await refused(
    t,
    { result, variant: 'stock' },
    /moving\.csv: its sha256 is [0-9a-f]{12}, but .* was made from /u,
  );
  rmSync(moving);
  await refused(
    t,
    { result, variant: 'stock' },
    /moving\.csv: the trace of .* cannot be read \(ENOENT\); .* --trace FILE$/u,
  );
  const { recording } = await rerun({ result, at: '0s', variant: 'stock', trace: crowd }, () => undefined);
  t.is(recording.variant, 'stock');
});

test('a result whose numbers come out otherwise now is refused, and what made it is named', async (t) => {
  const result = await resultOf({ trace: crowd, fixes: 'all' });
  const document = JSON.parse(readFileSync(result, 'utf8')) as {
    version: string;
    variants: { by_seed: { metrics: Record<string, number> }[] }[];
  };
  document.variants[0]!.by_seed[0]!.metrics['setup_p50_s']! += 1e-6;
  const same = file('same.json', JSON.stringify(document));
  await refused(
    t,
    { result: same, variant: 'stock' },
    /setup_p50_s of stock, seed 1, was .* the code or the policy's module has changed since; /u,
  );
  document.version = '0.0.9';
  const older = file('older.json', JSON.stringify(document));
  await refused(
    t,
    { result: older, variant: 'stock' },
    /it was made by version 0\.0\.9, .*this is version /u,
  );
  await t.notThrowsAsync(again(older, 'all'));
});
