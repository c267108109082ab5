/**
 * A host profile: every parameter of one kind of host, by the party it belongs to.
 *
 * The plain values are what the model computes with; the records behind them carry unit, believed range and source and
 * are what reports and docs print. Left out: profiles of later releases, which are more records of the same shape.
 */
import { InputError } from '../kernel/faults.ts';
import { valuesOf, type Parameter, type ValuesOf } from '../kernel/parameter.ts';
import { devices } from './parameters/devices.ts';
import { hypervisor } from './parameters/hypervisor.ts';
import { machine } from './parameters/machine.ts';
import { toolstack } from './parameters/toolstack.ts';
import { xenstored } from './parameters/xenstored.ts';

const xen48 = { machine, toolstack, xenstored, hypervisor, devices };
type Groups = typeof xen48;
export type Party = keyof Groups;

/** Plain values, by party: `host.machine.numaNodes`. */
export type HostValues = { readonly [P in Party]: ValuesOf<Groups[P]> };

/** How transactions of xenstored conflict: by the one generation counter, by node, or never (replayed by the server). */
export type ConflictRule = 'generation' | 'node' | 'never';

export interface Profile {
  readonly name: string;
  readonly about: string;
  readonly conflicts: ConflictRule;
  readonly values: HostValues;
}

/** One row of the parameter table of reports and docs. */
export interface ParameterRow {
  readonly name: string;
  readonly parameter: Parameter<number>;
}

const profiles: readonly Profile[] = [
  {
    name: 'xen-4.8',
    about: 'four-socket server of 2016, Xen 4.8, xl with autoballoon off, C xenstored in memory',
    conflicts: 'generation',
    values: {
      machine: valuesOf(machine),
      toolstack: valuesOf(toolstack),
      xenstored: valuesOf(xenstored),
      hypervisor: valuesOf(hypervisor),
      devices: valuesOf(devices),
    },
  },
];

export const profileNames: readonly string[] = profiles.map((profile) => profile.name);

/** @throws {InputError} when there is no such profile */
export const profileNamed = (name: string): Profile => {
  const found = profiles.find((profile) => profile.name === name);
  if (found === undefined) {
    throw new InputError(
      `--host: found "${name}"; known host profiles are ${profileNames.join(', ')}; name one of them`,
    );
  }
  return found;
};

/** The same host with some values changed: `adjusted(xen48, { machine: { dom0Vcpus: count(2) } })`. */
export const adjusted = (
  profile: Profile,
  changes: { readonly [P in Party]?: Partial<HostValues[P]> },
): Profile => ({
  ...profile,
  values: {
    machine: { ...profile.values.machine, ...changes.machine },
    toolstack: { ...profile.values.toolstack, ...changes.toolstack },
    xenstored: { ...profile.values.xenstored, ...changes.xenstored },
    hypervisor: { ...profile.values.hypervisor, ...changes.hypervisor },
    devices: { ...profile.values.devices, ...changes.devices },
  },
});

/** Every parameter with the value in force, in the order of the files. */
export const parameterRows = (profile: Profile): readonly ParameterRow[] =>
  (Object.keys(xen48) as Party[]).flatMap((party) => {
    const values: Readonly<Record<string, number>> = profile.values[party];
    const records: Readonly<Record<string, Parameter<number>>> = xen48[party];
    return Object.entries(records).map(([key, record]) => ({
      name: `${party}.${key}`,
      parameter: { ...record, value: values[key]! },
    }));
  });
