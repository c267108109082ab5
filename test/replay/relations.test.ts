/** How replays of one workload relate to each other: variants, seeds, rules, fleets. */
import test from 'ava';
import { guestNamed } from '../../model/host/guest.ts';
import { adjusted } from '../../model/host/profile.ts';
import { ideal, type Variant } from '../../model/host/variants.ts';
import { gib, seconds } from '../../model/kernel/units.ts';
import type { Recording, TaskRows } from '../../model/recording.ts';
import { replay } from '../../model/replay.ts';
import { roomy, stock, variantNamed } from '../host/world.ts';
import {
  burst,
  livedOn,
  livesOf,
  loadOf,
  planWith,
  policyFor,
  scripted,
  servedOn,
  variants,
  waitedFor,
  type PlanChanges,
} from './world.ts';

const slow = variants.filter((variant) => variant !== ideal);
const crowd = livesOf(120, [
  ...burst(12, { from: 5, to: 60, mib: 4096 }),
  { from: 40 },
  { from: 41, to: 100 },
]);
const step = loadOf(600, [
  [0, 10],
  [120, 80],
  [360, 10],
]);

const crowdOn = (name: string): Recording => livedOn(variantNamed(name), crowd);

/** By domain: what a step of its creation was served. */
const servedBy = (rows: TaskRows | undefined, phase: string): ReadonlyMap<number, number> => {
  const place = rows!.steps.findIndex((one) => one.phase === phase);
  return new Map(
    Array.from(rows!.domain, (domain, row) => [domain, rows!.served[row * rows!.steps.length + place]!]),
  );
};

test('the ideal host has no starting, no stopping and no lag, so supply is demand', (t) => {
  const { integrals, setups, destroys, dom0Cpu, dirtyMemory } = livedOn(ideal, crowd);
  t.is(integrals.starting + integrals.stopping + integrals.under + integrals.over, 0n);
  t.is(integrals.supply, integrals.demand);
  t.is(setups.length, 14);
  t.true([...setups, ...destroys].every((span) => span === 0));
  t.is(dom0Cpu, 0);
  t.is(dirtyMemory, 0);

  const load = servedOn(ideal, step, 'hpa');
  t.is(load.integrals.starting + load.integrals.stopping, 0n);
});

test('every other variant sets up and destroys as many, and pays for both', (t) => {
  for (const variant of slow) {
    const { integrals, setups, destroys } = livedOn(variant, crowd);
    t.is(setups.length, 14, variant.name);
    t.is(destroys.length, 13, variant.name);
    t.true(integrals.starting > 0n && integrals.stopping > 0n && integrals.under > 0n, variant.name);
    t.is(integrals.demand, livedOn(ideal, crowd).integrals.demand, variant.name);
  }
});

test('common random numbers: every variant meets the same arrivals and boots the same guests', (t) => {
  const boots = slow.map((variant) => servedBy(livedOn(variant, crowd).creations, 'boot'));
  t.is(new Set(boots[0]!.values()).size, 14);
  for (const other of boots) {
    t.deepEqual(new Map(Array.from(boots[0]!.keys(), (domain) => [domain, other.get(domain)])), boots[0]);
  }
});

test('another seed boots other guests', (t) => {
  const boots = [1, 2].map((seed) => [
    ...servedBy(livedOn(stock, crowd, {}, seed).creations, 'boot').values(),
  ]);
  t.notDeepEqual(boots[0], boots[1]);
});

test('one more domain, or another parameter of it, changes no draw of the domains before it', (t) => {
  const [few, more] = [0, 3].map((extra) => {
    const lives = [...burst(4, { from: 1 }), ...burst(extra, { from: 90 })];
    return servedBy(livedOn(stock, livesOf(120, lives)).creations, 'boot');
  });
  for (const [domain, boot] of few!) t.is(more!.get(domain), boot);
});

