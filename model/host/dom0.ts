/**
 * The processors of dom0: everything the control plane computes goes through here.
 *
 * Toolstack, scripts and daemons are served in turns by dom0's virtual CPUs. A hypercall occupies the virtual CPU that
 * issued it, whether it holds the lock it wants or spins for it; xenstored occupies one while it is busy. Left out: the
 * order in which the hypervisor schedules dom0, and that a starved virtual CPU delays the holder of a lock.
 */
import { sharedOf } from '../kernel/shared.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { after, type Micros } from '../kernel/units.ts';
import type { Domains } from './domain.ts';

export interface Dom0 {
  /** Computes for `span` of processor time, in one process or in several that share it evenly. */
  readonly run: (job: number, span: Micros, processes?: number) => boolean;
  /** Sleeps: time passes and nothing is used. */
  readonly sleep: (job: number, span: Micros) => boolean;
  /** A processor, or a part of one, is taken by something that is timed elsewhere; negative when it ends. */
  readonly occupy: (change: number) => void;
  /** Processor time that is accounted without being queued for, such as the clients' of xenstored. */
  readonly account: (span: Micros) => void;
  /** Processor time used so far, µs. */
  readonly used: () => number;
}

export const dom0Of = (
  simulation: Simulation,
  domains: Domains,
  vcpus: number,
  done: (job: number) => void,
): Dom0 => {
  const processors = sharedOf(simulation, { capacity: vcpus, cap: 1, done });
  const awake = simulation.register(done);
  let accounted = 0;
  return {
    run: (job, span, processes = 1) => {
      if (span <= 0) return true;
      domains.served[job] = span / Math.min(processes, vcpus);
      processors.enter(job, span, processes);
      return false;
    },
    sleep: (job, span) => {
      domains.served[job] = span;
      simulation.schedule(after(simulation.now, span), awake, job);
      return false;
    },
    occupy: (change) => processors.occupy(change),
    account: (span) => {
      accounted += span;
    },
    used: () => processors.busy + accounted,
  };
};
