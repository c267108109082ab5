/**
 * The model's stations against mathematics: queues with known answers, and bytes over rate.
 *
 * The tests hold the same forms to 99.9 % intervals; here they are rows of the one table, on shorter runs. Left out: the
 * forms that follow from these.
 */
import { mean } from 'simple-statistics';
import { profileNamed } from '../../model/host/profile.ts';
import { lineOf } from '../../model/kernel/line.ts';
import { lockOf } from '../../model/kernel/lock.ts';
import { sharedOf } from '../../model/kernel/shared.ts';
import { simulationOf, type Simulation } from '../../model/kernel/simulation.ts';
import { streamsOf, type Stream } from '../../model/kernel/streams.ts';
import {
  after,
  gib,
  inSeconds,
  micros,
  moment,
  PAGE,
  seconds,
  START,
  transferTime,
} from '../../model/kernel/units.ts';
import { hostWith } from './host-trial.ts';
import type { Fact } from './row.ts';

export const closedForms = (): readonly Fact[] => [
  ...queues(),
  ...shared(),
  fact(
    'xl lock: the last of 64 creations',
    'FIFO: 64 holds, one after the other',
    '64 at once, 0.25 s each',
    {
      reference: 64 * 0.25,
      model: lastOfLock(64, 0.25),
      unit: 's',
    },
  ),
  ...memory(),
];

const fact = (
  id: string,
  source: string,
  conditions: string,
  { reference, model, unit }: { readonly reference: number; readonly model: number; readonly unit: string },
): Fact => ({ id, part: 'closed form', source, conditions, reference, model, unit });

const JOBS = 400_000;
/** Mean service: long against the clock's µs. */
const SERVICE = seconds(1);

type Draw = (stream: Stream) => number;
const exponential: Draw = (stream) => stream.exponential(1);
/** Two phases of balanced means, squared coefficient of variation 3. */
const hyperexponential: Draw = (stream) => {
  const p = (1 + Math.sqrt(0.5)) / 2;
  return stream.uniform() < p ? stream.exponential(1 / (2 * p)) : stream.exponential(1 / (2 * (1 - p)));
};

/** Mean response and mean service of Poisson arrivals at a station, in seconds. */
const responses = (
  offered: number,
  draw: Draw,
  stationOf: (simulation: Simulation, done: (job: number) => void) => (job: number, service: number) => void,
): { readonly response: number; readonly service: number } => {
  const simulation = simulationOf();
  const streams = streamsOf(1);
  const arrivals = streams.of('arrivals');
  const services = streams.of('services');
  const since = new Float64Array(JOBS);
  let come = 0;
  let response = 0;
  let service = 0;
  const enter = stationOf(simulation, (job) => {
    response += simulation.now - since[job]!;
  });
  const arrive = simulation.register(() => {
    const job = come;
    come += 1;
    since[job] = simulation.now;
    const asked = draw(services) * SERVICE;
    service += asked;
    enter(job, asked);
    if (come < JOBS) next();
  });
  const next = (): void => {
    const gap = micros(arrivals.exponential(SERVICE / offered));
    simulation.schedule(after(simulation.now, gap), arrive, 0);
  };
  next();
  simulation.run();
  return { response: inSeconds(response / JOBS), service: inSeconds(service / JOBS) };
};

/** Erlang C through the recursion of Erlang B: the mean wait in mean services. */
const waitOf = (servers: number, offered: number): number => {
  let b = 1;
  for (let n = 1; n <= servers; n += 1) b = (offered * b) / (n + offered * b);
  return b / (1 - (offered / servers) * (1 - b)) / (servers - offered);
};

const queues = (): readonly Fact[] =>
  (
    [
      [1, 0.6],
      [4, 3],
    ] as const
  ).map(([servers, offered]) => {
    const { response, service } = responses(offered, exponential, (simulation, done) => {
      const line = lineOf(simulation, { servers, done });
      return (job, asked) => line.enter(job, micros(asked));
    });
    return fact(`M/M/${servers}: mean wait`, 'Erlang C', `${offered} erlangs, ${JOBS} jobs`, {
      reference: waitOf(servers, offered),
      model: response - service,
      unit: 's',
    });
  });

const shared = (): readonly Fact[] =>
  (
    [
      ['exponential', exponential],
      ['hyperexponential', hyperexponential],
    ] as const
  ).map(([law, draw]) => {
    const { response } = responses(0.6, draw, (simulation, done) => {
      const server = sharedOf(simulation, { capacity: 1, cap: 1, done });
      return (job, asked) => server.enter(job, micros(asked));
    });
    return fact(`M/G/1-PS: mean response, ${law}`, 'E[S] / (1 − ρ)', `ρ = 0.6, ${JOBS} jobs`, {
      reference: 1 / (1 - 0.6),
      model: response,
      unit: 's',
    });
  });

const lastOfLock = (creations: number, hold: number): number => {
  const simulation = simulationOf();
  const ends: number[] = [];
  const begin = (): void => simulation.schedule(moment(simulation.now + seconds(hold)), release, 0);
  const lock = lockOf(simulation, { granted: begin });
  const release = simulation.register(() => {
    ends.push(inSeconds(simulation.now));
    lock.release();
  });
  const ask = simulation.register((job) => {
    if (lock.acquire(job)) begin();
  });
  for (let job = 0; job < creations; job += 1) simulation.schedule(START, ask, job);
  simulation.run();
  return Math.max(...ends);
};

/** Destruction of 64 GiB on the host of 2016, by its formulas (xen-host F.4). */
const memory = (): readonly Fact[] => {
  const profile = profileNamed('xen-4.8');
  const { hypervisor, machine } = profile.values;
  const size = gib(64);
  const free = (size / PAGE) * hypervisor.pageFree;
  const phase = (variant: string, of: string): number => {
    const trial = hostWith({ profile, variant, memory: size, room: 1 });
    trial.createThenDestroy();
    return inSeconds(trial.served('destruction', [of]));
  };
  return [
    fact(
      'freeing and scrubbing 64 GiB in the hypercall',
      'pages × cost + bytes / remote rate',
      'xen-4.8, stock',
      {
        // the memory is not on node 0, where dom0's processor is
        reference: inSeconds(free + transferTime(size, machine.scrubRateRemote)),
        model: phase('stock', 'free and scrub'),
        unit: 's',
      },
    ),
    fact('scrubbing 64 GiB on its own node', 'bytes / local rate', 'xen-4.8, local-scrub', {
      reference: inSeconds(transferTime(size, machine.scrubRateLocal)),
      model: phase('local-scrub', 'scrub'),
      unit: 's',
    }),
    fact('creation of the 101st domain: its name', '(3N + 54) round trips and the copy', 'xen-4.8, N = 100', {
      reference: inSeconds(nameTime(100)),
      model: mean(
        [1, 2].map((seed) => {
          const trial = hostWith({ profile, neighbours: 100, seed });
          trial.create();
          return inSeconds(trial.servedFirst('creation', 'make', 'xenstored'));
        }),
      ),
      unit: 's',
    }),
  ];
};

const nameTime = (guests: number): number => {
  const { toolstack, xenstored } = profileNamed('xen-4.8').values;
  const { client, hardware, request, requestPerDomain, transactionCopy, transactionCopyPerDomain } =
    xenstored;
  const requests = toolstack.makeRequests + toolstack.makeRequestsPerDomain * guests;
  const roundTrip = client + request + requestPerDomain * guests;
  return requests * roundTrip + hardware * (transactionCopy + transactionCopyPerDomain * guests);
};
