/** A load under a policy: what the policy is shown, how late, and what becomes of its decisions. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { between, moment, seconds, type Moment } from '../../model/kernel/units.ts';
import type { Observation, Policy } from '../../model/policy/contract.ts';
import type { LoadWorkload } from '../../model/workload.ts';
import { ideal } from '../../model/host/variants.ts';
import { stock } from '../host/world.ts';
import { close } from '../shared.ts';
import { loadOf, planWith, policyFor, scripted, servedOn, type PlanChanges } from '../replay/world.ts';

/** A policy that writes down all that it is shown. */
const witness = (policy: Policy): { policy: Policy; seen: Observation[] } => {
  const seen: Observation[] = [];
  return {
    seen,
    policy: {
      ...policy,
      decide: (state, observation) => {
        seen.push(observation);
        return policy.decide(state, observation);
      },
    },
  };
};

const seenOf = (load: LoadWorkload, changes: PlanChanges, policy?: Policy): readonly Observation[] => {
  const plan = planWith(changes);
  const watched = witness(policy ?? policyFor('hpa', plan));
  servedOn(stock, load, watched.policy, changes);
  return watched.seen;
};

/** Mean requests per second from one moment to the other. */
const meanBetween = ({ at, rate }: LoadWorkload, from: number, until: number): number => {
  let requests = 0;
  for (let i = 0; i < at.length; i += 1) {
    const span = Math.min(at[i + 1] ?? until, until) - Math.max(at[i]!, from);
    if (span > 0) requests += rate[i]! * span;
  }
  return requests / (until - from);
};

const spans = fc.array(
  fc.record({ span: fc.integer({ min: 1, max: 30 }), rate: fc.integer({ min: 0, max: 100 }) }),
  { minLength: 2, maxLength: 8 },
);
const loadFrom = (steps: readonly { span: number; rate: number }[]): LoadWorkload => {
  let at = 0;
  const rows = steps.map(({ span, rate }) => {
    at += span;
    return [at - span, rate] as const;
  });
  return loadOf(at, rows);
};

testProp(
  'the load a policy sees is the mean of the newest period that is old enough, and its age says how old it is',
  [spans, fc.constantFrom(0, 5, 7, 15), fc.constantFrom(5, 4)],
  (t, steps, delay, tick) => {
    const load = loadFrom(steps);
    for (const { at, age, load: shown, utilisation, measured } of seenOf(load, {
      service: { tick: seconds(tick), delay: seconds(delay) },
    })) {
      const periods = Math.floor((at - seconds(delay)) / seconds(tick));
      if (periods < 1) {
        t.deepEqual(
          [shown, utilisation, measured, age],
          [Number.NaN, Number.NaN as never, 0, between(0 as Moment, at)],
        );
        continue;
      }
      const end = periods * seconds(tick);
      t.is<number, number>(age, at - end);
      t.true(age >= seconds(delay) && age < seconds(delay) + seconds(tick));
      t.true(Math.abs(shown - meanBetween(load, end - seconds(tick), end)) < 1e-6);
    }
    // a load shorter than a tick is never looked at
    t.pass();
  },
  { numRuns: 60 },
);

testProp(
  'no observation shows the future: loads that differ from a moment on are seen alike until then',
  [spans, fc.integer({ min: 5, max: 60 }), fc.integer({ min: 0, max: 100 })],
  (t, steps, turn, rate) => {
    const load = loadFrom(steps);
    fc.pre(turn * 1e6 < load.horizon);
    const kept = load.at.filter((at) => at < seconds(turn));
    const other: LoadWorkload = {
      ...load,
      at: Float64Array.of(...kept, seconds(turn)),
      rate: Float64Array.of(...load.rate.slice(0, kept.length), rate),
    };
    const until = ({ at }: Observation): boolean => at <= seconds(turn);
    const changes = { service: { tick: seconds(5), delay: seconds(0) } };
    t.deepEqual(seenOf(other, changes).filter(until), seenOf(load, changes).filter(until));
  },
  { numRuns: 60 },
);

test('samples have a pace of their own: each is shown once, when it is old enough, oldest first', (t) => {
  const load = loadOf(20, [
    [0, 5],
    [4, 8],
  ]);
  const ends = (tick: number, sample: number, delay: number): number[][] =>
    seenOf(load, { service: { tick: seconds(tick), sample: seconds(sample), delay: seconds(delay) } }).map(
      ({ samples }) => samples.map(({ end }) => end / 1e6),
    );
  t.deepEqual(ends(4, 2, 1), [[2], [4, 6], [8, 10], [12, 14]]);
  t.deepEqual(ends(5, 8, 0), [[], [8], []]);
  t.deepEqual(ends(6, 6, 12), [[], [], [6]]);
  const seen = seenOf(load, { service: { tick: seconds(4), sample: seconds(3), delay: seconds(0) } });
  t.like(seen[1]!.samples[0], { end: moment(6e6), period: seconds(3), load: (5 + 2 * 8) / 3 });
  // what the newest sample says stands until the next is shown
  t.deepEqual(
    seen.map((one) => one.load),
    [5, 7, 8, 8],
  );
});

