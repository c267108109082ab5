import test, { type ExecutionContext } from 'ava';
import { lineOf } from '../../model/kernel/line.ts';
import { sharedOf } from '../../model/kernel/shared.ts';
import { simulationOf, type Simulation } from '../../model/kernel/simulation.ts';
import { streamsOf, type Stream } from '../../model/kernel/streams.ts';
import { after, micros } from '../../model/kernel/units.ts';
import { batchesOf, interval999, type Interval } from './intervals.ts';

/** Mean service: one second, so that whole µs are a millionth of it. */
const SECOND = 1_000_000;
const BATCHES = 60;

/** Erlang C, the probability to wait, through the recursion of Erlang B. */
const erlangC = (servers: number, offered: number): number => {
  let b = 1;
  for (let n = 1; n <= servers; n += 1) b = (offered * b) / (n + offered * b);
  return b / (1 - (offered / servers) * (1 - b));
};
/** Mean wait in units of the mean service. */
const waitMMc = (servers: number, offered: number): number => erlangC(servers, offered) / (servers - offered);

interface Station {
  enter(job: number, service: number): void;
}

/** Poisson arrivals at a station in equilibrium; `see` learns each job's response and service, in mean services. */
const replay = (
  jobs: number,
  offered: number,
  draw: (stream: Stream) => number,
  stationOf: (simulation: Simulation, done: (job: number) => void) => Station,
  see: (response: number, service: number) => void,
): void => {
  const simulation = simulationOf();
  const arrivals = streamsOf(20_261).of('arrivals');
  const services = streamsOf(20_261).of('services');
  const since = new Float64Array(SLOTS);
  const service = new Float64Array(SLOTS);
  let come = 0;
  const station = stationOf(simulation, (slot) => {
    see((simulation.now - since[slot]!) / SECOND, service[slot]! / SECOND);
  });
  const arrive = simulation.register(() => {
    const slot = come % SLOTS;
    come += 1;
    since[slot] = simulation.now;
    service[slot] = draw(services) * SECOND;
    station.enter(slot, service[slot]);
    if (come < jobs) next();
  });
  const next = (): void =>
    simulation.schedule(after(simulation.now, micros(arrivals.exponential(SECOND / offered))), arrive, 0);
  next();
  simulation.run();
};
/** More than are ever in the station together. */
const SLOTS = 4096;

const holds = (t: ExecutionContext, what: string, found: Interval, exact: number): void => {
  const told = `${what}: ${found.mean} ± ${found.half}, exactly ${exact}`;
  t.log(told);
  t.true(Math.abs(found.mean - exact) < found.half, told);
  t.true(found.half < 0.02 * exact, `${told}: too wide`);
};

const exponential = (stream: Stream): number => stream.exponential(1);
/** Two phases of balanced means, coefficient of variation² 3. */
const hyperexponential = (stream: Stream): number => {
  const p = (1 + Math.sqrt(0.5)) / 2; // (1 + √((c² − 1) / (c² + 1))) / 2
  return stream.uniform() < p ? stream.exponential(1 / (2 * p)) : stream.exponential(1 / (2 * (1 - p)));
};
const deterministic = (): number => 1;

test('the reference of this file is right: Erlang C as tabled in the specification', (t) => {
  for (const [servers, offered, tabled] of [
    [2, 1.5, 0.642857],
    [3, 2.4, 0.647191],
    [10, 8, 0.40918],
    [10, 9, 0.668732],
    [50, 46, 0.458085],
  ] as const) {
    t.true(Math.abs(erlangC(servers, offered) - tabled) < 1e-6);
  }
});

for (const [servers, offered, jobs] of [
  [1, 0.6, 2_400_000],
  [2, 1.5, 6_600_000],
  [10, 8, 3_000_000],
] as const) {
  test(`line: M/M/${servers} at ${offered} erlangs waits as long and as often as Erlang says`, (t) => {
    const waits = batchesOf(jobs / BATCHES);
    const responses = batchesOf(jobs / BATCHES);
    const waiting = batchesOf(jobs / BATCHES);
    replay(
      jobs,
      offered,
      exponential,
      (simulation, done) => {
        const line = lineOf(simulation, { servers, done });
        return { enter: (job, service) => line.enter(job, micros(service)) };
      },
      (response, service) => {
        const wait = response - service;
        waits.add(wait);
        responses.add(response);
        // less is the rounding of arrival and end
        waiting.add(wait > 2 / SECOND ? 1 : 0);
      },
    );
    const wait = waitMMc(servers, offered);
    // with ten servers few wait, and 2 % of the mean wait would take 18 million jobs
    if (servers < 10) holds(t, 'mean wait', interval999(waits.means), wait);
    holds(t, 'mean response', interval999(responses.means), 1 + wait);
    holds(t, 'share that waits', interval999(waiting.means), erlangC(servers, offered));
  });
}

const shared =
  (capacity: number) =>
  (simulation: Simulation, done: (job: number) => void): Station => {
    const server = sharedOf(simulation, { capacity, cap: 1, done });
    return { enter: (job, service) => server.enter(job, micros(service)) };
  };

for (const [law, draw, jobs] of [
  ['exponential', exponential, 1_200_000],
  ['hyperexponential', hyperexponential, 1_800_000],
  ['deterministic', deterministic, 600_000],
] as const) {
  test(`shared: M/G/1-PS with ${law} service responds in E[S] / (1 − ρ)`, (t) => {
    const responses = batchesOf(jobs / BATCHES);
    replay(jobs, 0.6, draw, shared(1), (response) => responses.add(response));
    holds(t, 'mean response', interval999(responses.means), 1 / (1 - 0.6));
  });
}

test('shared: with four processors and at most one per job, the mean response is that of M/M/4', (t) => {
  const jobs = 2_400_000;
  const responses = batchesOf(jobs / BATCHES);
  replay(jobs, 3, hyperexponential, shared(4), (response) => responses.add(response));
  holds(t, 'mean response', interval999(responses.means), 1 + waitMMc(4, 3));
});
