import { fc, testProp } from '@fast-check/ava';
import { adjusted, profileNames, type Party, type Profile } from '../../model/host/profile.ts';
import { combinations, variantsNamed } from '../../model/host/variants.ts';
import { count, fraction, gib, micros, mib } from '../../model/kernel/units.ts';
import { roomyHost, worldOf } from './world.ts';

/** Service times, which are halved, and rates, which are doubled: twice the speed of one party. */
const times: readonly (readonly [Party, string])[] = [
  ['toolstack', 'parse'],
  ['toolstack', 'kernelLoad'],
  ['toolstack', 'saveConfig'],
  ['toolstack', 'daemonise'],
  ['toolstack', 'daemonWake'],
  ['xenstored', 'client'],
  ['xenstored', 'request'],
  ['xenstored', 'requestPerDomain'],
  ['xenstored', 'perSocket'],
  ['xenstored', 'perRing'],
  ['xenstored', 'perRingChange'],
  ['xenstored', 'perWatch'],
  ['xenstored', 'nodeCreation'],
  ['xenstored', 'closePerWatch'],
  ['xenstored', 'transactionCopyPerDomain'],
  ['xenstored', 'treeRemoval'],
  ['xenstored', 'event'],
  ['xenstored', 'replayRequest'],
  ['hypervisor', 'domctl'],
  ['hypervisor', 'createDomain'],
  ['hypervisor', 'extentHold'],
  ['hypervisor', 'extentOther'],
  ['hypervisor', 'pageInit'],
  ['hypervisor', 'pageMap'],
  ['hypervisor', 'pageFreeHoldContended'],
  ['machine', 'lineTransfer'],
  ['hypervisor', 'pageTables'],
  ['hypervisor', 'placementStep'],
  ['devices', 'diskXenwatch'],
  ['devices', 'nicXenwatch'],
  ['devices', 'diskScript'],
  ['devices', 'scriptFactor'],
  ['devices', 'removalScript'],
  ['devices', 'removalXenwatch'],
];
const rates: readonly (readonly [Party, string])[] = [
  ['machine', 'scrubRateLocal'],
  ['machine', 'scrubRateRemote'],
  ['machine', 'nodeBandwidth'],
];

const scaled = (profile: Profile, [party, name]: readonly [Party, string], factor: number): Profile => {
  const values = profile.values[party] as Readonly<Record<string, number>>;
  const changes: Readonly<Record<string, Readonly<Record<string, number>>>> = {
    [party]: { [name]: values[name]! * factor },
  };
  return adjusted(profile, changes);
};

const faster = fc.oneof(
  fc.constantFrom(...times).map((key) => ({ key, factor: 0.5 })),
  fc.constantFrom(...rates).map((key) => ({ key, factor: 2 })),
);

interface Story {
  readonly variant: string;
  readonly neighbours: number;
  readonly sizes: readonly number[];
}

/** Set-ups, all asked for at once, then destructions, all asked for at once: when each was over, µs. */
const endsOf = (profile: Profile, { variant, neighbours, sizes }: Story) => {
  const world = worldOf({ profile, variant: variantsNamed(variant)[0]!, guest: 'pv-tinyx', neighbours });
  const domains = sizes.map((size) => world.create(mib(size)));
  world.simulation.run();
  const began = world.simulation.now;
  for (const { domain } of domains) world.host.destroy(domain);
  world.simulation.run();
  return {
    setups: domains.map(({ owner }) => world.readyAt.get(owner)!),
    destroys: domains.map(({ owner }) => world.returnedAt.get(owner)! - began),
    cleans: domains.map(({ owner }) => world.cleanAt.get(owner)! - began),
  };
};

/** Each step of a path rounds its end up to a whole µs. */
const ROUNDING = 60;

const fixes = fc.constantFrom(...combinations.map((variant) => variant.name));
const hosts = fc.constantFrom(...profileNames, 'xen-4.8+oxenstored', 'xen-4.8+c-file');

testProp(
  'twice the speed of anything never lengthens a set-up, a destroy or the way to clean memory of a domain alone',
  [hosts, fixes, faster, fc.integer({ min: 0, max: 300 }), fc.integer({ min: 8, max: 16_384 })],
  (t, host, variant, { key, factor }, neighbours, size) => {
    const profile = roomyHost(host);
    const story = { variant, neighbours, sizes: [size] };
    const before = endsOf(profile, story);
    const after = endsOf(scaled(profile, key, factor), story);
    t.true(after.setups[0]! <= before.setups[0]! + ROUNDING, key.join('.'));
    t.true(after.destroys[0]! <= before.destroys[0]! + ROUNDING, key.join('.'));
    t.true(after.cleans[0]! <= before.cleans[0]! + ROUNDING, key.join('.'));
  },
  { numRuns: 150 },
);

testProp(
  'under the xl lock, where no transaction is done again and nothing drawn, twice the speed of anything lengthens no set-up',
  [
    faster,
    fc.integer({ min: 0, max: 200 }),
    fc.array(fc.integer({ min: 8, max: 4096 }), { minLength: 2, maxLength: 8 }),
  ],
  (t, { key, factor }, neighbours, sizes) => {
    // without chance: a draw that falls on another transaction makes one run longer and another shorter
    const profile = adjusted(roomyHost('xen-4.8+oxenstored'), {
      xenstored: { replayRequest: micros(0), roundsMissed: fraction(0) },
    });
    const story = { variant: 'stock', neighbours, sizes };
    const before = endsOf(profile, story);
    const after = endsOf(scaled(profile, key, factor), story);
    const slack = ROUNDING * sizes.length;
    for (let i = 0; i < sizes.length; i += 1) {
      t.true(after.setups[i]! <= before.setups[i]! + slack, `set-up ${i}, ${key.join('.')}`);
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
      const local = scaled(small, ['machine', 'scrubRateLocal'], factor);
      const profile = scaled(local, ['machine', 'scrubRateRemote'], factor);
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
