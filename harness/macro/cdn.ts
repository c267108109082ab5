/** An elastic CDN: caches in unikernels, as many in each region as its peak of the moment wants. */
import { mib, minutes, seconds as secs } from '../../model/kernel/units.ts';
import { labOf, type LabDomain } from '../experiments/lab.ts';
import { withRoom } from '../experiments/scenarios.ts';
import { assumedBytes, assumedCount, assumedSpan } from './assumed.ts';
import { meanOf } from '../measure/mean.ts';
import { seconds, type Scenario } from './scenario.ts';

const regions = assumedCount(4, [2, 16], 'regions whose evenings follow each other');
const calm = assumedCount(20, [5, 100], 'caches of a region off its peak');
const peak = assumedCount(220, [50, 1000], 'caches of a region at its peak: a live event');
const memory = assumedBytes(mib(256), [mib(64), mib(2048)], 'hot objects in memory');
const rise = assumedSpan(minutes(1), [secs(20), minutes(20)], 'an audience that comes for a live event');
const stay = assumedSpan(minutes(3), [minutes(1), minutes(60)], 'the event');
const shift = assumedSpan(minutes(3), [minutes(1), minutes(60)], 'the next region follows');
const control = assumedSpan(secs(10), [secs(1), minutes(1)], 'how often the number of caches is set');

/** Relative noise of the audience that a step sees. */
const NOISE = 0.05;

/** Caches wanted in a region at this moment of the replay, s. */
const wanted = (region: number, at: number): number => {
  const inside = at - (region * shift.value) / secs(1);
  const [up, flat] = [rise.value / secs(1), stay.value / secs(1)];
  const share =
    inside < 0
      ? 0
      : inside < up
        ? inside / up
        : inside < up + flat
          ? 1
          : Math.max(0, (2 * up + flat - inside) / up);
  return calm.value + share * (peak.value - calm.value);
};

export const cdn: Scenario = {
  name: 'elastic-cdn',
  about: 'caches in unikernels follow a live event from region to region: up within a minute, and down again',
  guests: '4 regions of one host each; 20 to 220 PV unikernels of 1 vCPU and 256 MiB on each',
  arrivals: 'every 10 s each region sets its number of caches to the audience of the moment, 5 % noise',
  without: 'the requests for objects, and the filling of a cold cache',
  guest: 'pv-unikernel',
  measures: {
    short_cache_s: { label: 'caches that were missing, cache-seconds', unit: 'cache·s', better: 'lower' },
    setup_mean_s: seconds('set-up, mean'),
  },
  headline: 'short_cache_s',
  parameters: { regions, calm, peak, memory, rise, stay, shift, control },
  run: ({ profile, guest }, variant, seed, size) => {
    const whole = size === 'whole';
    const places = whole ? regions.value : 1;
    const end = (places - 1) * shift.value + (whole ? 2 * rise.value + stay.value : 3 * control.value);
    const lab = labOf({
      profile: withRoom(profile, 3 * peak.value * memory.value),
      guest,
      variant,
      seed,
      hosts: places,
    });
    const setups: number[] = [];
    let short = 0;
    for (let region = 0; region < places; region += 1) {
      const noise = lab.streams.of('audience', region);
      const serving: LabDomain[] = Array.from({ length: calm.value }, () => lab.found(region, memory.value));
      let target: number = calm.value;
      let starting = 0;
      /** Asked for and no longer wanted: they leave when they are ready, as a controller without a cancel does it. */
      let surplus = 0;
      let since = 0;
      const count = (): void => {
        short += Math.max(0, target - serving.length) * (lab.now() - since);
        since = lab.now();
      };
      const leave = (domain: LabDomain): void => lab.destroy(domain, () => undefined);
      const add = (): void => {
        const asked = lab.now();
        starting += 1;
        lab.create(region, memory.value, (domain) => {
          count();
          setups.push(lab.now() - asked);
          starting -= 1;
          if (surplus > 0) {
            surplus -= 1;
            leave(domain);
          } else serving.push(domain);
        });
      };
      const set = (): void => {
        count();
        target = Math.round(wanted(region, lab.now()) * noise.lognormal(1, NOISE));
        while (serving.length + starting - surplus < target) {
          if (surplus > 0) surplus -= 1;
          else add();
        }
        while (serving.length + starting - surplus > target) {
          if (starting > surplus) surplus += 1;
          else leave(serving.pop()!);
        }
        if (lab.simulation.now + control.value <= end) lab.after(control.value, set);
      };
      lab.after(control.value, set);
    }
    lab.run();
    return { short_cache_s: short, setup_mean_s: meanOf(setups) };
  },
};
