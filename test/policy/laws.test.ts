/** What holds for every policy of the catalog, whatever the load: bounds, determinism, and a state that is left alone. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { policies } from '../../model/policy/catalog.ts';
import type { OptionText, Policy, PolicyEntry, PolicySetting } from '../../model/policy/contract.ts';
import { micros, START } from '../../model/kernel/units.ts';
import { settingOf as ruled } from '../../model/policy/setting.ts';
import { at, settingOf, ticksOf } from './worlds.ts';

const foresight = { at: Float64Array.of(at(0), at(300)), demand: Float64Array.of(3, 9), lead: micros(0) };

const made = (entry: PolicyEntry, setting: PolicySetting): Policy =>
  entry.kind === 'bound' ? entry.make(setting, foresight) : entry.make(setting);

/** With its own cadence and its own least size. */
const settingFor = (entry: PolicyEntry, rest: Partial<PolicySetting> = {}): PolicySetting => {
  const { options: _options, ...around } = settingOf({}, rest);
  return ruled(entry, {}, { ...around, tick: undefined });
};

const works = fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { minLength: 1, maxLength: 40 });
const world = {
  minReplicas: fc.integer({ min: 1, max: 3 }),
  maxReplicas: fc.integer({ min: 3, max: 40 }),
  initialReplicas: fc.constant(3),
};

/** Policies that look at ticks; those that requests wake are in setup-on-demand.test.ts. */
const ticking = policies.filter(({ wakes }) => wakes === undefined);

for (const entry of ticking) {
  testProp(
    `${entry.name} asks for a whole number within its bounds, with a reason, and leaves its state as it was`,
    [works, fc.record(world), fc.integer({ min: 0, max: 3 })],
    (t, work, bounds, lead) => {
      const setting = settingFor(entry, bounds);
      const steps = ticksOf(made(entry, setting), setting, work, lead); // freezes every state and observation
      t.is(steps.length, work.length);
      for (const { wanted, reason } of steps) {
        t.true(Number.isInteger(wanted) && wanted >= setting.minReplicas && wanted <= setting.maxReplicas);
        t.not(reason, '');
      }
    },
    { numRuns: 40, seed: 71 },
  );

  testProp(
    `${entry.name} decides by its state and what it sees alone: used again, and cut short, it decides the same`,
    [works, fc.integer({ min: 1, max: 40 })],
    (t, work, cut) => {
      const setting = settingFor(entry);
      const policy = made(entry, setting);
      const first = ticksOf(policy, setting, work, 1);
      // a load that ends otherwise is answered alike until then: nothing of it is seen before its time
      const other = work.map((load, i) => (i < cut ? load : 30 - load));
      t.deepEqual(ticksOf(policy, setting, other, 1).slice(0, cut), first.slice(0, cut));
      t.deepEqual(ticksOf(made(entry, setting), setting, work, 1), first);
    },
    { numRuns: 20, seed: 72 },
  );
}

const scaling = ticking.filter(({ kind, name }) => kind === 'policy' && name !== 'static');

for (const entry of scaling) {
  test(`${entry.name} ends with enough replicas for a load that stays, and with few where there is none`, (t) => {
    const setting = settingFor(entry, { initialReplicas: 2 });
    const busy = ticksOf(
      made(entry, setting),
      setting,
      Array.from({ length: 300 }, () => 6),
    );
    t.true(busy.at(-1)!.wanted >= 6 && busy.at(-1)!.wanted <= 40, `${busy.at(-1)!.wanted} for 6`);
    t.is(new Set(busy.slice(-20).map(({ wanted }) => wanted)).size, 1);
    const idle = ticksOf(made(entry, setting), setting, [6, 6, ...Array.from({ length: 1200 }, () => 0)]);
    // reg cannot fit a parabola to nothing and keeps its headroom
    t.true(idle.at(-1)!.wanted <= (entry.name === 'reg' ? 2 : 1), `${idle.at(-1)!.wanted} for nothing`);
  });
}

test('every policy says what it is, how it computes, and where that comes from', (t) => {
  for (const { name, about, docs, options, kind } of policies) {
    t.true(docs !== undefined, name);
    t.is(kind === 'bound', docs!.standing === 'bound' && name !== 'static');
    for (const text of [about, docs!.rounding, docs!.leftOut, docs!.source, ...docs!.formula]) {
      t.true(text.length > 0 && !text.includes('\n') && !text.endsWith('.'), `${name}: ${text}`);
    }
    for (const [option, parts] of Object.entries(options as Record<string, OptionText>)) {
      for (const text of [parts.about, parts.default, parts.source])
        t.true(text.length > 0, `${name}: ${option}`);
    }
  }
  t.is(START, at(0));
});
