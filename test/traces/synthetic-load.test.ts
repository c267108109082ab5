import test from 'ava';
import { seconds } from '../../model/kernel/units.ts';
import { shapes, syntheticLoad, type SyntheticLoad } from '../../traces/synthetic-load.ts';
import { ingestText, loadIn } from './files.ts';

const asked = (changes: Partial<SyntheticLoad>): SyntheticLoad => ({
  shape: 'bursts',
  seed: 1,
  duration: seconds(864_000),
  step: seconds(60),
  period: seconds(86_400),
  base: 2,
  peak: 5,
  dispersion: 20,
  as: 'load',
  ...changes,
});

const ingested = (changes: Partial<SyntheticLoad>) =>
  ingestText(`${syntheticLoad(asked(changes)).join('\n')}\n`);

for (const dispersion of [1, 2, 20, 300]) {
  test(`bursts have the index of dispersion that was chosen: ${dispersion}`, async (t) => {
    const { report } = await ingested({ dispersion });
    t.is(report.steps, 14_400);
    // the estimate's relative deviation over n steps of mean m is about sqrt((2 + 6·I/m) / n): 3 % at most here, held to 4 σ
    const deviation = Math.sqrt((2 + (6 * dispersion) / 120) / 14_400);
    t.true(
      Math.abs(report.indexOfDispersion / dispersion - 1) < 4 * deviation,
      String(report.indexOfDispersion),
    );
    t.true(Math.abs(report.mean! / 2 - 1) < 4 * Math.sqrt(dispersion / 120 / 14_400));
  });
}

test('shapes move between the base and so many times of it, once per period', async (t) => {
  for (const shape of shapes.filter((one) => one !== 'bursts')) {
    const load = loadIn(await ingested({ shape, dispersion: 0 }));
    const lowest = load.rate.reduce((a, b) => Math.min(a, b));
    const highest = load.rate.reduce((a, b) => Math.max(a, b));
    t.true(lowest >= 2 && lowest < 2.2, `${shape}: ${lowest}`);
    t.true(highest > 8 && highest <= 10, `${shape}: ${highest}`);
  }
  const { rate } = loadIn(await ingested({ shape: 'steps', dispersion: 0 }));
  t.deepEqual([rate[0], rate[719], rate[720], rate[1_439], rate[1_440]], [2, 2, 10, 10, 2]);
});

test('the same line gives the same bytes, another seed others', (t) => {
  for (const shape of shapes) {
    const short = { shape, duration: seconds(7_200), dispersion: 5 };
    t.deepEqual(syntheticLoad(asked(short)), syntheticLoad(asked(short)));
    t.notDeepEqual(syntheticLoad(asked(short)), syntheticLoad(asked({ ...short, seed: 2 })));
  }
});

test('as domains, creations have the dispersion that was chosen and lives of their own', async (t) => {
  const { report } = await ingested({ as: 'domains', base: 0.2, dispersion: 8, duration: seconds(259_200) });
  t.is(report.format, 'lifecycle-csv');
  t.true(Math.abs(report.domains! / (0.2 * 259_200) - 1) < 0.05);
  t.true(Math.abs(report.indexOfDispersion / 8 - 1) < 0.2, String(report.indexOfDispersion));
  t.true(report.censoredEnds > 0 && report.censoredStarts === 0);
  const exact = await ingested({ as: 'domains', shape: 'steps', base: 0.01, dispersion: 0 });
  t.true(Math.abs(exact.report.domains! - 0.01 * 3 * 864_000) <= 1);
});
