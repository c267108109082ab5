/** One start per waiting request, in tables worked out by hand; k is 4. */
import test from 'ava';
import { delayedOff, mmkSetup, neverCancel, staggered } from '../../model/policy/setup-on-demand.ts';
import type { PolicyMaker } from '../../model/policy/contract.ts';

import { at, seen as observed, settingOf } from './worlds.ts';

const setting = settingOf({}, { minReplicas: 0, maxReplicas: 4 });

/** Wanted with so many ready and starting, so many requests in service and waiting. */
const wanted = (
  maker: PolicyMaker,
  ready: number,
  starting: number,
  busy: number,
  waiting: number,
): number => {
  const policy = maker.make(setting);
  const seen = { ...observed(1, { at: at(1) }), ready, starting, waiting, inSystem: busy + waiting };
  return policy.decide(policy.initial, seen)[1].replicas;
};

const rows: readonly (readonly [PolicyMaker, string, readonly number[], number])[] = [
  [mmkSetup, 'a start for each that waits', [1, 0, 1, 2], 3],
  [mmkSetup, 'no more than k in all', [2, 2, 2, 9], 4],
  [mmkSetup, 'a start that nobody waits for is given up', [1, 1, 1, 0], 1],
  [mmkSetup, 'an idle replica is switched off', [2, 0, 1, 0], 1],
  [staggered, 'one start at a time', [1, 0, 1, 3], 2],
  [staggered, 'none beyond k', [4, 0, 4, 3], 4],
  [neverCancel, 'starts under way are kept', [1, 2, 1, 0], 3],
  [neverCancel, 'and one more is begun where more wait', [1, 1, 1, 2], 3],
  [delayedOff, 'an idle replica waits', [2, 0, 1, 0], 2],
];

for (const [maker, what, [ready, starting, busy, waiting], expected] of rows) {
  test(`${maker.name}: ${what}`, (t) => {
    t.is(wanted(maker, ready!, starting!, busy!, waiting!), expected);
  });
}

test('never-cancel lets serving replicas leave before starting ones', (t) => {
  const policy = neverCancel.make(setting);
  const seen = { ...observed(1, { at: at(1) }), ready: 2, starting: 1, waiting: 0, inSystem: 1 };
  t.like(policy.decide(policy.initial, seen)[1], { replicas: 2, leaving: 'idle' });
});

test('delayed-off switches an idle replica off when its wait is over, and asks to be woken then', (t) => {
  const policy = delayedOff.make({ ...setting, options: { wait: '10s' } });
  const look = (state: unknown, when: number, ready: number, inSystem: number) =>
    policy.decide(state, { ...observed(1, { at: at(when) }), ready, starting: 0, waiting: 0, inSystem });
  const [idle, first] = look(policy.initial, 5, 2, 1);
  t.like(first, { replicas: 2, again: at(15) });
  t.is(look(idle, 14, 2, 1)[1].replicas, 2);
  t.is(look(idle, 15, 2, 1)[1].replicas, 1);
  const [taken] = look(idle, 12, 2, 2); // a request takes it, and its wait begins anew
  t.like(look(taken, 13, 2, 1)[1], { replicas: 2, again: at(23) });
});
