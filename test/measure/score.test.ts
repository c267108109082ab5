import test from 'ava';
import { sumsClose } from '../../model/conservation.ts';
import { fraction, hours, micros, minutes, moment, seconds } from '../../model/kernel/units.ts';
import type { Integrals, Objective, Recording, StepTotals } from '../../model/recording.ts';
import { phaseShares } from '../../harness/measure/phases.ts';
import { deviationOf, elasticityOf, speedupOf, worstOf } from '../../harness/measure/elasticity.ts';
import { definitionOf, intervals, METRIC_KEYS, scoreOf } from '../../harness/measure/score.ts';
import { close } from '../shared.ts';

const HOUR = 3_600_000_000n;

/** Two hours: demand 3; supply 1, then 3, then 4. */
const integrals: Integrals = {
  demand: 6n * HOUR,
  supply: 6n * HOUR,
  serving: 5n * HOUR,
  under: HOUR,
  over: HOUR,
  starting: 2n * HOUR,
  stopping: HOUR / 2n,
  occupied: (17n * HOUR) / 2n,
  unbilled: 0n,
  rounding: HOUR / 4n,
  hourly: 10n * HOUR,
  timeUnder: HOUR / 2n,
  timeOver: HOUR,
  timeWithoutDemand: 0n,
};

const objective: Objective = {
  threshold: seconds(0.5),
  total: 1_000,
  missed: 25,
  tolerated: 15,
  allowed: fraction(0.05),
  timeMissed: hours(0.5),
  episodes: 1,
  episodeLongest: hours(0.5),
  fluidShare: 0.5,
  series: {
    interval: minutes(1),
    total: new Float64Array(120).fill(1_000 / 120),
    missed: new Float64Array(120).fill(25 / 120),
  },
  // of 1000 that were served: 600 took 0.3 s, 350 took 0.4 s to 0.7 s, 50 up to 0.9 s
  responses: {
    span: Float64Array.of(300_000, 700_000, 900_000),
    count: Float64Array.of(600, 350, 50),
    sum: 400e6,
  },
  broken: { from: Float64Array.of(), until: Float64Array.of(), taken: Float64Array.of() },
};

const none = { at: Float64Array.of(), value: Float64Array.of() };

const recording: Recording = {
  workload: 'load',
  variant: 'stock',
  policy: 'hpa',
  seed: 1,
  horizon: moment(hours(2)),
  hosts: 1,
  setups: Float64Array.of(4e6, 1e6, 3e6, 2e6),
  destroys: Float64Array.of(7e6),
  cleans: Float64Array.of(8e6),
  wasted: 0,
  shortLived: 1,
  available: 10,
  integrals,
  elasticity: {
    thetaUnder: 600_000_000,
    thetaOver: 1_200_000_000,
    unstableSteps: 12,
    aheadSteps: 5,
    gridSteps: 480,
    grid: seconds(15),
    demandSteps: 0,
    demandUnits: 0,
    supplySteps: 2,
    supplyUnits: 3,
  },
  objective,
  dom0Cpu: 90e6,
  dirtyMemory: 2 * 1024 * 1024 * 1024 * 3.6e9,
  transactions: { attempts: 3, commits: 2 },
  races: { names: 2, nodes: 3, misplaced: 4 * 1024 ** 3 },
  livePeak: 4,
  unplaced: 0,
  steps: [
    {
      task: 'creation',
      phase: 'lock',
      station: 'xl lock',
      passes: 4,
      waited: seconds(6),
      served: seconds(0),
      waitedMax: seconds(3),
    },
  ],
  creations: undefined,
  destructions: undefined,
  decisions: [],
  outlines: { demand: none, supply: none, starting: none, stopping: none, whole: true },
  curves: undefined,
  events: 1_234,
  heapOperations: 5_678,
};

const withIntegrals = (change: Partial<Integrals>): Recording => ({
  ...recording,
  integrals: { ...integrals, ...change },
});

const ideal = withIntegrals({ under: HOUR / 4n, over: HOUR / 2n, starting: 0n, stopping: 0n });
const oracle = withIntegrals({ under: 0n, over: HOUR / 8n });

