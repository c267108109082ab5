/**
 * A host profile: every parameter of one kind of host, by the party it belongs to, and the design of its release.
 *
 * The plain values are what the model computes with; the records behind them carry unit, believed range and source and
 * are what reports and docs print. A release is a set of records over those of Xen 4.8. Left out: patch releases.
 */
import { InputError } from '../kernel/faults.ts';
import { valuesOf, type Parameter, type ValuesOf } from '../kernel/parameter.ts';
import { classicDesign, type Design } from './design.ts';
import { designs } from './parameters/designs.ts';
import { devices } from './parameters/devices.ts';
import { hypervisor } from './parameters/hypervisor.ts';
import { machine } from './parameters/machine.ts';
import { xen410, xen417, xen421, xen46, type ReleaseRecords } from './parameters/releases.ts';
import { toolstack } from './parameters/toolstack.ts';
import {
  daemonNames,
  daemons,
  recordsOf,
  type ConflictRule,
  type DaemonName,
  type Like,
} from './parameters/xenstored-daemons.ts';
import { xenstored } from './parameters/xenstored.ts';

const xen48 = { machine, toolstack, xenstored, hypervisor, devices, designs };
type Groups = typeof xen48;
export type Party = keyof Groups;

/** Plain values, by party: `host.machine.numaNodes`. */
export type HostValues = { readonly [P in Party]: ValuesOf<Groups[P]> };
/** Some values that differ. */
export type HostChanges = { readonly [P in Party]?: Partial<HostValues[P]> };
type HostRecords = { readonly [P in Party]: Like<Groups[P]> };

export interface Profile {
  readonly name: string;
  readonly about: string;
  /** How this release does it without any variant. */
  readonly design: Design;
  readonly daemon: DaemonName;
  readonly conflicts: ConflictRule;
  readonly values: HostValues;
  /** Unit, range and source of each value. */
  readonly records: HostRecords;
}

/** One row of the parameter table of reports and docs. */
export interface ParameterRow {
  readonly name: string;
  readonly parameter: Parameter<number>;
}

interface Release {
  readonly name: string;
  readonly about: string;
  readonly daemon: DaemonName;
  readonly design: Design;
  readonly records: ReleaseRecords;
}

const idleDesign: Design = { ...classicDesign, scrub: 'idle CPUs' };
const unlockedDesign: Design = { ...idleDesign, locking: 'xl lock if ballooning' };

const releases: readonly Release[] = [
  {
    name: 'xen-4.6',
    about: 'four-socket server of 2016, Xen 4.6, xl with autoballoon off',
    daemon: 'c-file',
    design: classicDesign,
    records: xen46,
  },
  {
    name: 'xen-4.8',
    about: 'four-socket server of 2016, Xen 4.8, xl with autoballoon off',
    daemon: 'calibrated',
    design: classicDesign,
    records: {},
  },
  {
    name: 'xen-4.10',
    about: 'four-socket server of 2016, Xen 4.10, xl with autoballoon off',
    daemon: 'c-4.9',
    design: idleDesign,
    records: xen410,
  },
  {
    name: 'xen-4.17',
    about: 'four-socket server of 2024, Xen 4.17, xl with autoballoon off',
    daemon: 'c-4.17',
    design: unlockedDesign,
    records: xen417,
  },
  {
    name: 'xen-4.21',
    about: 'four-socket server of 2024, Xen 4.21, xl with autoballoon off',
    daemon: 'c-4.21',
    design: unlockedDesign,
    records: xen421,
  },
];

const profileOf = ({ name, about, design, records: own }: Release, daemon: DaemonName): Profile => {
  const records: HostRecords = {
    machine: { ...machine, ...own.machine },
    toolstack: { ...toolstack, ...own.toolstack },
    xenstored: recordsOf(daemon, { ...xenstored, ...own.xenstored }),
    hypervisor: { ...hypervisor, ...own.hypervisor },
    devices: { ...devices, ...own.devices },
    designs,
  };
  return {
    name,
    about: `${about}; ${daemons[daemon].about}`,
    design,
    daemon,
    conflicts: daemons[daemon].conflicts,
    records,
    values: {
      machine: valuesOf(records.machine),
      toolstack: valuesOf(records.toolstack),
      xenstored: valuesOf(records.xenstored),
      hypervisor: valuesOf(records.hypervisor),
      devices: valuesOf(records.devices),
      designs: valuesOf(records.designs),
    },
  };
};

export const profileNames: readonly string[] = releases.map((release) => release.name);

/**
 * A release with its usual xenstored, or with another: `xen-4.8`, `xen-4.8+oxenstored`.
 *
 * @throws {InputError} when there is no such release or no such daemon
 */
export const profileNamed = (name: string): Profile => {
  const [base, daemon, ...more] = name.split('+');
  const found = releases.find((release) => release.name === base);
  if (found === undefined || more.length > 0) {
    throw new InputError(
      `--host: found "${name}"; known host profiles are ${profileNames.join(', ')}; name one of them, or one and its ` +
        `xenstored, as in xen-4.8+oxenstored`,
    );
  }
  if (daemon === undefined) return profileOf(found, found.daemon);
  const known = daemonNames.find((one) => one === daemon);
  if (known === undefined) {
    throw new InputError(
      `--host: found the xenstored "${daemon}" in "${name}"; known are ${daemonNames.join(', ')}; name one of them`,
    );
  }
  return { ...profileOf(found, known), name };
};

/** The same host with some values changed: `adjusted(xen48, { machine: { dom0Vcpus: count(2) } })`. */
export const adjusted = (profile: Profile, changes: HostChanges): Profile => ({
  ...profile,
  values: {
    machine: { ...profile.values.machine, ...changes.machine },
    toolstack: { ...profile.values.toolstack, ...changes.toolstack },
    xenstored: { ...profile.values.xenstored, ...changes.xenstored },
    hypervisor: { ...profile.values.hypervisor, ...changes.hypervisor },
    devices: { ...profile.values.devices, ...changes.devices },
    designs: { ...profile.values.designs, ...changes.designs },
  },
});

/**
 * The same host with another xenstored.
 *
 * What belongs to the host and not to a daemon stays as it is in force: hardware, clients, the guests' own requests.
 */
export const withDaemon = (profile: Profile, daemon: DaemonName): Profile => {
  const { client, clientCpu, hardware, guestRequests, guestPace, guestWrites } = profile.values.xenstored;
  const base = profile.records.xenstored;
  const own = recordsOf(daemon, { ...xenstored, hardware: { ...base.hardware, value: hardware } });
  const { domctlsPerDeath } = profile.values.xenstored;
  return adjusted(
    {
      ...profile,
      daemon,
      conflicts: daemons[daemon].conflicts,
      records: { ...profile.records, xenstored: own },
    },
    {
      xenstored: {
        ...valuesOf(own),
        client,
        clientCpu,
        hardware,
        guestRequests,
        guestPace,
        guestWrites,
        domctlsPerDeath,
      },
    },
  );
};

/** Every parameter with the value in force, in the order of the files. */
export const parameterRows = (profile: Profile): readonly ParameterRow[] =>
  (Object.keys(xen48) as Party[]).flatMap((party) => {
    const values: Readonly<Record<string, number>> = profile.values[party];
    const records: Readonly<Record<string, Parameter<number>>> = profile.records[party];
    return Object.entries(records).map(([key, record]) => ({
      name: `${party}.${key}`,
      parameter: { ...record, value: values[key]! },
    }));
  });
