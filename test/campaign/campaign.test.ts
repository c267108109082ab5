/** One trace, every variant, its ideal twin and the bounds: the document that comes out. */
import test from 'ava';
import { experimentOf } from '../../harness/campaign/experiment.ts';
import { readingOf } from '../../harness/work/reading.ts';
import { runCampaign } from '../../harness/campaign/campaign.ts';
import { METRIC_KEYS } from '../../harness/measure/score.ts';
import { documentOf, faultOf, serialised } from '../../harness/result/document.ts';
import { InputError } from '../../model/kernel/faults.ts';
import { policies } from '../../model/policy/catalog.ts';
import { combinations } from '../../model/host/variants.ts';
import { complaintOf, fileOf } from '../traces/files.ts';
import { bytesOf, campaignOf, CROWD, quiet, STEP, valueIn, variantIn } from './world.ts';

const crowd = fileOf('crowd.csv', CROWD);
const step = fileOf('step.csv', STEP);
const LOAD = { trace: step, fixes: 'all', scale: '1' } as const;

test('every variant is in the document, stock first and ideal last, and each has every metric', async (t) => {
  const document = await campaignOf({ trace: crowd });
  t.deepEqual(
    document.variants.map(({ name }) => name),
    [...combinations.map(({ name }) => name), 'ideal'],
  );
  for (const { metrics, law, name } of document.variants) {
    t.deepEqual(Object.keys(metrics), [...METRIC_KEYS], name);
    t.is(law, 'held');
  }
  t.deepEqual(document.bounds, []);
  t.is(document.partial, undefined);
  t.deepEqual(document.policies, [{ label: 'trace', name: 'trace', options: {} }]);
  t.like(document.workload, { kind: 'lifecycle' });
});

test('a load has every bound, static and last-value on the ideal host beside the variants', async (t) => {
  const document = await campaignOf(LOAD);
  t.deepEqual(
    document.variants.map(({ name }) => name),
    ['stock', 'all', 'ideal'],
  );
  t.deepEqual(
    document.bounds.map(({ name }) => name),
    [...policies.filter(({ kind }) => kind === 'bound').map(({ name }) => name), 'static', 'last-value'],
  );
  t.deepEqual(document.policies, [
    {
      label: 'hpa',
      name: 'hpa',
      options: {},
      setting: {
        initial_replicas: 2,
        max_replicas: 8,
        metric_delay_s: 15,
        min_replicas: 1,
        sample_s: 15,
        tick_s: 15,
      },
    },
  ]);
  for (const variant of document.variants) t.is(variant.policy, 'hpa');
  for (const bound of document.bounds) t.is(bound.policy, bound.name);
  for (const bound of document.bounds) t.is(bound.metrics['starting_vm_hours']!.value, 0);
});

test('the document validates against the schema, and again after a round through JSON', async (t) => {
  for (const flags of [{ trace: crowd, seeds: '2' }, LOAD]) {
    const document = await campaignOf(flags);
    t.is(faultOf(document), undefined);
    t.deepEqual(documentOf(JSON.parse(serialised(document))), document);
  }
});

test('the same bytes twice, and with 1 and 2 workers', async (t) => {
  for (const flags of [{ trace: crowd, fixes: 'all', seeds: '2' }, LOAD]) {
    const experiment = experimentOf(flags);
    const first = await bytesOf(experiment, quiet(1));
    t.is(await bytesOf(experiment, quiet(1)), first);
    t.is(await bytesOf(experiment, quiet(2)), first);
  }
});

test('the first of several seeds is the one of a single seed', async (t) => {
  for (const flags of [{ trace: crowd, fixes: 'all' }, LOAD]) {
    const one = await campaignOf(flags);
    const eight = await campaignOf({ ...flags, seeds: '8' });
    t.deepEqual(eight.seeds, [1, 2, 3, 4, 5, 6, 7, 8]);
    for (const { name, by_seed, metrics } of [...one.variants, ...one.bounds]) {
      const other = [...eight.variants, ...eight.bounds].find((variant) => variant.name === name)!;
      t.is(other.by_seed!.length, 8);
      t.deepEqual(other.by_seed![0], by_seed![0]);
      for (const key of METRIC_KEYS) t.is(metrics[key]!.value, by_seed![0]!.metrics[key]!, key);
    }
  }
});

