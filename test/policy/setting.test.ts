/** What a policy is told: its own defaults, a flag of the replay, an option of the policy, the stronger last. */
import test from 'ava';
import { hpa } from '../../model/policy/hpa.ts';
import { commonOptions, defaultCadence, settingOf, type Around } from '../../model/policy/setting.ts';
import type { PolicyEntry } from '../../model/policy/contract.ts';
import { fraction, millis, minutes, seconds } from '../../model/kernel/units.ts';

const around: Around = {
  tick: undefined,
  minReplicas: 1,
  maxReplicas: 30,
  initialReplicas: 4,
  target: fraction(0.6),
  serviceRate: 10,
  objective: { threshold: millis(500), quantile: fraction(0.95) },
};
const slow: PolicyEntry = {
  ...hpa,
  name: 'slow',
  cadence: { tick: minutes(1), sample: minutes(5), delay: minutes(2) },
};

test('without options a policy has its own cadence, or the usual one, and the bounds of the replay', (t) => {
  t.like(settingOf(slow, {}, around), { tick: minutes(1), sample: minutes(5), delay: minutes(2) });
  t.like(settingOf({ ...slow, cadence: undefined as never }, {}, around), { ...defaultCadence });
  t.like(settingOf(slow, {}, around), { minReplicas: 1, maxReplicas: 30, initialReplicas: 4 });
});

test('--tick is stronger than the policy’s own, and its option than both; samples keep their pace', (t) => {
  const flagged = { ...around, tick: seconds(30) };
  t.like(settingOf(slow, {}, flagged), { tick: seconds(30), sample: minutes(5) });
  t.like(settingOf(slow, { tick: '2s', sample: '1s', delay: '0s' }, flagged), {
    tick: seconds(2),
    sample: seconds(1),
    delay: seconds(0),
  });
});

test('the first size lies within the bounds, unless it is given', (t) => {
  t.like(settingOf(hpa, { min: '6' }, around), { minReplicas: 6, initialReplicas: 6 });
  t.like(settingOf(hpa, { max: '3' }, around), { maxReplicas: 3, initialReplicas: 3 });
  t.like(settingOf(hpa, { min: '0', initial: '0' }, around), { minReplicas: 0, initialReplicas: 0 });
  t.like(settingOf(hpa, { min: '40' }, around), { minReplicas: 40, maxReplicas: 40 });
});

test('the policy is handed its own options only', (t) => {
  const { options } = settingOf(hpa, { min: '2', target: '70%', tick: '5s' }, around);
  t.deepEqual(options, { target: '70%' });
});

test('mistakes in them are told together, and a minimum above the maximum', (t) => {
  t.throws(() => settingOf(hpa, { min: '-1', tick: '5', delay: 'soon' }, around), {
    name: 'InputError',
    message: /^hpa: min: found "-1"; .*\nhpa: tick: found "5"; .*\nhpa: delay: found "soon"; .*$/,
  });
  t.throws(() => settingOf(hpa, { min: '5', max: '2' }, around), {
    name: 'InputError',
    message: 'hpa: min is 5 and max is 2; min is at most max; change one of them',
  });
  for (const { about } of Object.values(commonOptions)) t.true(about.length > 0 && !about.includes('\n'));
});
