import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { dissected, partOf, parts } from '../../harness/experiments/dissection.ts';
import { believedWith, latinHypercube, uncertain, valueAt } from '../../harness/experiments/draws.ts';
import {
  destroyOf,
  destroysAtOnce,
  loaded,
  remoteShare,
  setupsAtOnce,
  smallGuest,
} from '../../harness/experiments/scenarios.ts';
import { outcomeOf } from '../../harness/experiments/testbed.ts';
import { guestNamed } from '../../model/host/guest.ts';
import { profileNamed, profileNames } from '../../model/host/profile.ts';
import { combinations, variantsNamed, type Variant } from '../../model/host/variants.ts';
import { gib, inGib, millis } from '../../model/kernel/units.ts';

const profile = profileNamed('xen-4.8');
const variantNamed = (name: string): Variant => variantsNamed(name)[0]!;
const stock = variantNamed('stock');
const localScrub = variantNamed('local-scrub');
const base = { profile, guest: smallGuest };

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

testProp(
  'the parts of a set-up add up to it, on every variant and for every guest',
  [
    fc.constantFrom(...combinations),
    fc.constantFrom('pv-unikernel', 'pv-debian', 'hvm-tinyx'),
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 1, max: 50 }),
  ],
  (t, variant, guest, atOnce, seed) => {
    const situation = setupsAtOnce({ profile, guest: guestNamed(guest), running: 20, atOnce });
    const { setups, creations } = outcomeOf({ ...situation, variant, seed });
    const sum = Object.values(dissected(creations)).reduce((all, part) => all + part, 0);
    t.is(setups.length, atOnce);
    t.true(Math.abs(sum - mean(setups)) < 1e-5, `${sum} s of ${mean(setups)} s`);
  },
  { numRuns: 25 },
);

test('every part but the wait for scrubbed memory takes time in a crowd on stock Xen', (t) => {
  const crowd = outcomeOf({
    ...setupsAtOnce({ profile, running: 100, atOnce: 8 }),
    variant: stock,
    seed: 1,
  });
  const shares = dissected(crowd.creations);
  for (const part of parts) t.is(shares[part] > 0, part !== 'scrub wait', part);
  for (const step of crowd.creations.steps) t.true(parts.includes(partOf(step)));
});

const waitIn = (room: 'spare' | 'full'): number => {
  const situation = loaded({ profile, running: 50, atOnce: 4 }, room);
  return dissected(outcomeOf({ ...situation, variant: stock, seed: 1 }).creations)['scrub wait'];
};

test('on a full host a creation waits for the memory of a destruction; with memory to spare it does not', (t) => {
  t.is(waitIn('spare'), 0);
  t.true(waitIn('full') > 1);
});

/** Of one domain of `size` GiB, by node: the slowest node where each clears its own, else one after the other. */
const clearing = (variant: Variant, remote: number, size: number): number => {
  const { machine, hypervisor } = profile.values;
  const seconds = (share: number, rate: number): number => (share * gib(size)) / rate;
  const free = ((gib(size) / 4096) * hypervisor.pageFree) / 1e6;
  return variant.name === 'local-scrub'
    ? free + Math.max(1 - remote, remote) * seconds(1, machine.scrubRateLocal)
    : free + seconds(1 - remote, machine.scrubRateLocal) + seconds(remote, machine.scrubRateRemote);
};

for (const variant of [stock, localScrub]) {
  test(`destruction against remote memory is bytes over rates: ${variant.name}`, (t) => {
    const timeAt = (remote: number): number =>
      outcomeOf({ ...remoteShare(profile, gib(64), remote), variant, seed: 1 }).destroys[0]!;
    const rest = timeAt(0) - clearing(variant, 0, 64);
    t.true(rest > 0.05 && rest < 0.5, `${rest} s for devices and trees`);
    for (const remote of [0.125, 0.25, 0.5, 0.75, 1]) {
      const expected = rest + clearing(variant, remote, 64);
      t.true(Math.abs(timeAt(remote) - expected) < 1e-3 * expected, `${remote}: ${timeAt(remote)} s`);
    }
  });
}

test('a spread domain lies on all nodes: local scrubbing divides its clearing by their number', (t) => {
  const timeOf = (variant: Variant): number =>
    outcomeOf({ ...destroyOf(profile, gib(256), 'spread'), variant, seed: 1 }).destroys[0]!;
  const { numaNodes, scrubRateLocal } = profile.values.machine;
  const free = ((gib(256) / 4096) * profile.values.hypervisor.pageFree) / 1e6;
  const expected = free + gib(256) / numaNodes / scrubRateLocal;
  t.true(Math.abs(timeOf(localScrub) - expected) < 0.5);
  t.true(timeOf(stock) > 3 * timeOf(localScrub));
});

