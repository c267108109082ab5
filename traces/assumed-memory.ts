/**
 * Memory of domains whose log has none: so much per processor, counted, and said where the user did not choose it.
 *
 * Left out: memory as a share of a machine (machine).
 */
import { inGib, mib, type Bytes } from '../model/kernel/units.ts';
import { complaint } from './complaint.ts';
import { MEMORY_PER_CORE } from './machine.ts';
import type { ReadOptions } from './reader.ts';
import { MEMORY_MOST_MIB } from './sizes.ts';

export class AssumedMemory {
  private readonly each: Bytes;
  private readonly assumed: boolean;
  private domains = 0;

  constructor({ memoryPerCore }: ReadOptions) {
    this.each = memoryPerCore ?? MEMORY_PER_CORE;
    this.assumed = memoryPerCore === undefined;
  }

  /** Whole MiB of a domain with so many processors. */
  mibOf(vcpus: number): number {
    this.domains += 1;
    const memoryMib = Math.max(1, Math.ceil((vcpus * this.each) / mib(1)));
    if (memoryMib <= MEMORY_MOST_MIB) return memoryMib;
    throw complaint(
      '--read memory-per-core',
      `makes ${memoryMib} MiB of ${vcpus} processors`,
      `a domain has at most ${MEMORY_MOST_MIB} MiB`,
      'choose less',
    );
  }

  choices(): Readonly<Record<string, string>> {
    return this.domains === 0
      ? {}
      : { memory: `${inGib(this.each)} GiB per processor where the log has none` };
  }

  /** @param rows  what is counted, as a word: jobs */
  warnings(rows: string): readonly string[] {
    if (this.domains === 0 || !this.assumed) return [];
    return [
      `${this.domains} ${rows} have no memory in the log: ${inGib(this.each)} GiB per processor are assumed; say it with --read memory-per-core=SIZE`,
    ];
  }
}