test('from two seeds on a metric has an interval, which holds the mean, and its difference to stock', async (t) => {
  const one = await campaignOf({ trace: crowd, fixes: 'all' });
  const three = await campaignOf({ trace: crowd, fixes: 'all', seeds: '3' });
  for (const { metrics } of one.variants) t.is(metrics['setup_p99_s']!.interval, undefined);
  const { by_seed, metrics } = variantIn(three, 'all');
  const { value, interval, difference_to_stock: difference } = metrics['setup_p99_s']!;
  const values = by_seed!.map((seed) => seed.metrics['setup_p99_s']!);
  t.true(Math.abs(value! - (values[0]! + values[1]! + values[2]!) / 3) < 1e-9);
  t.true(interval!.low < value! && value! < interval!.high);
  t.like(interval, { level: 0.95, seeds: 3 });
  t.true(difference!.high < 0);
  t.true(Math.abs(value! - valueIn(three, 'stock', 'setup_p99_s')! - difference!.mean) < 1e-9);
  t.is(variantIn(three, 'stock').metrics['setup_p99_s']!.difference_to_stock?.mean, 0);
});

test('billed time is serving and what the host costs: starting, stopping, too many, and rounding', async (t) => {
  const document = await campaignOf({ trace: crowd });
  const indirect = (name: string): number => valueIn(document, name, 'indirect_cost_vm_hours')!;
  t.is(indirect('ideal'), 0);
  t.is(valueIn(document, 'ideal', 'starting_vm_hours'), 0);
  t.is(valueIn(document, 'ideal', 'stopping_vm_hours'), 0);
  t.is(valueIn(document, 'ideal', 'lag_loss_vm_hours'), 0);
  t.true(indirect('stock') > indirect('all') && indirect('all') > 0);
  for (const name of combinations.map((variant) => variant.name)) {
    const parts = ['starting_vm_hours', 'stopping_vm_hours', 'lag_loss_vm_hours'].map((key) =>
      valueIn(document, name, key)!,
    );
    t.true(Math.abs(indirect(name) - (parts[0]! + parts[1]! + parts[2]!)) < 1e-9, name);
    t.is(valueIn(document, name, 'setups'), valueIn(document, 'stock', 'setups'), name);
    t.is(valueIn(document, name, 'destroys'), valueIn(document, 'stock', 'destroys'), name);
  }
});

test('waits stand by station: stock waits for the xl lock, and parallel-boot has none', async (t) => {
  const document = await campaignOf({ trace: crowd });
  const stations = (name: string): readonly string[] =>
    variantIn(document, name).waits.map(({ station }) => station);
  for (const { name, fixes } of document.variants) {
    t.is(stations(name).includes('xl lock'), !fixes.includes('parallel-boot') && name !== 'ideal', name);
  }
  const lock = variantIn(document, 'stock').waits.find(({ station }) => station === 'xl lock')!;
  t.true(lock.waited_s > 0 && lock.waited_max_s! > 0 && lock.waited_max_s! <= lock.waited_s);
  t.true(valueIn(document, 'local-scrub', 'destroy_p99_s')! < valueIn(document, 'stock', 'destroy_p99_s')!);
});

test('a part of a trace: --from and --to cut it, and the document says so', async (t) => {
  const whole = await campaignOf({ trace: crowd, fixes: 'stock' });
  const part = await campaignOf({ trace: crowd, fixes: 'stock', from: '30s', to: '2min' });
  t.is(whole.trace.ingest.horizonSeconds, 310);
  t.is(part.trace.ingest.horizonSeconds, 90);
  t.is(valueIn(whole, 'stock', 'setups'), 24);
  t.is(valueIn(part, 'stock', 'setups'), 3);
  t.like(part.trace.ingest.choices, { from: '30 s', to: '120 s' });
  const { horizonSeconds } = (await campaignOf({ ...LOAD, fixes: 'stock', to: '5min' })).trace.ingest;
  t.is(horizonSeconds, 300);
  t.regex(await complaintOf(campaignOf({ trace: crowd, from: '1h' })), /the part from 3600 s to .+ is empty/);
});

test('a creation that no host ever has room for is warned of', async (t) => {
  // ten hosts of twice the largest domain: 20 of 0.7 leave 0.6 on each, and none has room for the largest
  const rows = [...Array.from({ length: 20 }, () => '0,,1,280'), '10,,1,400'];
  const trace = fileOf('large.csv', `created_s,deleted_s,vcpus,memory_gib\n${rows.join('\n')}\n20,30,1,1\n`);
  const { warnings } = await campaignOf({ trace, fixes: 'stock', hosts: '10' });
  t.regex(warnings.join(), /1 creations? found no room on any host to the end/);
  t.deepEqual((await campaignOf({ trace: crowd, fixes: 'stock' })).warnings, []);
});

test('progress rises from 0 to 1, here and on threads', async (t) => {
  for (const workers of [1, 2]) {
    const shares: number[] = [];
    const progress = ({ done, total }: { done: number; total: number }): void =>
      void shares.push(done / total);
    await campaignOf({ trace: crowd, fixes: 'all' }, { workers, progress });
    if (workers === 1) t.is(shares[0], 0);
    t.true(shares.length > 10);
    t.is(shares.at(-1), 1);
    for (const [i, share] of shares.entries()) t.true(i === 0 || share >= shares[i - 1]!);
  }
});

