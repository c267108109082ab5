/** How much more must stand to reach an SLA: the search, and what it finds in a small service. */
import test from 'ava';
import * as fc from 'fast-check';
import { experimentOf } from '../../harness/campaign/experiment.ts';
import { ingestOptions } from '../../harness/campaign/campaign.ts';
import { following, leastThat, watching } from '../../harness/campaign/headroom.ts';
import { drivenBy } from '../../harness/campaign/job.ts';
import { planOf } from '../../harness/campaign/plan.ts';
import { replayReport } from '../../harness/report/replay-report.ts';
import { lastSentence } from '../../harness/report/verdict.ts';
import { serialised, type ResultDocument } from '../../harness/result/document.ts';
import { InputError } from '../../model/kernel/faults.ts';
import { replay } from '../../model/replay.ts';
import { ingest } from '../../traces/ingest.ts';
import { complaintOf, fileOf } from '../traces/files.ts';
import { campaignOf, CROWD, STEP, valueIn, variantIn } from './world.ts';

test('the least number that is enough is found, asking for few of them and none beyond the most', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.nat(200), fc.nat(200), async (least, most) => {
      const asked: number[] = [];
      const found = await leastThat((n) => {
        asked.push(n);
        return Promise.resolve(n >= least);
      }, most);
      t.is(found, least <= most ? least : null);
      t.true(asked.every((n) => n <= most));
      t.true(asked.length <= 2 + 2 * Math.ceil(Math.log2(most + 1)), `${asked.length} of ${most}`);
    }),
    { numRuns: 60 },
  );
  t.pass();
});

/** A replica serves ten a second: the step needs four more at once, which a policy sees half a minute later. */
const step = fileOf('step.csv', STEP);
const FLAGS = { trace: step, scale: '1', fixes: 'all', isoSla: '2%', policy: 'hpa,last-value' } as const;

const headroom = (document: ResultDocument, name: string): number | null =>
  valueIn(document, name, 'iso_sla_headroom_replicas');

test('the headroom reaches the SLA; hours beyond ideal are those of the headroom and what latency leaves', async (t) => {
  const document = await campaignOf(FLAGS);
  for (const entry of document.variants) {
    const replicas = entry.metrics['iso_sla_headroom_replicas']!.value!;
    const missed = entry.metrics['sla_violation_request_fraction']!.value!;
    t.is(replicas === 0, missed <= 0.02, `${entry.policy} ${entry.name}`);
    t.like(entry.iso_sla, { target_request_fraction: 0.02, seeds_reached: 1 });
    t.true(entry.iso_sla!.violation_request_fraction! <= 0.02);
    t.true(replicas <= entry.iso_sla!.within_replicas);
    const twin = document.variants.find(({ name, policy }) => name === 'ideal' && policy === entry.policy)!;
    t.is(
      entry.metrics['iso_sla_extra_vm_hours']!.value,
      entry.iso_sla!.billed_vm_hours! - twin.iso_sla!.billed_vm_hours!,
    );
    t.is(entry.by_seed![0]!.metrics['iso_sla_headroom_replicas'], replicas);
  }
  t.true(headroom(document, 'stock')! >= headroom(document, 'ideal')!);
  t.is(valueIn(document, 'ideal', 'iso_sla_extra_vm_hours'), 0);
  for (const bound of document.bounds) t.is(bound.iso_sla, undefined);
});

test('one replica less does not reach it: a service that starts with so many more misses as much as the search says', async (t) => {
  // a policy that never scales: its headroom is the fixed size that reaches the SLA, less its own
  const fixed = { ...FLAGS, policy: 'static(replicas=2)' };
  const found = headroom(await campaignOf(fixed), 'stock')!;
  t.true(found > 0);
  const missed = async (replicas: number): Promise<number> =>
    valueIn(
      await campaignOf({
        ...fixed,
        isoSla: 'off',
        policy: `static(replicas=${replicas},initial=${replicas})`,
      }),
      'stock',
      'sla_violation_request_fraction',
    )!;
  t.true((await missed(2 + found)) <= 0.02);
  t.true((await missed(2 + found - 1)) > 0.02);
});

test('a stricter SLA never needs less', async (t) => {
  const needs: number[] = [];
  for (const isoSla of ['50%', '10%', '2%', '1%'])
    needs.push(headroom(await campaignOf({ ...FLAGS, policy: 'hpa', isoSla }), 'stock')!);
  t.deepEqual(
    needs,
    needs.toSorted((a, b) => a - b),
  );
  t.is(needs[0], 0);
});

test('the same bytes with 1 and 2 workers, an interval over seeds, and all else as without the search', async (t) => {
  const flags = { ...FLAGS, policy: 'hpa', seeds: '2' };
  const one = await campaignOf(flags);
  t.is(serialised(await campaignOf(flags, { workers: 2 })), serialised(one));
  t.is(variantIn(one, 'stock').metrics['iso_sla_extra_vm_hours']!.interval!.seeds, 2);
  const { isoSla: _isoSla, ...plain } = flags;
  for (const { name, metrics } of (await campaignOf(plain)).variants)
    for (const [key, metric] of Object.entries(metrics))
      t.deepEqual(variantIn(one, name).metrics[key], metric);
});

