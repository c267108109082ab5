/**
 * Hosts that we would still believe: parameters moved within their ranges, one at a time or all at once.
 *
 * A Latin hypercube cuts every range into as many equal strata as there are draws and uses each once, in an order of its
 * own. Ranges that stay above 0 are cut in the logarithm. Parameters are drawn independently, but for what cannot be:
 * see {@link consistent}. Left out: how likely a value within its range is; all are taken as equally likely.
 */
import { guestParameters, type Guest } from '../../model/host/guest.ts';
import {
  adjusted,
  parameterRows,
  type HostValues,
  type ParameterRow,
  type Party,
  type Profile,
} from '../../model/host/profile.ts';
import { streamsOf } from '../../model/kernel/streams.ts';
import { count, fraction, micros, PAGE } from '../../model/kernel/units.ts';

/** The parameters of a host and of the guest that is built on it. */
export interface Believed {
  readonly profile: Profile;
  readonly guest: Guest;
}

/** By name, as `parameterRows` and `guestParameters` name them. */
export type Values = ReadonlyMap<string, number>;

/** Parameters that are moved: those whose range is not a point. */
export const uncertain = ({ profile, guest }: Believed): readonly ParameterRow[] =>
  [...parameterRows(profile), ...guestParameters(guest)].filter(
    ({ parameter: { range } }) => range[0] < range[1],
  );

/** The value at a share of its range, 0 to 1, whole where it counts something. */
export const valueAt = ({ parameter: { range, unit } }: ParameterRow, share: number): number => {
  const [low, high] = range;
  const value = low > 0 ? low * Math.exp(share * Math.log(high / low)) : low + share * (high - low);
  if (unit === 'count') return Math.round(value);
  // sizes are whole pages
  if (unit === 'B') return Math.max(PAGE, Math.round(value / PAGE) * PAGE);
  return value;
};

/** Which hosts are drawn: those that somebody would run, or any that could exist. */
export type Drawn = 'run by somebody' | 'possible';

/** The same host and guest with these values, made consistent. */
export const believedWith = (
  { profile, guest }: Believed,
  values: Values,
  drawn: Drawn = 'run by somebody',
): Believed => {
  const changes: { [P in Party]?: Record<string, number> } = {};
  for (const [name, value] of values) {
    const [party, key] = name.split('.') as [Party | 'guest', string];
    if (party !== 'guest') (changes[party] ??= {})[key] = value;
  }
  return {
    profile: consistent(adjusted(profile, changes), drawn),
    guest: {
      ...guest,
      bootMedian: micros(values.get('guest.bootMedian') ?? guest.bootMedian),
      bootSpread: fraction(values.get('guest.bootSpread') ?? guest.bootSpread),
    },
  };
};

/**
 * A drawn host that could exist: memory of another node is not cleared faster than the own, a page is not held longer than
 * it takes to free, the locked part of a script is a part of it. And one that somebody would run: dom0 has at most half of the
 * processors, and a thousand running domains do not overload the rest, since then no fix of the control plane matters.
 */
const consistent = (profile: Profile, drawn: Drawn): Profile => {
  const { machine, hypervisor, devices }: HostValues = profile.values;
  const possible = adjusted(profile, {
    machine: { scrubRateRemote: least(machine.scrubRateRemote, machine.scrubRateLocal) },
    hypervisor: { pageFreeHold: least(hypervisor.pageFreeHold, hypervisor.pageFree) },
    devices: { nicScriptLocked: least(devices.nicScriptLocked, devices.nicScript) },
  });
  if (drawn === 'possible') return possible;
  const dom0Vcpus = least(machine.dom0Vcpus, count(Math.floor(machine.processors / 2)));
  const processors = machine.processors - dom0Vcpus;
  const guestUse = least(machine.guestUse, fraction((FILLED * processors) / MOST_DOMAINS));
  return adjusted(possible, { machine: { dom0Vcpus, guestUse } });
};

const least = <T extends number>(a: T, b: T): T => (a < b ? a : b);

/** The most domains that the evaluation runs on one host, and how full its processors may be of them. */
const MOST_DOMAINS = 1000;
const FILLED = 0.9;

/**
 * @param draws  at least 1
 * @returns      so many hosts, the same ones for the same seed
 */
export const latinHypercube = (
  base: Believed,
  draws: number,
  seed: number,
  drawn: Drawn = 'run by somebody',
): readonly Believed[] => {
  const rows = uncertain(base);
  const streams = streamsOf(seed);
  const columns = rows.map((row) => {
    // by name: a new parameter does not shift the draws of others
    const stream = streams.of(`latin hypercube ${row.name}`);
    const strata = Array.from({ length: draws }, (_, i) => i);
    for (let i = draws - 1; i > 0; i -= 1) {
      const j = stream.integer(i + 1);
      [strata[i], strata[j]] = [strata[j]!, strata[i]!];
    }
    return strata.map((stratum) => valueAt(row, (stratum + stream.uniform()) / draws));
  });
  return Array.from({ length: draws }, (_, draw) =>
    believedWith(base, new Map(rows.map(({ name }, column) => [name, columns[column]![draw]!])), drawn),
  );
};
