/** The split of time closes, and every integral is what a naive count of the domains gives. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { checkRecording, sumsClose } from '../../model/conservation.ts';
import { ConservationError } from '../../model/kernel/faults.ts';
import { moment, seconds } from '../../model/kernel/units.ts';
import type { Curves, Recording, TaskRows } from '../../model/recording.ts';
import { demandOf } from '../../model/service/capacity.ts';
import { billedSpan, PER_SECOND, type BillingRule } from '../../model/service/billing.ts';
import { CENSORED_END, CENSORED_START, type LifecycleWorkload } from '../../model/workload.ts';
import { livedOn, livesOf, loadOf, planWith, servedOn, variants, type Lived } from './world.ts';

const HORIZON = 60;

const lives: fc.Arbitrary<readonly Lived[]> = fc.array(
  fc
    .record({
      from: fc.option(fc.integer({ min: 0, max: HORIZON * 1000 - 1 }), { nil: undefined, freq: 4 }),
      life: fc.option(fc.integer({ min: 0, max: 40_000 }), { nil: undefined, freq: 4 }),
      vcpus: fc.integer({ min: 1, max: 4 }),
      mib: fc.integer({ min: 64, max: 8192 }),
    })
    .map(({ from, life, ...size }) => ({
      ...size,
      from: from === undefined ? undefined : from / 1000,
      to: life === undefined ? undefined : Math.min(HORIZON, ((from ?? 0) + life) / 1000),
    })),
  { minLength: 1, maxLength: 8 },
);

const fleets = fc.record({
  hosts: fc.integer({ min: 1, max: 3 }),
  guestsPerHost: fc.integer({ min: 1, max: 4 }),
  packing: fc.constantFrom('pack', 'spread'),
});

const bills: fc.Arbitrary<BillingRule> = fc.record({
  minimum: fc.constantFrom(seconds(0), seconds(60)),
  granularity: fc.constantFrom(seconds(1), seconds(60)),
  from: fc.constantFrom('requested', 'ready'),
  until: fc.constantFrom('returned', 'requested'),
});

const loads = fc
  .array(fc.record({ span: fc.integer({ min: 1, max: 40 }), rate: fc.integer({ min: 0, max: 120 }) }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((steps) => {
    let at = 0;
    const changes = steps.map(({ span, rate }) => {
      const change = [at, rate] as const;
      at += span;
      return change;
    });
    return loadOf(at, changes);
  });

const variant = fc.constantFrom(...variants);
const seed = fc.integer({ min: 0, max: 1000 });

interface Counts {
  readonly demand: number;
  readonly supply: number;
  readonly starting: number;
  readonly stopping: number;
}

/** Integrals of counts that hold from each moment to the next, by the definitions and nothing cleverer. */
const integralsOf = (
  moments: readonly number[],
  horizon: number,
  countsAt: (at: number, place: number) => Counts,
) => {
  const sums = { demand: 0, supply: 0, serving: 0, under: 0, over: 0, starting: 0, stopping: 0 };
  const times = { timeUnder: 0, timeOver: 0, timeWithoutDemand: 0 };
  moments.forEach((at, place) => {
    const span = Math.min(moments[place + 1] ?? horizon, horizon) - at;
    if (span <= 0) return;
    const { demand, supply, starting, stopping } = countsAt(at, place);
    sums.demand += demand * span;
    sums.supply += supply * span;
    sums.serving += Math.min(demand, supply) * span;
    sums.under += Math.max(0, demand - supply) * span;
    sums.over += Math.max(0, supply - demand) * span;
    sums.starting += starting * span;
    sums.stopping += stopping * span;
    if (supply < demand) times.timeUnder += span;
    if (supply > demand) times.timeOver += span;
    if (demand === 0) times.timeWithoutDemand += span;
  });
  return Object.fromEntries(Object.entries({ ...sums, ...times }).map(([key, sum]) => [key, BigInt(sum)]));
};

