import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { sumsClose } from '../../model/conservation.ts';
import { ConservationError } from '../../model/kernel/faults.ts';
import { micros, moment, seconds, type Moment } from '../../model/kernel/units.ts';
import type { Integrals } from '../../model/recording.ts';
import { accountsOf, type Closed, type State } from '../../model/service/accounts.ts';
import { billOf, PER_SECOND, type Bill, type BillingRule, type Life } from '../../model/service/billing.ts';
import { ExactSum } from '../../model/service/sums.ts';
import { close } from '../shared.ts';

const NO_BILL: Bill = { occupied: 0n, unbilled: 0n, rounding: 0n, hourly: 0n, shortLived: 0 };

type Change = readonly [number, Partial<State>];
const book = (changes: readonly Change[], horizon: number, grid = 1, curves = false): Closed => {
  const accounts = accountsOf({ horizon: moment(horizon), grid: micros(grid), curves });
  for (const [at, change] of changes) accounts.set(moment(at), change);
  return accounts.close(NO_BILL);
};

test('one state at a time: of several at one moment the last counts, zero length counts nothing', (t) => {
  const { integrals, elasticity, curves } = book(
    [
      [0, { demand: 5 }],
      [0, { demand: 2, supply: 1 }],
      [10, { supply: 9, starting: 4 }],
      [10, { supply: 3, starting: 0 }],
      [30, { supply: 2 }],
      [40, { supply: 99 }],
      [50, { demand: 99 }],
    ],
    40,
    10,
    true,
  );
  t.like(integrals, {
    demand: 80n,
    supply: 90n, // 1·10 + 3·20 + 2·10
    serving: 70n, // 1·10 + 2·30
    under: 10n,
    over: 20n,
    starting: 0n,
    timeUnder: 10n,
    timeOver: 20n,
  });
  // 9 → 3 in no time is one step from 1 to 3; the one at the horizon counts too, what comes later does not
  t.like(elasticity, { supplySteps: 3, supplyUnits: 100, demandSteps: 0, gridSteps: 3, unstableSteps: 2 });
  t.is(elasticity.thetaUnder, 5); // half of the demand for 10 µs
  t.is(elasticity.thetaOver, 10);
  t.deepEqual([...curves!.at], [0, 10, 30]);
  t.deepEqual([...curves!.supply], [1, 3, 2]);
});

test('time without demand is left out of the relative error and counted by itself', (t) => {
  const { integrals, elasticity } = book(
    [
      [0, { supply: 3 }],
      [60, { demand: 1 }],
    ],
    100,
  );
  t.is(integrals.timeWithoutDemand, 60n);
  t.is(elasticity.thetaOver, 80); // (3 − 1)/1 for 40 µs
  t.is(integrals.over, 260n);
});

test('time that runs back in the accounts is a fault of the model', (t) => {
  const accounts = accountsOf({ horizon: moment(10), grid: micros(1) });
  accounts.set(moment(5), { demand: 1 });
  t.throws(() => accounts.set(moment(4), { demand: 2 }), { instanceOf: ConservationError });
});

testProp(
  'products of whole numbers add up exactly at any size',
  [
    fc.array(
      fc.tuple(fc.integer({ min: 0, max: 67_108_863 }), fc.integer({ min: 0, max: 4_503_599_627_370_495 })),
      { maxLength: 60 },
    ),
  ],
  (t, terms) => {
    const sum = new ExactSum();
    for (const [count, span] of terms) sum.add(count, span);
    t.is(
      sum.total(),
      terms.reduce((total, [count, span]) => total + BigInt(count) * BigInt(span), 0n),
    );
  },
  { seed: 5 },
);

/** Step functions with gaps from nothing to years, and counts up to a large cloud: totals pass 2^53. */
const stepFunctions = fc.array(
  fc.record({
    gap: fc.oneof(
      fc.constant(0),
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 0, max: 40_000_000_000_000 }),
    ),
    demand: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 50_000_000 })),
    supply: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 50_000_000 })),
    starting: fc.integer({ min: 0, max: 50_000_000 }),
    stopping: fc.integer({ min: 0, max: 50_000_000 }),
  }),
  { minLength: 1, maxLength: 40 },
);