test('the world of these tests keeps the laws', (t) => {
  t.notThrows(() => sumsClose(integrals, recording));
});

test('a score has the keys that others rely on, each with unit, direction, definition and source', (t) => {
  const relied =
    'sla_violation_request_fraction sla_violation_time_fraction setup_p50_s setup_p99_s setup_mean_s destroy_p50_s ' +
    'destroy_p99_s setups destroys billed_vm_hours overprovisioned_vm_hours starting_vm_hours stopping_vm_hours ' +
    'lag_loss_vm_hours policy_loss_vm_hours indirect_cost_vm_hours dom0_cpu_s memory_dirty_gib_hours theta_u_pct ' +
    'theta_o_pct tau_u_pct tau_o_pct instability_pct events';
  for (const key of relied.split(' ')) t.true((METRIC_KEYS as readonly string[]).includes(key), key);
  const score = scoreOf({ variant: recording, ideal, oracle });
  const units: Readonly<Record<string, string>> = {
    s: 's',
    pct: '%',
    days: 'd',
    fraction: '1',
    hours: 'VM·h',
  };
  for (const key of METRIC_KEYS) {
    t.deepEqual(Object.keys(score[key]), ['value', 'unit', 'better', 'kind']);
    const { about, source, unit } = definitionOf(key);
    t.true(about.length > 0 && source.length > 0 && !about.endsWith('.'), key);
    // the unit stands in the name where the name has one
    const named = units[key.split('_').at(-1)!];
    if (named !== undefined && !key.includes('gib')) t.is(unit, named as never, key);
  }
});

test('every value of a score, worked out by hand', (t) => {
  const score = scoreOf({ variant: recording, ideal, oracle });
  const expected: Record<string, number | null> = {
    sla_violation_request_fraction: 0.025,
    sla_violation_time_fraction: 0.25,
    sla_violation_episodes: 1,
    sla_violation_episode_mean_s: 1_800,
    sla_violation_episode_max_s: 1_800,
    apdex: 0.9825, // (975 + 15/2) / 1000
    response_mean_s: 0.4,
    response_p50_s: 0.3,
    response_p95_s: 0.7,
    response_p99_s: 0.9,
    error_budget_burn_rate: 0.5, // 2.5 % of 5 %
    error_budget_lasts_days: 60,
    slo_pages: 0,
    slo_tickets: 0,
    slo_pages_per_week: 0,
    sla_credit_region_pct: 100, // 75 % of the time
    sla_credit_instance_pct: 100,
    setup_p50_s: 2, // nearest rank: the second of four
    setup_p95_s: 4,
    setup_p99_s: 4,
    setup_max_s: 4,
    setup_mean_s: 2.5,
    setup_waited_mean_s: 1.5, // 6 s over four
    destroy_p50_s: 7,
    destroy_p99_s: 7,
    clean_p99_s: 8,
    setups: 4,
    destroys: 1,
    wasted_setups: 0,
    short_lived_setups: 1,
    setups_per_vm_hour: 4 / 8.75,
    dom0_cpu_s: 90,
    memory_dirty_gib_hours: 2,
    transaction_attempts_per_commit: 1.5,
    name_races: 2,
    node_races: 3,
    misplaced_gib: 4,
    events: 1_234,
    billed_vm_hours: 8.75, // 5 serving + 1 over + 2 starting + 0.5 stopping + 0.25 rounding
    billed_hourly_vm_hours: 10,
    serving_vm_hours: 5,
    overprovisioned_vm_hours: 1,
    starting_vm_hours: 2,
    stopping_vm_hours: 0.5,
    rounding_vm_hours: 0.25,
    ready_vm_hours: 6,
    underprovisioned_vm_hours: 1,
    utilisation_pct: 500 / 8.75,
    lag_loss_vm_hours: 0.75, // 1 − 0.25
    lag_cost_vm_hours: 0,
    policy_loss_vm_hours: 0.625, // (0.25 + 0.5) − 0.125
    indirect_cost_vm_hours: 3.25, // 2 + 0.5 + 0.75
    sla_penalty_vm_hours: 8.75, // all of the charge
    total_cost_vm_hours: 18.25, // 8.75 + 0.75 + 8.75
    theta_u_pct: (100 * 600) / 7_200,
    theta_o_pct: (100 * 1_200) / 7_200,
    tau_u_pct: 25,
    tau_o_pct: 50,
    demand_zero_time_pct: 0,
    accuracy_u_vms: 0.5,
    accuracy_o_vms: 0.5,
    a_u_fraction: 0.05, // of 10
    a_o_fraction: 0.05,
    jitter_units_per_min: 3 / 120,
    jitter_events_per_min: 2 / 120,
    instability_pct: 2.5,
    k_fraction: 5 / 480,
    k_prime_fraction: 7 / 480,
    elastic_speedup: null, // nothing to compare with
    autoscaling_deviation_pct: 50.35000678441737, // (8.33⁵ + 16.67⁵ + 25⁵ + 50⁵ + 2.5⁵)^(1/5)
    worst_case_deviation_pct: 50,
  };
  t.deepEqual(Object.keys(expected), [...METRIC_KEYS]);
  for (const key of METRIC_KEYS) {
    const [value, wanted] = [score[key].value, expected[key] ?? null];
    t.true(value === wanted || close(value!, wanted!, 1e-12), `${key}: ${value}, not ${wanted}`);
  }
});

