import test from 'ava';
import { gib, PAGE, transferTime } from '../../model/kernel/units.ts';
import { roomy, stock, variantNamed, worldOf } from './world.ts';

const phasesOf = (variant: string): string[] => {
  const world = worldOf({ variant: variantNamed(variant) });
  const steps = world.host.steps().filter((step) => step.task === 'creation');
  return steps.map((step) => `${step.phase}: ${step.station}`);
};

test('stock xl walks the phases of Xen 4.8 in order, all of the build under its lock', (t) => {
  t.deepEqual(phasesOf('stock'), [
    'admission: memory',
    'start: dom0 CPU',
    'xl lock: xl lock',
    'memory check: sysctl lock',
    'createdomain: domctl lock',
    'createdomain: domctl lock',
    'make: xenstored',
    'make: xenstored',
    'placement: sysctl lock',
    'placement: domctl lock',
    'placement: dom0 CPU',
    'populate: heap lock',
    'kernel: dom0 CPU',
    'page tables: memory bandwidth',
    'introduce: xenstored',
    'disk: xenstored',
    'disk: xenwatch',
    'disk: xenstored',
    'disk: dom0 CPU',
    'console: xenstored',
    'nic: xenstored',
    'nic: xenwatch',
    'nic: xenstored',
    'nic: dom0 CPU',
    'nic: iptables lock',
    'nic: dom0 CPU',
    'save: dom0 CPU',
    'unpause: domctl lock',
    'boot: guest CPU',
    'drivers: xenstored',
  ]);
});

test('parallel boot has no xl lock but mutexes around ballooning, name and placement', (t) => {
  const phases = phasesOf('parallel-boot');
  t.false(phases.includes('xl lock: xl lock'));
  for (const lock of ['memory check: balloon lock', 'make: name lock', 'placement: placement lock']) {
    t.true(phases.includes(lock), lock);
  }
});

test('without neighbours nobody waits, but for the drivers that finish after the kernel', (t) => {
  const world = worldOf();
  const { domain } = world.create();
  world.simulation.run();
  world.host.destroy(domain);
  world.simulation.run();
  for (const step of world.host.steps()) {
    // Every step rounds its end up to a whole microsecond.
    if (step.phase !== 'drivers') t.true(step.waited < 2, `${step.phase} waited ${step.waited} µs`);
  }
});

for (const neighbours of [0, 100, 1000]) {
  test(`making a domain beside ${neighbours} sends 3N + 54 requests, each slower with N`, (t) => {
    const world = worldOf({ neighbours });
    world.create();
    world.simulation.run();
    const { client, request, requestPerDomain, hardware, transactionCopy, transactionCopyPerDomain } =
      roomy.values.xenstored;
    const roundTrip = client + request + requestPerDomain * neighbours;
    const copy = hardware * (transactionCopy + transactionCopyPerDomain * neighbours);
    const expected = (3 * neighbours + 54) * roundTrip + copy;
    const make = world.step('creation', 'make', 'xenstored');
    t.true(Math.abs(make.served - expected) <= 1, `${make.served} µs, expected ${expected}`);
  });
}

test('with the cache the requests do not grow with the number of domains', (t) => {
  const served = [10, 500].map((neighbours) => {
    const world = worldOf({ neighbours, variant: variantNamed('xenstore-cache') });
    world.create();
    world.simulation.run();
    const { client, request, requestPerDomain, hardware, transactionCopy, transactionCopyPerDomain } =
      roomy.values.xenstored;
    const copy = hardware * (transactionCopy + transactionCopyPerDomain * neighbours);
    const requests =
      (world.step('creation', 'make', 'xenstored').served - copy) /
      (client + request + requestPerDomain * neighbours);
    return Math.round(requests);
  });
  t.deepEqual(served, [55, 55]);
});

test('stock frees 4 KiB at a time and scrubs inside the hypercall, far from the memory', (t) => {
  const world = worldOf({ variant: stock });
  const { domain } = world.create(gib(8));
  world.simulation.run();
  world.host.destroy(domain);
  world.simulation.run();
  const { hypervisor, machine } = roomy.values;
  // The emptiest node is not node 0, where dom0 lives and whose processor scrubs.
  const expected = (gib(8) / PAGE) * hypervisor.pageFree + transferTime(gib(8), machine.scrubRateRemote);
  const { served } = world.step('destruction', 'free and scrub', 'domctl lock');
  t.true(Math.abs(served - expected) <= 1, `${served} µs, expected ${expected}`);
});

test('local scrubbing clears each node at the local rate, outside the hypercall', (t) => {
  const world = worldOf({ variant: variantNamed('local-scrub') });
  const { domain, owner } = world.create(gib(8));
  world.simulation.run();
  world.host.destroy(domain);
  world.simulation.run();
  const { hypervisor, machine } = roomy.values;
  const free = world.step('destruction', 'free', 'domctl lock');
  t.true(Math.abs(free.served - (gib(8) / PAGE) * hypervisor.pageFree) <= 1);
  const scrub = world.step('destruction', 'scrub', 'node scrubbers');
  t.true(Math.abs(scrub.served - transferTime(gib(8), machine.scrubRateLocal)) <= 1);
  t.is(world.cleanAt.get(owner), world.returnedAt.get(owner));
});

test('a domain that spans four nodes is scrubbed by all four at once', (t) => {
  const size = gib(2040);
  const world = worldOf({ variant: variantNamed('local-scrub') });
  const { domain } = world.create(size);
  world.simulation.run();
  world.host.destroy(domain);
  world.simulation.run();
  const alone = transferTime(size, roomy.values.machine.scrubRateLocal);
  const scrub = world.step('destruction', 'scrub', 'node scrubbers');
  t.true(scrub.served < alone * 0.27, `${scrub.served} µs, one node alone takes ${alone}`);
});

test('the ideal host takes no time at all', (t) => {
  const world = worldOf({ variant: variantNamed('ideal') });
  const { domain, owner } = world.create();
  world.simulation.run();
  world.host.destroy(domain);
  world.simulation.run();
  t.is(world.readyAt.get(owner), world.returnedAt.get(owner));
  t.is(world.simulation.now, 0 as never);
  t.is(world.host.dom0Used(), 0);
});

const makeTime = (guest: string): number => {
  const world = worldOf({ guest });
  world.create();
  world.simulation.run();
  return world.step('creation', 'make', 'xenstored').served;
};

test('HVM asks xenstored for more than PV and starts a device model', (t) => {
  t.true(makeTime('hvm-debian') > makeTime('pv-debian'));
  t.is(makeTime('pvh-debian'), makeTime('pv-debian'));
  const world = worldOf({ guest: 'hvm-debian' });
  world.create();
  world.simulation.run();
  t.is(world.step('creation', 'device model', 'dom0 CPU').served, roomy.values.devices.qemuStart);
});
