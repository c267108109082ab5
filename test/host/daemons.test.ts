import test from 'ava';
import { adjusted, profileNamed, withDaemon } from '../../model/host/profile.ts';
import { builtFrom, variantsNamed } from '../../model/host/variants.ts';
import { count, gib, mib } from '../../model/kernel/units.ts';
import { roomyHost, worldOf } from './world.ts';

const variant = (name: string) => variantsNamed(name)[0]!;

/** Requests of one make and their time, alone on the host beside so many running domains. */
const makeTime = (host: string, neighbours: number): number => {
  const world = worldOf({ profile: roomyHost(host), neighbours });
  world.create();
  world.simulation.run();
  return world.step('creation', 'make', 'xenstored').served;
};

for (const [host, alpha] of [
  ['xen-4.6', 3],
  ['xen-4.10', 3],
  ['xen-4.17', 1],
  ['xen-4.21', 1],
] as const) {
  test(`${host}: a make is ${alpha}N + constant requests, each with a scan of sockets and rings (B.4)`, (t) => {
    for (const neighbours of [0, 100, 1000]) {
      const { xenstored: cost, toolstack } = roomyHost(host).values;
      const f = cost.hardware;
      // the xl that asks has a socket of its own
      const sockets = cost.socketsAlways + 1 + cost.socketsPerDomain * neighbours;
      const roundTrip =
        cost.client + cost.request + f * (cost.perSocket * sockets + cost.perRing * (neighbours + 1));
      const watches = cost.watchesAlways + cost.watchesPerDomain * neighbours;
      const change = f * (cost.perWatch * watches + cost.perRingChange * (neighbours + 1));
      const creation = f * (cost.nodeCreation + cost.nodeCreationPerDomain * neighbours);
      const copy = f * (cost.transactionCopy + cost.transactionCopyPerDomain * neighbours);
      const expected =
        (alpha * neighbours + toolstack.makeRequests) * roundTrip +
        toolstack.makeChanges * change +
        toolstack.makeCreations * creation +
        copy;
      const served = makeTime(host, neighbours);
      t.true(
        Math.abs(served / expected - 1) < 1e-3,
        `${served} µs, expected ${expected} beside ${neighbours}`,
      );
    }
  });
}

const beyond = (host: string): number => {
  const { nodeCreation, nodeCreationPerDomain } = profileNamed(host).values.xenstored;
  return nodeCreation + nodeCreationPerDomain * 400;
};

test('a file as database makes creating nodes dear: ten times and more of what memory takes at 400 domains', (t) => {
  t.true(beyond('xen-4.8+c-file') > 10 * beyond('xen-4.8+c-memory'));
  t.true(makeTime('xen-4.8+c-file', 400) > makeTime('xen-4.8+c-memory', 400));
});

test('another daemon keeps what belongs to the host: its hardware, its clients, its guests', (t) => {
  const host = adjusted(profileNamed('xen-4.17'), { xenstored: { guestRequests: count(77) } });
  const other = withDaemon(host, 'oxenstored').values.xenstored;
  t.is(other.guestRequests, count(77));
  t.is(other.hardware, host.values.xenstored.hardware);
  t.is(other.client, host.values.xenstored.client);
  t.is(other.request, 18 as never);
  t.is(builtFrom(host, variant('oxenstored')).profile.conflicts, 'never');
});

const together = (host: string, name: string, creators: number, size = mib(512)) => {
  const world = worldOf({
    profile: roomyHost(host),
    variant: variant(name),
    guest: 'pv-tinyx',
    neighbours: 20,
  });
  for (let i = 0; i < creators; i += 1) world.create(size);
  world.simulation.run();
  return world.host;
};

test('oxenstored from 4.7 on never sends a transaction back, up to 4.6 it does as C does', (t) => {
  const replayed = together('xen-4.8+oxenstored', 'parallel-boot', 8).transactions();
  t.is(replayed.attempts, replayed.commits);
  const merged = together('xen-4.8+oxenstored-4.6', 'parallel-boot', 8).transactions();
  t.true(merged.attempts > 1.5 * merged.commits);
});

const lastReady = (replayRequest: number): number => {
  const profile = adjusted(roomyHost('xen-4.8+oxenstored'), {
    xenstored: { replayRequest: replayRequest as never },
  });
  const world = worldOf({ profile, variant: variant('no-xl-lock'), guest: 'pv-tinyx' });
  for (let i = 0; i < 8; i += 1) world.create(mib(64));
  world.simulation.run();
  return Math.max(...world.readyAt.values());
};

