/**
 * Metrics of the objective: who waited too long, when, in which episodes, and what alerts and credits follow.
 *
 * Of a load replay it is about requests, of a lifecycle replay about creations. Left out: what a miss costs.
 */
import { inSeconds } from '../../model/kernel/units.ts';
import type { Recording, ResponseTimes } from '../../model/recording.ts';
import { alertsOf } from './alerts.ts';
import { percent, ratio, type Definition, type Definitions } from './metric.ts';
import { creditOf, instanceLevel, regionLevel } from './sla.ts';
import { apdexOf, errorBudget } from './slo.ts';

const SPEC = 'metrics.md section 2';
const CREDITS = 'metrics.md section 3: AWS Compute SLA of May 2022';

/** Days that an error budget is made for, as the alerts of the field assume. */
const BUDGET_DAYS = 30;
const SECONDS_PER_WEEK = 7 * 86_400;

/** Share of time in which the objective was kept, percent. */
export const uptimeOf = ({ objective, horizon }: Recording): number | null => {
  const down = percent(objective.timeMissed, horizon);
  return down === null ? null : 100 - down;
};

const missedShare = ({ objective }: Recording): number | null => ratio(objective.missed, objective.total);

const budgetOf = (recording: Recording): ReturnType<typeof errorBudget> | null => {
  const share = missedShare(recording);
  return share === null ? null : errorBudget(1 - recording.objective.allowed, share, BUDGET_DAYS);
};

const credit = (recording: Recording, agreement: typeof regionLevel): number | null => {
  const uptime = uptimeOf(recording);
  return uptime === null ? null : creditOf(agreement, uptime);
};

/** Nearest rank over the simulated requests, to the longest time of its step of the scale. */
const percentileOf = (responses: ResponseTimes | undefined, rank: number): number | null => {
  if (responses === undefined) return null;
  const { span, count } = responses;
  const all = count.reduce((sum, one) => sum + one, 0);
  let below = 0;
  const step = span.findIndex((_, index) => (below += count[index]!) >= (rank * all) / 100);
  return step < 0 || all === 0 ? null : inSeconds(span[step]!);
};

const meanOf = (responses: ResponseTimes | undefined): number | null =>
  responses === undefined
    ? null
    : ratio(
        inSeconds(responses.sum),
        responses.count.reduce((sum, one) => sum + one, 0),
      );

const response = (rank: number): Definition => ({
  unit: 's',
  better: 'lower',
  about: `${rank}th percentile of it: nearest rank, to a thousandth`,
  source: SPEC,
  measure: ({ variant: { objective } }) => percentileOf(objective.responses, rank),
});

export const objectiveMetrics = {
  sla_violation_request_fraction: {
    unit: '1',
    better: 'lower',
    about:
      'requests that took longer than the threshold or were not served, of all; creations of a lifecycle trace',
    source: SPEC,
    measure: ({ variant }) => missedShare(variant),
  },
  sla_violation_time_fraction: {
    unit: '1',
    better: 'lower',
    about:
      'share of time in which more than the allowed share of arrivals would miss; requests one by one: of minutes in ' +
      'which more did; lifecycle: while a creation is late',
    source: SPEC,
    measure: ({ variant: { objective, horizon } }) => ratio(objective.timeMissed, horizon),
  },
  sla_violation_episodes: {
    unit: 'count',
    better: 'lower',
    about: 'unbroken stretches of that time',
    source: SPEC,
    measure: ({ variant }) => variant.objective.episodes,
  },
  sla_violation_episode_mean_s: {
    unit: 's',
    better: 'lower',
    about: 'mean length of such a stretch',
    source: SPEC,
    measure: ({ variant: { objective } }) => ratio(inSeconds(objective.timeMissed), objective.episodes),
  },
  sla_violation_episode_max_s: {
    unit: 's',
    better: 'lower',
    about: 'length of the longest; 0 where there is none',
    source: SPEC,
    measure: ({ variant }) => inSeconds(variant.objective.episodeLongest),
  },
  apdex: {
    unit: '1',
    better: 'higher',
    about: '(kept + half of those within four times the threshold) / all',
    source: SPEC,
    measure: ({ variant: { objective } }) =>
      apdexOf(objective.total - objective.missed, objective.tolerated, objective.total),
  },
  response_mean_s: {
    unit: 's',
    better: 'lower',
    about: 'mean response time of the requests that were served; requests one by one only',
    source: SPEC,
    measure: ({ variant: { objective } }) => meanOf(objective.responses),
  },
  response_p50_s: response(50),
  response_p95_s: response(95),
  response_p99_s: response(99),
  error_budget_burn_rate: {
    unit: '1',
    better: 'lower',
    about: 'share that missed / share that may: at 1 the budget lasts exactly its period',
    source: SPEC,
    measure: ({ variant }) => budgetOf(variant)?.burnRate ?? null,
  },
  error_budget_lasts_days: {
    unit: 'd',
    better: 'higher',
    about: `days that a budget of ${BUDGET_DAYS} days lasts at that rate; none where nothing missed`,
    source: SPEC,
    measure: ({ variant }) => {
      const days = budgetOf(variant)?.timeToExhaustion;
      return days === undefined || days === Number.POSITIVE_INFINITY ? null : days;
    },
  },
  slo_pages: {
    unit: 'count',
    better: 'lower',
    about:
      'times that a page begins: burning 2 % of the budget in 1 h (and 5 min), or 5 % in 6 h (and 30 min)',
    source: `${SPEC}: sloth, google-30d; looked at after every minute, windows cut at the start of the trace`,
    measure: ({ variant }) => alertsOf(variant.objective).pages,
  },
  slo_tickets: {
    unit: 'count',
    better: 'lower',
    about: 'times that a ticket begins: 10 % of the budget in 1 d (and 2 h), or 10 % in 3 d (and 6 h)',
    source: `${SPEC}: the same`,
    measure: ({ variant }) => alertsOf(variant.objective).tickets,
  },
  slo_pages_per_week: {
    unit: '1/week',
    better: 'lower',
    about: 'pages of the trace, drawn out to a week',
    source: SPEC,
    measure: ({ variant }) =>
      ratio(alertsOf(variant.objective).pages * SECONDS_PER_WEEK, inSeconds(variant.horizon)),
  },
  sla_credit_region_pct: {
    unit: '%',
    better: 'lower',
    about:
      'of the charge, paid back at this share of time kept: below 99.99 % 10, below 99 % 30, below 95 % 100',
    source: `${CREDITS}, region level; the trace stands for the month`,
    measure: ({ variant }) => credit(variant, regionLevel),
  },
  sla_credit_instance_pct: {
    unit: '%',
    better: 'lower',
    about: 'the same for one instance: below 99.5 % 10, below 99 % 30, below 95 % 100',
    source: `${CREDITS}, instance level; the trace stands for the month`,
    measure: ({ variant }) => credit(variant, instanceLevel),
  },
} as const satisfies Definitions;
