/** Small worlds for policies: a setting, an observation, and a service whose replicas are ready at once or later. */
import type { MetricSample, Observation, Policy, PolicySetting } from '../../model/policy/contract.ts';
import {
  after,
  fraction,
  micros,
  millis,
  seconds,
  START,
  type Micros,
  type Moment,
} from '../../model/kernel/units.ts';

export const at = (s: number): Moment => after(START, seconds(s));

export const settingOf = (
  options: Record<string, string> = {},
  rest: Partial<PolicySetting> = {},
): PolicySetting => ({
  tick: seconds(15),
  sample: seconds(15),
  delay: seconds(15),
  minReplicas: 1,
  maxReplicas: 100,
  initialReplicas: 4,
  target: fraction(0.5),
  serviceRate: 10,
  objective: { threshold: millis(500), quantile: fraction(0.95) },
  options,
  ...rest,
});

/** All of the wanted replicas ready and measured, unless said otherwise. */
export const seen = (wanted: number, rest: Partial<Observation> = {}): Observation => ({
  at: START,
  age: micros(0),
  wanted,
  ready: wanted,
  starting: 0,
  stopping: 0,
  measured: rest.ready ?? wanted,
  utilisation: fraction(NaN),
  load: NaN,
  concurrency: NaN,
  backlog: 0,
  samples: [],
  waiting: 0,
  inSystem: 0,
  ...rest,
});

/** Nothing that a policy is handed may be changed. */
export const frozen = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) frozen(inner);
  return value;
};

export interface Step {
  readonly at: Moment;
  readonly wanted: number;
  readonly reason: string;
  readonly state: unknown;
}

/** A sample as a service of replicas that share the work evenly would give it. */
export const sampled = (
  end: Moment,
  period: Micros,
  work: number,
  ready: number,
  serviceRate: number,
): MetricSample => ({
  end,
  period,
  measured: ready,
  utilisation: fraction(ready === 0 ? NaN : Math.min(1, work / ready)),
  load: work * serviceRate,
  concurrency: work,
  backlog: 0,
});

/** Those that ended since the tick before; at the start one that ends there. */
const samplesUntil = (now: Moment, setting: PolicySetting, work: number, ready: number): MetricSample[] => {
  const { tick, sample, serviceRate } = setting;
  const first = now === START ? 0 : Math.floor((now - tick) / sample) + 1;
  const last = Math.floor(now / sample);
  return Array.from({ length: last - first + 1 }, (_sample, i) =>
    sampled(after(START, micros((first + i) * sample)), sample, work, ready, serviceRate),
  );
};

/** Ticks of a policy on a load in replicas' worth of work; what it asked for is ready `lead` ticks later. */
export const ticksOf = (
  policy: Policy,
  setting: PolicySetting,
  work: readonly number[],
  lead = 0,
): readonly Step[] => {
  const steps: Step[] = [];
  let state = frozen(policy.initial);
  let wanted = setting.initialReplicas;
  for (const [tick, load] of work.entries()) {
    const now = after(START, micros(setting.tick * tick));
    const asked = steps.slice(Math.max(0, tick - lead)).map((step) => step.wanted);
    const ready = Math.min(wanted, ...asked, ...(tick <= lead ? [setting.initialReplicas] : []));
    const {
      end: _end,
      period: _period,
      ...newest
    } = sampled(now, setting.tick, load, ready, setting.serviceRate);
    const [next, { replicas, reason }] = policy.decide(
      state,
      frozen(
        seen(wanted, {
          ...newest,
          at: now,
          ready,
          starting: wanted - ready,
          samples: samplesUntil(now, setting, load, ready),
          waiting: Math.max(0, load - ready),
          inSystem: load,
        }),
      ),
    );
    state = frozen(next);
    wanted = replicas;
    steps.push({ at: now, wanted, reason, state });
  }
  return steps;
};
