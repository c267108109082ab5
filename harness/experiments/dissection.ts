/**
 * Where the time of a set-up goes, in the few parts that the evaluation names.
 *
 * Every step of a creation belongs to exactly one part, so the parts add up to the set-up. What was waited for and what
 * was served are added: a request that waits in xenstored's queue is xenstored's time. Left out: single steps, which
 * `explain` shows.
 */
import { inSeconds } from '../../model/kernel/units.ts';
import type { TaskRows } from '../../model/recording.ts';

/** From the bottom of a stack to its top, in the order in which a creation meets them. */
export const parts = [
  'toolstack lock',
  'domctl',
  'xenstored',
  'scrub wait',
  'build',
  'devices',
  'guest boot',
] as const;
export type Part = (typeof parts)[number];

/** What each part holds, for captions. */
export const partsSaid =
  'toolstack lock: waiting for the host-wide xl lock, or for the short mutexes that replace it. domctl: the domctl and sysctl ' +
  'try-locks. scrub wait: waiting for clean memory. build: parsing, memory, page tables, kernel. devices: xenwatch, ' +
  'hotplug scripts and their lock, the device model.';

const DEVICE_PHASES: ReadonlySet<string> = new Set(['disk', 'nic', 'console', 'device model']);
const BOOT_PHASES: ReadonlySet<string> = new Set(['boot', 'drivers']);
const TOOLSTACK_LOCKS: ReadonlySet<string> = new Set([
  'xl lock',
  'balloon lock',
  'name lock',
  'placement lock',
]);

export const partOf = ({ phase, station }: TaskRows['steps'][number]): Part => {
  if (BOOT_PHASES.has(phase)) return 'guest boot';
  if (TOOLSTACK_LOCKS.has(station)) return 'toolstack lock';
  if (station === 'domctl lock' || station === 'sysctl lock') return 'domctl';
  if (station === 'xenstored') return 'xenstored';
  if (station === 'memory' || station === 'scrub on allocation') return 'scrub wait';
  return DEVICE_PHASES.has(phase) ? 'devices' : 'build';
};

/** Mean time of one creation in each part, s. */
export const dissected = ({ steps, domain, waited, served }: TaskRows): Readonly<Record<Part, number>> => {
  const sums = Object.fromEntries(parts.map((part) => [part, 0])) as Record<Part, number>;
  const partAt = steps.map(partOf);
  for (let i = 0; i < waited.length; i += 1) {
    sums[partAt[i % steps.length]!] += waited[i]! + served[i]!;
  }
  const creations = Math.max(1, domain.length);
  for (const part of parts) sums[part] = inSeconds(sums[part]) / creations;
  return sums;
};
