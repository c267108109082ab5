/**
 * Vectors of queues: closed forms to a millionth.
 *
 * Left out: queues whose servers are set up and taken down.
 */
import { z } from 'zod';
import { erlangB, erlangC, responseMean, responseTail, waitMean } from '../../model/kernel/erlang.ts';
import { relative, vectorSet, type Values, type VectorSet } from './vector-set.ts';

const queueingCase = z.object({
  model: z.string(),
  params: z.record(z.string(), z.number()),
  expect: z.record(z.string(), z.unknown()),
});
type QueueingCase = z.infer<typeof queueingCase>;

const paramOf = ({ model, params }: QueueingCase, name: string): number => {
  const value = params[name];
  if (value === undefined) throw new Error(`${model} needs params.${name}`);
  return value;
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
  const [arrivals, rate, servers] = [paramOf(one, 'lambda'), paramOf(one, 'mu'), paramOf(one, 'c')];
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

const answer = (one: QueueingCase): Values => {
  if (one.model === 'M/M/c') return closedForm(one);
  throw new Error(`no model of ${one.model}`);
};

export const queueingSets: readonly VectorSet[] = [
  vectorSet({
    set: 'queueing',
    schema: queueingCase,
    expected: ({ expect }) => flat(expect),
    answer,
    agree: relative(1e-6),
  }),
];
