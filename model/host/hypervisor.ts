/**
 * The hypervisor: the domctl and sysctl try-locks, the heap lock, the scrubbing of memory, and the guests' processors.
 *
 * A loser of a try-lock executes its hypercall again at once: no queue, a random winner, and a dom0 processor burnt
 * meanwhile (xen-host A.4). `domain_kill` holds the domctl lock in quanta between preemptions, and up to Xen 4.9 clears
 * the pages inside (xen-host C.2). Left out: the clearing processor's caches, and preemption by guests.
 */
import { lockOf } from '../kernel/lock.ts';
import { sharedOf } from '../kernel/shared.ts';
import { spinLockOf } from '../kernel/spinlock.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { tryLockOf } from '../kernel/trylock.ts';
import { after, inGib, PAGE, perMicro, transferTime, type Bytes, type Micros } from '../kernel/units.ts';
import type { Design } from './design.ts';
import { DESTRUCTION, domainOf, laneOf, SCRUB, type Domains } from './domain.ts';
import type { Dom0 } from './dom0.ts';
import type { Memory } from './memory.ts';
import type { HostValues } from './profile.ts';

export interface Hypervisor {
  /** `calls` short domctls, one after the other. */
  readonly domctl: (job: number, calls: number) => boolean;
  readonly sysctl: (job: number, calls: number) => boolean;
  /** One domctl that holds the lock for `span`. */
  readonly longDomctl: (job: number, span: Micros) => boolean;
  /** Allocates the domain's memory extent by extent, under the heap lock for a part of the time. */
  readonly populate: (job: number) => boolean;
  /** Builds page tables and p2m at the memory's own speed. */
  readonly buildPageTables: (job: number) => boolean;
  /** Clears the pages that were dirty when the domain took them, by the processor that allocates (Xen from 4.10 on). */
  readonly scrubTaken: (job: number) => boolean;
  /**
   * Frees every page, under the domctl lock or without it, and clears them there when `scrubs`; only the destruction
   * lane may.
   */
  readonly kill: (job: number, scrubs: boolean) => boolean;
  /** Waits for a processor of the job's own node to scrub for it. */
  readonly awaitScrubber: (job: number) => boolean;
  /** Clears the domain's pages on the job's own node. */
  readonly scrubNode: (job: number) => boolean;
  readonly scrubberDone: (job: number) => void;
  /** Runs a guest's kernel and service start on the processors that dom0 leaves. */
  readonly runGuest: (job: number, span: Micros) => boolean;
  /** A guest runs (+1) or not any more (−1). */
  readonly guests: (change: number) => void;
  /** RCU grace and the rest of the domain's structures. */
  readonly grace: (job: number) => boolean;
}

interface HypervisorParts {
  readonly simulation: Simulation;
  readonly domains: Domains;
  readonly memory: Memory;
  readonly dom0: Dom0;
  readonly design: Design;
  readonly values: HostValues;
  readonly done: (job: number) => void;
}