testProp(
  'the split of time closes to the microsecond for any step functions',
  [stepFunctions, fc.integer({ min: 0, max: 40_000_000_000_000 })],
  (t, rows, rest) => {
    let at = 0;
    const changes = rows.map(({ gap, ...state }): Change => [(at += gap), state]);
    const horizon = at + rest;
    const { integrals } = book(changes, horizon, 15_000_000);
    const reference = { demand: 0n, supply: 0n, under: 0n, over: 0n, starting: 0n, stopping: 0n };
    changes.forEach(([from, state], i) => {
      const span = BigInt((changes[i + 1]?.[0] ?? horizon) - from);
      reference.demand += BigInt(state.demand!) * span;
      reference.supply += BigInt(state.supply!) * span;
      reference.under += BigInt(Math.max(0, state.demand! - state.supply!)) * span;
      reference.over += BigInt(Math.max(0, state.supply! - state.demand!)) * span;
      reference.starting += BigInt(state.starting!) * span;
      reference.stopping += BigInt(state.stopping!) * span;
    });
    t.like(integrals, reference);
    const occupied = reference.supply + reference.starting + reference.stopping;
    t.notThrows(() => sumsClose({ ...integrals, occupied }, { horizon: moment(horizon), seed: 1 }));
    t.throws(
      () => sumsClose({ ...integrals, occupied: occupied + 1n }, { horizon: moment(horizon), seed: 1 }),
      {
        instanceOf: ConservationError,
        message: /occupied is .* seed 1/,
      },
    );
  },
  { seed: 6 },
);

testProp(
  'instability counts what a walk along the grid counts',
  [
    fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 25 }),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 3 }),
      ),
      { maxLength: 40 },
    ),
    fc.integer({ min: 1, max: 30 }),
    fc.integer({ min: 1, max: 40 }),
  ],
  (t, rows, grid, rest) => {
    let at = 0;
    const changes = rows.map(([gap, demand, supply]): Change => [(at += gap), { demand, supply }]);
    const horizon = at + rest;
    const { elasticity } = book(changes, horizon, grid);
    let unstable = 0;
    let ahead = 0;
    let steps = 0;
    const stateAt = (moment: number): Partial<State> =>
      changes.findLast(([from]) => from <= moment)?.[1] ?? {};
    for (let point = grid; point < horizon; point += grid) {
      const before = stateAt(point - grid);
      const here = stateAt(point);
      const demand = Math.sign((here.demand ?? 0) - (before.demand ?? 0));
      const supply = Math.sign((here.supply ?? 0) - (before.supply ?? 0));
      unstable += Math.min(Math.abs(supply - demand), 1);
      ahead += supply > demand ? 1 : 0;
      steps += 1;
    }
    t.is(elasticity.unstableSteps, unstable);
    t.is(elasticity.aheadSteps, ahead);
    t.is(elasticity.gridSteps, steps);
  },
  { seed: 7 },
);

const HORIZON = seconds(1_000) as number;
const life = (
  requested: number,
  ready?: number,
  asked?: number,
  returned?: number,
  censored = false,
): Life => {
  return {
    requested: moment(requested * 1e6),
    ready: momentOf(ready),
    asked: momentOf(asked),
    returned: momentOf(returned),
    censored,
  };
};
const momentOf = (s: number | undefined): Moment | undefined =>
  s === undefined ? undefined : moment(s * 1e6);

/** Occupied, unbilled and rounding of one domain, in seconds. */
const bill = (rule: Partial<BillingRule>, one: Life): readonly number[] => {
  const billing = billOf({ ...PER_SECOND, ...rule }, moment(HORIZON));
  billing.add(one);
  const { occupied, unbilled, rounding } = billing.close();
  return [occupied, unbilled, rounding].map((sum) => Number(sum) / 1e6);
};

