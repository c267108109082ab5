/**
 * `xl create`, step by step: from the request to a guest that serves (xen-host A.1, F.3).
 *
 * Read it beside tools/libxl of Xen 4.8: the order is xl's, each step asks one party for one thing. Left out: pygrub,
 * vtpm, PCI, dom0 ballooning, and the error paths (a creation of the model never fails; it waits for memory first, as a
 * scheduler in front of the host would make it).
 */
import type { Micros } from '../kernel/units.ts';
import { domainOf, GUEST, INTRODUCED } from './domain.ts';
import { combinationsTried } from './numa.ts';
import { guarded, type Parts } from './parts.ts';
import { mark, step, type Path, type Step } from './step.ts';
import type { TransactionKind } from './xenstored.ts';

export const creationPath = (parts: Parts): Path =>
  parts.design.latency
    ? [admission(parts), ...build(parts), ...bringUp(parts)]
    : [admission(parts), mark('instant', (job) => take(parts, job))];

/** The control plane sends a creation when the host can hold it. */
const admission = ({ memory, domains }: Parts): Step =>
  step('admission', 'memory', (job) => memory.claim(job, domains.memory[domainOf(job)]! as never));

/** A.1 steps 1 to 14: what stock xl does under its lock. */
const build = (parts: Parts): readonly Step[] => {
  const { dom0, hypervisor, locks, values } = parts;
  const { toolstack } = values;
  const locked = parts.design.locking === 'xl lock';
  return [
    step('start', 'dom0 CPU', (job) => dom0.run(job, toolstack.parse)),
    ...(locked ? [step('xl lock', 'xl lock', (job) => locks.xl.acquire(job))] : []),
    ...guarded(parts, 'memory check', 'balloon', [
      step('memory check', 'sysctl lock', (job) => hypervisor.sysctl(job, toolstack.freememCalls)),
    ]),
    ...makeDomain(parts),
    ...placeAndPopulate(parts),
    step('kernel', 'dom0 CPU', (job) => dom0.run(job, kernelLoad(parts))),
    step('page tables', 'memory bandwidth', (job) => hypervisor.buildPageTables(job)),
    ...introduce(parts),
    ...disk(parts),
    ...consoleAndModel(parts),
    ...nic(parts),
    step('save', 'dom0 CPU', (job) => dom0.run(job, toolstack.saveConfig)),
    ...(locked ? [mark('xl unlock', () => locks.xl.release())] : []),
  ];
};

/** createdomain and the transaction that names the domain; all of it again on a conflict. */
const makeDomain = (parts: Parts): readonly Step[] => {
  const { domains, hypervisor, known, values, xenstored } = parts;
  const { toolstack } = values;
  const calls = (job: number): number =>
    values.hypervisor.buildCalls + values.hypervisor.buildCallsPerVcpu * domains.vcpus[domainOf(job)]!;
  const requests = (): number =>
    toolstack.makeRequests +
    parts.guest.makeRequests +
    (parts.design.names === 'read' ? toolstack.makeRequestsPerDomain * known.names : toolstack.cacheRequests);
  return [
    step('createdomain', 'domctl lock', (job) => {
      known.inXen += 1;
      return hypervisor.longDomctl(job, values.hypervisor.createDomain);
    }),
    step('createdomain', 'domctl lock', (job) => hypervisor.domctl(job, calls(job))),
    ...guarded(parts, 'make', 'name', [transaction(parts, 'make', 'make', requests)]),
    mark('make', () => {
      known.names += 1;
    }),
    step('make', 'xenstored', (job) => xenstored.ask(job, toolstack.preBuildRequests, 0)),
  ];
};

/** NUMA placement reads what every domain has; memory is taken much later, so both stand under one mutex. */
const placeAndPopulate = (parts: Parts): readonly Step[] => {
  const { domains, dom0, hypervisor, known, values } = parts;
  const { machine } = values;
  const perDomain = (job: number): number => 2 * domains.vcpus[domainOf(job)]! + 2;
  const domctls = (job: number): number => known.inXen * (perDomain(job) - 1) + 2 * machine.dom0Vcpus + 2;
  return [
    ...guarded(parts, 'placement', 'placement', [
      step('placement', 'sysctl lock', (job) => hypervisor.sysctl(job, known.inXen + 4)),
      step('placement', 'domctl lock', (job) => hypervisor.domctl(job, domctls(job))),
      step('placement', 'dom0 CPU', (job) => {
        const nodes = take(parts, job);
        const tried = combinationsTried(machine.numaNodes, nodes);
        return dom0.run(job, (tried * values.hypervisor.placementStep) as Micros);
      }),
    ]),
    step('populate', 'heap lock', (job) => hypervisor.populate(job)),
  ];
};