test('a change to one variant leaves the others as they were', (t) => {
  const before = slow.map((variant) => livedOn(variant, crowd));
  const changed: Variant = { ...slow[1]!, fixes: [...slow[1]!.fixes, 'local-scrub', 'xenstore-cache'] };
  const after = slow.map((variant, place) => livedOn(place === 1 ? changed : variant, crowd));
  for (const [place, recording] of before.entries()) {
    if (place === 1) t.notDeepEqual(after[place], recording);
    else t.deepEqual(after[place], recording);
  }
});

test('the same workload, host, policy and seed give the same recording twice', (t) => {
  for (const variant of [stock, ideal]) {
    t.deepEqual(livedOn(variant, crowd), livedOn(variant, crowd));
    t.deepEqual(servedOn(variant, step, 'hpa'), servedOn(variant, step, 'hpa'));
  }
});

test('a recording says what it was made of', (t) => {
  t.like(livedOn(stock, crowd, {}, 9), { workload: 'lifecycle', variant: 'stock', policy: 'trace', seed: 9 });
  t.like(servedOn(ideal, step, 'hpa'), {
    workload: 'load',
    variant: 'ideal',
    policy: 'hpa',
    horizon: seconds(600),
  });
});

test('without detail a recording has the same sums and no rows', (t) => {
  const plan = { ...planWith(), detail: false };
  const { creations, destructions, curves, ...bare } = replay({
    workload: crowd,
    plan,
    variant: stock,
    policy: undefined,
    seed: 1,
  });
  t.deepEqual([creations, destructions, curves], [undefined, undefined, undefined]);
  t.like(livedOn(stock, crowd), bare);
});

test('destroy at wall time asks at the recorded moment; after a lifetime, so long after the domain was ready', (t) => {
  const trace = livesOf(120, [{ from: 10, to: 40 }]);
  const [setup] = livedOn(stock, trace).setups;
  t.true(setup! > seconds(1));
  t.is(livedOn(stock, trace).destructions!.asked[0], seconds(40));
  const lived = livedOn(stock, trace, { lifecycle: { destroy: 'lifetime' } });
  t.is(lived.destructions!.asked[0], seconds(40) + setup!);
  t.is(Number(lived.integrals.supply), seconds(30));
});

test('a lifetime shorter than the set-up: at wall time it never serves, after a lifetime it does', (t) => {
  const trace = livesOf(120, [{ from: 10, to: 10.5 }]);
  const wall = livedOn(stock, trace);
  t.is(wall.wasted, 1);
  t.is(wall.integrals.supply, 0n);
  t.is(wall.setups.length, 1);
  t.is(wall.destroys.length, 1);
  const lived = livedOn(stock, trace, { lifecycle: { destroy: 'lifetime' } });
  t.is(lived.wasted, 0);
  t.is(Number(lived.integrals.supply), seconds(0.5));
});

test('domains that were there before: running at the start, booted at the start, or left out', (t) => {
  const trace = livesOf(120, [...burst(3, { to: 60 }), { from: 30 }]);
  const preboot = livedOn(stock, trace);
  t.is(preboot.setups.length, 1);
  t.is(preboot.destroys.length, 3);
  t.is(preboot.curves!.supply[0], 3);
  const boot = livedOn(stock, trace, { lifecycle: { censored: 'boot' } });
  t.is(boot.setups.length, 4);
  t.like(boot, { destroys: { length: 3 } });
  t.is(boot.curves!.supply[0], 0);
  t.is(boot.curves!.starting[0], 3);
  const drop = livedOn(stock, trace, { lifecycle: { censored: 'drop' } });
  t.is(drop.setups.length, 1);
  t.is(drop.destroys.length, 0);
  t.is(preboot.integrals.demand, boot.integrals.demand);
  t.is(Number(preboot.integrals.demand - drop.integrals.demand), 3 * seconds(60));
});

test('domains found at the start and all destroyed leave every host empty, the ideal one too', (t) => {
  for (const variant of variants) {
    t.is(livedOn(variant, livesOf(60, burst(5, { to: 10 }))).destroys.length, 5, variant.name);
  }
});

