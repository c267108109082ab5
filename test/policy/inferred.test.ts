/** Sizes inferred from queues: Erlang's C for an objective, and AutoScale's number in the system. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { autoscale, offeredFrom } from '../../model/policy/autoscale.ts';
import { erlangSizing, serversFor } from '../../model/policy/erlang-sizing.ts';
import { erlangC } from '../../model/kernel/erlang.ts';
import { fraction, millis } from '../../model/kernel/units.ts';
import { demandOf } from '../../model/service/capacity.ts';
import { at, seen, settingOf } from './worlds.ts';

const objective = { threshold: millis(500), quantile: fraction(0.95) };

testProp(
  'erlang-c asks for the demand itself: the least replicas of the capacity model',
  [fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 400, noNaN: true }))],
  (t, load) => {
    const demand = demandOf({ serviceTime: millis(100), ...objective });
    t.is(serversFor(load / 10, 5, 1 - objective.quantile, 1000), demand(load));
  },
  { seed: 101, numRuns: 200 },
);

test('erlang-c by the rate, or by what waits as well', (t) => {
  const wants = (options: Record<string, string>, rest: object) => {
    const policy = erlangSizing.make(settingOf(options));
    return policy.decide(policy.initial, seen(4, { load: 20, ...rest }))[1];
  };
  const byRate = wants({ driven: 'rate' }, { waiting: 900 });
  t.is(byRate.replicas, serversFor(2, 5, 0.05, 100));
  // 900 in 15 s are 60 per second more
  t.deepEqual(wants({}, { waiting: 900 }), { replicas: serversFor(8, 5, 0.05, 100), reason: 'by the queue' });
  t.deepEqual(wants({}, { waiting: 0 }), { ...byRate, reason: 'by the rate' });
  t.is(wants({ drain: '60s' }, { waiting: 900 }).replicas, serversFor(3.5, 5, 0.05, 100));
  // a stricter objective needs more
  t.true(wants({ threshold: '350ms' }, {}).replicas > wants({ threshold: '2s' }, {}).replicas);
  t.is(wants({}, { load: Number.NaN }).reason, 'no sample yet');
});

test('erlang-c refuses an objective that no number of replicas keeps', (t) => {
  t.throws(() => erlangSizing.make(settingOf({ threshold: '100ms' })), {
    name: 'InputError',
    message:
      /^erlang-c: found threshold 0.1 s and quantile 0.95; .* raise the threshold or lower the quantile$/,
  });
});

testProp(
  'the load read off the number in the system is the one that brings it about',
  [fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 0.97, noNaN: true })],
  (t, servers, use) => {
    const offered = use * servers;
    const present = offered + (erlangC(offered, servers) * offered) / (servers - offered);
    t.true(Math.abs(offeredFrom(present, servers) - offered) < 1e-6 * servers);
  },
  { seed: 102 },
);

test('autoscale goes up at once and down when t-wait has passed', (t) => {
  const policy = autoscale.make(settingOf({ 't-wait': '60s' }));
  let state = policy.initial;
  const wanted = [2, 8, 8, 8, 8, 8, 8].map((n, i) => {
    // at 0 s 4 busy of 8 at half: 8 are right; later nothing is there
    const inSystem = i === 0 ? 1.0 : i === 1 ? 4 : 0;
    const observation = seen(n, { at: at(i * 15), ready: n, inSystem });
    const [next, decision] = policy.decide(state, observation);
    state = next;
    return decision.replicas;
  });
  // one request in two replicas: a little less than half each
  t.is(wanted[0], 2);
  t.is(wanted[1], 8);
  t.deepEqual(wanted.slice(2, 6), [8, 8, 8, 8]); // 15 s to 75 s: up to 60 s old
  t.is(wanted[6], 1);
});

test('autoscale of a line that grows asks for as many as full replicas need', (t) => {
  const policy = autoscale.make(settingOf());
  // a hundred requests on 4: all are full, 4 / 0.5
  t.is(policy.decide(policy.initial, seen(4, { inSystem: 1e6 }))[1].replicas, 8);
});
