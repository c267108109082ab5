/**
 * xenstored: one thread that gives every client one request in turn, and transactions that conflict as they do in Xen.
 *
 * A request costs the server more with every running domain: each holds connections, which every pass looks at, and
 * watches, which every change of a node looks at, and stores nodes (xen-host B.4; a calibrated profile has one slope for
 * all). Up to 4.8 a commit fails when anything at all was written since the transaction began; from 4.9 when another
 * creation committed; a server that replays never fails one, but does its requests again (B.2). A transaction that fails
 * is done again as a whole. While it asks the hypervisor about dead domains the server answers nobody. Left out: quotas,
 * and that a held domctl lock draws that look out.
 */
import { doubled } from '../kernel/doubled.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { turnsOf } from '../kernel/turns-as-fluid.ts';
import { turnsByRequestOf } from '../kernel/turns-by-request.ts';
import type { TurnsMode } from '../kernel/turns.ts';
import type { Micros } from '../kernel/units.ts';
import { domainOf, type Domains } from './domain.ts';
import type { Dom0 } from './dom0.ts';
import type { ConflictRule } from './parameters/xenstored-daemons.ts';
import type { HostValues } from './profile.ts';

/** What a transaction is for; a domain makes one of each kind. */
export type TransactionKind = 'make' | 'disk' | 'nic' | 'disk removal' | 'nic removal';
const KINDS: readonly TransactionKind[] = ['make', 'disk', 'nic', 'disk removal', 'nic removal'];
/** Whose parents in the tree it changes, by kind: two with the same parents conflict by node. */
const PARENTS = [0, 1, 2, 3, 3];

/** What requests do beyond being read and answered; nothing where nothing is said. */
export interface Deeds {
  /** Nodes written, created, removed, or given other permissions. */
  readonly changes?: number;
  /** Of those, nodes created. */
  readonly creations?: number;
  /** Sockets closed. */
  readonly closes?: number;
}

export interface Xenstored {
  /** Sends requests one after the other, `writes` of them to be seen by open transactions. */
  readonly ask: (job: number, requests: number, writes: number, deeds?: Deeds) => boolean;
  /** A guest's drivers: at a pace of their own, and within its boot where nobody is in the way. */
  readonly askWhileBooting: (job: number, boot: Micros) => boolean;
  /** Opens a transaction, sends `requests` while it is open, and asks to commit. */
  readonly transact: (job: number, kind: TransactionKind, requests: number, deeds: Deeds) => boolean;
  /** True when the commit of {@link transact} met a conflict: all of it has to be done again. */
  readonly conflicted: (job: number, kind: TransactionKind) => boolean;
  /** Removes the three trees of a dead domain. */
  readonly removeTrees: (job: number) => boolean;
  /** A domain's connections and watches are there (+1) or gone (−1). */
  readonly domains: (change: number) => void;
  /** A process connects (+1) or is gone (−1). */
  readonly sockets: (change: number) => void;
  /** Two processes or more are told of a death: events go out, sockets close, the server looks at every domain. */
  readonly bury: (look: Micros) => void;
  /** Creations that committed although another of them committed while it checked its name. */
  readonly nameRaces: () => number;
  readonly attempts: () => number;
  readonly commits: () => number;
}

interface XenstoredParts {
  readonly simulation: Simulation;
  readonly domains: Domains;
  readonly dom0: Dom0;
  readonly values: HostValues;
  readonly conflicts: ConflictRule;
  readonly mode: TurnsMode;
  /** Whether a domain has a device model of its own with a connection. */
  readonly deviceModel: boolean;
  readonly done: (job: number) => void;
}

