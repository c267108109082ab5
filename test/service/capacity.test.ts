import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { InputError } from '../../model/kernel/faults.ts';
import { fraction, millis, moment, seconds } from '../../model/kernel/units.ts';
import { demandCurve, demandOf, missedAllowed, type Service } from '../../model/service/capacity.ts';
import { responseTail } from '../../model/kernel/erlang.ts';
import type { LoadWorkload } from '../../model/workload.ts';

const tenth: Service = { serviceTime: millis(100), threshold: millis(500), quantile: fraction(0.95) };

/** Whether so many replicas keep the objective, straight from the definition. */
const keeps = (service: Service, perSecond: number, replicas: number): boolean => {
  const queue = { arrivals: perSecond, rate: 1e6 / service.serviceTime, servers: replicas };
  return responseTail(queue, service.threshold / 1e6) <= missedAllowed(service);
};

const services = fc
  .record({
    serviceTime: fc.integer({ min: 1_000, max: 2_000_000 }),
    patience: fc.double({ min: 1.05, max: 20, noNaN: true }),
    quantile: fc.double({ min: 0.5, max: 0.999, noNaN: true }),
  })
  .map(({ serviceTime, patience, quantile }): Service => {
    // beyond what the service time alone takes, so that enough replicas keep it
    const threshold = Math.ceil(serviceTime * patience * -Math.log(1 - quantile)) + 1;
    return { serviceTime: serviceTime as never, threshold: threshold as never, quantile: fraction(quantile) };
  });

test('no load needs no replica, and a little load one', (t) => {
  const demand = demandOf(tenth);
  t.is(demand(0), 0);
  t.is(demand(1e-9), 1);
  t.is(demand(1), 1); // a = 0.1: P(T > 0.5 s) = e^(−(10 − 1)·0.5) = 0.011, so ⌈a⌉ + 1 = 2 would be one too many
});

test('a whole offered load needs at least one replica more than that', (t) => {
  const demand = demandOf(tenth);
  for (const offered of [1, 2, 10, 100]) t.true(demand(10 * offered) >= offered + 1);
});

test('M/M/1 boundary: one replica carries µ − ln(20)/threshold, and not more', (t) => {
  const demand = demandOf(tenth);
  const largest = 10 - Math.log(20) / 0.5; // e^(−(µ − λ)t) = 0.05
  t.is(demand(largest * (1 - 1e-9)), 1);
  t.is(demand(largest * (1 + 1e-9)), 2);
});

testProp(
  'the demand is enough, and one less breaks the objective',
  [services, fc.array(fc.double({ min: 1e-3, max: 300, noNaN: true }), { minLength: 1, maxLength: 20 })],
  (t, service, offered) => {
    const demand = demandOf(service);
    for (const a of offered) {
      const perSecond = (a * 1e6) / service.serviceTime;
      const replicas = demand(perSecond);
      t.true(
        keeps(service, perSecond * (1 - 1e-12), replicas),
        `${replicas} replicas are not enough for ${perSecond}`,
      );
      t.false(
        keeps(service, perSecond * (1 + 1e-12), replicas - 1),
        `${replicas - 1} replicas do for ${perSecond}`,
      );
    }
  },
  { seed: 3 },
);

testProp(
  'more load never needs fewer replicas, in whatever order it is asked',
  [services, fc.array(fc.double({ min: 0, max: 2_000, noNaN: true }), { minLength: 2, maxLength: 50 })],
  (t, service, offered) => {
    const demand = demandOf(service);
    const asked = offered.map((a) => [a, demand((a * 1e6) / service.serviceTime)] as const);
    const sorted = asked.toSorted(([a], [b]) => a - b);
    for (let i = 1; i < sorted.length; i += 1) t.true(sorted[i]![1] >= sorted[i - 1]![1]);
  },
  { seed: 4 },
);

test('a threshold that no number of replicas keeps is refused, with the least that works', (t) => {
  const fault = t.throws(() => demandOf({ ...tenth, threshold: millis(299) }), { instanceOf: InputError });
  t.regex(fault.message, /threshold above 0\.300 s/); // ln 20 × 0.1 s
  t.notThrows(() => demandOf({ ...tenth, threshold: millis(300) }));
  t.throws(() => demandOf({ ...tenth, quantile: fraction(1) }), { instanceOf: InputError });
  t.throws(() => demandOf({ ...tenth, serviceTime: seconds(0) }), { instanceOf: InputError });
});

test('a load that no service has is refused: it is in another unit', (t) => {
  t.throws(() => demandOf(tenth)(2e9), { instanceOf: InputError, message: /200000000 replicas at work/ });
});

test('the demand of a load has its steps and merges equal neighbours', (t) => {
  const load: LoadWorkload = {
    kind: 'load',
    horizon: moment(6_000_000),
    at: Float64Array.of(0, 1e6, 2e6, 3e6, 4e6, 5e6),
    rate: Float64Array.of(0, 1, 2, 50, 0, 0),
    quantity: 'rate',
  };
  const demand = demandOf(tenth);
  const curve = demandCurve(load, demand);
  t.deepEqual([...curve.at], [0, 1e6, 3e6, 4e6]);
  t.deepEqual([...curve.demand], [0, 1, demand(50), 0]);
});
