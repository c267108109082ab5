/**
 * `xl create`, step by step: from the request to a guest that serves (xen-host A.1, F.3).
 *
 * Read it beside tools/libxl: the order is xl's, each step asks one party for one thing; counts are the release's. Left
 * out: pygrub, vtpm, PCI, and the error paths (a creation of the model never fails; it waits for memory first, as a
 * scheduler in front of the host would make it).
 */
import { transferTime, type Bytes, type Micros } from '../kernel/units.ts';
import { attach, attachAhead, stored, transaction } from './attach.ts';
import { locksOf } from './design.ts';
import { domainOf, GUEST, INTRODUCED, SHELL } from './domain.ts';
import { guarded, type Parts } from './parts.ts';
import { placeAndPopulate, plan, take } from './placement.ts';
import { mark, step, type Path, type Step } from './step.ts';

export const creationPath = (parts: Parts): Path =>
  parts.design.latency
    ? [admission(parts), ...build(parts), ...bringUp(parts)]
    : [
        admission(parts),
        mark('instant', (job) => {
          plan(parts, job);
          take(parts, job);
        }),
      ];

/** The control plane sends a creation when the host can hold it. */
const admission = ({ memory, domains }: Parts): Step =>
  step('admission', 'memory', (job) => memory.claim(job, domains.memory[domainOf(job)]! as never));

/** A.1 steps 1 to 14: what xl does under its lock, where it takes one. */
const build = (parts: Parts): readonly Step[] => {
  const { design, dom0, locks, values, xenstored } = parts;
  const { toolstack } = values;
  const locked = locksOf(design) === 'xl lock';
  return [
    step('start', 'dom0 CPU', (job) => {
      xenstored.sockets(1);
      return dom0.run(job, toolstack.parse);
    }),
    ...(locked ? [step('xl lock', 'xl lock', (job) => locks.xl.acquire(job))] : []),
    ...guarded(parts, 'memory check', 'balloon', memoryCheck(parts)),
    ...shell(parts),
    step('kernel', 'dom0 CPU', (job) => dom0.run(job, kernelLoad(parts))),
    step('page tables', 'memory bandwidth', (job) => parts.hypervisor.buildPageTables(job)),
    ...introduce(parts),
    ...attach(parts),
    step('save', 'dom0 CPU', (job) => dom0.run(job, toolstack.saveConfig)),
    ...(locked ? [mark('xl unlock', () => locks.xl.release())] : []),
  ];
};

/** xl's freemem: a look at the free memory, and with autoballoon rounds in which dom0 gives some up (xen-host A.3). */
const memoryCheck = (parts: Parts): readonly Step[] => {
  const { design, dom0, domains, hypervisor, values } = parts;
  const { balloonRate, balloonRound, freememCalls } = values.toolstack;
  const rounds = (job: number): number => {
    const span = transferTime(domains.memory[domainOf(job)]! as Bytes, balloonRate);
    return Math.max(1, Math.ceil(span / balloonRound));
  };
  return [
    step('memory check', 'sysctl lock', (job) => hypervisor.sysctl(job, freememCalls)),
    ...(design.autoballoon
      ? [
          step('memory check', 'dom0 balloon', (job) =>
            dom0.sleep(job, (rounds(job) * balloonRound) as Micros),
          ),
        ]
      : []),
  ];
};

/** A domain without an image: built now, or taken from a pool that is then filled again in the background. */
const shell = (parts: Parts): readonly Step[] => {
  const { design, locks, start, values, xenstored } = parts;
  if (design.shells === 'on demand') return [...makeDomain(parts), ...placeAndPopulate(parts)];
  return [
    step('shell', 'shell pool', (job) => locks.shells.acquire(job)),
    mark('shell', (job) => {
      parts.known.inXen += 1;
      parts.known.names += 1;
      plan(parts, job);
      take(parts, job);
      start(domainOf(job), SHELL);
    }),
    ...stored(parts, [
      step('bind', 'xenstored', (job) => {
        const { bindRequests } = values.designs;
        return xenstored.ask(job, bindRequests, bindRequests, { changes: bindRequests });
      }),
    ]),
  ];
};

/** The next shell, by a daemon: what {@link shell} has in a domain's own time otherwise. */
export const shellPath = (parts: Parts): Path =>
  parts.design.shells === 'on demand'
    ? []
    : [
        step('createdomain', 'domctl lock', (job) =>
          parts.hypervisor.longDomctl(job, parts.values.hypervisor.createDomain),
        ),
        step('createdomain', 'domctl lock', (job) => parts.hypervisor.domctl(job, buildCalls(parts, job))),
        ...naming(parts),
        step('populate', 'heap lock', (job) => parts.hypervisor.populate(job)),
        ...attachAhead(parts),
        mark('shell', () => parts.locks.shells.release()),
      ];

