/** Twice the speed: every parameter of a host that is a time or a rate, and what a crowd of domains takes with one of them changed. */
import { adjusted, parameterRows, type HostChanges, type Profile } from '../../model/host/profile.ts';
import { variantsNamed } from '../../model/host/variants.ts';
import { mib } from '../../model/kernel/units.ts';
import { worldOf } from './world.ts';

/** What a parameter of this unit is multiplied by when its part of the host becomes twice as fast; undefined for counts, sizes, shares. */
const factorOf = (unit: string): number | undefined => {
  if (unit === 'B/s') return 2;
  return unit.startsWith('µs') || unit === 'B per GiB' ? 0.5 : undefined;
};
/** Factors of times. */
const FACTORS = ['xenstored.hardware', 'devices.scriptFactor'];
/** How often a hypercall gives way, which is no speed; a part of a page's freeing, which goes with the whole. */
const APART = ['hypervisor.quantum', 'hypervisor.pageFreeHold'];

export interface Speed {
  /** `devices.nicScript`. */
  readonly name: string;
  readonly factor: number;
}

/** Those that are not 0 on that host. */
export const speedsOf = (profile: Profile): readonly Speed[] =>
  parameterRows(profile).flatMap(({ name, parameter }) => {
    const factor = FACTORS.includes(name) ? 0.5 : factorOf(parameter.unit);
    return factor === undefined || parameter.value === 0 || APART.includes(name) ? [] : [{ name, factor }];
  });

export const twiceAsFast = (profile: Profile, { name, factor }: Speed): Profile => {
  const { pageFreeHold } = profile.values.hypervisor;
  const one = changed(profile, name, factor);
  return name === 'hypervisor.pageFree'
    ? adjusted(one, { hypervisor: { pageFreeHold: (pageFreeHold * factor) as typeof pageFreeHold } })
    : one;
};

/** Every time and every rate at once; of factors and the times that they multiply, the times. */
export const allTwiceAsFast = (profile: Profile): Profile =>
  parameterRows(profile).reduce((faster, { name, parameter }) => {
    const factor = parameter.unit === 'B per GiB' ? undefined : factorOf(parameter.unit);
    return factor === undefined ? faster : changed(faster, name, factor);
  }, profile);

const changed = (profile: Profile, name: string, factor: number): Profile => {
  const [party, key] = name.split('.') as [keyof HostChanges, string];
  const values: Readonly<Record<string, number>> = profile.values[party];
  const changes: Readonly<Record<string, Readonly<Record<string, number>>>> = {
    [party]: { [key]: values[key]! * factor },
  };
  return adjusted(profile, changes);
};

export interface Story {
  readonly variant: string;
  readonly neighbours: number;
  /** MiB of each domain. */
  readonly sizes: readonly number[];
  readonly seed?: number;
  readonly guest?: string;
}

export interface Ends {
  readonly setups: readonly number[];
  readonly destroys: readonly number[];
  readonly cleans: readonly number[];
}

/** Set-ups, all asked for at once, then destructions, all asked for at once: when each was over, µs. */
export const endsOf = (
  profile: Profile,
  { variant, neighbours, sizes, seed = 1, guest = 'pv-tinyx' }: Story,
): Ends => {
  const world = worldOf({ profile, variant: variantsNamed(variant)[0]!, guest, neighbours, seed });
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
export const ROUNDING = 60;

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, x) => sum + x, 0) / values.length;