export const xenstoredOf = (parts: XenstoredParts): Xenstored => {
  const { simulation, domains, dom0, conflicts } = parts;
  const cost = parts.values.xenstored;
  let running = 0;
  let processes: number = cost.socketsAlways;
  let nameRaces = 0;
  let utilisation = 0;
  let attempts = 0;
  let commits = 0;
  /** By whose parents changed. */
  const commitsOf = new Float64Array(KINDS.length);
  /** Per domain: what had been written and committed when its open transaction began. */
  let writesAtStart = new Float64Array(16);
  let commitsAtStart = new Float64Array(16);
  let makesAtStart = new Float64Array(16);
  /** Per domain: requests that the server has to do again at the commit in hand. */
  let toReplay = new Float64Array(16);
  /** Per domain: attempts of the transaction in hand that failed. */
  let failed = new Float64Array(16);

  const server = (parts.mode === 'fluid' ? turnsOf : turnsByRequestOf)(simulation, {
    done: (job) => {
      if (job !== NOBODY) parts.done(job);
    },
    changed: () => {
      const now = server.utilisation;
      if (now === utilisation) return;
      dom0.occupy(now - utilisation);
      utilisation = now;
    },
  });

  const socketsEach = cost.socketsPerDomain + (parts.deviceModel ? cost.socketsPerDeviceModel : 0);
  const scan = (): number =>
    cost.requestPerDomain * running +
    cost.hardware * (cost.perSocket * (processes + socketsEach * running) + cost.perRing * (running + 1));
  const passCost = (): number => cost.scanShare * scan();
  const requestCost = (): number => cost.request + (1 - cost.scanShare) * scan();
  const watches = (): number => cost.watchesAlways + cost.watchesPerDomain * running;
  const deedsCost = ({ changes = 0, creations = 0, closes = 0 }: Deeds): number =>
    cost.hardware *
    (changes * (cost.perWatch * watches() + cost.perRingChange * (running + 1)) +
      creations * (cost.nodeCreation + cost.nodeCreationPerDomain * running) +
      closes * cost.closePerWatch * watches());
  const copyCost = (): number =>
    cost.hardware * (cost.transactionCopy + cost.transactionCopyPerDomain * running);

  const enter = (job: number, requests: number, service: number, client: number, writes: number): boolean => {
    domains.served[job] = requests * (service + client + passCost());
    if (requests > 0) server.enter(job, requests, service as Micros, client as Micros, writes / requests);
    return requests === 0;
  };
  const ask = (job: number, requests: number, writes: number, deeds: Deeds = {}): boolean => {
    dom0.account((requests * cost.clientCpu) as Micros);
    const extra = requests > 0 ? deedsCost(deeds) / requests : 0;
    return enter(job, requests, requestCost() + extra, cost.client, writes);
  };
  const remember = (domain: number, kind: TransactionKind): void => {
    if (domain >= writesAtStart.length) {
      writesAtStart = doubled(writesAtStart);
      commitsAtStart = doubled(commitsAtStart);
      makesAtStart = doubled(makesAtStart);
      toReplay = doubled(toReplay);
      failed = doubled(failed);
    }
    writesAtStart[domain] = server.marks();
    commitsAtStart[domain] = conflicts === 'node' ? commitsOf[parentsOf(kind)]! : commits;
    makesAtStart[domain] = commitsOf[0]!;
  };
  const metConflict = (domain: number, kind: TransactionKind): boolean => {
    switch (conflicts) {
      case 'never':
        return false;
      case 'node':
        return commitsOf[parentsOf(kind)]! > commitsAtStart[domain]!;
      case 'generation':
        return anybodyWrote(domain, kind);
      default:
        return conflicts satisfies never;
    }
  };
  /** By attempt: it does not matter what was drawn for others before. In [0, 1). */
  const chance = (domain: number, kind: TransactionKind, what: number): number =>
    domains.lot(domain, (failed[domain]! * KINDS.length + KINDS.indexOf(kind)) * CHANCES + what);
  const anybodyWrote = (domain: number, kind: TransactionKind): boolean => {
    if (commits > commitsAtStart[domain]!) return true;
    const written = server.marks() - writesAtStart[domain]!;
    return written > 0 && chance(domain, kind, ABORTED) < -Math.expm1(-written);
  };
  /** A server that replays finds at the commit that the tree is not the one the transaction began with. */
  const mustReplay = (domain: number, kind: TransactionKind): boolean =>
    conflicts === 'never' && cost.replayRequest > 0 && toReplay[domain]! > 0 && anybodyWrote(domain, kind);

  return {
    ask,
    askWhileBooting: (job, boot) => {
      const requests = cost.guestRequests;
      const writes = requests * cost.guestWrites;
      const pace = Math.max(cost.client, Math.min(cost.guestPace, boot / requests));
      const extra = requests > 0 ? deedsCost({ changes: writes }) / requests : 0;
      return enter(job, requests, requestCost() + extra, pace, writes);
    },
    transact: (job, kind, requests, deeds) => {
      const domain = domainOf(job);
      if (toReplay[domain] === REPLAYING) {
        return enter(job, 1, cost.hardware * cost.replayRequest * (deeds.changes ?? 0), cost.client, 0);
      }
      attempts += 1;
      remember(domain, kind);
      toReplay[domain] = deeds.changes ?? 0;
      dom0.account((requests * cost.clientCpu) as Micros);
      const service = requestCost() + (copyCost() + deedsCost(deeds)) / requests;
      if (server.jobs === 0) return enter(job, requests, service, cost.client, 0);
      // An attempt that has company misses passes while its client wakes up, each time others; alone it misses none.
      const missed = cost.roundsMissed * -Math.log1p(-chance(domain, kind, MISSED));
      const rounds = Math.ceil(requests * (1 + missed));
      const stretch = rounds / requests;
      const period = service + cost.client + passCost();
      const client = Math.max(0, (period - service) / stretch - passCost());
      enter(job, rounds, service / stretch, client, 0);
      domains.served[job] = requests * period;
      return false;
    },
    conflicted: (job, kind) => {
      const domain = domainOf(job);
      if (metConflict(domain, kind)) {
        failed[domain]! += 1;
        return true;
      }
      if (toReplay[domain] !== REPLAYING && mustReplay(domain, kind)) {
        toReplay[domain] = REPLAYING;
        return true;
      }
      toReplay[domain] = 0;
      failed[domain] = 0;
      if (kind === 'make' && commitsOf[0]! > makesAtStart[domain]!) nameRaces += 1;
      commits += 1;
      commitsOf[parentsOf(kind)]! += 1;
      return false;
    },
    removeTrees: (job) => {
      const removed = deedsCost({ changes: cost.nodesPerDomain }) / TREES;
      return enter(
        job,
        TREES,
        requestCost() + cost.hardware * cost.treeRemoval + removed,
        cost.client,
        TREES,
      );
    },
    domains: (change) => {
      running += change;
      server.setPass(passCost() as Micros);
    },
    sockets: (change) => {
      processes += change;
      server.setPass(passCost() as Micros);
    },
    bury: (look) => {
      // `xl destroy` and the domain's own daemon close theirs
      const told = cost.hardware * cost.event * running + deedsCost({ closes: 2 });
      const deaf = told + cost.deafWhileLooking * look;
      if (deaf > 0) server.enter(NOBODY, 1, deaf as Micros, 0 as Micros);
    },
    nameRaces: () => nameRaces,
    attempts: () => attempts,
    commits: () => commits,
  };
};

/** /vm/UUID, /local/domain/ID and /libxl/ID (xen-host C.1, 5). */
const TREES = 3;
/** The server's own work, which no domain waits for by name. */
const NOBODY = -1;
/** The server does a transaction again before it commits it. */
const REPLAYING = -1;

const parentsOf = (kind: TransactionKind): number => PARENTS[KINDS.indexOf(kind)]!;

/** What chance decides for each attempt of a transaction: the passes it misses, and whether a write came between. */
const CHANCES = 2;
const MISSED = 0;
const ABORTED = 1;
