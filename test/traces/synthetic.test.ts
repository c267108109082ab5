import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { synthesise, syntheticKinds } from '../../traces/synthetic.ts';
import { ingest } from '../../traces/ingest.ts';
import { ingestText } from './files.ts';

const samplePath = (kind: string): string =>
  fileURLToPath(new URL(`../../../traces/samples/${kind}.csv`, import.meta.url));

for (const kind of syntheticKinds) {
  test(`the committed sample of ${kind} is made again byte for byte`, (t) => {
    t.is(synthesise(kind, 1), readFileSync(samplePath(kind), 'utf8'));
  });

  test(`${kind}: the first line names the command, another seed gives another trace of the same kind`, async (t) => {
    const text = synthesise(kind, 7);
    t.true(text.startsWith(`# npm run trace -- synthesise ${kind} --seed 7\n`));
    t.not(text.split('\n').slice(1).join('\n'), synthesise(kind, 8).split('\n').slice(1).join('\n'));
    t.is((await ingestText(text)).report.format, (await ingest(samplePath(kind))).report.format);
  });
}

test('flash-crowd: a day of minutes whose crowd is several times the mean', async (t) => {
  const { report } = await ingest(samplePath('flash-crowd'));
  t.like(report, {
    format: 'load-csv',
    steps: 1_440,
    horizonSeconds: 86_400,
    gaps: { count: 0, longestSeconds: 0 },
  });
  t.true(report.peak! / report.mean! > 5);
});

test('burst: two hours, about 600 domains, about 100 alive, bursts of dozens in a second', async (t) => {
  const { report } = await ingest(samplePath('burst'));
  t.true(report.domains! > 500 && report.domains! < 700);
  t.true(report.peakLive! > 100 && report.peakLive! < 180);
  t.true(report.bursts.in1s >= 20 && report.bursts.in60s <= 100);
  t.true(report.censoredStarts > 0 && report.censoredEnds > 0);
  t.true(report.horizonSeconds > 7_000 && report.horizonSeconds < 7_200);
});
