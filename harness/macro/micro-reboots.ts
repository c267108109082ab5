/** Micro-reboots: software ages, so every component is thrown away and started afresh, often and without a reason. */
import { mib, minutes, seconds as secs } from '../../model/kernel/units.ts';
import { labOf, type LabDomain } from '../experiments/lab.ts';
import { withRoom } from '../experiments/scenarios.ts';
import { percentile } from '../measure/quantiles.ts';
import { assumedBytes, assumedCount, assumedSpan } from './assumed.ts';
import { meanOf } from '../measure/mean.ts';
import { seconds, type Scenario } from './scenario.ts';

const components = assumedCount(200, [50, 1000], 'components of a disaggregated application on one host');
const memory = assumedBytes(mib(512), [mib(64), mib(1024)], 'one component each');
const period = assumedSpan(minutes(1), [secs(10), minutes(30)], 'often enough that ageing never shows');
const lasting = assumedSpan(minutes(2), [minutes(2), minutes(10)], 'two reboots of each component');

export const microReboots: Scenario = {
  name: 'micro-reboots',
  about: 'each component is destroyed and started afresh once a minute, so that nothing ages',
  guests: '200 small Linux PV domains of 1 vCPU and 512 MiB',
  arrivals:
    'each component on its own clock: the span to its next reboot is exponential with a mean of 1 min',
  without: 'requests that the component would have served, and its state',
  guest: 'pv-tinyx',
  measures: {
    downtime_mean_s: seconds('away per reboot, mean'),
    downtime_p99_s: seconds('away per reboot, p99'),
  },
  headline: 'downtime_mean_s',
  parameters: { components, memory, period, lasting },
  run: ({ profile, guest }, variant, seed, size) => {
    const count = size === 'whole' ? components.value : 3;
    const lab = labOf({
      // those that go still hold their memory while others come
      profile: withRoom(profile, 2 * count * memory.value),
      guest,
      variant,
      seed,
      hosts: 1,
    });
    const away: number[] = [];
    const end = lab.simulation.now + lasting.value;
    for (let component = 0; component < count; component += 1) {
      const clock = lab.streams.of('reboot', component);
      const rebootLater = (domain: LabDomain): void => {
        const span = Math.ceil(clock.exponential(period.value)) as typeof period.value;
        if (lab.simulation.now + span > end) return;
        lab.after(span, () => {
          const since = lab.now();
          lab.destroy(domain, () =>
            lab.create(0, memory.value, (fresh) => {
              away.push(lab.now() - since);
              rebootLater(fresh);
            }),
          );
        });
      };
      rebootLater(lab.found(0, memory.value));
    }
    lab.run();
    const sorted = away.toSorted((a, b) => a - b);
    return { downtime_mean_s: meanOf(sorted), downtime_p99_s: percentile(sorted, 99) ?? 0 };
  },
};