test('elastic speedup is against the replay without scaling; a share of nothing counts as a tenth of a percent', (t) => {
  const unscaled = {
    ...withIntegrals({ timeUnder: HOUR, timeOver: HOUR / 2n }),
    elasticity: { ...recording.elasticity, thetaUnder: 2_400_000_000, thetaOver: 600_000_000 },
  };
  // theta_u 4 times better, theta_o and tau_o twice worse, tau_u twice better: (4 · ½ · 2 · ½)^¼
  const score = scoreOf({ variant: recording, ideal, oracle, unscaled });
  t.true(close(score.elastic_speedup.value!, Math.sqrt(Math.sqrt(2)), 1e-12));
  t.is(score.elastic_speedup.better, 'higher');
  const perfect = { thetaUnder: 0, thetaOver: 0, tauUnder: 0, tauOver: 0 };
  t.deepEqual(speedupOf(perfect, perfect), { speedup: 1, floored: true });
  t.is(speedupOf({ ...perfect, thetaUnder: null }, perfect), null);
});

test('the deviation of a perfect autoscaler is 0; of five equal shares it is the fifth root of 5 times each', (t) => {
  const none = elasticityOf(recording);
  const shares = (all: number) => ({
    thetaUnder: all,
    thetaOver: all,
    tauUnder: all,
    tauOver: all,
    instability: all,
  });
  t.is(deviationOf({ ...none, ...shares(0) }), 0);
  t.true(close(deviationOf({ ...none, ...shares(20) })!, 20 * Math.exp(Math.log(5) / 5), 1e-12));
  t.is(worstOf({ ...none, ...shares(20) }), 20);
  t.is(deviationOf({ ...none, thetaUnder: null }), null);
});

test('time without demand is left out of theta, not of tau', (t) => {
  const variant = withIntegrals({ timeWithoutDemand: HOUR });
  const score = scoreOf({ variant, ideal, oracle });
  t.is(score.theta_u_pct.value, (100 * 600) / 3_600);
  t.is(score.tau_u_pct.value, 25);
});

test('what the rule of billing leaves out is not billed', (t) => {
  const variant = withIntegrals({ unbilled: HOUR / 2n });
  t.is(scoreOf({ variant, ideal, oracle }).billed_vm_hours.value, 8.25);
});

