/** Dynamically adaptive unikernels: a service changes its shape by being built anew, and the old one goes. */
import { mib, minutes, seconds as secs } from '../../model/kernel/units.ts';
import { labOf } from '../experiments/lab.ts';
import { withRoom } from '../experiments/scenarios.ts';
import { percentile } from '../measure/quantiles.ts';
import { assumedBytes, assumedCount, assumedSpan } from './assumed.ts';
import { meanOf } from '../measure/mean.ts';
import { seconds, type Scenario } from './scenario.ts';

const services = assumedCount(200, [20, 1000], 'unikernels that one host serves');
const memory = assumedBytes(mib(128), [mib(16), mib(512)], 'a unikernel with its library operating system');
const change = assumedSpan(secs(10), [secs(1), minutes(1)], 'load or policy changes that often');
const together = assumedCount(20, [1, 100], 'unikernels that one change touches, on average');
const lasting = assumedSpan(minutes(3), [minutes(1), minutes(30)], 'long enough for some twenty changes');

export const adaptive: Scenario = {
  name: 'adaptive-unikernels',
  about: 'unikernels adapt by replacement: the new one is built, takes over, and the old one is destroyed',
  guests: '200 PV unikernels of 1 vCPU and 128 MiB',
  arrivals:
    'changes at exponential spans with a mean of 10 s; each touches 1 to 39 unikernels at once, every number as likely',
  without: 'the building of the image, and the state that the old one hands over',
  guest: 'pv-unikernel',
  measures: {
    adapted_mean_s: seconds('until it serves, mean'),
    adapted_p99_s: seconds('until it serves, p99'),
    replaced_mean_s: seconds('until the old one is gone, mean'),
  },
  headline: 'replaced_mean_s',
  parameters: { services, memory, change, together, lasting },
  run: ({ profile, guest }, variant, seed, size) => {
    const whole = size === 'whole';
    const count = whole ? services.value : 4;
    const lab = labOf({
      profile: withRoom(profile, 3 * count * memory.value),
      guest,
      variant,
      seed,
      hosts: 1,
    });
    const running = Array.from({ length: count }, () => lab.found(0, memory.value));
    const draw = lab.streams.of('changes');
    const adapted: number[] = [];
    const replaced: number[] = [];
    const replaceOne = (): void => {
      const old = running.shift();
      if (old === undefined) return;
      const since = lab.now();
      lab.create(0, memory.value, (fresh) => {
        adapted.push(lab.now() - since);
        running.push(fresh);
        lab.destroy(old, () => replaced.push(lab.now() - since));
      });
    };
    const changeLater = (): void => {
      const span = Math.ceil(draw.exponential(change.value)) as typeof change.value;
      if (lab.simulation.now + span > (whole ? lasting.value : lasting.value / 3)) return;
      lab.after(span, () => {
        const touched = 1 + draw.integer(2 * together.value - 1);
        for (let i = 0; i < touched; i += 1) replaceOne();
        changeLater();
      });
    };
    changeLater();
    lab.run();
    const sorted = adapted.toSorted((a, b) => a - b);
    return {
      adapted_mean_s: meanOf(sorted),
      adapted_p99_s: percentile(sorted, 99) ?? 0,
      replaced_mean_s: meanOf(replaced),
    };
  },
};