test('what a domain is billed under each rule', (t) => {
  t.deepEqual(bill({}, life(10, 12, 100, 103.5)), [93.5, 0, 0.5]);
  t.deepEqual(bill({}, life(10, 12, 20, 21)), [11, 0, 49], 'the minimum');
  t.deepEqual(bill({}, life(10, 12, 70, 70)), [60, 0, 0], 'exactly the minimum');
  t.deepEqual(bill({}, life(990, 995)), [10, 0, 0], 'still there: as seen, no minimum');
  t.deepEqual(bill({}, life(990, 995, 999.5, 1_002)), [10, 0, 0], 'returns after the horizon');
  t.deepEqual(bill({}, life(1_000)), [0, 0, 0], 'asked for at the horizon');
  t.deepEqual(bill({}, life(0, 0, 5, 5.5, true)), [5.5, 0, 0], 'there before the start: as seen');
  t.deepEqual(bill({ from: 'ready' }, life(10, 12, 100, 103.5)), [93.5, 2, 0.5]); // run 91.5
  t.deepEqual(bill({ from: 'ready' }, life(10, undefined, 20, 25)), [15, 15, 0], 'never ready');
  t.deepEqual(bill({ from: 'ready' }, life(990)), [10, 10, 0], 'not ready by the horizon');
  t.deepEqual(bill({ until: 'requested' }, life(10, 12, 99.5, 103)), [93, 3.5, 0.5]); // run 89.5
  t.deepEqual(
    bill({ until: 'requested' }, life(10, 12, 999.5, 1_002)),
    [990, 0.5, 0.5],
    'settled before the horizon',
  );
});

test('begun hours are billed for what has ended, and a domain stopped within the minimum was hardly used', (t) => {
  const billing = billOf(PER_SECOND, moment(HORIZON));
  billing.add(life(0, 10, 69.9, 70)); // served 59.9 s
  billing.add(life(0, 10, 70, 80)); // served 60 s
  billing.add(life(0, 10)); // still there: billed as seen
  billing.add(life(0, undefined, 5, 12)); // never ready
  billing.add(life(0, 0, 20, 30, true)); // there before: billed as seen
  const { hourly, shortLived } = billing.close();
  t.is(hourly, BigInt((3 * 3_600 + 1_000 + 30) * 1e6));
  t.is(shortLived, 1);
});

testProp(
  'occupied, less unbilled and with rounding, is the sum of the billed runs; and domains add up to states',
  [
    fc.array(
      fc.record({
        requested: fc.integer({ min: 0, max: 1_200 }),
        setup: fc.integer({ min: 0, max: 90 }),
        serves: fc.integer({ min: 0, max: 400 }),
        destroy: fc.integer({ min: 0, max: 90 }),
      }),
      { maxLength: 30 },
    ),
  ],
  (t, runs) => {
    const billing = billOf(PER_SECOND, moment(HORIZON));
    const accounts = accountsOf({ horizon: moment(HORIZON), grid: seconds(15) });
    const changes: { at: number; kind: keyof State; by: number }[] = [];
    for (const { requested, setup, serves, destroy } of runs) {
      const [ready, asked] = [requested + setup, requested + setup + serves];
      billing.add(life(requested, ready, asked, asked + destroy));
      changes.push(
        { at: requested, kind: 'starting', by: 1 },
        { at: ready, kind: 'starting', by: -1 },
        { at: ready, kind: 'supply', by: 1 },
        { at: asked, kind: 'supply', by: -1 },
        { at: asked, kind: 'stopping', by: 1 },
        { at: asked + destroy, kind: 'stopping', by: -1 },
      );
    }
    const state = { demand: 7, supply: 0, starting: 0, stopping: 0 };
    accounts.set(moment(0), state);
    for (const { at, kind, by } of changes.toSorted((a, b) => a.at - b.at)) {
      state[kind] += by;
      accounts.set(moment(at * 1e6), state);
    }
    const { integrals } = accounts.close(billing.close());
    t.notThrows(() => sumsClose(integrals, { horizon: moment(HORIZON), seed: 1 }));
  },
  { seed: 8 },
);

test('a year of fifty million domains is exact', (t) => {
  const year = 31_536_000_000_000;
  const { integrals }: { readonly integrals: Integrals } = book(
    [[0, { demand: 49_999_999, supply: 50_000_000 }]],
    year,
  );
  t.is(integrals.supply, 50_000_000n * 31_536_000_000_000n);
  t.is(integrals.over, 31_536_000_000_000n);
  t.true(close(Number(integrals.supply), 1.5768e21, 1e-12));
});
