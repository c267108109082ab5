/** Alerts on the error budget and credits, on series made up minute by minute. */
import test from 'ava';
import { alertsOf } from '../../harness/measure/alerts.ts';
import { creditOf, instanceLevel, penaltyOf, regionLevel } from '../../harness/measure/sla.ts';
import { alertFactor } from '../../harness/measure/slo.ts';
import { fraction, minutes } from '../../model/kernel/units.ts';

/** 100 requests a minute, of which so many miss from one minute to another; a budget of 1 %. */
const alerts = (length: number, bad: readonly (readonly [from: number, until: number, missed: number])[]) => {
  const missed = new Float64Array(length);
  for (const [from, until, count] of bad) missed.fill(count, from, until);
  const series = { interval: minutes(1), total: new Float64Array(length).fill(100), missed };
  return alertsOf({ series, allowed: fraction(0.01) });
};

test('factors of the field: 14.4 for 2 % in an hour, 6 for 5 % in six hours of 30 days', (t) => {
  t.is(alertFactor(0.02, 30 * 24, 1), 14.4);
  t.is(alertFactor(0.05, 30 * 24, 6), 6);
});

test('an hour in which every request misses pages once, an hour without any does not', (t) => {
  t.deepEqual(alerts(600, []), { pages: 0, tickets: 0 });
  t.is(alerts(600, [[300, 360, 100]]).pages, 1);
});

test('a page needs both windows: what is over long ago does not fire, what is short does not fill the long one', (t) => {
  // 8 minutes of 100 %: 13.3 times the budget in the hour, below 14.4, and below 6 in six hours
  t.is(alerts(600, [[400, 408, 100]]).pages, 0);
  t.is(alerts(600, [[400, 410, 100]]).pages, 1);
});

test('two bursts far apart are two pages, two close together are one', (t) => {
  t.is(
    alerts(900, [
      [200, 220, 100],
      [600, 620, 100],
    ]).pages,
    2,
  );
  t.is(
    alerts(900, [
      [200, 220, 100],
      [222, 240, 100],
    ]).pages,
    1,
  );
});

test('slow burning raises a ticket and no page: 4 times the budget for a day', (t) => {
  t.deepEqual(alerts(3 * 1440, [[1440, 2880, 4]]), { pages: 0, tickets: 1 });
});

test('a budget that burns at the very factor does not fire: it must be exceeded', (t) => {
  t.deepEqual(alerts(3 * 1440, [[0, 3 * 1440, 1]]), { pages: 0, tickets: 0 });
  t.is(alerts(720, [[0, 720, 6]]).pages, 0);
  t.is(alerts(720, [[0, 720, 7]]).pages, 1);
});

test('credits go by the severest tier, strictly below its bound', (t) => {
  const credits = (uptime: number) => [creditOf(regionLevel, uptime), creditOf(instanceLevel, uptime)];
  t.deepEqual(credits(99.99), [0, 0]);
  t.deepEqual(credits(99.989), [10, 0]);
  t.deepEqual(credits(99.499), [10, 10]);
  t.deepEqual(credits(98.999), [30, 30]);
  t.deepEqual(credits(95), [30, 30]);
  t.deepEqual(credits(94.9), [100, 100]);
});

test('a penalty is the credit of the charge and a fee for each request', (t) => {
  const terms = { agreement: regionLevel, feePerRequest: 0.001 };
  t.is(penaltyOf(terms, { uptime: 98, charge: 200, violated: 5_000 }), 65); // 30 % of 200 and 5
});
