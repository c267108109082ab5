/**
 * Vectors of objectives: Apdex, burn rates and when they alert, and the backlog of a fluid of requests.
 *
 * The backlog is that of the model's own service, one request per second and replica. Left out: what is billed (spending).
 */
import { z } from 'zod';
import { fraction, inSeconds, micros, moment, seconds } from '../../model/kernel/units.ts';
import { fluidOf } from '../../model/service/fluid.ts';
import { alertFactor, apdex, errorBudget } from '../measure/slo.ts';
import { vectorSet, within, type Agree, type Values, type VectorSet } from './vector-set.ts';

/** Values are given to twelve digits. */
const close = within(1e-9);
/** JSON has no infinity. */
const closeOrNever: Agree = (got, expected, name) =>
  (expected === null && got === Number.POSITIVE_INFINITY) || close(got, expected, name);

const apdexCase = z.object({
  T: z.number().positive(),
  /** Seconds; null for a request that failed. */
  responseTimes: z.array(z.number().nullable()),
  expect: z.number().nullable(),
});

const burnCase = z.object({
  sloPercent: z.number(),
  windowDays: z.number(),
  badRatio: z.number(),
  expect: z.object({ burnRate: z.number().nullable(), daysToExhaust: z.number().nullable() }).partial(),
});

const alertCase = z.object({
  budgetPercent: z.number(),
  longWindowHours: z.number().positive(),
  sloPeriodDays: z.number(),
  expect: z.object({ burnRateFactor: z.number() }),
});

const backlogCase = z
  .object({
    arrivalRate: z.array(z.number().min(0)),
    serviceCapacity: z.array(z.number().min(0)),
    intervalSeconds: z.number().positive(),
    expect: z
      .object({
        backlogAtEnd: z.array(z.number()),
        backlogIntegral: z.number(),
        meanDelay: z.number().nullable(),
        timeWithBacklog: z.number(),
      })
      .partial(),
  })
  .refine(({ arrivalRate, serviceCapacity }) => arrivalRate.length === serviceCapacity.length, {
    path: ['serviceCapacity'],
    message: 'has another length than arrivalRate; both have a value per interval',
  });

const answerBacklog = (one: z.infer<typeof backlogCase>): Values => {
  const service = {
    serviceTime: seconds(1),
    threshold: micros(Number.MAX_SAFE_INTEGER),
    quantile: fraction(0.5),
  };
  const at = (interval: number) => moment(seconds(interval * one.intervalSeconds));
  const requests = fluidOf(service, at(one.arrivalRate.length));
  const backlogAtEnd = one.arrivalRate.map((rate, interval) => {
    requests.load(at(interval), rate);
    requests.ready(at(interval), one.serviceCapacity[interval]!);
    return requests.sample(at(interval + 1)).backlog;
  });
  const { arrived, backlogIntegral, backlogTime } = requests.sample(at(one.arrivalRate.length));
  return {
    backlogAtEnd,
    backlogIntegral: inSeconds(backlogIntegral),
    // Little: what all waited together, shared by all that came
    meanDelay: arrived > 0 ? inSeconds(backlogIntegral) / arrived : 0,
    timeWithBacklog: inSeconds(backlogTime),
  };
};

export const objectiveSets: readonly VectorSet[] = [
  vectorSet({
    set: 'apdex',
    schema: apdexCase,
    expected: ({ expect }) => ({ apdex: expect }),
    answer: ({ responseTimes, T }) => ({
      apdex: apdex(
        responseTimes.map((one) => one ?? Number.POSITIVE_INFINITY),
        T,
      ),
    }),
    agree: close,
  }),
  vectorSet({
    set: 'burn_rate',
    schema: burnCase,
    expected: ({ expect }) => expect,
    answer: ({ sloPercent, badRatio, windowDays }) => {
      const { burnRate, timeToExhaustion } = errorBudget(sloPercent / 100, badRatio, windowDays);
      return { burnRate, daysToExhaust: timeToExhaustion };
    },
    agree: closeOrNever,
  }),
  vectorSet({
    set: 'burn_alert_factor',
    schema: alertCase,
    expected: ({ expect }) => expect,
    answer: ({ budgetPercent, sloPeriodDays, longWindowHours }) => ({
      burnRateFactor: alertFactor(budgetPercent / 100, sloPeriodDays * 24, longWindowHours),
    }),
    agree: close,
  }),
  vectorSet({
    set: 'fluid_backlog',
    schema: backlogCase,
    expected: ({ expect }) => expect,
    answer: answerBacklog,
    agree: close,
  }),
];