const fromCurves = ({ at, ...curves }: Curves, horizon: number) =>
  integralsOf([...at], horizon, (_at, place) => ({
    demand: curves.demand[place]!,
    supply: curves.supply[place]!,
    starting: curves.starting[place]!,
    stopping: curves.stopping[place]!,
  }));

/** One domain as trace and rows tell it; what did not happen is at infinity. */
interface Told {
  readonly asked: number;
  readonly ready: number;
  readonly unwanted: number;
  readonly returned: number;
  readonly found: boolean;
}

const endings = (rows: TaskRows | undefined): ReadonlyMap<number, number> =>
  new Map(Array.from(rows!.domain, (domain, row) => [domain, rows!.ended[row]!]));

/** @param places  for domains on all hosts: so many rows at the start are found, and the rest are asked for */
const toldOf = (trace: LifecycleWorkload, recording: Recording, places: number): readonly Told[] => {
  const ready = endings(recording.creations);
  const returned = endings(recording.destructions);
  const never = Number.POSITIVE_INFINITY;
  return Array.from(trace.created, (asked, row) => {
    const unwanted = (trace.marks[row]! & CENSORED_END) === 0 ? trace.deleted[row]! : never;
    const found = (trace.marks[row]! & CENSORED_START) !== 0 && row < places;
    // without a row of its creation it never reached a host
    const forgotten = !found && !ready.has(row) ? unwanted : never;
    return {
      asked,
      unwanted,
      found,
      ready: found ? 0 : (ready.get(row) ?? never),
      returned: returned.get(row) ?? forgotten,
    };
  });
};

const manyOf = (domains: readonly Told[], is: (one: Told) => boolean): number => domains.filter(is).length;

const countsOf =
  (domains: readonly Told[]) =>
  (at: number): Counts => {
    return {
      demand: manyOf(domains, (one) => one.asked <= at && at < one.unwanted),
      supply: manyOf(domains, (one) => one.ready <= at && at < one.unwanted),
      starting: manyOf(domains, (one) => one.asked <= at && at < Math.min(one.ready, one.unwanted)),
      stopping: manyOf(domains, (one) => one.unwanted <= at && at < one.returned),
    };
  };

const billOf = (domains: readonly Told[], rule: BillingRule, horizon: number) => {
  const bill = { occupied: 0, billed: 0 };
  for (const one of domains.filter(({ asked }) => asked < horizon)) {
    bill.occupied += Math.min(one.returned, horizon) - one.asked;
    const begins = rule.from === 'ready' ? one.ready : one.asked;
    const ends = rule.until === 'requested' ? one.unwanted : one.returned;
    if (begins >= horizon || ends < begins) continue;
    const run = Math.min(ends, horizon) - begins;
    bill.billed += ends <= horizon && !one.found ? billedSpan(rule, run) : run;
  }
  return { occupied: BigInt(bill.occupied), billed: BigInt(bill.billed) };
};

testProp(
  'a lifecycle replay: occupied = serving + over + starting + stopping, and billed adds the rounding, to the microsecond',
  [lives, fleets, variant, bills, seed],
  (t, domains, fleet, host, billing, draw) => {
    const recording = livedOn(host, livesOf(HORIZON, domains), { fleet, billing }, draw);
    const { serving, over, starting, stopping, occupied, unbilled, rounding } = recording.integrals;
    t.is(occupied, serving + over + starting + stopping);
    t.true(rounding >= 0n && unbilled >= 0n && unbilled <= occupied);
    if (billing.from === 'requested' && billing.until === 'returned') t.is(unbilled, 0n);
  },
  { numRuns: 150 },
);

