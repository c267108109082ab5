/**
 * Vectors of what is paid: a run as billed by the second, the minute and the hour, and credits for time down.
 *
 * Left out: prices.
 */
import { z } from 'zod';
import { inHours, inSeconds, seconds } from '../../model/kernel/units.ts';
import { billedSpan, PER_HOUR, PER_MINUTE, PER_SECOND } from '../../model/service/billing.ts';
import { creditOf, instanceLevel, regionLevel } from '../measure/sla.ts';
import { vectorSet, within, type VectorSet } from './vector-set.ts';

const billingCase = z.object({
  runSeconds: z.number().min(0),
  expect: z
    .object({ perSecondMin60Seconds: z.number(), perHourHours: z.number(), perMinuteMin1Minutes: z.number() })
    .partial(),
});

const creditCase = z.object({
  uptimePercent: z.number(),
  expect: z.object({ regionCreditPercent: z.number(), instanceCreditPercent: z.number() }).partial(),
});

export const spendingSets: readonly VectorSet[] = [
  vectorSet({
    set: 'billing',
    schema: billingCase,
    expected: ({ expect }) => expect,
    answer: ({ runSeconds }) => {
      const run = seconds(runSeconds);
      return {
        perSecondMin60Seconds: inSeconds(billedSpan(PER_SECOND, run)),
        perHourHours: inHours(billedSpan(PER_HOUR, run)),
        perMinuteMin1Minutes: inSeconds(billedSpan(PER_MINUTE, run)) / 60,
      };
    },
    // whole numbers, but for the rounding of seconds to microseconds and back
    agree: within(1e-9),
  }),
  vectorSet({
    set: 'sla_credit',
    schema: creditCase,
    expected: ({ expect }) => expect,
    answer: ({ uptimePercent }) => ({
      regionCreditPercent: creditOf(regionLevel, uptimePercent),
      instanceCreditPercent: creditOf(instanceLevel, uptimePercent),
    }),
  }),
];
