/**
 * Sizes that a trace gives as fractions of a machine, which it does not describe: the user names the machine.
 *
 * Left out: sizes in cores and bytes (sizes).
 */
import { gib, inGib, mib, type Bytes } from '../model/kernel/units.ts';
import type { Size } from './event-log.ts';

export interface Machine {
  /** Whole, from 1. */
  readonly cores: number;
  readonly memory: Bytes;
}

/**
 * What a domain gets of a machine: cores are rounded up to whole ones, memory to whole MiB, at least one of each.
 *
 * @param cpu     0 to 1 of the cores
 * @param memory  0 to 1 of the memory
 */
export const sizeWithin = (machine: Machine, cpu: number, memory: number): Size => ({
  vcpus: Math.max(1, Math.ceil(cpu * machine.cores)),
  memoryMib: Math.max(1, Math.ceil((memory * machine.memory) / mib(1))),
});

/** A machine, and what a report says of it. */
export interface ChosenMachine extends Machine {
  readonly text: string;
  /** Nobody named it: said where a trace's fractions are turned into sizes by it. */
  readonly warnings: readonly string[];
}

/** The machine that the user named, or the one that is taken otherwise. */
export const machineFor = (
  { machine }: { readonly machine?: Machine },
  otherwise: Machine,
): ChosenMachine => {
  const { cores, memory } = machine ?? otherwise;
  const size = `${cores} cores and ${inGib(memory)} GiB`;
  const assumed = machine === undefined;
  return {
    cores,
    memory,
    text: `${size}${assumed ? ', assumed' : ''}; cores rounded up, from 1`,
    warnings: assumed
      ? [
          `sizes are fractions of a machine that the trace does not describe; ${size} are assumed: name it with --read machine=CORES:SIZE`,
        ]
      : [],
  };
};

/**
 * Machines that are taken where the user names none. Sources say what they are not: Google withholds its sizes, Alibaba
 * counts cores and normalises memory, Azure gives shares of several kinds of machine.
 */
export const GOOGLE_MACHINE: Machine = { cores: 32, memory: gib(128) };
export const ALIBABA_2017_MACHINE: Machine = { cores: 64, memory: gib(256) };
export const ALIBABA_2018_MACHINE: Machine = { cores: 96, memory: gib(512) };
export const AZURE_PACKING_MACHINE: Machine = { cores: 64, memory: gib(256) };

/** Of a job whose log has no memory, per processor. */
export const MEMORY_PER_CORE: Bytes = gib(2);