const buildCalls = ({ domains, values }: Parts, job: number): number =>
  values.hypervisor.buildCalls + values.hypervisor.buildCallsPerVcpu * domains.vcpus[domainOf(job)]!;

/** createdomain and the transaction that names the domain; all of it again on a conflict. */
const makeDomain = (parts: Parts): readonly Step[] => {
  const { hypervisor, known, values, xenstored } = parts;
  return [
    step('createdomain', 'domctl lock', (job) => {
      known.inXen += 1;
      return hypervisor.longDomctl(job, values.hypervisor.createDomain);
    }),
    step('createdomain', 'domctl lock', (job) => hypervisor.domctl(job, buildCalls(parts, job))),
    ...guarded(parts, 'make', 'name', naming(parts)),
    mark('make', () => {
      known.names += 1;
    }),
    ...stored(parts, [
      step('make', 'xenstored', (job) => xenstored.ask(job, values.toolstack.preBuildRequests, 0)),
    ]),
  ];
};

const naming = (parts: Parts): readonly Step[] => {
  const { toolstack } = parts.values;
  const requests = (): number =>
    toolstack.makeRequests +
    parts.guest.makeRequests +
    (parts.design.names === 'read'
      ? toolstack.makeRequestsPerDomain * parts.known.names
      : toolstack.cacheRequests);
  const deeds = { changes: toolstack.makeChanges, creations: toolstack.makeCreations };
  return stored(parts, [transaction(parts, 'make', 'make', requests, deeds)]);
};

const kernelLoad = ({ guest, values }: Parts): Micros =>
  guest.bigKernel ? values.toolstack.kernelLoad : values.toolstack.kernelLoadUnikernel;

/** Build's last nodes and XS_INTRODUCE; xenconsoled then asks the hypervisor about every domain. */
const introduce = (parts: Parts): readonly Step[] => {
  const { domains, guest, known, start, values, xenstored } = parts;
  const deeds = { changes: values.toolstack.postBuildChanges, creations: values.toolstack.postBuildChanges };
  const requests = (job: number): number =>
    values.toolstack.postBuildRequests + guest.buildRequests + domains.vcpus[domainOf(job)]!;
  return [
    ...stored(parts, [step('introduce', 'xenstored', (job) => xenstored.ask(job, requests(job), 1, deeds))]),
    mark('introduce', (job) => {
      known.running += 1;
      xenstored.domains(1);
      start(domainOf(job), INTRODUCED);
    }),
  ];
};

/** A.1 step 15, and the guest's own boot: its processors and its drivers, whichever takes longer. */
const bringUp = ({ domains, hypervisor, start, xenstored }: Parts): readonly Step[] => [
  step('unpause', 'domctl lock', (job) => hypervisor.domctl(job, 1)),
  mark('unpause', (job) => {
    xenstored.sockets(-1);
    start(domainOf(job), GUEST);
  }),
  step('boot', 'guest CPU', (job) => hypervisor.runGuest(job, domains.boot[domainOf(job)]! as Micros)),
  step('drivers', 'xenstored', (job) => domains.join(domainOf(job))),
  mark('boot', () => hypervisor.guests(1)),
];

/**
 * Beside the boot: xl leaves a monitor daemon behind (A.1 step 16), and the guest's front and back ends talk to
 * xenstored, outside every lock of the toolstack; half of what they say writes.
 */
export const guestPath = (parts: Parts): Path => {
  const { domains, dom0, values, xenstored } = parts;
  return [
    step('monitor daemon', 'dom0 CPU', (job) => dom0.run(job, values.toolstack.daemonise)),
    ...stored(parts, [
      step('monitor daemon', 'xenstored', (job) =>
        xenstored.ask(job, values.toolstack.daemonRequests, 1, { closes: 1 }),
      ),
      step('drivers', 'xenstored', (job) =>
        xenstored.askWhileBooting(job, domains.boot[domainOf(job)]! as Micros),
      ),
    ]),
  ];
};

/** xenconsoled enumerates the domains whenever one is introduced (xen-host C.3), and looks after its console. */
export const introducedPath = (parts: Parts): Path => {
  const { hypervisor, known, values, xenstored } = parts;
  const requests = values.toolstack.consoledRequests;
  return [
    step('xenconsoled', 'domctl lock', (job) => hypervisor.domctl(job, known.inXen + 1)),
    ...(requests > 0
      ? stored(parts, [
          step('xenconsoled', 'xenstored', (job) => xenstored.ask(job, requests, 2, { changes: 2 })),
        ])
      : []),
  ];
};
