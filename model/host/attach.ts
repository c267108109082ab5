/**
 * Attaching devices, and what creation asks of xenstored in transactions: disk, console, device model, nic (xen-host A.1).
 *
 * A device is a transaction of keys, the back end's probe in dom0's one xenwatch thread, and a hotplug script. Left out:
 * several disks or nics, whose scripts would run side by side.
 */
import type { Micros } from '../kernel/units.ts';
import type { Parts } from './parts.ts';
import { mark, step, type Step } from './step.ts';
import type { Deeds, TransactionKind } from './xenstored.ts';

/** A.1 steps 10 to 12: strictly one after the other; of a shell made ahead, only what needs the domain itself. */
export const attach = (parts: Parts): readonly Step[] => {
  const { registry, shells } = parts.design;
  if (registry === 'shared pages') {
    return [...(shells === 'ahead' ? [] : sharedDevices(parts)), ...deviceModel(parts)];
  }
  const keys =
    shells === 'ahead'
      ? nothing
      : { disk: diskKeys(parts), console: consoleKeys(parts), nic: nicKeys(parts) };
  return [
    ...keys.disk,
    ...diskBackend(parts),
    ...keys.console,
    ...deviceModel(parts),
    ...keys.nic,
    ...nicBackend(parts),
  ];
};

const nothing = { disk: [], console: [], nic: [] };

/** What of its devices a shell has before it is a domain: their keys, or their shared pages. */
export const attachAhead = (parts: Parts): readonly Step[] =>
  parts.design.registry === 'shared pages'
    ? sharedDevices(parts)
    : [...diskKeys(parts), ...consoleKeys(parts), ...nicKeys(parts)];

const diskKeys = (parts: Parts): readonly Step[] => {
  const cost = parts.values.devices;
  return [transaction(parts, 'disk', 'disk', () => cost.diskTransaction, created(parts, cost.diskChanges))];
};

const diskBackend = (parts: Parts): readonly Step[] => {
  const { devices, dom0, values } = parts;
  const cost = values.devices;
  return [
    step('disk', 'xenwatch', (job) => devices.xenwatch(job, cost.diskXenwatch)),
    step('disk', 'xenstored', (job) => connect(parts, job, cost.diskRequests, cost.diskConnections)),
    step('disk', 'dom0 CPU', (job) => dom0.run(job, (cost.diskScript * cost.scriptFactor) as Micros)),
  ];
};

const consoleKeys = (parts: Parts): readonly Step[] => {
  const { consoleChanges, consoleRequests } = parts.values.devices;
  const deeds = created(parts, consoleChanges);
  return [step('console', 'xenstored', (job) => parts.xenstored.ask(job, consoleRequests, 1, deeds))];
};

const nicKeys = (parts: Parts): readonly Step[] => {
  const cost = parts.values.devices;
  return [transaction(parts, 'nic', 'nic', () => cost.nicTransaction, created(parts, cost.nicChanges))];
};

const nicBackend = (parts: Parts): readonly Step[] => {
  const { devices, dom0, values } = parts;
  const cost = values.devices;
  const free = (cost.nicScript - cost.nicScriptLocked) * cost.scriptFactor;
  return [
    step('nic', 'xenwatch', (job) => devices.xenwatch(job, cost.nicXenwatch)),
    step('nic', 'xenstored', (job) => connect(parts, job, cost.nicRequests, cost.nicConnections)),
    step('nic', 'dom0 CPU', (job) => dom0.run(job, free as Micros)),
    step('nic', 'iptables lock', (job) => devices.lockIptables(job)),
    step('nic', 'dom0 CPU', (job) => dom0.run(job, (cost.nicScriptLocked * cost.scriptFactor) as Micros)),
    mark('nic', () => devices.unlockIptables()),
  ];
};

/** A device's own keys: of those that change, a share creates a node and the rest sets permissions. */
const created = ({ values }: Parts, changes: number): Deeds => ({
  changes,
  creations: changes * values.devices.creationShare,
});

/** The wait for the back end, and the requests of the hotplug script's own processes. */
const connect = ({ values, xenstored }: Parts, job: number, requests: number, closes: number): boolean => {
  const { deviceWrites } = values.xenstored;
  return xenstored.ask(job, requests, deviceWrites, { changes: deviceWrites, closes });
};

/** Devices without xenstored: a few hypercalls and a shared page for each (xen-host F.5, L3). */
const sharedDevices = (parts: Parts): readonly Step[] => {
  const { dom0, values } = parts;
  const { sharedPageDevice } = values.designs;
  return [
    step('disk', 'dom0 CPU', (job) => dom0.run(job, sharedPageDevice)),
    step('console', 'dom0 CPU', (job) => dom0.run(job, sharedPageDevice)),
    step('nic', 'dom0 CPU', (job) => dom0.run(job, sharedPageDevice)),
  ];
};

const deviceModel = ({ dom0, guest, values }: Parts): readonly Step[] =>
  guest.deviceModel
    ? [step('device model', 'dom0 CPU', (job) => dom0.run(job, values.devices.qemuStart))]
    : [];

/** Steps of designs that have a xenstored. */
export const stored = ({ design }: Parts, steps: readonly Step[]): readonly Step[] =>
  design.registry === 'xenstored' ? steps : [];

/** A transaction that is done again as a whole when its commit meets a conflict. */
export const transaction = (
  { xenstored }: Parts,
  phase: string,
  kind: TransactionKind,
  requests: () => number,
  deeds: Deeds,
): Step =>
  step(
    phase,
    'xenstored',
    (job) => xenstored.transact(job, kind, requests(), deeds),
    (job) => xenstored.conflicted(job, kind),
  );
