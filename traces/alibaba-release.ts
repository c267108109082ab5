/**
 * What the tables of Alibaba's cluster traces of 2017 and 2018 have in common: their units, and their clock.
 *
 * Memory is a share of a machine that the trace does not describe. Times are seconds, of which 0 and below are outside the
 * trace: a start of 0 is one before it where an end is told, and none where none is; an end of 0 lies behind it, in 2017 only
 * in some states. Left out: columns (the readers).
 * @source alibaba/clusterdata, trace_201708.md, trace_2018.md and issues #29, #167
 */
import { seconds } from '../model/kernel/units.ts';
import type { Life } from './domain-table.ts';
import {
  ALIBABA_2017_MACHINE,
  ALIBABA_2018_MACHINE,
  sizeWithin,
  type ChosenMachine,
  type Machine,
} from './machine.ts';
import type { Row } from './rows.ts';
import { VCPUS_MOST } from './sizes.ts';

export interface Release {
  /** What one core, and what the whole memory of a machine is counted as. */
  readonly core: number;
  readonly whole: number;
  readonly machine: Machine;
  /** Numbers that stand for none. */
  readonly invalid: { readonly cpu: readonly number[]; readonly memory: readonly number[] };
  /** States in which an end of 0 lies behind the trace; in others it was not recorded. */
  readonly openWhen: RegExp;
}

export const RELEASE_2017: Release = {
  core: 1,
  whole: 1,
  machine: ALIBABA_2017_MACHINE,
  invalid: { cpu: [], memory: [] },
  openWhen: /^(Running|Waiting|Ready)$/,
};

export const RELEASE_2018: Release = {
  core: 100,
  whole: 100,
  machine: ALIBABA_2018_MACHINE,
  // 101 hundredths of a processor are a number like others
  invalid: { cpu: [-1], memory: [-1, 101] },
  // 0 is documented as outside the span, whatever became of it
  openWhen: /./,
};

/** What a report says of memory. */
export const memoryText = ({ text }: ChosenMachine): string => `shares of a machine of ${text}`;

/** Ready and the others as the publisher writes them, `Interupted` included. */
export const STATUS = /^(Waiting|Ready|Running|Terminated|Failed|Cancelled|Interrupted|Interupted|Unknown)$/;

const TIME = 'a time is a number of seconds';

/** When a task or an instance lived, or why it is left out. */
export const lifeOf = (
  row: Row,
  [startAt, endAt, statusAt]: readonly [start: number, end: number, status: number],
  { openWhen }: Release,
): Life | string => {
  const start = row.micros(startAt, seconds(1), TIME);
  const end = row.micros(endAt, seconds(1), TIME);
  if (start === 0 && end === 0) return 'has not begun';
  if (end < 0 || (end === 0 && start < 0)) return 'ended before the trace';
  if (end === 0 && !openWhen.test(row.text(statusAt))) return 'no end was recorded';
  return { created: start <= 0 ? undefined : start, deleted: end === 0 ? undefined : end };
};

const CPU = 'processors are a number from 0 up, or empty';
const MEMORY = 'memory is a share of a machine, or empty';

/** What is asked for, each 0 where the cell is empty or holds an invalid number: cores, and a share of the memory. */
export const requestIn = (
  row: Row,
  [cpu, memory]: readonly [cpu: number, memory: number],
  { core, whole, invalid }: Release,
): { readonly cores: number; readonly share: number } => {
  const cores = amountIn(row, cpu, invalid.cpu, CPU) / core;
  if (cores > VCPUS_MOST) throw row.fault(cpu, CPU);
  const share = amountIn(row, memory, invalid.memory, MEMORY) / whole;
  if (share > 1) throw row.fault(memory, MEMORY);
  return { cores, share };
};

/** A number from 0 up; 0 where the cell is empty or holds an invalid number. */
export const amountIn = (row: Row, column: number, invalid: readonly number[], accepted: string): number => {
  if (row.isEmpty(column)) return 0;
  const amount = row.number(column, accepted);
  if (invalid.includes(amount)) return 0;
  if (amount < 0) throw row.fault(column, accepted);
  return amount;
};

/** @param cores  0 for one */
export const sizeOf = (cores: number, share: number, machine: Machine) => ({
  vcpus: Math.max(1, Math.ceil(cores)),
  memoryMib: sizeWithin(machine, 0, share).memoryMib,
});
