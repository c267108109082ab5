import test from 'ava';
import { claims } from '../../harness/claims/abstract.ts';
import { holdsAt, leastAt, verdictOf } from '../../harness/claims/claim.ts';
import { claimsReport } from '../../harness/claims/claims-report.ts';
import { holdClaims } from '../../harness/claims/hold.ts';
import { profileNamed } from '../../model/host/profile.ts';

test('a verdict is the share of draws: 95 % and more, 5 % and less, or in part', (t) => {
  t.is(verdictOf(1), 'holds');
  t.is(verdictOf(0.95), 'holds');
  t.is(verdictOf(0.94), 'holds in part');
  t.is(verdictOf(0.06), 'holds in part');
  t.is(verdictOf(0.04), 'does not hold');
  t.is(verdictOf(0), 'does not hold');
});

test('more than 4 × is more than 4 ×: 4 itself does not hold, 2 × does where twice is asked for', (t) => {
  const measures = claims.flatMap((claim) => claim.measures);
  const speedup = measures.find(({ id }) => id === 'speedup-setup')!;
  const twice = measures.find(({ id }) => id === 'setup-crowd')!;
  t.false(holdsAt(speedup, 4));
  t.true(holdsAt(speedup, 4.001));
  t.true(holdsAt(twice, 2));
  t.false(holdsAt(twice, 1.999));
  for (const { least, strict } of measures.filter(({ id }) => id.startsWith('speedup'))) {
    t.is(least, 4);
    t.true(strict);
  }
});

test('half and twice a threshold are as far from no difference: 1 × of a ratio, 0 % of a share', (t) => {
  const measures = claims.flatMap((claim) => claim.measures);
  const ratio = measures.find(({ id }) => id === 'setup-crowd')!;
  const share = measures.find(({ id }) => id === 'sla-burst')!;
  t.deepEqual(
    [0.5, 1, 2].map((times) => leastAt(ratio, times)),
    [1.5, 2, 3],
  );
  t.deepEqual(
    [0.5, 1, 2].map((times) => leastAt(share, times)),
    [5, 10, 20],
  );
});

test('claims are held in the order of the abstract, on the default host and over draws; the report fits 80 columns', async (t) => {
  const told: number[] = [];
  const held = await holdClaims({
    profile: profileNamed('xen-4.8'),
    draws: 2,
    within: (share) => {
      told.push(share);
      return Promise.resolve();
    },
  });
  t.deepEqual(told, [0.25, 0.5, 0.75, 1]);
  t.deepEqual(
    held.map(({ measure }) => measure.id),
    claims.flatMap((claim) => claim.measures.map(({ id }) => id)),
  );
  for (const one of held) {
    t.true(Number.isFinite(one.atDefault), one.measure.id);
    t.true(one.low <= one.middle && one.middle <= one.high, one.measure.id);
    t.true([0, 0.5, 1].includes(one.share));
    t.true(one.otherwise.half >= one.share && one.share >= one.otherwise.twice, one.measure.id);
    t.true([0, 0.5, 1].includes(one.otherwise.unruled), one.measure.id);
    if (one.measure.unit === '×') t.true(one.low > 0, one.measure.id);
  }
  const report = claimsReport(held, 'xen-4.8');
  for (const line of report.split('\n')) t.true(line.length <= 80, line);
  t.false(report.includes('…  '), 'no label is cut');
  t.regex(report, /\d+ hold, \d+ hold in part of the draws, \d+ do not hold\n$/);
});
