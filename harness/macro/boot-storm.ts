/** A boot storm: a host comes back, and everything that belongs on it is started at once. */
import { gib } from '../../model/kernel/units.ts';
import { labOf } from '../experiments/lab.ts';
import { withRoom } from '../experiments/scenarios.ts';
import { percentile } from '../measure/quantiles.ts';
import { assumedCount, assumedBytes } from './assumed.ts';
import { meanOf } from '../measure/mean.ts';
import { seconds, type Scenario } from './scenario.ts';

const domains = assumedCount(128, [32, 512], 'a well filled host of 64 processors');
const memory = assumedBytes(gib(2), [gib(1), gib(8)], 'a small server');

export const bootStorm: Scenario = {
  name: 'boot-storm',
  about: 'a host comes back after an outage, and all of its domains are started at once',
  guests: '128 Debian-like PV domains of 1 vCPU and 2 GiB on an empty host',
  arrivals: 'all at one moment',
  without: 'disks that are read at once, and the order that an operator might prefer',
  guest: 'pv-debian',
  measures: {
    makespan_s: seconds('until the last one serves'),
    setup_mean_s: seconds('set-up, mean'),
    setup_p99_s: seconds('set-up, p99'),
  },
  headline: 'makespan_s',
  parameters: { domains, memory },
  run: ({ profile, guest }, variant, seed, size) => {
    const count = size === 'whole' ? domains.value : 4;
    const lab = labOf({
      profile: withRoom(profile, count * memory.value),
      guest,
      variant,
      seed,
      hosts: 1,
    });
    const setups: number[] = [];
    for (let i = 0; i < count; i += 1) lab.create(0, memory.value, () => setups.push(lab.now()));
    lab.run();
    const sorted = setups.toSorted((a, b) => a - b);
    return {
      makespan_s: sorted.at(-1)!,
      setup_mean_s: meanOf(sorted),
      setup_p99_s: percentile(sorted, 99)!,
    };
  },
};
