import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import {
  erlangB,
  erlangC,
  responseMean,
  responseTail,
  sharedResponseMean,
  steadyTail,
  steadyTailBeyond,
  waitMean,
  waitMeanGeneral,
  waitTail,
} from '../../model/kernel/erlang.ts';
import { close } from '../shared.ts';

test('Erlang C of metrics.md section 7', (t) => {
  const published = [
    [2, 1.5, 0.642857],
    [3, 2.4, 0.647191],
    [10, 8, 0.40918],
    [10, 9, 0.668732],
    [50, 46, 0.458085],
  ] as const;
  for (const [servers, offered, value] of published)
    t.is(Number(erlangC(offered, servers).toPrecision(6)), value, `c=${servers} a=${offered}`);
});

test('Erlang B agrees with its textbook recursion from 0 up to 10,000 servers', (t) => {
  for (const [offered, servers] of [
    [0.001, 3],
    [40, 10],
    [500, 520],
    [9_900, 10_000],
    [12_000, 10_000],
    [9_999.5, 10_000],
    [2_000, 10_000],
  ] as const) {
    let blocked = 1;
    for (let n = 1; n <= servers; n += 1) blocked = (offered * blocked) / (n + offered * blocked);
    t.true(close(erlangB(offered, servers), blocked, 1e-12), `a=${offered} c=${servers}`);
  }
});

test('a queue with no load, no servers or too much load', (t) => {
  t.is(erlangB(0, 3), 0);
  t.is(erlangB(0, 0), 1);
  t.is(erlangC(0, 3), 0);
  t.is(erlangC(3, 3), 1);
  const full = { arrivals: 3, rate: 1, servers: 3 };
  t.is(waitMean(full), Number.POSITIVE_INFINITY);
  t.is(waitTail(full, 1e9), 1);
  t.is(responseTail(full, 1e9), 1);
  t.is(sharedResponseMean(1, 1), Number.POSITIVE_INFINITY);
});

test('one server: M/M/1 waits ρ/(µ − λ), responds in 1/(µ − λ), with exponential tails', (t) => {
  const queue = { arrivals: 3, rate: 5, servers: 1 };
  t.true(close(waitMean(queue), 0.6 / 2, 1e-14));
  t.true(close(responseMean(queue), 1 / 2, 1e-14));
  t.true(close(waitTail(queue, 0.7), 0.6 * Math.exp(-2 * 0.7), 1e-14));
  t.true(close(responseTail(queue, 0.7), Math.exp(-2 * 0.7), 1e-14));
  t.true(close(sharedResponseMean(3, 5), responseMean(queue), 1e-14)); // shared: the same mean
});

test('constant service halves the wait of exponential service, M/G/1 exactly so (Pollaczek–Khinchine)', (t) => {
  const queue = { arrivals: 3, rate: 5, servers: 1 };
  t.true(close(waitMeanGeneral(queue, 0), waitMean(queue) / 2, 1e-14));
  t.true(close(waitMeanGeneral(queue, 1), waitMean(queue), 1e-14));
});

test('the tail where the queue drains as fast as one server works is e^(−µt)(1 + Cµt)', (t) => {
  const queue = { arrivals: 4, rate: 2, servers: 3 }; // δ = 3·2 − 4 = µ
  const expected = Math.exp(-2 * 0.9) * (1 + erlangC(2, 3) * 2 * 0.9);
  t.true(close(responseTail(queue, 0.9), expected, 1e-14));
  const beside = { ...queue, arrivals: 4 * (1 + 1e-12) };
  t.true(close(responseTail(beside, 0.9), expected, 1e-10));
});

const tail = (offered: number, servers: number, at: number): number =>
  steadyTail(erlangC(offered, servers), servers - offered, at);

testProp(
  'the tail begins at 1 and falls, more servers never raise it and more load never lowers it',
  [
    fc.integer({ min: 1, max: 400 }),
    fc.double({ min: 0.01, max: 0.999, noNaN: true }),
    fc.double({ min: 1e-6, max: 30, noNaN: true }),
  ],
  (t, servers, use, at) => {
    const offered = use * servers;
    const here = tail(offered, servers, at);
    t.is(tail(offered, servers, 0), 1);
    t.true(here >= 0 && here <= 1 + 1e-15);
    t.true(tail(offered, servers, at * 1.1) <= here * (1 + 1e-12));
    t.true(tail(offered, servers + 1, at) <= here * (1 + 1e-12));
    t.true(tail(offered * 0.9, servers, at) <= here * (1 + 1e-12));
  },
  { seed: 1 },
);

testProp(
  'the integral of the tail is what a fine sum of it gives, and from 0 it is the mean response',
  [
    fc.integer({ min: 1, max: 50 }),
    fc.double({ min: 0.01, max: 0.98, noNaN: true }),
    fc.double({ min: 0, max: 5, noNaN: true }),
    fc.double({ min: 0.01, max: 5, noNaN: true }),
  ],
  (t, servers, use, from, width) => {
    const waits = erlangC(use * servers, servers);
    const drain = servers - use * servers;
    const cells = 4_000;
    let sum = 0;
    for (let i = 0; i < cells; i += 1) sum += steadyTail(waits, drain, from + (width * (i + 0.5)) / cells);
    const exact = steadyTailBeyond(waits, drain, from) - steadyTailBeyond(waits, drain, from + width);
    t.true(close(exact, (sum * width) / cells, 1e-4), `${exact} ${(sum * width) / cells}`);
    const mean = responseMean({ arrivals: use * servers, rate: 1, servers });
    t.true(close(steadyTailBeyond(waits, drain, 0), mean, 1e-12));
  },
  { seed: 2 },
);
