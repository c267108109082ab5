/** Cloud elasticity: a service under an autoscaler meets a flash crowd. */
import { minutes, moment, seconds as secs } from '../../model/kernel/units.ts';
import { streamsOf } from '../../model/kernel/streams.ts';
import type { Recording } from '../../model/recording.ts';
import { replay } from '../../model/replay.ts';
import type { Variant } from '../../model/host/variants.ts';
import { ideal } from '../../model/host/variants.ts';
import type { LoadWorkload } from '../../model/workload.ts';
import { hpa } from '../../model/policy/hpa.ts';
import { experimentOf } from '../campaign/experiment.ts';
import { forPolicy } from '../campaign/job.ts';
import { planOf } from '../campaign/plan.ts';
import type { Believed } from '../experiments/draws.ts';
import { withRoom } from '../experiments/scenarios.ts';
import { scoreOf, type Metrics } from '../measure/score.ts';
import { assumedCount, assumedSpan } from './assumed.ts';
import { seconds, type Scenario } from './scenario.ts';

const calm = assumedCount(100, [10, 1000], 'requests per second of an ordinary hour');
const crowd = assumedCount(900, [100, 9000], 'requests per second that the crowd adds');
const rise = assumedSpan(minutes(1), [secs(10), minutes(10)], 'a link that is passed around');
const fades = assumedSpan(minutes(5), [minutes(1), minutes(60)], 'time constant of losing interest');
const lasting = assumedSpan(minutes(40), [minutes(20), minutes(120)], 'the crowd, come and gone');
const comes = assumedSpan(minutes(8), [minutes(5), minutes(30)], 'the autoscaler has settled by then');
const STEP = secs(10);
/** Of the logarithm of the load in one step. */
const NOISE = 0.04;

export const flashCrowd = (seed: number, horizon: number): LoadWorkload => {
  const noise = streamsOf(seed).of('crowd noise');
  const steps = Math.floor(horizon / STEP);
  const at = Float64Array.from({ length: steps }, (_, step) => step * STEP);
  return {
    kind: 'load',
    horizon: moment(steps * STEP),
    at,
    rate: at.map((now) => {
      const since = now - comes.value;
      const share =
        since < 0
          ? 0
          : since < rise.value
            ? since / rise.value
            : Math.exp(-(since - rise.value) / fades.value);
      return (calm.value + share * crowd.value) * noise.lognormal(1, NOISE);
    }),
    quantity: 'rate',
  };
};

export const elasticity: Scenario = {
  name: 'cloud-elasticity',
  about: 'a service under the Kubernetes HPA meets ten times its load within a minute',
  guests: 'replicas of 2 vCPU and 4 GiB, Debian-like PV, on a host that 100 others share',
  arrivals: '100 requests/s, then 900 more within 1 min that fade with a time constant of 5 min; 0.1 s each',
  without: 'requests one by one (a fluid), and the balancer in front',
  guest: 'pv-debian',
  measures: {
    indirect_cost_vm_h: { label: 'indirect cost', unit: 'VM·h', better: 'lower' },
    sla_missed_pct: { label: 'requests that broke the SLA', unit: '%', better: 'lower' },
    setup_mean_s: seconds('set-up, mean'),
  },
  headline: 'indirect_cost_vm_h',
  parameters: { calm, crowd, rise, fades, lasting, comes },
  run: (host, variant, seed, size) => {
    const {
      indirect_cost_vm_hours: cost,
      sla_violation_request_fraction: missed,
      setup_mean_s: setup,
    } = scored(host, variant, seed, size === 'whole' ? lasting.value : comes.value + minutes(2));
    return {
      indirect_cost_vm_h: cost.value ?? 0,
      sla_missed_pct: 100 * (missed.value ?? 0),
      setup_mean_s: setup.value ?? 0,
    };
  },
};

const scored = ({ profile, guest }: Believed, variant: Variant, seed: number, horizon: number): Metrics => {
  const workload = flashCrowd(seed, horizon);
  // the plan that replay would make of such a trace
  const planned = planOf(experimentOf({ trace: 'flash crowd', scale: '1', policy: 'hpa' }), workload);
  const { plan, setting } = forPolicy(planned, hpa, {});
  const needed = plan.fleet.profile.values.machine;
  const fleet = {
    ...plan.fleet,
    profile: withRoom(profile, needed.memory - needed.dom0Memory),
    guest,
  };
  const run = (on: Variant): Recording =>
    replay({
      workload: planned.workload,
      plan: { ...plan, fleet },
      variant: on,
      policy: hpa.make(setting),
      seed,
    });
  const twin = run(ideal);
  return scoreOf({ variant: run(variant), ideal: twin, oracle: twin });
};