test('an interrupt before the third replay keeps the two that are done, and says that it is a part', async (t) => {
  const controller = new AbortController();
  const document = await campaignOf(
    { trace: crowd, fixes: 'all' },
    {
      signal: controller.signal,
      progress: ({ done }) => {
        if (done >= 2) controller.abort();
      },
    },
  );
  t.deepEqual(document.partial, { replaysDone: 2, replaysPlanned: 3 });
  t.is(faultOf(document), undefined);
});

test('an interrupt in the second of three seeds keeps the first, whole: every variant, and none of two', async (t) => {
  const controller = new AbortController();
  const document = await campaignOf(
    { trace: crowd, fixes: 'all', seeds: '3' },
    {
      signal: controller.signal,
      progress: ({ done }) => {
        if (done >= 4) controller.abort();
      },
    },
  );
  t.deepEqual(document.partial, { replaysDone: 4, replaysPlanned: 9 });
  t.deepEqual(document.seeds, [1]);
  const { variants } = await campaignOf({ trace: crowd, fixes: 'all' });
  t.deepEqual(document.variants, variants);
});

test('an interrupt in the first seed keeps the variants that are done, the twin and the bounds among them', async (t) => {
  const controller = new AbortController();
  const flags = { ...LOAD, fixes: 'parallel-boot,all', policy: 'hpa' };
  const whole = await campaignOf(flags);
  const planned = whole.bounds.length + whole.variants.length;
  const document = await campaignOf(flags, {
    signal: controller.signal,
    progress: ({ done }) => {
      if (done >= planned - 2) controller.abort();
    },
  });
  t.deepEqual(document.partial, { replaysDone: planned - 2, replaysPlanned: planned });
  t.deepEqual(
    document.variants.map(({ name }) => name),
    ['stock', 'ideal'],
  );
  t.deepEqual(document.bounds, whole.bounds);
  t.deepEqual(document.variants[0], whole.variants[0]);
});

test('reading a trace is told, and an interrupt meanwhile ends the campaign with nothing', async (t) => {
  const told: (readonly [number, number])[] = [];
  await campaignOf({ trace: crowd, fixes: 'stock' }, { reading: (read, of) => void told.push([read, of]) });
  t.deepEqual(told, [[CROWD.length, CROWD.length]]);
  const stop = new AbortController();
  stop.abort();
  const stopped = campaignOf(
    { trace: crowd, fixes: 'stock' },
    { reading: readingOf({ progress: () => undefined, signal: stop.signal }, crowd) },
  );
  t.is(await stopped.catch((fault: DOMException) => fault.name), 'AbortError');
});

test('an interrupt on threads ends the campaign with what is done', async (t) => {
  const controller = new AbortController();
  controller.abort();
  const document = await campaignOf(
    { trace: crowd, fixes: 'all' },
    { signal: controller.signal, workers: 2 },
  );
  t.deepEqual(document.partial, { replaysDone: 0, replaysPlanned: 3 });
  t.deepEqual(document.variants, []);
});

const policyFile = (decide: string, more = ''): string =>
  fileOf(
    'mine.mjs',
    `export default { kind: 'policy', name: 'mine', about: 'mine', options: { many: 'how many' },
  make: ({ options }) => ({ name: 'mine', initial: 0, decide: ${decide} }) ${more}};\n`,
  );

test('a policy of the user’s own is a module, and has options and state', async (t) => {
  const mine = policyFile(
    '(ticks, { at }) => [ticks + 1, { replicas: at > 120e6 && at < 300e6 ? Number(options.many) : 1, reason: `tick ${ticks}` }]',
  );
  const document = await campaignOf({ ...LOAD, policy: `${mine}:many=5` });
  t.like(document.policies[0], { label: 'mine', name: 'mine', options: { many: '5' } });
  t.is(valueIn(document, 'stock', 'setups'), 4);
  const two = await campaignOf({ ...LOAD, policy: `${mine}:many=5` }, { workers: 2 });
  t.is(serialised(two), serialised(document));
});

