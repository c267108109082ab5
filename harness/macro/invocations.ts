/** Event-driven invocation of micro-services: each event gets a unikernel of its own, which lives as long as its work. */
import { mib, minutes, millis, seconds as secs } from '../../model/kernel/units.ts';
import { labOf } from '../experiments/lab.ts';
import { withRoom } from '../experiments/scenarios.ts';
import { percentile } from '../measure/quantiles.ts';
import { assumedBytes, assumedCount, assumedSpan } from './assumed.ts';
import { meanOf } from '../measure/mean.ts';
import { seconds, type Scenario } from './scenario.ts';

const beside = assumedCount(200, [0, 1000], 'warm functions and other tenants of the host');
const memory = assumedBytes(mib(128), [mib(32), mib(512)], 'the smallest size that functions are offered in');
const apart = assumedSpan(
  secs(4),
  [secs(1), minutes(1)],
  'events come in bursts, a fan-out of one trigger each',
);
const burst = assumedCount(8, [1, 64], 'invocations of one burst, on average');
const work = assumedSpan(
  millis(600),
  [millis(10), secs(10)],
  'half of the functions run for less than a second',
);
const lasting = assumedSpan(minutes(5), [minutes(1), minutes(60)], 'long enough for some seventy bursts');

/** Of the logarithm of how long a function works: from a tenth to ten times the median in 95 of 100. */
const WORK_SPREAD = 1.2;

export const invocations: Scenario = {
  name: 'invocations',
  about:
    'every event invokes a micro-service in a unikernel of its own, which is destroyed when its work is done',
  guests: '200 domains of 128 MiB run beside; each invocation is a PV unikernel of 1 vCPU and 128 MiB',
  arrivals:
    'bursts at exponential spans with a mean of 4 s, geometric sizes with a mean of 8; work is lognormal, median 0.6 s',
  without: 'warm instances that are used again, and the event queue itself',
  guest: 'pv-unikernel',
  measures: {
    start_mean_s: seconds('until the work begins, mean'),
    start_p99_s: seconds('until the work begins, p99'),
  },
  headline: 'start_mean_s',
  parameters: { beside, memory, apart, burst, work, lasting },
  run: ({ profile, guest }, variant, seed, size) => {
    const whole = size === 'whole';
    const neighbours = whole ? beside.value : 2;
    const end = whole ? lasting.value : lasting.value / 30;
    // a backlog of invocations holds memory as well
    const room = (neighbours + 1_000) * memory.value;
    const lab = labOf({ profile: withRoom(profile, room), guest, variant, seed, hosts: 1 });
    for (let i = 0; i < neighbours; i += 1) lab.found(0, memory.value);
    const draw = lab.streams.of('events');
    const starts: number[] = [];
    const invoke = (span: number): void => {
      const since = lab.now();
      lab.create(0, memory.value, (domain) => {
        starts.push(lab.now() - since);
        lab.after(span as typeof work.value, () => lab.destroy(domain, () => undefined));
      });
    };
    const burstLater = (): void => {
      const span = Math.ceil(draw.exponential(apart.value)) as typeof apart.value;
      if (lab.simulation.now + span > end) return;
      lab.after(span, () => {
        do invoke(Math.ceil(draw.lognormal(work.value, WORK_SPREAD)));
        while (draw.uniform() < 1 - 1 / burst.value);
        burstLater();
      });
    };
    burstLater();
    lab.run();
    const sorted = starts.toSorted((a, b) => a - b);
    return { start_mean_s: meanOf(sorted), start_p99_s: percentile(sorted, 99) ?? 0 };
  },
};
