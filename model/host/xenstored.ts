/**
 * xenstored: one thread that gives every client one request in turn, and transactions that conflict as they do in Xen.
 *
 * A request costs the server more with every running domain, since each holds connections and watches (xen-host B.4).
 * Up to 4.8 a commit fails when anything at all was written since the transaction began; from 4.9 when another creation
 * committed; a server that replays never fails one (B.2). A transaction that fails is done again as a whole. Left out:
 * quotas, and that the server answers nobody while it asks the hypervisor about dead domains.
 */
import { doubled } from '../kernel/doubled.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { turnsOf } from '../kernel/turns.ts';
import type { Micros } from '../kernel/units.ts';
import { domainOf, type Domains } from './domain.ts';
import type { Dom0 } from './dom0.ts';
import type { ConflictRule, HostValues } from './profile.ts';

/** Whose parents in the tree a transaction extends: two of one kind conflict by node. */
export type TransactionKind = 'make' | 'disk' | 'nic' | 'removal';
const KINDS: readonly TransactionKind[] = ['make', 'disk', 'nic', 'removal'];

export interface Xenstored {
  /** Sends requests one after the other, `writes` of them changing the tree. */
  readonly ask: (job: number, requests: number, writes: number) => boolean;
  /** A guest's drivers: at a pace of their own, and within its boot where nobody is in the way. */
  readonly askWhileBooting: (job: number, boot: Micros) => boolean;
  /** Opens a transaction, sends `requests` while it is open, and asks to commit. */
  readonly transact: (job: number, kind: TransactionKind, requests: number) => boolean;
  /** True when the commit of {@link transact} met a conflict: all of it has to be done again. */
  readonly conflicted: (job: number, kind: TransactionKind) => boolean;
  /** Removes the three trees of a dead domain. */
  readonly removeTrees: (job: number) => boolean;
  /** A domain's connections and watches are there (+1) or gone (−1). */
  readonly domains: (change: number) => void;
  readonly attempts: () => number;
  readonly commits: () => number;
}

interface XenstoredParts {
  readonly simulation: Simulation;
  readonly domains: Domains;
  readonly dom0: Dom0;
  readonly values: HostValues;
  readonly conflicts: ConflictRule;
  readonly done: (job: number) => void;
}

export const xenstoredOf = (parts: XenstoredParts): Xenstored => {
  const { simulation, domains, dom0, conflicts } = parts;
  const cost = parts.values.xenstored;
  let running = 0;
  let utilisation = 0;
  let attempts = 0;
  let commits = 0;
  const commitsOf = new Float64Array(KINDS.length);
  /** Per domain: what had been written and committed when its open transaction began. */
  let writesAtStart = new Float64Array(16);
  let commitsAtStart = new Float64Array(16);

  const server = turnsOf(simulation, {
    done: parts.done,
    changed: () => {
      const now = server.utilisation;
      if (now === utilisation) return;
      dom0.occupy(now - utilisation);
      utilisation = now;
    },
  });

  const passCost = (): number => cost.scanShare * cost.requestPerDomain * running;
  const requestCost = (): number => cost.request + (1 - cost.scanShare) * cost.requestPerDomain * running;
  const copyCost = (): number =>
    conflicts === 'generation'
      ? cost.hardware * (cost.transactionCopy + cost.transactionCopyPerDomain * running)
      : 0;

  const enter = (job: number, requests: number, service: number, client: number, writes: number): boolean => {
    domains.served[job] = requests * (service + client + passCost());
    if (requests > 0) server.enter(job, requests, service as Micros, client as Micros, writes / requests);
    return requests === 0;
  };
  const ask = (job: number, requests: number, writes: number): boolean => {
    dom0.account((requests * cost.clientCpu) as Micros);
    return enter(job, requests, requestCost(), cost.client, writes);
  };
  const remember = (domain: number, kind: TransactionKind): void => {
    if (domain >= writesAtStart.length) {
      writesAtStart = doubled(writesAtStart);
      commitsAtStart = doubled(commitsAtStart);
    }
    writesAtStart[domain] = server.marks();
    commitsAtStart[domain] = conflicts === 'generation' ? commits : commitsOf[KINDS.indexOf(kind)]!;
  };
  const metConflict = (domain: number, kind: TransactionKind): boolean => {
    switch (conflicts) {
      case 'never':
        return false;
      case 'node':
        return commitsOf[KINDS.indexOf(kind)]! > commitsAtStart[domain]!;
      case 'generation': {
        if (commits > commitsAtStart[domain]!) return true;
        const written = server.marks() - writesAtStart[domain]!;
        return written > 0 && domains.streams[domain]!.uniform() < -Math.expm1(-written);
      }
      default:
        return conflicts satisfies never;
    }
  };

  return {
    ask,
    askWhileBooting: (job, boot) => {
      const requests = cost.guestRequests;
      const pace = Math.max(cost.client, Math.min(cost.guestPace, boot / requests));
      return enter(job, requests, requestCost(), pace, requests * cost.guestWrites);
    },
    transact: (job, kind, requests) => {
      const domain = domainOf(job);
      attempts += 1;
      remember(domain, kind);
      dom0.account((requests * cost.clientCpu) as Micros);
      const service = requestCost() + copyCost() / requests;
      if (server.jobs === 0) return enter(job, requests, service, cost.client, 0);
      // An attempt that has company misses passes while its client wakes up, each time others; alone it misses none.
      const stretch = 1 + domains.streams[domain]!.exponential(cost.roundsMissed);
      const period = service + cost.client + passCost();
      const client = Math.max(0, (period - service) / stretch - passCost());
      enter(job, requests * stretch, service / stretch, client, 0);
      domains.served[job] = requests * period;
      return false;
    },
    conflicted: (job, kind) => {
      if (metConflict(domainOf(job), kind)) return true;
      commits += 1;
      commitsOf[KINDS.indexOf(kind)]! += 1;
      return false;
    },
    removeTrees: (job) =>
      enter(job, TREES, requestCost() + cost.hardware * cost.treeRemoval, cost.client, TREES),
    domains: (change) => {
      running += change;
      server.setPass(passCost() as Micros);
    },
    attempts: () => attempts,
    commits: () => commits,
  };
};

/** /vm/UUID, /local/domain/ID and /libxl/ID (xen-host C.1, 5). */
const TREES = 3;