test('a domain without an end is never destroyed, and is billed until the horizon', (t) => {
  const { destroys, integrals } = livedOn(stock, livesOf(100, [{ from: 40 }]));
  t.is(destroys.length, 0);
  t.is(Number(integrals.occupied), seconds(60));
  t.is(integrals.rounding, 0n);
});

test('a creation that ends after the horizon has its full length, and the integrals end with the horizon', (t) => {
  const early = livedOn(stock, livesOf(60, [{ from: 30 }]));
  const late = livedOn(stock, livesOf(31, [{ from: 30 }]));
  t.deepEqual(late.setups, early.setups);
  t.is(Number(late.integrals.starting), seconds(1));
});

test('the more hosts, the shorter the burst on each: packed on one they wait, spread they do not', (t) => {
  const trace = livesOf(300, burst(8, { from: 1 }));
  const on = (changes: PlanChanges): Recording => livedOn(stock, trace, changes);
  const packed = on({ fleet: { hosts: 8, packing: 'pack' } });
  const halves = on({ fleet: { hosts: 2, packing: 'spread' } });
  const spread = on({ fleet: { hosts: 8, packing: 'spread' } });
  t.deepEqual([packed.hosts, halves.hosts, spread.hosts], [1, 2, 8]);
  const waits = [packed, halves, spread].map((recording) => waitedFor(recording, 'xl lock', 'creation'));
  t.true(waits[0]! > waits[1]! && waits[1]! > waits[2]!);
  t.is(waits[2], 0);
});

test('a fleet without room makes creations wait in order, and says how long', (t) => {
  const trace = livesOf(300, [
    { from: 0, to: 50 },
    { from: 1, to: 100 },
    { from: 2, to: 150 },
  ]);
  const recording = livedOn(stock, trace, { fleet: { guestsPerHost: 1 } });
  const { creations, destructions, setups } = recording;
  t.deepEqual([...creations!.domain], [0, 1, 2]);
  t.is(creations!.asked[1], destructions!.ended[0]);
  t.is(creations!.asked[2], destructions!.ended[1]);
  t.is(setups[1], creations!.ended[1]! - seconds(1));
  t.is(
    waitedFor(recording, 'room on a host', 'creation'),
    destructions!.ended[0]! - seconds(1) + destructions!.ended[1]! - seconds(2),
  );
  t.is(recording.unplaced, 0);
});

test('a creation that never finds room is unplaced, starting to the end, and never set up', (t) => {
  const recording = livedOn(stock, livesOf(60, [{ from: 0 }, { from: 20 }]), { fleet: { guestsPerHost: 1 } });
  t.is(recording.unplaced, 1);
  t.is(recording.setups.length, 1);
  t.true(Number(recording.integrals.starting) >= seconds(40));
});

test('a creation cancelled while it waits for a host is wasted: no set-up, no destruction, and billed for its wait', (t) => {
  const changes = { fleet: { guestsPerHost: 1 } };
  const alone = livedOn(stock, livesOf(60, [{ from: 0 }]), changes);
  const recording = livedOn(stock, livesOf(60, [{ from: 0 }, { from: 20, to: 30 }]), changes);
  t.like(recording, { wasted: 1, unplaced: 0, setups: { length: 1 }, destroys: { length: 0 } });
  t.is(Number(recording.integrals.occupied - alone.integrals.occupied), seconds(10));
  t.is(Number(recording.integrals.starting - alone.integrals.starting), seconds(10));
  t.is(recording.integrals.stopping, 0n);
});

test('a replica cancelled on its way up is destroyed once it is up, and the youngest goes first', (t) => {
  // a guest boots for about 3 s, so none of the four is up when three are taken back a second later
  const script = scripted([
    [0, 1],
    [15, 5],
    [16, 2],
  ]);
  const recording = servedOn(stock, loadOf(120, [[0, 5]]), script, { service: { tick: seconds(1) } });
  t.is(recording.wasted, 3);
  t.is(recording.setups.length, 4);
  t.is(recording.destroys.length, 3);
  t.deepEqual(
    [...recording.destructions!.domain].toSorted((a, b) => a - b),
    [2, 3, 4],
  );
  t.is(recording.curves!.supply.at(-1), 2);
});

