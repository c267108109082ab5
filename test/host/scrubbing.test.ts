import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { adjusted, profileNamed } from '../../model/host/profile.ts';
import { variantsNamed } from '../../model/host/variants.ts';
import {
  after,
  between,
  count,
  fraction,
  gib,
  micros,
  mib,
  PAGE,
  seconds,
  transferTime,
} from '../../model/kernel/units.ts';
import { roomyHost, worldOf, xen48 } from './world.ts';

const xen410 = roomyHost('xen-4.10');
const variant = (name: string) => variantsNamed(name)[0]!;

test('from 4.10 on a destroy returns before the memory is clean; up to 4.9 the two are one moment', (t) => {
  for (const [profile, later] of [
    [roomyHost('xen-4.8'), false],
    [xen410, true],
  ] as const) {
    const world = worldOf({ profile });
    const { domain, owner } = world.create(gib(32));
    world.simulation.run();
    world.host.destroy(domain);
    world.simulation.run();
    const gap = world.cleanAt.get(owner)! - world.returnedAt.get(owner)!;
    t.is(gap > 0, later, profile.name);
  }
});

test('one idle processor of the node clears at the local rate: bytes over rate after the free', (t) => {
  const world = worldOf({ profile: xen410 });
  const { domain, owner } = world.create(gib(35));
  world.simulation.run();
  world.host.destroy(domain);
  world.simulation.run();
  const span = between(world.returnedAt.get(owner)!, world.cleanAt.get(owner)!);
  const expected = transferTime(gib(35), xen410.values.machine.scrubRateLocal);
  t.true(Math.abs(span - expected) <= 3, `${span} µs, expected ${expected}`);
  const free = world.step('destruction', 'free', 'domctl lock');
  t.true(Math.abs(free.served - (gib(35) / PAGE) * xen410.values.hypervisor.pageFree) <= 1);
});

const cleared = (nodes: number): number => {
  const world = worldOf({
    profile: adjusted(xen410, { machine: { numaNodes: count(nodes), memory: gib(512) } }),
  });
  const domains = [world.create(gib(35)), world.create(gib(35))];
  world.simulation.run();
  const began = world.simulation.now;
  for (const { domain } of domains) world.host.destroy(domain);
  world.simulation.run();
  return Math.max(...world.cleanAt.values()) - began;
};

test('two domains on one node are cleared one after the other, two nodes at once', (t) => {
  const alone = transferTime(gib(35), xen410.values.machine.scrubRateLocal);
  t.true(cleared(1) > 2 * alone);
  t.true(cleared(2) < 1.5 * alone);
});

test('an allocation takes clean memory of another node before it clears dirty memory of its own', (t) => {
  const small = adjusted(xen410, { machine: { memory: gib(80), numaNodes: count(2), dom0Memory: gib(0) } });
  const world = worldOf({ profile: small });
  const first = world.create(gib(30));
  world.simulation.run();
  world.host.destroy(first.domain);
  world.simulation.run(after(world.simulation.now, seconds(2)));
  t.true(world.returnedAt.has(first.owner) && !world.cleanAt.has(first.owner));
  world.create(gib(40));
  world.simulation.run(after(world.simulation.now, seconds(5)));
  t.is(world.step('creation', 'populate', 'scrub on allocation').served, micros(0));
});

test('where no clean memory is left the creation pays for the scrub', (t) => {
  const small = adjusted(xen410, { machine: { memory: gib(64), numaNodes: count(1), dom0Memory: gib(4) } });
  const world = worldOf({ profile: small });
  const first = world.create(gib(58));
  world.simulation.run();
  world.host.destroy(first.domain);
  world.create(gib(50));
  world.simulation.run();
  const { served } = world.step('creation', 'populate', 'scrub on allocation');
  t.true(served > 0 && served < transferTime(gib(50), small.values.machine.scrubRateLocal));
  world.host.check();
});

test('memory is dirty in full while it is freed, and half of it on average while an idle processor clears it', (t) => {
  const world = worldOf({ profile: xen410 });
  const { domain, owner } = world.create(gib(35));
  world.simulation.run();
  world.host.destroy(domain);
  world.simulation.run();
  const free = world.step('destruction', 'free', 'domctl lock').served;
  const scrub = between(world.returnedAt.get(owner)!, world.cleanAt.get(owner)!);
  const expected = gib(35) * (free + scrub / 2);
  t.true(Math.abs(world.host.dirtyIntegral() / expected - 1) < 1e-5);
});

testProp(
  'whatever sizes are given back at once, idle processors clear all of it and every node adds up',
  [fc.integer({ min: 1, max: 40 }), fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 4 })],
  (t, size, others) => {
    const world = worldOf({ profile: adjusted(xen410, { machine: { memory: gib(256) } }) });
    const free = world.host.free();
    const { domain } = world.create(gib(size));
    const rest = others.map((one) => world.create(gib(one)).domain);
    world.simulation.run();
    const before = world.host.dirtyIntegral();
    world.host.destroy(domain);
    for (const one of rest) world.host.destroy(one);
    world.simulation.run();
    const after = world.host.dirtyIntegral();
    t.true(after > before);
    t.is(world.host.free(), free);
    world.host.check();
  },
  { numRuns: 40 },
);

test('guests that want every processor leave the scrubber its idle rest, and still all is clean in the end', (t) => {
  const busy = adjusted(xen410, { machine: { guestUse: fraction(1) } });
  const world = worldOf({ profile: busy, neighbours: 80 });
  const { domain, owner } = world.create(gib(4));
  world.simulation.run();
  world.host.destroy(domain);
  world.simulation.run();
  const span = between(world.returnedAt.get(owner)!, world.cleanAt.get(owner)!);
  const { idleShareMin, scrubRateLocal } = busy.values.machine;
  const expected = transferTime(gib(4), scrubRateLocal) / idleShareMin;
  t.true(Math.abs(span / expected - 1) < 0.01, `${span} µs, expected ${expected}`);
});

const last = (name: string): number => {
  const world = worldOf({ profile: xen410, variant: variant(name) });
  const domains = Array.from({ length: 5 }, () => world.create(gib(2)).domain);
  world.simulation.run();
  const began = world.simulation.now;
  for (const domain of domains) world.host.destroy(domain);
  world.simulation.run();
  return Math.max(...world.returnedAt.values()) - began;
};

test('without the domctl lock five destructions fight for the heap lock and take longer than one by one', (t) => {
  t.true(last('kill-unlocked') > last('stock'));
});

test('idle scrubbing on 4.8 is what 4.10 does: destroy returns without the scrub', (t) => {
  const world = worldOf({ profile: xen48, variant: variant('idle-scrub') });
  const { domain, owner } = world.create(mib(4096));
  world.simulation.run();
  world.host.destroy(domain);
  world.simulation.run();
  t.true(world.cleanAt.get(owner)! > world.returnedAt.get(owner)!);
  t.is(profileNamed('xen-4.10').design.scrub, 'idle CPUs');
});