const take = ({ domains, memory }: Parts, job: number): number => {
  const domain = domainOf(job);
  return memory.take(domain, domains.memory[domain]! as never);
};

const kernelLoad = ({ guest, values }: Parts): Micros =>
  guest.bigKernel ? values.toolstack.kernelLoad : values.toolstack.kernelLoadUnikernel;

/** Build's last nodes and XS_INTRODUCE; xenconsoled then asks the hypervisor about every domain. */
const introduce = ({ domains, guest, known, start, values, xenstored }: Parts): readonly Step[] => {
  const requests = (job: number): number =>
    values.toolstack.postBuildRequests + guest.buildRequests + domains.vcpus[domainOf(job)]!;
  return [
    step('introduce', 'xenstored', (job) => xenstored.ask(job, requests(job), 1)),
    mark('introduce', (job) => {
      known.running += 1;
      xenstored.domains(1);
      start(domainOf(job), INTRODUCED);
    }),
  ];
};

const disk = (parts: Parts): readonly Step[] => {
  const { devices, dom0, values, xenstored } = parts;
  const cost = values.devices;
  return [
    transaction(parts, 'disk', 'disk', () => cost.diskTransaction),
    step('disk', 'xenwatch', (job) => devices.xenwatch(job, cost.diskXenwatch)),
    step('disk', 'xenstored', (job) => xenstored.ask(job, cost.diskRequests, values.xenstored.deviceWrites)),
    step('disk', 'dom0 CPU', (job) => dom0.run(job, (cost.diskScript * cost.scriptFactor) as Micros)),
  ];
};

const consoleAndModel = ({ dom0, guest, values, xenstored }: Parts): readonly Step[] => [
  step('console', 'xenstored', (job) => xenstored.ask(job, values.devices.consoleRequests, 1)),
  ...(guest.deviceModel
    ? [step('device model', 'dom0 CPU', (job) => dom0.run(job, values.devices.qemuStart))]
    : []),
];

const nic = (parts: Parts): readonly Step[] => {
  const { devices, dom0, values, xenstored } = parts;
  const cost = values.devices;
  const free = (cost.nicScript - cost.nicScriptLocked) * cost.scriptFactor;
  return [
    transaction(parts, 'nic', 'nic', () => cost.nicTransaction),
    step('nic', 'xenwatch', (job) => devices.xenwatch(job, cost.nicXenwatch)),
    step('nic', 'xenstored', (job) => xenstored.ask(job, cost.nicRequests, values.xenstored.deviceWrites)),
    step('nic', 'dom0 CPU', (job) => dom0.run(job, free as Micros)),
    step('nic', 'iptables lock', (job) => devices.lockIptables(job)),
    step('nic', 'dom0 CPU', (job) => dom0.run(job, (cost.nicScriptLocked * cost.scriptFactor) as Micros)),
    mark('nic', () => devices.unlockIptables()),
  ];
};

/** A.1 step 15, and the guest's own boot: its processors and its drivers, whichever takes longer. */
const bringUp = ({ domains, hypervisor, start }: Parts): readonly Step[] => [
  step('unpause', 'domctl lock', (job) => hypervisor.domctl(job, 1)),
  mark('unpause', (job) => start(domainOf(job), GUEST)),
  step('boot', 'guest CPU', (job) => hypervisor.runGuest(job, domains.boot[domainOf(job)]! as Micros)),
  step('drivers', 'xenstored', (job) => domains.join(domainOf(job))),
  mark('boot', () => hypervisor.guests(1)),
];

const transaction = (
  { xenstored }: Parts,
  phase: string,
  kind: TransactionKind,
  requests: () => number,
): Step =>
  step(
    phase,
    'xenstored',
    (job) => xenstored.transact(job, kind, requests()),
    (job) => xenstored.conflicted(job, kind),
  );

/**
 * Beside the boot: xl leaves a monitor daemon behind (A.1 step 16), and the guest's front and back ends talk to
 * xenstored, outside every lock of the toolstack; half of what they say writes.
 */
export const guestPath = ({ domains, dom0, values, xenstored }: Parts): Path => [
  step('monitor daemon', 'dom0 CPU', (job) => dom0.run(job, values.toolstack.daemonise)),
  step('monitor daemon', 'xenstored', (job) => xenstored.ask(job, values.toolstack.daemonRequests, 1)),
  step('drivers', 'xenstored', (job) =>
    xenstored.askWhileBooting(job, domains.boot[domainOf(job)]! as Micros),
  ),
];

/** xenconsoled enumerates the domains whenever one is introduced (xen-host C.3). */
export const introducedPath = ({ hypervisor, known }: Parts): Path => [
  step('xenconsoled', 'domctl lock', (job) => hypervisor.domctl(job, known.inXen + 1)),
];