for (const name of profileNames) {
  test(`every situation ends on ${name}, stock and with all fixes, and its steps have a part`, (t) => {
    const host = profileNamed(name);
    const situations = [
      setupsAtOnce({ profile: host, running: 20, atOnce: 4 }),
      destroysAtOnce({ profile: host, running: 20, atOnce: 4 }),
      loaded({ profile: host, running: 20, atOnce: 4 }, 'spare'),
      loaded({ profile: host, running: 20, atOnce: 4 }, 'full'),
      remoteShare(host, gib(8), 0.5),
      destroyOf(host, gib(8), 'spread'),
    ];
    for (const situation of situations) {
      for (const variant of variantsNamed('stock,all')) {
        const { setups, destroys, creations } = outcomeOf({ ...situation, variant, seed: 1 });
        t.is(setups.length, situation.created.count);
        t.is(destroys.length, situation.destroyed.count);
        t.true([...setups, ...destroys].every((time) => time > 0));
        const sum = Object.values(dissected(creations)).reduce((all, part) => all + part, 0);
        if (setups.length > 0) t.true(Math.abs(sum - mean(setups)) < 1e-5);
      }
    }
  });
}

test('the same situation, variant and seed give the same outcome; another seed another one', (t) => {
  const situation = destroysAtOnce({ profile, running: 10, atOnce: 4 });
  const crowd = setupsAtOnce({ profile, running: 10, atOnce: 4 });
  t.deepEqual(
    outcomeOf({ ...situation, variant: stock, seed: 3 }),
    outcomeOf({ ...situation, variant: stock, seed: 3 }),
  );
  t.notDeepEqual(
    outcomeOf({ ...crowd, variant: stock, seed: 3 }).setups,
    outcomeOf({ ...crowd, variant: stock, seed: 4 }).setups,
  );
});

testProp(
  'a Latin hypercube uses every stratum of every range once, stays inside, and is the same for the same seed',
  [fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 1000 })],
  (t, draws, seed) => {
    const hosts = latinHypercube(base, draws, seed);
    t.is(hosts.length, draws);
    t.deepEqual(hosts, latinHypercube(base, draws, seed));
    // the logarithm of a parameter that no rule of consistency touches
    const { range } = uncertain(base).find(({ name }) => name === 'xenstored.requestPerDomain')!.parameter;
    const strata = hosts.map(({ profile: { values } }) => {
      const share = Math.log(values.xenstored.requestPerDomain / range[0]) / Math.log(range[1] / range[0]);
      return Math.floor(share * draws);
    });
    t.deepEqual(
      strata.toSorted((a, b) => a - b),
      Array.from({ length: draws }, (_, i) => i),
    );
  },
  { numRuns: 20 },
);

test('a drawn host could exist: rules of consistency hold in every draw', (t) => {
  for (const { profile: drawn } of latinHypercube(base, 60, 7)) {
    const { machine, hypervisor, devices } = drawn.values;
    t.true(machine.scrubRateRemote <= machine.scrubRateLocal);
    t.true(machine.dom0Vcpus <= machine.processors / 2 && machine.dom0Vcpus >= 1);
    t.true(1000 * machine.guestUse <= machine.processors);
    t.true(hypervisor.pageFreeHold <= hypervisor.pageFree);
    t.true(devices.nicScriptLocked <= devices.nicScript);
    t.true(Number.isInteger(machine.numaNodes) && Number.isInteger(inGib(machine.memory) * 262_144));
  }
});

test('a parameter at the ends of its range is there to the bit of a count, and moves nothing else', (t) => {
  for (const row of uncertain(base)) {
    const { range } = row.parameter;
    t.true(Math.abs(valueAt(row, 0) - range[0]) <= 1e-9 * Math.abs(range[0]), row.name);
    t.true(Math.abs(valueAt(row, 1) - range[1]) <= 1e-9 * Math.abs(range[1]), row.name);
  }
  const moved = believedWith(base, new Map([['toolstack.parse', 5000]]));
  t.deepEqual(moved.profile.values.xenstored, profile.values.xenstored);
  t.deepEqual(moved.profile.values.machine, profile.values.machine);
  t.is(moved.profile.values.toolstack.parse, millis(5));
});