test('replicas that serve leave in the order youngest first', (t) => {
  const script = scripted([
    [0, 4],
    [60, 2],
  ]);
  const recording = servedOn(ideal, loadOf(120, [[0, 5]]), script, { service: { initialReplicas: 2 } });
  t.deepEqual(recording.destructions!.domain.toSorted(), Float64Array.of(2, 3));
});

test('initial replicas run from the start, as many as have room', (t) => {
  const script = scripted([[0, 3]]);
  const load = loadOf(60, [[0, 5]]);
  t.is(servedOn(stock, load, script, { service: { initialReplicas: 3 } }).curves!.supply[0], 3);
  const cramped = servedOn(stock, load, script, {
    service: { initialReplicas: 3 },
    fleet: { guestsPerHost: 2 },
  });
  t.is(cramped.curves!.supply[0], 2);
  t.is(cramped.unplaced, 1);
});

test('a decision is held within the least and the most replicas', (t) => {
  const script = scripted([
    [0, 9],
    [60, 0],
  ]);
  const { decisions } = servedOn(ideal, loadOf(120, [[0, 5]]), script, {
    service: { minReplicas: 2, maxReplicas: 4, initialReplicas: 3 },
  });
  t.deepEqual(
    decisions.map(({ from, to }) => [from, to]),
    [
      [3, 4],
      [4, 2],
    ],
  );
});

test('on a burst, stock waits for the xl lock and parallel-boot has no such station', (t) => {
  t.true(waitedFor(crowdOn('stock'), 'xl lock', 'creation') > 0);
  for (const variant of slow) {
    const locked = !variant.fixes.includes('parallel-boot');
    const { steps } = crowdOn(variant.name);
    t.is(
      steps.some(({ station }) => station === 'xl lock'),
      locked,
      variant.name,
    );
  }
  t.true(Math.max(...crowdOn('parallel-boot').setups) < Math.max(...crowdOn('stock').setups));
});

test('local-scrub cuts destruction, and the time that memory stays dirty', (t) => {
  const [before, after] = [crowdOn('stock'), crowdOn('local-scrub')];
  t.true(Math.max(...after.destroys) < Math.max(...before.destroys));
  t.true(after.integrals.stopping < before.integrals.stopping);
  t.true(after.dirtyMemory < before.dirtyMemory);
});

/** Time xenstored serves the transaction that names a domain, beside so many neighbours. */
const makeServed = (name: string, neighbours: number): number =>
  livedOn(variantNamed(name), livesOf(60, [{ from: 1 }]), {
    fleet: { neighbours: { count: neighbours, size: { vcpus: 1, memory: gib(1) } } },
  })
    .steps.filter((one) => one.phase === 'make' && one.station === 'xenstored')
    .reduce((sum, one) => sum + one.served, 0);

test('xenstore-cache asks the less of xenstored, the more domains there are', (t) => {
  const [few, many] = [100, 300].map(
    (count) => makeServed('stock', count) - makeServed('xenstore-cache', count),
  );
  t.true(few! > 0 && many! > few!);
});

test('a host with dirty memory makes a creation wait for it', (t) => {
  const profile = adjusted(roomy, { machine: { memory: gib(16), dom0Memory: gib(4) } });
  const fleet = { profile, guest: guestNamed('pv-tinyx') };
  const trace = livesOf(120, [
    { from: 0, to: 30, mib: 10 * 1024 },
    { from: 30, mib: 10 * 1024 },
  ]);
  const recording = livedOn(stock, trace, { fleet });
  t.true(recording.setups[1]! > recording.setups[0]!);
  t.true(recording.creations!.asked[1]! >= recording.destructions!.ended[0]!);
});

test('a policy carries nothing from one replay to the next', (t) => {
  const plan = planWith();
  const policy = policyFor('hpa', plan);
  const request = { workload: step, plan, variant: stock, policy, seed: 1 };
  t.deepEqual(replay(request), replay(request));
});
