/** Where domains go, and the line in front of hosts that are full. */
import test from 'ava';
import { guestNamed } from '../../model/host/guest.ts';
import { adjusted } from '../../model/host/profile.ts';
import { simulationOf } from '../../model/kernel/simulation.ts';
import { streamsOf } from '../../model/kernel/streams.ts';
import { gib, moment, seconds, type Moment } from '../../model/kernel/units.ts';
import { fleetOf, roomOf, type FleetPlan } from '../../model/service/fleet.ts';
import { roomy, stock, xen48 } from '../host/world.ts';

const small = (memory: number) => ({ vcpus: 1, memory: gib(memory) });

/** 16 GiB, half of which dom0 has. */
const tiny = adjusted(xen48, { machine: { memory: gib(16), dom0Memory: gib(8) } });

const fleetWith = (changes: Partial<FleetPlan>) => {
  const simulation = simulationOf();
  const readyAt = new Map<number, Moment>();
  const returnedAt = new Map<number, Moment>();
  const fleet = fleetOf(simulation, {
    hosts: 2,
    guestsPerHost: 2,
    packing: 'pack',
    neighbours: { count: 0, size: small(1) },
    profile: roomy,
    guest: guestNamed('pv-tinyx'),
    variant: stock,
    seed: 1,
    streams: streamsOf(1),
    ...changes,
    ready: (owner) => readyAt.set(owner, simulation.now),
    cleaned: () => undefined,
    returned: (owner) => returnedAt.set(owner, simulation.now),
  });
  const create = (owner: number, memory = 1): void => fleet.create(owner, owner, small(memory));
  const live = (): readonly number[] => fleet.hosts.map((host) => host.live());
  return { simulation, fleet, readyAt, returnedAt, create, live };
};

test('pack fills a host before it opens the next; spread opens every host before it fills one', (t) => {
  for (const [packing, after3] of [
    ['pack', [2, 1]],
    ['spread', [1, 1, 1]],
  ] as const) {
    const { create, live, simulation } = fleetWith({ packing, hosts: 3 });
    for (const owner of [0, 1, 2]) create(owner);
    simulation.run();
    t.deepEqual(live(), after3, packing);
  }
});

test('spread goes to the host with fewest guests, and pack to the first with room, also after some have left', (t) => {
  for (const [packing, end] of [
    ['pack', [2, 2, 1]],
    ['spread', [1, 2, 2]],
  ] as const) {
    const { create, fleet, live, simulation } = fleetWith({ packing, hosts: 3, guestsPerHost: 2 });
    for (let owner = 0; owner < 6; owner += 1) create(owner);
    simulation.run();
    // spread put 0 and 3 on the first host, pack 0 and 1
    fleet.destroy(0);
    fleet.destroy(packing === 'spread' ? 3 : 4);
    simulation.run();
    create(6);
    simulation.run();
    t.deepEqual(live(), end, packing);
  }
});

test('neighbours run on every opened host and take its places and memory', (t) => {
  const { create, fleet, live, simulation } = fleetWith({
    neighbours: { count: 1, size: small(1) },
    packing: 'pack',
  });
  create(0);
  create(1);
  create(2);
  simulation.run();
  t.deepEqual(live(), [2, 2]);
  t.is(fleet.queued(), 1);
  t.is<number, number>(fleet.hosts[0]!.free(), roomOf(roomy) - 2 * gib(1));
});

test('a domain waits for a host until one that left has returned, and the line is served in order', (t) => {
  const { create, fleet, readyAt, returnedAt, simulation } = fleetWith({ hosts: 1, guestsPerHost: 1 });
  for (const owner of [0, 1, 2]) create(owner);
  simulation.run();
  t.deepEqual([...readyAt.keys()], [0]);
  t.is(fleet.queued(), 2);
  for (const owner of [0, 1]) {
    fleet.destroy(owner);
    simulation.run();
    t.true(readyAt.get(owner + 1)! > returnedAt.get(owner)!);
  }
  t.deepEqual([...readyAt.keys()], [0, 1, 2]);
  t.is(fleet.queued(), 0);
  const [room] = fleet.steps();
  t.like(room, { station: 'room on a host', passes: 3, served: 0 });
  t.is<number, number>(room!.waited, returnedAt.get(0)! + returnedAt.get(1)!);
  t.is<number, number>(room!.waitedMax, returnedAt.get(1)!);
});

test('a large domain at the head of the line is not passed by a small one', (t) => {
  const { create, fleet, readyAt, simulation } = fleetWith({ hosts: 1, guestsPerHost: 9, profile: tiny });
  create(0, 6);
  create(1, 6);
  create(2, 1);
  simulation.run();
  t.deepEqual([...readyAt.keys()], [0]);
  fleet.destroy(0);
  simulation.run();
  t.true(readyAt.has(1) && readyAt.has(2));
});

test('a creation cancelled in the line never reaches a host, and those behind it that fit go on at once', (t) => {
  const { create, fleet, readyAt, returnedAt, simulation } = fleetWith({
    hosts: 1,
    guestsPerHost: 9,
    profile: tiny,
  });
  create(0, 6);
  create(1, 6);
  create(2, 1);
  simulation.run();
  t.true(fleet.destroy(1));
  t.is(fleet.queued(), 1);
  simulation.run();
  create(3, 1);
  simulation.run();
  t.deepEqual([...readyAt.keys()], [0, 2, 3]);
  t.is(returnedAt.size, 0);
  t.is(fleet.queued(), 0);
});

test('a creation on its way is destroyed when it is ready, not before', (t) => {
  const { create, fleet, readyAt, returnedAt, simulation } = fleetWith({});
  create(0);
  simulation.run(moment(seconds(0.1)));
  t.false(fleet.destroy(0));
  simulation.run();
  t.true(readyAt.get(0)! > seconds(0.1));
  t.true(returnedAt.get(0)! > readyAt.get(0)!);
});

test('a domain that no host could ever hold waits for good, and opens none', (t) => {
  const { create, fleet, simulation } = fleetWith({ profile: tiny });
  create(0, 9);
  simulation.run();
  t.is(fleet.hosts.length, 0);
  t.is(fleet.queued(), 1);
  t.false(fleet.found(1, 1, small(9)));
  t.true(fleet.found(2, 2, small(8)));
});
