/** Memory follows the domains that live, however many a trace has. */
import test from 'ava';
import { guestNamed } from '../../model/host/guest.ts';
import { domainsOf } from '../../model/host/domain.ts';
import { simulationOf } from '../../model/kernel/simulation.ts';
import { streamsOf } from '../../model/kernel/streams.ts';
import { gib, mib, minutes, moment, seconds } from '../../model/kernel/units.ts';
import { accountsOf } from '../../model/service/accounts.ts';
import { billOf, PER_SECOND } from '../../model/service/billing.ts';
import { populationOf } from '../../model/service/population.ts';
import { roomy, stock } from '../host/world.ts';
import { livedOn, livesOf } from './world.ts';

const SIZE = { vcpus: 1, memory: mib(256) };

/** Domains that come and go so many at a time; each round waits for the last to be gone. */
const rounds = (count: number, together: number) => {
  const simulation = simulationOf();
  const horizon = moment(minutes(count));
  const population = populationOf(simulation, {
    hosts: 2,
    guestsPerHost: together,
    packing: 'pack',
    neighbours: { count: 0, size: { vcpus: 1, memory: gib(1) } },
    profile: roomy,
    guest: guestNamed('pv-tinyx'),
    variant: stock,
    seed: 1,
    streams: streamsOf(1),
    accounts: accountsOf({ horizon, grid: minutes(1) }),
    billing: billOf(PER_SECOND, horizon),
  });
  let highest = -1;
  for (let round = 0; round < count; round += 1) {
    const owners = Array.from({ length: together }, (_, i) => population.add(round * together + i, SIZE));
    highest = Math.max(highest, ...owners);
    simulation.run(moment(minutes(round) + seconds(40)));
    for (const owner of owners) population.remove(owner);
    simulation.run(moment(minutes(round + 1)));
  }
  simulation.run();
  return { population, highest };
};

test('places of domains are used again: twenty times the domains, as many alive, take no more', (t) => {
  const [few, many] = [rounds(2, 8), rounds(40, 8)];
  t.is(many.population.setups().length, 20 * few.population.setups().length);
  t.is(many.highest, few.highest);
  t.is(few.highest, 7);
  t.is(many.population.livePeak, few.population.livePeak);
  t.is(many.population.fleet.hosts.length, few.population.fleet.hosts.length);
  for (const host of many.population.fleet.hosts) t.is(host.live(), 0);
});

test('the columns of a host grow to the domains alive at once, and no further', (t) => {
  const stream = streamsOf(1).of('domain', 1);
  const domains = domainsOf();
  const sizes = [1, 400].map((turns) => {
    for (let turn = 0; turn < turns; turn += 1) {
      const alive = Array.from({ length: 40 }, (_, i) =>
        domains.add({ owner: i, ordinal: i, ...SIZE }, stream),
      );
      t.is(domains.live, 40);
      for (const domain of alive) domains.remove(domain);
    }
    return [domains.owner.length, domains.boot.length, domains.since.length];
  });
  t.deepEqual(sizes[1], sizes[0]);
  t.is(domains.live, 0);
});

test('a longer trace with as many alive has the same peak of domains, and work that grows with its length alone', (t) => {
  const [short, long] = [25, 500].map((domains) =>
    livedOn(
      stock,
      livesOf(
        domains * 10 + 60,
        Array.from({ length: domains }, (_, i) => ({ from: i * 10, to: i * 10 + 45 })),
      ),
    ),
  );
  t.is(long!.livePeak, short!.livePeak);
  t.is(long!.setups.length, 20 * short!.setups.length);
  const perDomain = [short!, long!].map(({ events, setups }) => events / setups.length);
  t.true(Math.abs(perDomain[1]! / perDomain[0]! - 1) < 0.1);
});
