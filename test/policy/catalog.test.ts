/** The catalog of policies: found by name, each described, each refusing options it does not have. */
import test from 'ava';
import { policies, policyNamed } from '../../model/policy/catalog.ts';
import type { Foresight } from '../../model/policy/contract.ts';
import { seconds, START } from '../../model/kernel/units.ts';
import { seen, settingOf } from './worlds.ts';

const foresight: Foresight = { at: Float64Array.of(START), demand: Float64Array.of(3), lead: seconds(1) };

const names =
  'hpa, kpa, keda, target-tracking, step-scaling, simple-scaling, heat, azure, gcp-mig, react, adapt, hist, reg, ' +
  'conpaas, autoscale, erlang-c, seasonal-naive, holt-winters, ar, last-value, static, mmk-setup, staggered, never-cancel, delayed-off, peak, quantile, oracle, oracle-l';

test('every policy is found under its name, bounds last', (t) => {
  t.is(policies.map(({ name }) => name).join(', '), names);
  t.deepEqual(
    policies.flatMap(({ name, kind }) => (kind === 'bound' ? [name] : [])),
    ['peak', 'quantile', 'oracle', 'oracle-l'],
  );
  for (const policy of policies) t.is(policyNamed(policy.name), policy);
});

test('a name that is not there is answered with those that are, and the nearest', (t) => {
  t.throws(() => policyNamed('hpa2'), {
    name: 'InputError',
    message: `policy: found "hpa2"; known: ${names}; did you mean "hpa"?`,
  });
  t.throws(() => policyNamed('toString'), { message: `policy: found "toString"; known: ${names}` });
});

for (const entry of policies) {
  test(`${entry.name} describes itself in a line and decides with a reason`, (t) => {
    const policy = entry.kind === 'bound' ? entry.make(settingOf(), foresight) : entry.make(settingOf());
    t.is(policy.name, entry.name);
    t.true(entry.about.length > 0 && !entry.about.includes('\n'));
    t.not(policy.decide(policy.initial, seen(4))[1].reason, '');
  });

  test(`${entry.name} refuses an option it does not have`, (t) => {
    const setting = settingOf({ toString: '1' });
    t.throws(() => (entry.kind === 'bound' ? entry.make(setting, foresight) : entry.make(setting)), {
      name: 'InputError',
      message: /^[a-z-]+: found option "toString"; /,
    });
  });
}
