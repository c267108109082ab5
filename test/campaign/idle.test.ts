/** Flags that change nothing for a trace of the other kind: told by the replay and by `trace info`, and no result is lost. */
import test from 'ava';
import { ingestOptions } from '../../harness/campaign/campaign.ts';
import { experimentOf, type Flags } from '../../harness/campaign/experiment.ts';
import { planOf } from '../../harness/campaign/plan.ts';
import { ingest } from '../../traces/ingest.ts';
import { cli } from '../harness/process.ts';
import { fileOf } from '../traces/files.ts';
import { CROWD, STEP } from './world.ts';

const warnings = async (content: string, flags: Omit<Flags, 'trace'>): Promise<readonly string[]> => {
  const experiment = experimentOf({ trace: fileOf('trace.csv', content), ...flags });
  const { workload } = await ingest(experiment.trace, ingestOptions(experiment));
  return planOf(experiment, workload).warnings.filter((line) => line.includes('changes nothing here'));
};

for (const [what, content, flags, told] of [
  [
    'domains',
    CROWD,
    { gaps: 'zero', scale: '2', censored: 'drop' },
    [
      '--scale 2 changes nothing here: the trace is of domains, which it drives itself',
      '--gaps zero changes nothing here: the trace is of domains, which it drives itself',
    ],
  ],
  [
    'domains that an autoscaler follows',
    CROWD,
    { policy: 'hpa', destroy: 'lifetime', scale: '2' },
    ['--destroy lifetime changes nothing here: an autoscaler follows how many domains were alive'],
  ],
  [
    'a load',
    STEP,
    { placement: 'seeded', censored: 'drop', scale: '2' },
    [
      '--placement seeded changes nothing here: the trace is a load',
      '--censored drop changes nothing here: the trace is a load',
    ],
  ],
] as const) {
  test(`of ${what}`, async (t) => t.deepEqual(await warnings(content, flags), told));
}

test('trace info says it as well', (t) => {
  const { status, out } = cli('trace', 'info', fileOf('crowd.csv', CROWD), '--gaps', 'zero');
  t.is(status, 0);
  t.regex(out, /^ +warning +--gaps zero changes nothing here:/m);
});