test('where there is nothing to take a metric from it is null, and the counts are 0', (t) => {
  const { responses: _responses, ...none } = objective;
  const withoutResponses = { ...none, total: 0, missed: 0 };
  const variant: Recording = {
    ...withIntegrals({ timeWithoutDemand: 2n * HOUR }),
    setups: new Float64Array(),
    destroys: new Float64Array(),
    objective: withoutResponses,
    elasticity: { ...recording.elasticity, gridSteps: 0, unstableSteps: 0 },
  };
  const score = scoreOf({ variant, ideal, oracle });
  const absent = METRIC_KEYS.filter((key) => score[key].value === null);
  t.deepEqual(absent, [
    'sla_violation_request_fraction',
    'apdex',
    'response_mean_s',
    'response_p50_s',
    'response_p95_s',
    'response_p99_s',
    'error_budget_burn_rate',
    'error_budget_lasts_days',
    'setup_p50_s',
    'setup_p95_s',
    'setup_p99_s',
    'setup_max_s',
    'setup_mean_s',
    'setup_waited_mean_s',
    'destroy_p50_s',
    'destroy_p99_s',
    'theta_u_pct',
    'theta_o_pct',
    'instability_pct',
    'k_fraction',
    'k_prime_fraction',
    'elastic_speedup',
    'autoscaling_deviation_pct',
    'worst_case_deviation_pct',
  ]);
  t.is(score.setups.value, 0);
});

test('a lifecycle trace is its own policy: no policy loss, and the ideal twin no lag loss', (t) => {
  const score = scoreOf({ variant: ideal, ideal, oracle: ideal });
  t.is(score.policy_loss_vm_hours.value, 0);
  t.is(score.lag_loss_vm_hours.value, 0);
});

test('over seeds: mean and interval of every metric, and seeds without a value do not count', (t) => {
  const scores = [10, 12, 14].map((under) =>
    scoreOf({
      variant: withIntegrals({ under: BigInt(under) * HOUR }),
      ideal: { ...ideal, integrals },
      oracle,
    }),
  );
  const none = { ...scores[0]!, setup_mean_s: { ...scores[0]!.setup_mean_s, value: null } };
  const over = intervals([scores[1]!, scores[2]!, none]);
  t.is(over.lag_loss_vm_hours.n, 3);
  t.is(over.lag_loss_vm_hours.mean, 11);
  t.true(Math.abs(over.lag_loss_vm_hours.high! - 11 - (4.302653 * 2) / Math.sqrt(3)) < 1e-6);
  t.is(over.setup_mean_s.n, 2);
  t.deepEqual(Object.keys(over), [...METRIC_KEYS]);
});

const step = (
  task: StepTotals['task'],
  phase: string,
  station: string,
  waited: number,
  served: number,
): StepTotals => ({
  task,
  phase,
  station,
  passes: 10,
  waited: micros(waited),
  served: micros(served),
  waitedMax: micros(waited / 2),
});

test('shares of set-up time by station, waited and served, largest first; destructions are another table', (t) => {
  const steps = [
    step('creation', 'lock', 'xl lock', 500, 0),
    step('creation', 'boot', 'none', 0, 150),
    step('creation', 'write devices', 'xenstored', 50, 100),
    step('creation', 'introduce', 'xenstored', 100, 100),
    step('destruction', 'scrub', 'scrubber', 1, 999),
  ];
  const shares = phaseShares(steps, 'creation', 'station');
  t.deepEqual(
    shares.map(({ name, waitedShare, servedShare }) => [name, waitedShare, servedShare]),
    [
      ['xl lock', 0.5, 0],
      ['xenstored', 0.15, 0.2],
      ['none', 0, 0.15],
    ],
  );
  t.like(shares[1], { passes: 20, waited: 150, served: 200, waitedMax: 50 });
  t.deepEqual(
    phaseShares(steps, 'creation', 'phase').map(({ name }) => name),
    ['lock', 'introduce', 'boot', 'write devices'],
  );
  t.is(phaseShares(steps, 'destruction', 'phase')[0]!.servedShare, 0.999);
  t.deepEqual(phaseShares([], 'creation', 'phase'), []);
  t.is(phaseShares([step('creation', 'nothing', 'none', 0, 0)], 'creation', 'phase')[0]!.waitedShare, 0);
});
