/** Two traces with one past: from the file through the campaign, no policy decides otherwise before they part. */
import test from 'ava';
import { ingestOptions } from '../../harness/campaign/campaign.ts';
import { experimentOf } from '../../harness/campaign/experiment.ts';
import { runJob } from '../../harness/campaign/job.ts';
import { planOf } from '../../harness/campaign/plan.ts';
import { minutes } from '../../model/kernel/units.ts';
import { policies } from '../../model/policy/catalog.ts';
import type { DecisionRow } from '../../model/recording.ts';
import { ingest } from '../../traces/ingest.ts';
import { fileOf } from '../traces/files.ts';

/** Requests per second a minute each; the largest is in the past, so both worlds are sized alike. */
const past = [10, 14, 12, 90, 95, 60, 40, 22, 20, 18, 25, 31];
const futures = [
  [31, 30, 28, 30, 33, 31, 30, 29],
  [80, 2, 85, 0, 70, 90, 1, 88],
];
const PARTING = minutes(past.length);

const csv = (rates: readonly number[]): string =>
  ['time_s,load_rps', ...rates.map((rate, i) => `${i * 60},${rate}`), ''].join('\n');

const files = futures.map((future, i) => fileOf(`future-${i}.csv`, csv([...past, ...future])));

const decisionsOn = async (trace: string, policy: string): Promise<readonly DecisionRow[]> => {
  const experiment = experimentOf({ trace, policy, scale: '1' });
  const { workload } = await ingest(trace, ingestOptions(experiment));
  const planned = planOf(experiment, workload);
  const [choice] = experiment.policies;
  const { decisions } = await runJob(planned, { variant: 'stock', policy: choice!, seed: 1 });
  return decisions;
};

const until = (rows: readonly DecisionRow[]): readonly DecisionRow[] =>
  rows.filter(({ at }) => at <= PARTING);

// those that requests wake decide at every event, and no rows are kept of that: the laws of policies hold them to it
for (const { name, kind, wakes } of policies) {
  if (kind === 'policy' && wakes === undefined) {
    test(`${name} decides the same until the traces part`, async (t) => {
      const [one, other] = await Promise.all(files.map((file) => decisionsOn(file, name)));
      t.true(one!.length > 0);
      t.deepEqual(until(one!), until(other!));
    });
  }
}

test('oracle, which knows the future, does not: the test can fail', async (t) => {
  const [one, other] = await Promise.all(files.map((file) => decisionsOn(file, 'oracle')));
  t.notDeepEqual(until(one!), until(other!));
});
