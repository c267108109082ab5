/** Utilisation is not demand: what 100 % of it stands for must be named before it is replayed as a load. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { experimentOf, type Flags } from '../../harness/campaign/experiment.ts';
import { ingestOptions } from '../../harness/campaign/campaign.ts';
import { planOf, type Planned } from '../../harness/campaign/plan.ts';
import { ingest } from '../../traces/ingest.ts';
import { cli } from '../harness/process.ts';

const traceOf = (t: ExecutionContext, column: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'use-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'use.csv');
  writeFileSync(path, `time_s,${column}\n0,0.5\n60,0.25\n120,0.5\n`);
  return path;
};

const planned = async (flags: Flags): Promise<Planned> => {
  const experiment = experimentOf(flags);
  const { workload } = await ingest(flags.trace, ingestOptions(experiment));
  return planOf(experiment, workload);
};

/** Requests per second of the first two steps. */
const rates = ({ workload }: Planned): readonly number[] =>
  workload.kind === 'load'
    ? Array.from(workload.rate.slice(0, 2), (rate) => Math.round(rate * 1e6) / 1e6)
    : [];

test('without a conversion it is refused: one line that names the flag, status 2, nothing on stdout', (t) => {
  const { status, out, err } = cli('replay', traceOf(t, 'load_utilization'));
  t.is(status, 2);
  t.is(out, '');
  t.regex(
    err,
    /^--utilisation-as: found a trace of utilisation, which is not demand, .*--utilisation-as 20replicas .*\n$/u,
  );
});

test('so many replicas at 100 %: half of 20 replicas at 10 requests per second each', async (t) => {
  const plan = await planned({ trace: traceOf(t, 'load_utilization'), utilisationAs: '20replicas' });
  t.deepEqual(rates(plan), [100, 50]);
  t.regex(plan.warnings.join(), /100 % is taken as the work of 20 replicas/);
});

test('so many requests per second at 100 %, and then no scale but one that is given', async (t) => {
  const trace = traceOf(t, 'load_utilization');
  const plan = await planned({ trace, read: 'capacity=400' });
  t.deepEqual(rates(plan), [200, 100]);
  t.deepEqual(rates(await planned({ trace, read: 'capacity=400', scale: '0.5' })), [100, 50]);
  t.regex(plan.warnings.join(), /utilisation, not demand/);
});

test('its shape only: scaled as every load is, with a warning', async (t) => {
  const [use, rate] = [traceOf(t, 'load_utilization'), traceOf(t, 'load_rps')];
  const plan = await planned({ trace: use, utilisationAs: 'shape' });
  t.deepEqual(rates(plan), rates(await planned({ trace: rate })));
  t.deepEqual(plan.warnings, ['the trace is utilisation, not demand: only its shape is replayed, scaled']);
});

test('what is named is not asked for again: the trace itself then warns of nothing', async (t) => {
  const trace = traceOf(t, 'load_utilization');
  const warned = async (flags: Partial<Flags>): Promise<readonly string[]> =>
    (await ingest(trace, ingestOptions(experimentOf({ trace, ...flags })))).report.warnings;
  t.deepEqual(await warned({ utilisationAs: '20replicas' }), []);
  t.deepEqual(await warned({ utilisationAs: 'shape' }), []);
  t.regex((await warned({})).join(), /; name it with --utilisation-as or --read capacity=N$/);
  t.notRegex((await warned({ read: 'capacity=400' })).join(), /name it/);
});

test('another quantity needs none, and a conversion without a unit is refused', async (t) => {
  t.deepEqual((await planned({ trace: traceOf(t, 'load_rps'), utilisationAs: '20replicas' })).warnings, []);
  t.throws(() => experimentOf({ trace: 'a.csv', utilisationAs: '20' }), {
    name: 'InputError',
    message:
      '--utilisation-as: found "20"; it is how many replicas 100 % stands for, as in 20replicas, or shape: only its shape, scaled',
  });
});
