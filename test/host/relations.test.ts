import { fc, testProp } from '@fast-check/ava';
import { adjusted, profileNames } from '../../model/host/profile.ts';
import { combinations, variantsNamed } from '../../model/host/variants.ts';
import { count, fraction, gib, micros } from '../../model/kernel/units.ts';
import { endsOf, ROUNDING, speedsOf, twiceAsFast } from './speeds.ts';
import { roomyHost, worldOf } from './world.ts';

const fixes = fc.constantFrom(...combinations.map((variant) => variant.name));
const hosts = fc.constantFrom(...profileNames, 'xen-4.8+oxenstored', 'xen-4.8+c-file');

/** The how-manieth of a host's speeds. */
const which = fc.nat(1000);

testProp(
  'twice the speed of anything never lengthens a set-up, a destroy or the way to clean memory of a domain alone',
  [hosts, fixes, which, fc.integer({ min: 0, max: 300 }), fc.integer({ min: 8, max: 16_384 })],
  (t, host, variant, nth, neighbours, size) => {
    const profile = roomyHost(host);
    const speeds = speedsOf(profile);
    const speed = speeds[nth % speeds.length]!;
    const story = { variant, neighbours, sizes: [size] };
    const before = endsOf(profile, story);
    const after = endsOf(twiceAsFast(profile, speed), story);
    t.true(after.setups[0]! <= before.setups[0]! + ROUNDING, speed.name);
    t.true(after.destroys[0]! <= before.destroys[0]! + ROUNDING, speed.name);
    t.true(after.cleans[0]! <= before.cleans[0]! + ROUNDING, speed.name);
  },
  { numRuns: 150 },
);

testProp(
  'under the xl lock, where no transaction is done again and nothing drawn, twice the speed of anything lengthens no set-up',
  [
    which,
    fc.integer({ min: 0, max: 200 }),
    fc.array(fc.integer({ min: 8, max: 4096 }), { minLength: 2, maxLength: 8 }),
  ],
  (t, nth, neighbours, sizes) => {
    // without chance: a draw that falls on another transaction makes one run longer and another shorter
    const profile = adjusted(roomyHost('xen-4.8+oxenstored'), {
      xenstored: { replayRequest: micros(0), roundsMissed: fraction(0) },
    });
    const story = { variant: 'stock', neighbours, sizes };
    // but not a guest that asks faster: it is more in the way of the others
    const speeds = speedsOf(profile).filter(({ name }) => name !== 'xenstored.guestPace');
    const speed = speeds[nth % speeds.length]!;
    const before = endsOf(profile, story);
    const after = endsOf(twiceAsFast(profile, speed), story);
    const slack = ROUNDING * sizes.length;
    for (let i = 0; i < sizes.length; i += 1) {
      t.true(after.setups[i]! <= before.setups[i]! + slack, `set-up ${i}, ${speed.name}`);
    }
  },
  { numRuns: 150 },
);

testProp(
  'more running domains never shorten the set-up of one, and more memory never its destroy',
  [
    hosts,
    fixes,
    fc.integer({ min: 0, max: 200 }),
    fc.integer({ min: 1, max: 200 }),
    fc.integer({ min: 8, max: 4096 }),
  ],
  (t, host, variant, few, more, size) => {
    // on one node: with more of them, where the next domain goes decides whether dom0 clears it near or far
    const profile = adjusted(roomyHost(host), { machine: { numaNodes: count(1) } });
    const one = endsOf(profile, { variant, neighbours: few, sizes: [size] });
    const crowded = endsOf(profile, { variant, neighbours: few + more, sizes: [size] });
    t.true(crowded.setups[0]! >= one.setups[0]! - ROUNDING);
    t.true(crowded.destroys[0]! >= one.destroys[0]! - ROUNDING);
    const large = endsOf(profile, { variant, neighbours: few, sizes: [2 * size] });
    t.true(large.destroys[0]! >= one.destroys[0]! - ROUNDING);
  },
  { numRuns: 100 },
);

testProp(
  'a domain that waits for memory waits no longer when memory is cleared twice as fast',
  [fixes, fc.integer({ min: 10, max: 29 })],
  (t, variant, size) => {
    const ready = (factor: number): number => {
      const small = adjusted(roomyHost('xen-4.8'), { machine: { memory: gib(40) } });
      const { scrubRateLocal, scrubRateRemote } = small.values.machine;
      const profile = adjusted(small, {
        machine: {
          scrubRateLocal: (factor * scrubRateLocal) as typeof scrubRateLocal,
          scrubRateRemote: (factor * scrubRateRemote) as typeof scrubRateRemote,
        },
      });
      const world = worldOf({ profile, variant: variantsNamed(variant)[0]!, guest: 'pv-unikernel' });
      const first = world.create(gib(30));
      world.simulation.run();
      const second = world.create(gib(size));
      world.host.destroy(first.domain);
      world.simulation.run();
      return world.readyAt.get(second.owner)!;
    };
    t.true(ready(2) <= ready(1) + ROUNDING);
  },
  { numRuns: 20 },
);