test('an interrupted search keeps what it had narrowed the headroom down to, here and on threads', async (t) => {
  const flags = { ...FLAGS, policy: 'hpa', fixes: 'stock' };
  const whole = await campaignOf(flags);
  const found = headroom(whole, 'stock')!;
  t.true(found > 1);
  for (const workers of [1, 2]) {
    const stop = new AbortController();
    const bounds = whole.bounds.length;
    const document = await campaignOf(flags, {
      workers,
      signal: stop.signal,
      // the bounds, the ideal host, and a part of the search on stock; or as much of both on threads
      progress: ({ done }) => {
        if (done >= bounds + (workers === 1 ? 1.4 : 1)) stop.abort();
      },
    });
    const { replaysDone, replaysPlanned } = document.partial!;
    t.true(replaysDone < replaysPlanned);
    for (const { name, iso_sla: iso, metrics } of document.variants) {
      const [narrowed] = iso!.unfinished ?? [];
      if (narrowed === undefined) continue;
      t.is(metrics['iso_sla_headroom_replicas']!.value, null);
      t.not(metrics['sla_violation_request_fraction']!.value, null);
      t.true(narrowed.at_least_replicas >= 1 && narrowed.at_least_replicas <= headroom(whole, name)!);
      if (narrowed.at_most_replicas !== null) t.true(narrowed.at_most_replicas >= headroom(whole, name)!);
    }
    if (workers > 1) continue;
    t.is(headroom(document, 'ideal'), headroom(whole, 'ideal'));
    const { unfinished } = variantIn(document, 'stock').iso_sla!;
    t.is(unfinished![0]!.seed, 1);
    t.regex(replayReport(document), /^INTERRUPTED: \d+ of \d+ replays done$/mu);
    t.regex(replayReport(document), /^ {2}stock +(≥ \d+|\d+ to \d+) +–/mu);
  }
});

test('a share that no headroom reaches is refused, and one that only a service has for a trace of domains', async (t) => {
  t.regex(
    await complaintOf(campaignOf({ ...FLAGS, isoSla: '0.5%' })),
    /^--iso-sla: found "0\.5%", but 0\.674 % of requests take longer than 0\.5 s even on an idle replica; /,
  );
  const crowd = fileOf('crowd.csv', CROWD);
  t.regex(
    await complaintOf(campaignOf({ trace: crowd, isoSla: '1%' })),
    /name an autoscaler, as in --policy hpa/,
  );
  const served = await campaignOf({ trace: crowd, isoSla: '5%', policy: 'hpa', fixes: 'stock' });
  t.not(headroom(served, 'stock'), undefined);
  for (const isoSla of ['0.1', '0%', '100%', 'x', '-1%'])
    t.throws(() => experimentOf({ trace: 'a', isoSla }), {
      instanceOf: InputError,
      message: /^--iso-sla: found /,
    });
  t.is(experimentOf({ trace: 'a', isoSla: '0.1%' }).again, 'npm run replay -- a --iso-sla 0.1%');
});

test('the report tells headroom and price, policy by policy, and the last sentence the dearest', async (t) => {
  const document = await campaignOf(FLAGS);
  const report = replayReport(document);
  t.regex(report, /^Headroom that must stand to miss at most 2\.00 % of requests$/mu);
  for (const line of report.split('\n')) t.true(Array.from(line).length <= 80, line);
  t.regex(
    lastSentence(document),
    /; to miss at most 2\.00 % of requests \S+, under which slow birth costs most, needs more standing: \d+ replicas? on stock \(\S+ VM-hours beyond the ideal host\) and /u,
  );
  const unreached: ResultDocument = {
    ...document,
    variants: document.variants.map((entry) => ({
      ...entry,
      metrics: {
        ...entry.metrics,
        iso_sla_headroom_replicas: { ...entry.metrics['iso_sla_headroom_replicas']!, value: null },
        iso_sla_extra_vm_hours: { ...entry.metrics['iso_sla_extra_vm_hours']!, value: null },
      },
    })),
  };
  t.regex(replayReport(unreached), /^ {2}stock +> \d+ .* –$/mu);
  t.regex(lastSentence(unreached), /needs more standing: more than \d+ replicas on stock and more than /u);
});

for (const [policy, scale, requests] of [
  ['hpa', '1', 'fluid'],
  ['delayed-off', '0.1', 'each'],
  ['staggered', '0.1', 'each'],
] as const) {
  test(`the decisions of ${policy}, followed without more, make the same replay again`, async (t) => {
    const experiment = experimentOf({ trace: step, scale, policy, requests });
    const { workload } = await ingest(step, ingestOptions(experiment));
    const planned = planOf(experiment, workload);
    const [choice] = experiment.policies;
    const {
      request,
      plan,
      policy: own,
    } = await drivenBy(planned, { variant: 'stock', policy: choice!, seed: 1 });
    const { watched, script } = watching(own, plan);
    const first = replay({ ...request, plan, policy: watched });
    const again = replay({ ...request, plan, policy: following(script, own, 0) });
    t.true(script.at.length > 2);
    t.deepEqual(
      [again.setups, again.destroys, again.integrals],
      [first.setups, first.destroys, first.integrals],
    );
  });
}
