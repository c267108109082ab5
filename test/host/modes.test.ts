import test from 'ava';
import {
  agreementAt,
  modeCreators,
  modeRunning,
  MODES_AGREE,
  type Agreement,
  type ModePoint,
} from '../../harness/validate/modes.ts';
import { modesLines } from '../../harness/validate/modes-report.ts';
import { combinations } from '../../model/host/variants.ts';
import { mib } from '../../model/kernel/units.ts';
import { roomy, worldOf } from './world.ts';

// The whole grid, every release and combination of fixes at nine points, is `npm run validate -- --modes`. Here are the
// points where the ways were furthest apart, then all nine of a few hosts.

const point = (
  host: string,
  variant: string,
  running: number,
  creators: number,
  apart_ms = 0,
): ModePoint => ({ host, variant, running, creators, apart_ms });

const titleOf = ({ host, variant, running, creators, apart_ms }: ModePoint): string =>
  `${creators} created ${apart_ms} ms apart beside ${running}, ${host}, ${variant}`;

const points: readonly ModePoint[] = [
  ...['xen-4.8', 'xen-4.17'].flatMap((host) =>
    [1, 100].flatMap((running) => [1, 4, 16].map((creators) => point(host, 'stock', running, creators))),
  ),
  ...[1, 4, 16].map((creators) => point('xen-4.8', 'parallel-boot', 1000, creators)),
  point('xen-4.6', 'xenstore-cache', 100, 16),
  point('xen-4.10', 'parallel-boot+xenstore-cache', 100, 4),
  point('xen-4.21', 'parallel-boot+xenstore-cache', 1000, 4),
  point('xen-4.21+oxenstored', 'xenstore-cache', 1000, 4),
  point('xen-4.8+oxenstored', 'parallel-boot+xenstore-cache', 100, 16),
  point('xen-4.8+oxenstored', 'parallel-boot+xenstore-cache', 100, 16, 20),
  point('xen-4.6', 'parallel-boot', 100, 16, 20),
  point('xen-4.10', 'parallel-boot+xenstore-cache', 100, 4, 20),
];

for (const one of points) {
  test(`xenstored as a fluid and by the request: set-ups agree within 2 %, ${titleOf(one)}`, async (t) => {
    const found = await agreementAt(one, 64);
    t.is(found.verdict, 'agrees', JSON.stringify(found));
  });
}

// C xenstored up to 4.8, where sixteen creators abort each other ten times over: a race that needs hundreds of seeds
for (const one of [
  point('xen-4.6', 'parallel-boot+xenstore-cache', 1, 16),
  point('xen-4.8', 'parallel-boot', 1, 16),
  point('xen-4.8', 'parallel-boot+xenstore-cache', 100, 16),
]) {
  test(`the ways are not found to be more than 2 % apart in few seeds: ${titleOf(one)}`, async (t) => {
    const found = await agreementAt(one, 32);
    t.not(found.verdict, 'differs', JSON.stringify(found));
    t.true(Math.abs(found.error_fraction) < 3 * MODES_AGREE, JSON.stringify(found));
  });
}

test('the table of modes fits 80 columns, names what does not agree, and ends with the answer', (t) => {
  const found = [0, 20].flatMap((apart_ms) =>
    modeRunning.flatMap((running) =>
      modeCreators.map((creators): Agreement => ({
        ...point('xen-4.21+oxenstored', 'parallel-boot+xenstore-cache', running, creators, apart_ms),
        by_request_s: 1,
        fluid_s: 0.9,
        error_fraction: creators === 16 ? -0.1 : 0,
        half_width_fraction: 0.01,
        seeds: 64,
        verdict: creators === 16 ? 'differs' : 'agrees',
      })),
    ),
  );
  const lines = modesLines(found, found.length);
  for (const line of lines) t.true(Array.from(line).length <= 80, line);
  t.is(lines.filter((line) => line.startsWith('differs:')).length, 6);
  t.regex(lines.join(' '), /12 of 18 points agree within 2\.00 %, .*furthest off: .*−10/u);
});

test('scrubbing has no part in a set-up: the grid of modes can do without that fix', (t) => {
  const setups = (variant: (typeof combinations)[number]): number[] => {
    const world = worldOf({ variant, profile: roomy, neighbours: 10, guest: 'pv-tinyx' });
    for (let i = 0; i < 4; i += 1) world.create(mib(512));
    world.simulation.run();
    return [...world.readyAt.values()];
  };
  for (const variant of combinations.filter(({ fixes }) => fixes.includes('local-scrub'))) {
    const without = variant.fixes.filter((fix) => fix !== 'local-scrub');
    const other = combinations.find(({ fixes }) => fixes.join() === without.join())!;
    t.deepEqual(setups(variant), setups(other));
  }
});