export const hypervisorOf = ({
  simulation,
  domains,
  memory,
  dom0,
  design,
  values,
  done,
}: HypervisorParts): Hypervisor => {
  const { hypervisor: cost, machine } = values;
  const hypercallDone = (job: number): void => {
    dom0.occupy(-1);
    done(job);
  };
  const hypercall = (job: number, span: number): void => {
    domains.served[job] = span;
    dom0.occupy(1);
  };

  // While somebody is being killed the heap lock is held for its pages; the domctl lock lets one at a time do so.
  let killers = 0;
  let heapShare = 0;
  const killBegan = (share: number): void => {
    if (killers === 0) heapLock.occupy((heapShare = share), cost.pageFreeHold);
    killers += 1;
  };
  const domctlDone = (job: number): void => {
    if (laneOf(job) === DESTRUCTION) {
      killers -= 1;
      if (killers === 0) heapLock.vacate(heapShare, cost.pageFreeHold);
    }
    hypercallDone(job);
  };
  const domctlLock = tryLockOf(simulation, { done: domctlDone });
  const sysctlLock = tryLockOf(simulation, { done: hypercallDone });
  // a hypercall spins on the dom0 processor that issued it
  const heapLock = spinLockOf(simulation, {
    processors: machine.dom0Vcpus,
    transfer: machine.lineTransfer,
    cold: Math.max(0, cost.pageFreeHoldContended - cost.pageFreeHold) as Micros,
    done: hypercallDone,
  });
  const forGuests = Math.max(1, machine.processors - machine.dom0Vcpus);
  const guestProcessors = sharedOf(simulation, {
    capacity: forGuests,
    cap: 1,
    done: (job) => {
      noteIdle();
      done(job);
    },
  });
  /** One processor of each node scrubs while it has nothing else to do; the guests' work lies evenly on the nodes. */
  const noteIdle = (): void => {
    if (design.scrub !== 'idle CPUs') return;
    const idle = (forGuests - guestProcessors.load) / machine.numaNodes;
    memory.setIdle(Math.min(1, Math.max(machine.idleShareMin, idle)));
  };
  const bandwidth = Array.from({ length: machine.numaNodes }, () =>
    sharedOf(simulation, {
      capacity: perMicro(machine.nodeBandwidth),
      cap: 1,
      done,
    }),
  );
  const scrubbers = Array.from({ length: machine.numaNodes }, () =>
    lockOf(simulation, { permits: machine.scrubbersPerNode, granted: done }),
  );
  const graceOver = simulation.register(done);

  /** dom0 is pinned to node 0, and its processor is the one that clears. */
  const scrubAlone = (sizeOn: (node: number) => Bytes): number => {
    let span = 0;
    for (let node = 0; node < memory.nodes; node += 1) {
      const rate = node === 0 ? machine.scrubRateLocal : machine.scrubRateRemote;
      span += transferTime(sizeOn(node), rate);
    }
    return span;
  };
  const bandwidthWork = (job: number, node: number, size: number, alone: number): boolean => {
    domains.served[job] = alone;
    if (alone > 0) bandwidth[node]!.enter(job, size as Micros, size / alone);
    return alone === 0;
  };

  return {
    domctl: (job, calls) => {
      hypercall(job, calls * cost.domctl);
      domctlLock.enter(job, (calls * cost.domctl) as Micros, cost.domctl);
      return false;
    },
    sysctl: (job, calls) => {
      hypercall(job, calls * cost.domctl);
      sysctlLock.enter(job, (calls * cost.domctl) as Micros, cost.domctl);
      return false;
    },
    longDomctl: (job, span) => {
      hypercall(job, span);
      domctlLock.enter(job, span, span);
      return false;
    },
    populate: (job) => {
      const size = domains.memory[domainOf(job)]!;
      const extents = Math.ceil(size / machine.extent);
      const pages = size / PAGE / extents;
      const hold = (cost.extentHold + pages * cost.pageInit) as Micros;
      const elsewhere = (cost.extentOther + pages * cost.pageMap) as Micros;
      hypercall(job, extents * (hold + elsewhere));
      heapLock.enter(job, extents, hold, elsewhere);
      return false;
    },
    buildPageTables: (job) => {
      const domain = domainOf(job);
      const size = inGib(domains.memory[domain]!);
      return bandwidthWork(job, homeOf(memory, domain), size * cost.pageTableBytes, size * cost.pageTables);
    },
    scrubTaken: (job) => dom0.run(job, scrubAlone((node) => memory.tookDirty(domainOf(job), node)) as Micros),
    kill: (job, scrubs) => {
      const domain = domainOf(job);
      const pages = domains.memory[domain]! / PAGE;
      const scrub = scrubs ? scrubAlone((node) => memory.held(domain, node)) : 0;
      const span = pages * cost.pageFree + scrub;
      hypercall(job, span);
      if (design.freeing === 'heap lock') {
        const elsewhere = Math.max(0, span / pages - cost.pageFreeHold);
        heapLock.enter(job, pages, cost.pageFreeHold, elsewhere as Micros);
        return false;
      }
      killBegan(span > 0 ? (pages * cost.pageFreeHold) / span : 0);
      domctlLock.enter(job, span as Micros, cost.quantum);
      return false;
    },
    awaitScrubber: (job) => scrubbers[laneOf(job) - SCRUB]!.acquire(job),
    scrubNode: (job) => {
      const node = laneOf(job) - SCRUB;
      const size = memory.held(domainOf(job), node);
      return bandwidthWork(job, node, size, transferTime(size, machine.scrubRateLocal));
    },
    scrubberDone: (job) => scrubbers[laneOf(job) - SCRUB]!.release(),
    runGuest: (job, span) => {
      domains.served[job] = span;
      guestProcessors.enter(job, span);
      noteIdle();
      return false;
    },
    guests: (change) => {
      guestProcessors.occupy(change * machine.guestUse);
      noteIdle();
    },
    grace: (job) => {
      const span = (cost.rcuGrace + cost.completeDestroy) as Micros;
      domains.served[job] = span;
      simulation.schedule(after(simulation.now, span), graceOver, job);
      return false;
    },
  };
};

/** The node that holds most of a domain. */
const homeOf = (memory: Memory, domain: number): number => {
  let home = 0;
  for (let node = 1; node < memory.nodes; node += 1) {
    if (memory.held(domain, node) > memory.held(domain, home)) home = node;
  }
  return home;
};
