import test from 'ava';
import { guestNamed } from '../../model/host/guest.ts';
import { adjusted, type Profile } from '../../model/host/profile.ts';
import { combinations } from '../../model/host/variants.ts';
import { fraction, micros, mib, type Micros } from '../../model/kernel/units.ts';
import { oneHostOf } from '../../harness/experiments/one-host.ts';
import {
  allTwiceAsFast,
  endsOf,
  meanOf,
  ROUNDING,
  speedsOf,
  twiceAsFast,
  type Ends,
  type Story,
} from './speeds.ts';
import { roomyHost } from './world.ts';

// What holds of a crowd when something becomes twice as fast, and what does not, as docs/model.md says and explains.

const SIZES = [512, 64, 1024, 256, 512, 2048, 128, 512];
const crowd = (variant: string, seed = 1): Story => ({ variant, neighbours: 30, sizes: SIZES, seed });
const SEEDS = Array.from({ length: 10 }, (_seed, index) => index + 1);

/** How much longer it takes, relative, over the seeds: in the mean, and its standard error. */
const change = (
  before: Profile,
  after: Profile,
  variant: string,
  of: (ends: Ends) => number,
  seeds = SEEDS,
): { readonly mean: number; readonly error: number } => {
  const found = seeds.map((seed) => {
    const story = crowd(variant, seed);
    return of(endsOf(after, story)) / of(endsOf(before, story)) - 1;
  });
  const mean = meanOf(found);
  const variance = found.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / (found.length - 1);
  return { mean, error: Math.sqrt(variance / found.length) };
};
const setup = ({ setups }: Ends): number => meanOf(setups);
const destroy = ({ destroys }: Ends): number => meanOf(destroys);
const speedNamed = (profile: Profile, name: string) =>
  speedsOf(profile).find((speed) => speed.name === name)!;

/** When each is ready and has returned, all being created at once and then destroyed at once. */
const timesOf = (profile: Profile, variant: (typeof combinations)[number], bootFactor: number): number[] => {
  const guest = guestNamed('pv-tinyx');
  const { simulation, host, readyAt, returnedAt } = oneHostOf({
    profile,
    variant,
    guest: { ...guest, bootMedian: (guest.bootMedian * bootFactor) as Micros },
    seed: 1,
  });
  const domains = SIZES.map((size, owner) =>
    host.create({ owner, ordinal: owner, vcpus: 1, memory: mib(size) }),
  );
  simulation.run();
  const began = simulation.now;
  for (const domain of domains) host.destroy(domain);
  simulation.run();
  return [...readyAt, ...returnedAt.map((at) => at - began)];
};

for (const host of ['xen-4.6', 'xen-4.8', 'xen-4.10', 'xen-4.21', 'xen-4.8+oxenstored']) {
  test(`everything twice as fast, every set-up and destroy of a crowd takes half of its time, chance included: ${host}`, (t) => {
    const profile = roomyHost(host);
    for (const variant of combinations) {
      const slow = timesOf(profile, variant, 1);
      const fast = timesOf(allTwiceAsFast(profile), variant, 0.5);
      // a race that was lost by a part of a µs may be won
      const off = slow.filter((time, i) => Math.abs(2 * fast[i]! - time) > 8 * ROUNDING);
      t.true(off.length <= 2, `${variant.name}: ${off.join(' ')}`);
      t.true(Math.max(...fast) < Math.max(...slow));
    }
  });
}

for (const [host, variant, name, what, of] of [
  ['xen-4.8', 'stock', 'toolstack.kernelLoad', 'set-up', setup],
  ['xen-4.8', 'stock', 'devices.nicScript', 'set-up', setup],
  ['xen-4.8', 'parallel-boot', 'xenstored.request', 'set-up', setup],
  ['xen-4.6', 'parallel-boot', 'xenstored.hardware', 'set-up', setup],
  ['xen-4.6', 'all', 'xenstored.hardware', 'set-up', setup],
  ['xen-4.8', 'stock', 'machine.scrubRateRemote', 'destroy', destroy],
  ['xen-4.8', 'local-scrub', 'hypervisor.pageFree', 'destroy', destroy],
] as const) {
  test(`what a crowd waits for, twice as fast, makes the mean ${what} shorter: ${name}, ${host}, ${variant}`, (t) => {
    const profile = roomyHost(host);
    const faster = twiceAsFast(profile, speedNamed(profile, name));
    const { mean, error } = change(profile, faster, variant, of);
    t.true(mean + 2 * error < 0, `${mean} ± ${error}`);
  });
}

/** No speed of the host: a guest that asks faster is more in the way of others. */
const GUESTS = 'xenstored.guestPace';

/** No transaction is done again and nothing drawn: what is left are lines, and processors that are shared. */
const withoutRaces = (host: string): Profile =>
  adjusted(roomyHost(host), { xenstored: { replayRequest: micros(0), roundsMissed: fraction(0) } });

for (const host of ['xen-4.8+oxenstored', 'xen-4.21+oxenstored']) {
  test(`without races, nothing that is twice as fast makes the mean set-up or destroy of a crowd more than 1 % longer: ${host}`, (t) => {
    const profile = withoutRaces(host);
    for (const variant of ['stock', 'parallel-boot', 'all']) {
      const before = endsOf(profile, crowd(variant));
      for (const speed of speedsOf(profile).filter(({ name }) => name !== GUESTS)) {
        const after = endsOf(twiceAsFast(profile, speed), crowd(variant));
        t.true(setup(after) <= 1.01 * setup(before) + ROUNDING, `set-up, ${variant}, ${speed.name}`);
        t.true(destroy(after) <= 1.01 * destroy(before) + ROUNDING, `destroy, ${variant}, ${speed.name}`);
      }
    }
  });
}

test('a counterexample: builds that are faster let transactions race, and the mean set-up is longer', (t) => {
  // C xenstored up to 4.8 without the xl lock: the time of a script kept the transactions apart
  const profile = roomyHost('xen-4.8');
  const faster = twiceAsFast(profile, speedNamed(profile, 'devices.scriptFactor'));
  const seeds = Array.from({ length: 24 }, (_seed, index) => index + 1);
  const { mean, error } = change(profile, faster, 'parallel-boot', setup, seeds);
  t.log(`${(100 * mean).toFixed(1)} ± ${(200 * error).toFixed(1)} %`);
  t.true(mean - 2 * error > 0, `${mean} ± ${error}`);
});