test('the policy is asked once per tick, from the first tick on, and not at the horizon', (t) => {
  const seen = seenOf(loadOf(60, [[0, 5]]), { service: { tick: seconds(15) } });
  t.deepEqual(
    seen.map(({ at }) => at),
    [15, 30, 45].map((at) => moment(seconds(at))),
  );
});

test('an observation counts replicas wanted, ready, starting and stopping, which add up', (t) => {
  const script = scripted([
    [0, 1],
    [10, 6],
    [30, 2],
  ]);
  const seen = seenOf(loadOf(60, [[0, 5]]), { service: { tick: seconds(1) } }, script);
  for (const { wanted, ready, starting } of seen) t.is(wanted, ready + starting);
  t.true(seen.some(({ starting }) => starting === 5));
  t.true(seen.some(({ stopping }) => stopping > 0));
  t.true(seen.some(({ ready }) => ready === 6));
});

test('replicas that became ready within the last period are not among the measured', (t) => {
  const script = scripted([
    [0, 2],
    [12, 3],
  ]);
  const changes = { service: { tick: seconds(10), delay: seconds(0), initialReplicas: 2 } };
  const plan = planWith(changes);
  const watched = witness(script);
  servedOn(ideal, loadOf(60, [[0, 5]]), watched.policy, changes);
  t.is(plan.service.initialReplicas, 2);
  // the third replica is ready at 20 s, at once: 30 s is the end of its first whole period
  t.deepEqual(
    watched.seen.map(({ ready, measured }) => [ready, measured]),
    [
      [2, 2],
      [2, 2],
      [3, 3],
      [3, 3],
      [3, 3],
    ],
  );
  const slow = witness(script);
  servedOn(stock, loadOf(60, [[0, 5]]), slow.policy, changes);
  t.deepEqual(
    slow.seen.map(({ ready, measured }) => [ready, measured]),
    [
      [2, 2],
      [2, 2],
      [3, 2],
      [3, 3],
      [3, 3],
    ],
  );
});

test('utilisation is the busy share of the ready replicas, and 1 while there is a backlog', (t) => {
  // a replica serves 10 requests/s: 2 of them are busy to a quarter by 5, and cannot do 50
  const load = loadOf(60, [
    [0, 5],
    [20, 50],
  ]);
  const seen = seenOf(
    load,
    { service: { tick: seconds(10), delay: seconds(0), initialReplicas: 2 } },
    scripted([[0, 2]]),
  );
  t.deepEqual(
    seen.map(({ utilisation }) => Math.round(utilisation * 1e9) / 1e9),
    [0.25, 0.25, 1, 1, 1],
  );
  // 30 requests/s more than served
  t.deepEqual(
    seen.map(({ backlog }) => Math.round(backlog)),
    [0, 0, 300, 600, 900],
  );
});

test('the HPA takes a step of load up in steps that it explains, and comes down after its stabilisation window', (t) => {
  const load = loadOf(1800, [
    [0, 10],
    [120, 80],
    [600, 10],
  ]);
  const { decisions } = servedOn(stock, load, 'hpa');
  const changes = decisions.filter(({ from, to }) => from !== to);
  const up = changes.filter(({ from, to }) => to > from);
  const down = changes.filter(({ from, to }) => to < from);
  t.true(up.length > 1 && down.length > 0);
  // 80 requests/s at 6 per replica at the target of 60 %: 13.3; what waited meanwhile drives it beyond
  t.true(Math.max(...changes.map(({ to }) => to)) >= 14);
  // what 80 needs stays until the load has been low for the 300 s of the window
  t.true(down.filter(({ to }) => to < 14).every(({ at }) => at >= seconds(900)));
  t.true(down.some(({ to }) => to < 14));
  t.true(up.filter(({ at }) => at > seconds(120)).every(({ at }) => at >= seconds(150)));
  for (const { reason } of decisions) t.regex(reason, /\w/);
  t.true(new Set(decisions.map(({ reason }) => reason)).size >= 3);
  for (const [row, { from }] of changes.entries()) t.is(from, changes[row - 1]?.to ?? 1);
});

test('decisions are kept where they change something or their reason, not at every tick', (t) => {
  const { decisions } = servedOn(stock, loadOf(3600, [[0, 5]]), 'static');
  t.is(decisions.length, 1);
  t.like(decisions[0], { from: 1, to: 1, reason: 'static' });
});

test('a service that is slow to start serves more late than its ideal twin', (t) => {
  const load = loadOf(900, [
    [0, 10],
    [120, 150],
    [600, 10],
  ]);
  const [slow, quick] = [stock, ideal].map((variant) => servedOn(variant, load, 'hpa').objective);
  // the same requests, summed over other pieces of time
  t.true(close(slow!.total, quick!.total, 1e-12));
  t.true(slow!.missed > quick!.missed);
  t.true(slow!.timeMissed > quick!.timeMissed);
});

test('a day without any load keeps the least replicas and misses nothing', (t) => {
  const { integrals, objective, decisions } = servedOn(stock, loadOf(3600, [[0, 0]]), 'hpa');
  t.is(objective.total, 0);
  t.is(integrals.under, 0n);
  t.is(decisions.at(-1)!.to, 1);
});