for (const [what, file, said] of [
  ['is not there', 'nowhere/mine.mjs', /module that does not load/],
  ['does not parse', fileOf('bad.mjs', 'export default {'), /module that does not load/],
  ['throws when loaded', fileOf('throws.mjs', 'throw new Error("no")'), /does not load \(no\)/],
  ['exports no policy', fileOf('none.mjs', 'export const policy = 1'), /found no policy as default export/],
  [
    'makes no policy',
    fileOf('empty.mjs', `export default { kind: 'policy', name: 'x', make: () => 1 }`),
    /make\(\) gave no policy/,
  ],
  ['throws at a tick', policyFile('() => { throw new Error("oh") }'), /decide\(\) failed \(oh\)/],
  [
    'answers half a replica',
    policyFile('(s) => [s, { replicas: 1.5, reason: "x" }]'),
    /at 15 s answered .*1\.5/,
  ],
  ['answers NaN', policyFile('(s) => [s, { replicas: NaN, reason: "x" }]'), /whole replicas from 0 up/],
  ['gives no reason', policyFile('(s) => [s, { replicas: 1 }]'), /\{ replicas, reason \}/],
  [
    'would decide without end',
    policyFile('(s) => [s, { replicas: 1, reason: "x" }]', ', cadence: { tick: 0, sample: 15e6, delay: 0 }'),
    /found cadence \{ tick: 0, sample: 15000000, delay: 0 \}; it is \{ tick, sample, delay \} in whole µs/,
  ],
  ['answers nothing', policyFile('() => undefined'), /answered undefined/],
] as const) {
  test(`a policy module that ${what} is a mistake of one line`, async (t) => {
    for (const workers of [1, 2]) {
      const fault = await t.throwsAsync(runCampaign(experimentOf({ ...LOAD, policy: file }), quiet(workers)));
      t.true(fault instanceof InputError || fault?.name === 'InputError', `${fault?.stack}`);
      t.regex(fault.message, said);
      t.regex(fault.message, /^--policy [^\n]+; [^\n]+$/);
    }
  });
}

test('an unknown policy, or options that it has not, are refused before any replay', async (t) => {
  const refused = (policy: string): string =>
    t.throws(() => experimentOf({ ...LOAD, policy }), { instanceOf: InputError }).message;
  t.regex(refused('hpaa'), /did you mean "hpa"\?$/);
  t.regex(refused('oracle:colour=red'), /^oracle: found option "colour"; known: /);
  const mine = policyFile('() => undefined');
  const said = await complaintOf(campaignOf({ ...LOAD, policy: `${mine}(mayn=1),nowhere.mjs` }));
  t.regex(
    said,
    /^mine: found option "mayn"; known: many, .*; did you mean "many"\?\n--policy nowhere\.mjs: /,
  );
  // only the trace says how many there may be
  t.regex(
    await complaintOf(campaignOf({ ...LOAD, policy: 'static:replicas=500' })),
    /found "500"; .* from 1 to 8$/,
  );
});

test('several policies drive every variant, each with its own twin and its own stock; bounds stand once', async (t) => {
  const flags = { ...LOAD, fixes: 'parallel-boot,all', seeds: '2' };
  const both = await campaignOf({ ...flags, policy: 'hpa,static(replicas=3)' });
  t.deepEqual(
    both.variants.map(({ policy, name }) => `${policy} ${name}`),
    ['hpa', 'static'].flatMap((label) =>
      ['stock', 'parallel-boot', 'all', 'ideal'].map((name) => `${label} ${name}`),
    ),
  );
  t.is(faultOf(both), undefined);
  for (const policy of ['hpa', 'static(replicas=3)']) {
    const alone = await campaignOf({ ...flags, policy });
    t.deepEqual(
      both.variants.filter((one) => one.policy === alone.policies[0]!.label),
      alone.variants,
    );
    t.deepEqual(both.bounds, alone.bounds);
  }
  t.is(
    serialised(await campaignOf({ ...flags, policy: 'hpa,static(replicas=3)' }, { workers: 2 })),
    serialised(both),
  );
});

test('the same policy with other options has a label of its own; with the same options it is refused', async (t) => {
  const labels = async (policy: string): Promise<readonly string[]> =>
    (await campaignOf({ ...LOAD, fixes: 'stock', policy })).policies.map(({ label }) => label);
  t.deepEqual(await labels('hpa(target=60%,min=2),hpa(target=70%,min=2),hpa'), [
    'hpa(target=60%,min=2)',
    'hpa(target=70%,min=2)',
    'hpa',
  ]);
  t.deepEqual(await labels('static(min=2,replicas=3),static(min=2,replicas=4)'), [
    'static(replicas=3)',
    'static(replicas=4)',
  ]);
  t.regex(
    await complaintOf(campaignOf({ ...LOAD, policy: 'hpa,static,hpa' })),
    /^--policy: found "hpa" twice; give it once, other options, or a label/,
  );
});

test('a trace of domains under autoscalers becomes a load; without one it drives the hosts itself', async (t) => {
  const document = await campaignOf({ trace: crowd, fixes: 'stock', policy: 'hpa,last-value' });
  t.is(document.workload.kind, 'load');
  t.is(document.workload.options['load'], 'domains alive');
  t.deepEqual(
    document.variants.map(({ policy }) => policy),
    ['hpa', 'hpa', 'last-value', 'last-value'],
  );
});
