/**
 * Vectors of queues: closed forms to a millionth, and queues with set-ups by simulation.
 *
 * A simulated value is right when the interval of the run holds it and is narrow. The intervals of one case hold its
 * values together at 99.9 %, so a case is called wrong by chance once in a thousand, however many values it has; each is
 * narrower than 2 % at 99.9 % by itself. Left out: how a run is made (setup-queue).
 */
import { z } from 'zod';
import type { Law } from '../../model/kernel/law.ts';
import { erlangB, erlangC, responseMean, responseTail, waitMean } from '../../model/kernel/erlang.ts';
import {
  CONFIDENCE,
  PRECISION,
  quantities,
  simulated,
  type Quantity,
  type SetupQueue,
} from './setup-queue.ts';
import { relative, vectorSet, type Agree, type Values, type VectorSet } from './vector-set.ts';

const queueingCase = z.object({
  model: z.string(),
  params: z.record(z.string(), z.number()),
  expect: z.record(z.string(), z.unknown()),
});
type QueueingCase = z.infer<typeof queueingCase>;

/** The first of the names that the case has. */
const paramOf = ({ model, params }: QueueingCase, ...names: readonly string[]): number => {
  const found = names.find((name) => params[name] !== undefined);
  if (found === undefined) throw new Error(`${model} needs params.${names.join(' or params.')}`);
  return params[found]!;
};

/** P(T > t) under names of their own, beside the values that are numbers. */
const flat = (expect: QueueingCase['expect']): Values =>
  Object.fromEntries(
    Object.entries(expect).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).map(([at, one]) => [`${name}(${Number(at)})`, one] as const)
        : [[name, value] as const],
    ),
  );

const closedForm = (one: QueueingCase): Values => {
  const [arrivals, rate, servers] = [paramOf(one, 'lambda'), paramOf(one, 'mu'), paramOf(one, 'c', 'k')];
  const queue = { arrivals, rate, servers };
  const offered = arrivals / rate;
  const times = Object.keys(one.expect['sojournTail'] ?? {}).map(Number);
  return {
    offeredLoad: offered,
    rho: offered / servers,
    erlangB: erlangB(offered, servers),
    erlangC: erlangC(offered, servers),
    Wq: waitMean(queue),
    T: responseMean(queue),
    Lq: arrivals * waitMean(queue),
    N: arrivals * responseMean(queue),
    decayRate: servers * rate - arrivals,
    ...Object.fromEntries(times.map((t) => [`sojournTail(${t})`, responseTail(queue, t)])),
  };
};

/** Words in the name of a model, and the policy that they mean; the last has none of them. */
const POLICIES: readonly (readonly [word: string, policy: string])[] = [
  ['stagger', 'staggered'],
  ['never', 'never-cancel'],
  ['delayed', 'delayed-off'],
  ['', 'mmk-setup'],
];

const setupQueueOf = (one: QueueingCase): SetupQueue => {
  const model = one.model.toLowerCase();
  const policy = POLICIES.find(([word]) => model.includes(word))![1];
  const constant = one.params['D'] !== undefined || model.includes('determin') || model.includes('constant');
  const law: Law = { kind: constant ? 'constant' : 'exponential' };
  return {
    arrivals: paramOf(one, 'lambda'),
    rate: paramOf(one, 'mu'),
    servers: one.params['k'] ?? one.params['c'] ?? 1,
    setup: one.params['D'] ?? 1 / paramOf(one, 'alpha', 'D'),
    law,
    policy,
    options: policy === 'delayed-off' ? idleWait(one) : {},
  };
};

const idleWait = (one: QueueingCase): SetupQueue['options'] => ({
  wait: `${1 / paramOf(one, 'beta')}s`,
  law: 'exponential',
});

/** Where there is one: for one server, and where one is set up at a time. */
const setupClosedForm = ({ arrivals, rate, servers, setup, law, policy }: SetupQueue): number | undefined => {
  const bare = responseMean({ arrivals, rate, servers });
  if (policy === 'staggered') return bare + setup;
  if (servers > 1 || policy === 'delayed-off') return undefined;
  return law.kind === 'exponential'
    ? bare + setup
    : bare + (2 * setup + arrivals * setup * setup) / (2 * (1 + arrivals * setup));
};

/** A value that a run tells: the interval that has to hold it, and how well it is known. */
interface Simulated {
  readonly mean: number;
  readonly half: number;
  /** Half the width at 99.9 % by itself, relative to the mean; of a probability to 1. */
  readonly precision: number;
}

const setupQueue = (one: QueueingCase): Values => {
  const queue = setupQueueOf(one);
  const asked = quantities.filter((name) => Object.hasOwn(one.expect, name));
  const together = 1 - (1 - CONFIDENCE) / Math.max(1, asked.length);
  const estimate = simulated(queue, asked);
  const told = (name: Quantity): Simulated => {
    const { mean, half } = estimate(name, together);
    const alone = estimate(name, CONFIDENCE).half;
    return { mean, half, precision: name === 'pEmpty' ? alone : alone / Math.abs(mean) };
  };
  return {
    ...Object.fromEntries(asked.map((name) => [name, told(name)])),
    closedForm: setupClosedForm(queue),
  };
};

const hasSetup = ({ model }: QueueingCase): boolean => /setup|delayed/iu.test(model);

const answer = (one: QueueingCase): Values => {
  if (/^M\/M\/[ck1]$/iu.test(one.model)) return closedForm(one);
  if (hasSetup(one)) return setupQueue(one);
  throw new Error(`no model of ${one.model}`);
};

const exactly = relative(1e-6);

const agree: Agree = (got, expected, name) => {
  if (!isSimulated(got) || typeof expected !== 'number') return exactly(got, expected, name);
  return Math.abs(got.mean - expected) <= got.half && got.precision < PRECISION;
};

const isSimulated = (got: unknown): got is Simulated =>
  typeof got === 'object' && got !== null && 'precision' in got;

export const queueingSets: readonly VectorSet[] = [
  vectorSet({
    set: 'queueing',
    schema: queueingCase,
    expected: ({ expect }) => flat(expect),
    answer,
    agree,
    isSlow: hasSetup,
  }),
];
