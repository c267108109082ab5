import test from 'ava';
import { profileNamed, profileNames } from '../../model/host/profile.ts';
import { builtFrom, catalog, combinations, ideal, variantsNamed } from '../../model/host/variants.ts';
import { InputError } from '../../model/kernel/faults.ts';
import { mib } from '../../model/kernel/units.ts';
import { roomyHost, worldOf } from './world.ts';

const variant = (name: string) => variantsNamed(name)[0]!;

for (const name of profileNames) {
  test(`${name} can be built with each combination of the three fixes, and as the ideal host`, (t) => {
    for (const one of [...combinations, ideal]) {
      const { design } = builtFrom(profileNamed(name), one);
      t.is(design.latency, one !== ideal);
    }
  });

  test(`${name} creates and destroys under every variant that makes sense on it`, (t) => {
    let sensible = 0;
    for (const { name: change } of catalog) {
      let world;
      try {
        world = worldOf({
          profile: roomyHost(name),
          variant: variant(change),
          neighbours: 20,
          guest: 'pv-tinyx',
        });
      } catch (fault) {
        t.true(fault instanceof InputError);
        continue;
      }
      sensible += 1;
      const free = world.host.free();
      const domains = Array.from({ length: 6 }, () => world.create(mib(700)).domain);
      world.simulation.run();
      for (const domain of domains) world.host.destroy(domain);
      world.simulation.run();
      world.host.check();
      t.is(world.host.free(), free, change);
      t.is(world.cleanAt.size, 6, change);
      t.is(world.readyAt.size, 6, change);
    }
    t.true(sensible >= 8);
  });
}

const refused: readonly (readonly [host: string, fixes: string, because: RegExp])[] = [
  ['xen-4.10', 'idle-scrub', /which xen-4\.10 has already/],
  ['xen-4.17', 'no-xl-lock', /which xen-4\.17 has already/],
  ['xen-4.17', 'naive-boot', /which xen-4\.17 has already/],
  ['xen-4.21', 'xenstored-4.21', /which xen-4\.21 has already/],
  ['xen-4.8+oxenstored', 'oxenstored', /which xen-4\.8\+oxenstored has already/],
  ['xen-4.8', 'parallel-boot+no-xl-lock', /parallel-boot has locking "fine-grained" and no-xl-lock/],
  ['xen-4.8', 'local-scrub+idle-scrub', /scrub "own node" and idle-scrub has it "idle CPUs"/],
  ['xen-4.8', 'oxenstored+xenstored-4.21', /daemon "c-4\.21" and oxenstored has it "oxenstored"/],
];

for (const [host, fixes, because] of refused) {
  test(`${fixes} is refused on ${host}, and the reason is said`, (t) => {
    const fault = t.throws(() => builtFrom(profileNamed(host), variant(fixes)), { instanceOf: InputError });
    t.regex(fault?.message ?? '', because);
  });
}

test('a host is a release, or a release and its xenstored; others are refused with the list', (t) => {
  t.is(profileNamed('xen-4.8+oxenstored').conflicts, 'never');
  t.is(profileNamed('xen-4.6').conflicts, 'generation');
  t.is(profileNamed('xen-4.17').conflicts, 'node');
  t.throws(() => profileNamed('xen-4.9'), { message: /known host profiles are xen-4\.6, xen-4\.8/ });
  t.throws(() => profileNamed('xen-4.8+tdb'), { message: /known are calibrated, c-file, c-memory/ });
});
