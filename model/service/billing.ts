/**
 * What the domains of a replay are billed for, domain by domain: the time each was there, and what a rule makes of it.
 *
 * A domain of which the replay did not see both ends of the billed run is billed as seen, neither rounded up nor raised to
 * the minimum: where a trace was cut must not cost anything, and the provider settles a run when it ends. Left out:
 * prices.
 *
 * @source metrics.md section 4
 */
import { hours, minutes, seconds, type Micros, type Moment } from '../kernel/units.ts';
import type { Integrals } from '../recording.ts';
import { ExactSum } from './sums.ts';

export interface BillingRule {
  /** At least so much per run. */
  readonly minimum: Micros;
  /** Runs are rounded up to a multiple of this. */
  readonly granularity: Micros;
  /** A run begins with the request or when the domain is ready; one that never was ready has no run then. */
  readonly from: 'requested' | 'ready';
  /** It ends when the destruction returned or when it was asked for. */
  readonly until: 'returned' | 'requested';
}

/** Seconds, and at least a minute: EC2 Linux since 2017, GCE. From request to return, so that all indirect time counts. */
export const PER_SECOND: BillingRule = {
  minimum: seconds(60),
  granularity: seconds(1),
  from: 'requested',
  until: 'returned',
};

/** Begun minutes. */
export const PER_MINUTE: BillingRule = { ...PER_SECOND, minimum: minutes(1), granularity: minutes(1) };

/** Begun hours: EC2 before 2017, and many private clouds. */
export const PER_HOUR: BillingRule = { ...PER_SECOND, minimum: seconds(0), granularity: hours(1) };

/** One domain; what has not happened is undefined. */
export interface Life {
  readonly requested: Moment;
  readonly ready: Moment | undefined;
  readonly asked: Moment | undefined;
  readonly returned: Moment | undefined;
  /** It was there before the replay began, and `requested` is the start. */
  readonly censored: boolean;
}

export interface Bill extends Pick<Integrals, 'occupied' | 'unbilled' | 'rounding' | 'hourly'> {
  /** Domains whose destruction was asked for within the minimum after they were ready. */
  readonly shortLived: number;
}

export interface Billing {
  /** Once per domain, in any order; what lies after the horizon is not looked at. */
  readonly add: (life: Life) => void;
  readonly close: () => Bill;
}

export const billOf = (rule: BillingRule, horizon: Moment): Billing => {
  const occupied = new ExactSum();
  const unbilled = new ExactSum();
  const rounding = new ExactSum();
  const hourly = new ExactSum();
  let shortLived = 0;
  return {
    add: (life) => {
      if (life.requested >= horizon) return;
      const there = Math.min(life.returned ?? horizon, horizon) - life.requested;
      const begins = rule.from === 'ready' ? life.ready : life.requested;
      const ends = rule.until === 'requested' ? (life.asked ?? life.returned) : life.returned;
      occupied.add(1, there);
      if (isShort(life, rule, horizon)) shortLived += 1;
      if (begins === undefined || begins >= horizon || (ends !== undefined && ends < begins)) {
        unbilled.add(1, there);
        return;
      }
      const run = Math.min(ends ?? horizon, horizon) - begins;
      unbilled.add(1, there - run);
      const settled = ends !== undefined && ends <= horizon && !life.censored;
      if (settled) rounding.add(1, billedSpan(rule, run) - run);
      hourly.add(1, settled ? billedSpan(PER_HOUR, run) : run);
    },
    close: () => ({
      occupied: occupied.total(),
      unbilled: unbilled.total(),
      rounding: rounding.total(),
      hourly: hourly.total(),
      shortLived,
    }),
  };
};

const isShort = ({ ready, asked, censored }: Life, { minimum }: BillingRule, horizon: Moment): boolean =>
  !censored && ready !== undefined && asked !== undefined && asked < horizon && asked - ready < minimum;

/** What a run is billed as, µs: 0.2 s at whole seconds and at least 60 is 60 s. */
export const billedSpan = (rule: Pick<BillingRule, 'minimum' | 'granularity'>, run: number): number => {
  const part = run % rule.granularity;
  return Math.max(rule.minimum, part === 0 ? run : run - part + rule.granularity);
};
