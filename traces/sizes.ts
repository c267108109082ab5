/**
 * Sizes of domains as traces write them: virtual processors and memory, checked and made whole.
 *
 * Memory is rounded up to whole MiB: a domain is never given less than was recorded.
 */
import { mib, type Bytes } from '../model/kernel/units.ts';
import type { Size } from './event-log.ts';
import { sizeWithin, type Machine } from './machine.ts';
import type { Row } from './rows.ts';

export const VCPUS_MOST = 65_535;
export const MEMORY_MOST_MIB = 4_294_967_295;
const VCPUS = `virtual processors are a whole number from 1 to ${VCPUS_MOST}`;
const MEMORY = 'memory is a number above 0';

/** @throws {InputError} when the cell is no whole number from 1 up */
export const vcpusOf = (row: Row, column: number): number => {
  const vcpus = row.number(column, VCPUS);
  if (!Number.isInteger(vcpus) || vcpus < 1 || vcpus > VCPUS_MOST) throw row.fault(column, VCPUS);
  return vcpus;
};

/** @param unit  what the cell counts */
export const memoryMibOf = (row: Row, column: number, unit: Bytes): number => {
  const memoryMib = Math.ceil((row.number(column, MEMORY) * unit) / mib(1));
  if (memoryMib < 1 || memoryMib > MEMORY_MOST_MIB) throw row.fault(column, MEMORY);
  return memoryMib;
};

const SHARES = `virtual processors are a number above 0 and at most ${VCPUS_MOST}`;

/** How {@link vcpusUpOf} and its like are told. */
export const roundedUp = 'rounded up to whole processors, from 1';

/** Parts of a processor, rounded up to a whole one. @throws {InputError} when the cell is no number above 0 */
export const vcpusUpOf = (row: Row, column: number): number => {
  const vcpus = Math.ceil(row.number(column, SHARES));
  if (!(vcpus >= 1 && vcpus <= VCPUS_MOST)) throw row.fault(column, SHARES);
  return vcpus;
};

/** A share of a machine, 0 to 1. @param whole  what a whole machine is counted as */
export const shareOf = (row: Row, column: number, accepted: string, whole = 1): number => {
  const share = row.atLeast(column, 0, accepted) / whole;
  if (share > 1) throw row.fault(column, accepted);
  return share;
};

/** Shares of processors and memory, each 0 where the cell is empty; undefined when there is no memory. */
export const sizeInShares = (
  row: Row,
  [cpu, memory]: readonly [number, number],
  machine: Machine,
  accepted: string,
): Size | undefined => {
  const share = (column: number): number => (row.isEmpty(column) ? 0 : shareOf(row, column, accepted));
  const [ofCores, ofMemory] = [share(cpu), share(memory)];
  return ofMemory === 0 ? undefined : sizeWithin(machine, ofCores, ofMemory);
};