test('a server that replays does the requests of a transaction again when another met it: creators wait longer', (t) => {
  t.true(lastReady(15) > lastReady(0));
});

test('names race only where nothing keeps creators apart and commits never fail: an abort makes xl look again', (t) => {
  t.true(together('xen-4.8+oxenstored', 'naive-boot', 8).races().names > 0);
  t.is(together('xen-4.8+oxenstored', 'stock', 8).races().names, 0);
  t.is(together('xen-4.8+oxenstored', 'parallel-boot', 8).races().names, 0);
  t.is(together('xen-4.8', 'naive-boot', 8).races().names, 0);
  t.is(together('xen-4.17', 'stock', 8).races().names, 0);
});

const misplaced = (name: string): { nodes: number; misplaced: number } => {
  // two nodes, room for one domain of 100 GiB on each; both creators look before either has taken a page
  const profile = adjusted(profileNamed('xen-4.8+oxenstored'), {
    machine: { memory: gib(256), numaNodes: count(2) },
  });
  const world = worldOf({ profile, variant: variant(name), guest: 'pv-tinyx' });
  world.create(gib(100));
  world.create(gib(100));
  world.simulation.run();
  world.host.check();
  return world.host.races();
};

test('without a lock over placement and claim two large domains choose one node, and one of them spills', (t) => {
  t.true(misplaced('naive-boot').nodes > 0);
  t.true(misplaced('naive-boot').misplaced > 0);
  t.is(misplaced('parallel-boot').nodes, 0);
  t.is(misplaced('stock').nodes, 0);
});

const setupBesideDestroys = (deaf: number): number => {
  const profile = adjusted(roomyHost('xen-4.17'), {
    xenstored: { deafWhileLooking: deaf as never, event: 0 as never },
  });
  const world = worldOf({ profile, guest: 'pv-tinyx', neighbours: 1000 });
  const dying = Array.from({ length: 4 }, () => world.create(mib(16)).domain);
  world.simulation.run();
  const asked = world.simulation.now;
  for (const domain of dying) world.host.destroy(domain);
  const { owner } = world.create(mib(16));
  world.simulation.run();
  return world.readyAt.get(owner)! - asked;
};

test('while xenstored asks Xen about dead domains it answers nobody: a set-up beside a destroy takes longer', (t) => {
  t.true(setupBesideDestroys(1) > setupBesideDestroys(0));
});

test('ballooning makes a creation sleep in rounds of 2 s, and brings the xl lock of 4.17 back', (t) => {
  const world = worldOf({
    profile: roomyHost('xen-4.17'),
    variant: variant('ballooning'),
    guest: 'pv-tinyx',
  });
  world.create(mib(512));
  world.create(mib(512));
  world.simulation.run();
  t.is(world.step('creation', 'memory check', 'dom0 balloon').served, 4_000_000 as never);
  t.true(world.step('creation', 'xl lock', 'xl lock').waited > 2_000_000);
});

test('a lean toolstack, its pool of shells and shared pages each take a creation beside 1000 domains further down', (t) => {
  const setup = (name: string): number => {
    const world = worldOf({
      profile: roomyHost('xen-4.8'),
      variant: variant(name),
      guest: 'pv-unikernel',
      neighbours: 1000,
    });
    const { owner } = world.create(mib(8));
    world.simulation.run();
    t.log(`${name}: ${(world.readyAt.get(owner)! / 1000).toFixed(1)} ms`);
    return world.readyAt.get(owner)!;
  };
  const order = [
    'stock',
    'xenstore-cache',
    'lean-toolstack',
    'split-toolstack',
    'noxs',
    'split-toolstack+noxs',
  ];
  const spans = order.map(setup);
  t.deepEqual(
    spans,
    spans.toSorted((a, b) => b - a),
  );
});

test('a pool of shells that is empty is waited for', (t) => {
  const profile = adjusted(roomyHost('xen-4.8'), { designs: { shellPool: count(1) } });
  const world = worldOf({ profile, variant: variant('split-toolstack'), guest: 'pv-unikernel' });
  for (let i = 0; i < 4; i += 1) world.create(gib(4));
  world.simulation.run();
  t.true(world.step('creation', 'shell', 'shell pool').waited > 0);
});
