/** Requests one by one against closed forms, and against the fluid where its steady state holds. */
import test, { type ExecutionContext } from 'ava';
import { drawsOf, type Law } from '../../model/kernel/law.ts';
import { responseMean, responseTail, sharedResponseMean } from '../../model/kernel/erlang.ts';
import { simulationOf } from '../../model/kernel/simulation.ts';
import { streamsOf } from '../../model/kernel/streams.ts';
import { fraction, micros, moment, seconds, START } from '../../model/kernel/units.ts';
import type { Service } from '../../model/service/capacity.ts';
import { eachOf, type EachRules } from '../../model/service/each.ts';
import { fluidOf } from '../../model/service/fluid.ts';
import { interval999 } from '../kernel/interval.ts';

const second: Service = { serviceTime: seconds(1), threshold: seconds(3), quantile: fraction(0.5) };
const exponential: Law = { kind: 'exponential' };
const inLine: EachRules = { law: exponential, discipline: 'line' };

/** Batch means of the response, seconds, and the objective of the whole run. */
const steady = (rules: EachRules, load: number, replicas: number, batches = 40, batch = 5_000) => {
  const simulation = simulationOf();
  const length = Math.round(seconds(batch / load));
  const horizon = moment(length * (batches + 1));
  const requests = eachOf(simulation, second, rules, horizon, streamsOf(5));
  requests.load(START, load);
  requests.ready(START, replicas);
  let before = requests.sample(START);
  const means: number[] = [];
  for (let i = 1; i <= batches + 1; i += 1) {
    simulation.run(moment(i * length));
    const after = requests.sample(moment(i * length));
    if (i > 1) means.push((after.responseTime - before.responseTime) / (after.served - before.served) / 1e6);
    before = after;
  }
  simulation.run();
  return { mean: interval999(means), objective: requests.close(horizon) };
};

const holds = (t: ExecutionContext, { mean, half }: { mean: number; half: number }, exact: number): void => {
  const told = `${mean} ± ${half}, exactly ${exact}`;
  t.true(Math.abs(mean - exact) < half, told);
  t.true(half < 0.05 * exact, told);
};

test('in line with exponential work the mean response is that of M/M/c, and as many miss as its tail says', (t) => {
  const { mean, objective } = steady(inLine, 3.2, 4);
  const queue = { arrivals: 3.2, rate: 1, servers: 4 };
  holds(t, mean, responseMean(queue));
  t.true(Math.abs(objective.missed / objective.total / responseTail(queue, 3) - 1) < 0.05);
});

test('shared evenly the mean response is that of M/G/1-PS, whatever the law', (t) => {
  const law: Law = { kind: 'lognormal', variation: 1.5 };
  holds(t, steady({ law, discipline: 'shared' }, 0.6, 1).mean, sharedResponseMean(0.6, 1));
});

test('constant work in line waits half as long as exponential: M/D/1', (t) => {
  holds(t, steady({ law: { kind: 'constant' }, discipline: 'line' }, 0.7, 1).mean, 1 + 0.7 / (2 * 0.3));
});

test('the fluid and requests one by one miss the same share in a steady state and in an overload', (t) => {
  const phases = [
    [0, 40],
    [600, 90],
    [700, 40],
  ] as const;
  const horizon = moment(seconds(1_500));
  const fluid = fluidOf(second, horizon);
  const simulation = simulationOf();
  const each = eachOf(simulation, second, inLine, horizon, streamsOf(9));
  fluid.ready(START, 50);
  each.ready(START, 50);
  for (const [at, load] of phases) {
    const when = moment(seconds(at));
    simulation.run(when);
    fluid.load(when, load);
    each.load(when, load);
  }
  simulation.run(horizon);
  simulation.run();
  const [expected, found] = [fluid.close(horizon), each.close(horizon)];
  t.true(Math.abs(found.total / expected.total - 1) < 0.02);
  t.true(Math.abs(found.missed / expected.missed - 1) < 0.1, `${found.missed} of ${expected.missed}`);
});

test('what a leaving replica had begun goes back to the head of the line with what is left of it', (t) => {
  const simulation = simulationOf();
  const horizon = moment(seconds(100));
  const service = { ...second, serviceTime: seconds(10) };
  const requests = eachOf(
    simulation,
    service,
    { law: { kind: 'constant' }, discipline: 'line' },
    horizon,
    streamsOf(1),
  );
  requests.load(START, 1_000);
  requests.ready(START, 1);
  simulation.run(moment(seconds(1)));
  requests.load(moment(seconds(1)), 0);
  const { arrived } = requests.sample(moment(seconds(1)));
  simulation.run(moment(seconds(4)));
  requests.ready(moment(seconds(4)), 0);
  simulation.run(moment(seconds(6)));
  requests.ready(moment(seconds(6)), arrived);
  simulation.run();
  // begun near 0 s, 4 s done, 2 s of standing still: the first ends at 12 s, all others at 16 s
  const { responses, total } = requests.close(horizon);
  t.is(total, arrived);
  t.is(responses!.count[0], 1);
  t.true(Math.abs(responses!.span[0]! - 12e6) < 20_000);
});

test('what waits at the horizon has missed, and a watcher is told of every arrival and departure', (t) => {
  const simulation = simulationOf();
  const horizon = moment(seconds(50));
  const requests = eachOf(simulation, second, inLine, horizon, streamsOf(3));
  let told = 0;
  requests.watch(() => {
    told += 1;
  });
  requests.load(START, 10);
  requests.ready(START, 2);
  simulation.run(horizon);
  const { arrived, served, waiting, inSystem } = requests.sample(horizon);
  t.is(told, arrived + served);
  t.is(arrived, served + inSystem);
  simulation.run();
  const { missed, total, timeMissed } = requests.close(horizon);
  t.is(total, arrived);
  t.true(waiting > 300 && missed >= waiting);
  t.is(timeMissed, seconds(50)); // of its one minute more than half missed
});

test('a law has the mean it is given', (t) => {
  for (const law of [exponential, { kind: 'constant' }, { kind: 'lognormal', variation: 0.5 }] as const) {
    const draw = drawsOf(law, micros(100), streamsOf(2).of('law'));
    const mean = Array.from({ length: 20_000 }, draw).reduce((sum, one) => sum + one, 0) / 20_000;
    t.true(Math.abs(mean - 100) < 3, `${law.kind}: ${mean}`);
  }
});
