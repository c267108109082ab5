/**
 * Back ends in dom0: the one xenwatch thread, hotplug scripts and their host-wide lock, the device model of HVM guests.
 *
 * Left out: loop-backed disks with their block lock, and what a script's own processes ask of xenstored beyond their
 * requests (connections are opened and closed for each).
 */
import { lineOf } from '../kernel/line.ts';
import { lockOf } from '../kernel/lock.ts';
import type { Simulation } from '../kernel/simulation.ts';
import type { Micros } from '../kernel/units.ts';
import type { Domains } from './domain.ts';

export interface Devices {
  /** The xenwatch thread looks after one back end. */
  readonly xenwatch: (job: number, span: Micros) => boolean;
  /** The lock that vif scripts take around iptables. */
  readonly lockIptables: (job: number) => boolean;
  readonly unlockIptables: () => void;
}

export const devicesOf = (simulation: Simulation, domains: Domains, done: (job: number) => void): Devices => {
  const thread = lineOf(simulation, { servers: 1, done });
  const iptables = lockOf(simulation, { granted: done });
  return {
    xenwatch: (job, span) => {
      domains.served[job] = span;
      thread.enter(job, span);
      return false;
    },
    lockIptables: (job) => iptables.acquire(job),
    unlockIptables: () => iptables.release(),
  };
};