testProp(
  'a lifecycle replay: integrals and bill are those of a count, domain by domain, from the trace and the rows',
  [lives, fleets, variant, bills, seed],
  (t, domains, fleet, host, billing, draw) => {
    const trace = livesOf(HORIZON, domains);
    const recording = livedOn(host, trace, { fleet, billing }, draw);
    const told = toldOf(trace, recording, fleet.hosts * fleet.guestsPerHost);
    const moments = [
      0,
      ...told.flatMap(({ asked, ready, unwanted, returned }) => [asked, ready, unwanted, returned]),
    ];
    const horizon = trace.horizon as number;
    const ordered = [...new Set(moments)].filter((at) => at < horizon).toSorted((a, b) => a - b);
    const { integrals } = recording;
    t.like(integrals, integralsOf(ordered, horizon, countsOf(told)));
    const { occupied, billed } = billOf(told, billing, horizon);
    t.is(integrals.occupied, occupied);
    t.is(integrals.occupied - integrals.unbilled + integrals.rounding, billed);
  },
  { numRuns: 150 },
);

testProp(
  'a lifecycle replay that destroys after lifetimes: the sums close and are those of the step functions',
  [lives, fleets, variant, fc.constantFrom('preboot' as const, 'boot' as const, 'drop' as const), seed],
  (t, domains, fleet, host, censored, draw) => {
    const recording = livedOn(
      host,
      livesOf(HORIZON, domains),
      { fleet, lifecycle: { destroy: 'lifetime', censored } },
      draw,
    );
    const { integrals, curves } = recording;
    t.like(integrals, fromCurves(curves!, seconds(HORIZON)));
    t.is(integrals.occupied, integrals.serving + integrals.over + integrals.starting + integrals.stopping);
  },
  { numRuns: 100 },
);

testProp(
  'a load replay: the sums close, are those of the step functions, and supply + starting is what was decided',
  [
    loads,
    fc.constantFrom('hpa', 'last-value', 'static'),
    variant,
    bills,
    fc.integer({ min: 0, max: 4 }),
    seed,
  ],
  (t, load, policy, host, billing, initialReplicas, draw) => {
    const changes = {
      billing,
      service: { tick: seconds(5), delay: seconds(5), initialReplicas, maxReplicas: 8 },
    };
    const recording = servedOn(host, load, policy, changes, draw);
    const { integrals, curves, decisions } = recording;
    t.like(integrals, fromCurves(curves!, load.horizon));
    t.is(integrals.occupied, integrals.serving + integrals.over + integrals.starting + integrals.stopping);
    const demand = demandOf(planWith(changes).service.objective);
    curves!.at.forEach((at, row) => {
      const step = load.at.findLastIndex((from) => from <= at);
      t.is(curves!.demand[row], demand(load.rate[step]!));
      const decided = decisions.findLast((decision) => decision.at <= at)?.to ?? initialReplicas;
      t.is(curves!.supply[row]! + curves!.starting[row]!, decided);
    });
  },
  { numRuns: 100 },
);

test('a recording whose sums do not close is a fault of the model that names the sum, the horizon and the seed', (t) => {
  const recording = livedOn(variants[0]!, livesOf(HORIZON, [{ from: 1, to: 30 }]), {}, 7);
  t.notThrows(() => checkRecording(recording));
  const { integrals } = recording;
  for (const key of ['demand', 'supply', 'occupied', 'serving', 'starting', 'stopping'] as const) {
    const broken = { ...integrals, [key]: integrals[key] + 1n };
    t.throws(() => sumsClose(broken, recording), {
      instanceOf: ConservationError,
      message: /is \d+ domain-µs but .+ is \d+, at 60000000 µs, seed 7/,
    });
  }
  t.throws(() => checkRecording({ ...recording, cleans: new Float64Array() }), {
    instanceOf: ConservationError,
  });
  t.is(moment(seconds(HORIZON)), recording.horizon);
});

test('a domain of half a minute is billed the minute of the rule, and one cut by the horizon what was seen', (t) => {
  const short = livedOn(variants.at(-1)!, livesOf(HORIZON, [{ from: 1, to: 31 }]));
  t.is(short.integrals.rounding, BigInt(PER_SECOND.minimum - seconds(30)));
  const cut = livedOn(variants.at(-1)!, livesOf(HORIZON, [{ from: 30 }]));
  t.is(cut.integrals.rounding, 0n);
});
