/**
 * `xl destroy`, step by step: from the request to the toolstack's return and to clean memory (xen-host C.1, F.4).
 *
 * The toolstack takes the devices apart and removes the trees; then one hypercall frees every page, 4 KiB at a time. Up to
 * 4.9 it clears them there; from 4.10 on they go back dirty, and the two endings of a destruction, returned and clean, are
 * two moments. Left out: graceful shutdown by the guest, HVM's device-model trees, time-outs of back ends.
 */
import { transferTime, type Bytes, type Micros } from '../kernel/units.ts';
import { domainOf, RELEASED, SCRUB } from './domain.ts';
import { stored, transaction } from './attach.ts';
import type { Parts } from './parts.ts';
import { mark, step, type Path, type Step } from './step.ts';

/** A name is found after half of the domains, on average; by number at once. Policies and traces know the number. */
export const destructionPath = (parts: Parts): Path =>
  parts.design.latency
    ? [...takeApart(parts), ...giveBack(parts)]
    : [
        mark('instant', (job) => {
          parts.memory.soil(domainOf(job));
          clearAll(parts, domainOf(job));
        }),
      ];

/** C.1: devices, console, trees. */
const takeApart = (parts: Parts): readonly Step[] => {
  const { known, values, xenstored } = parts;
  const { toolstack } = values;
  return [
    mark('look-up', () => xenstored.sockets(1)),
    ...stored(parts, [
      step('look-up', 'xenstored', (job) => xenstored.ask(job, toolstack.destroyRequests, 1)),
      ...removal(parts, 'disk'),
      ...removal(parts, 'nic'),
      step('console', 'xenstored', (job) =>
        xenstored.ask(job, toolstack.destroyConsoleRequests, 2, { changes: 2 }),
      ),
      step('trees', 'xenstored', (job) => xenstored.removeTrees(job)),
    ]),
    mark('trees', () => {
      known.names -= 1;
    }),
  ];
};

const removal = (parts: Parts, phase: 'disk' | 'nic'): readonly Step[] => {
  const { devices, dom0, values, xenstored } = parts;
  const { toolstack } = values;
  const cost = values.devices;
  const rest = toolstack.destroyRequestsPerDevice - toolstack.removalTransaction;
  const { deviceWrites } = values.xenstored;
  const inTransaction = { changes: toolstack.removalTransaction / 2 };
  return [
    transaction(parts, phase, `${phase} removal`, () => toolstack.removalTransaction, inTransaction),
    step(phase, 'xenwatch', (job) => devices.xenwatch(job, cost.removalXenwatch)),
    step(phase, 'dom0 CPU', (job) => dom0.run(job, (cost.removalScript * cost.scriptFactor) as Micros)),
    step(phase, 'xenstored', (job) => xenstored.ask(job, rest, deviceWrites, { changes: 2 * deviceWrites })),
  ];
};

/** C.2: the pages go back, and somebody clears them: before the toolstack is told, or when there is time. */
const giveBack = (parts: Parts): readonly Step[] => {
  const { design, hypervisor, memory } = parts;
  const inside = design.scrub === 'freeing CPU';
  const lock = design.freeing === 'heap lock' ? 'heap lock' : 'domctl lock';
  return [
    mark('free', (job) => {
      hypervisor.guests(-1);
      memory.soil(domainOf(job));
    }),
    step(inside ? 'free and scrub' : 'free', lock, (job) => hypervisor.kill(job, inside)),
    clearing(parts),
  ];
};

const clearing = (parts: Parts): Step => {
  switch (parts.design.scrub) {
    case 'freeing CPU':
      return mark('scrub', (job) => clearAll(parts, domainOf(job)));
    case 'own node':
      return step('scrub', 'node scrubbers', (job) => scrubEachNode(parts, job));
    case 'idle CPUs':
      return mark('pool', (job) => parts.pooled(domainOf(job)));
    default:
      return parts.design.scrub satisfies never;
  }
};

const clearAll = ({ cleaned, memory }: Parts, domain: number): void => {
  for (let node = 0; node < memory.nodes; node += 1) memory.clear(domain, node);
  cleaned(domain);
};

/** Every node that holds a part of the domain clears it, all at once; the destruction waits for the last. */
const scrubEachNode = ({ domains, memory, start, values }: Parts, job: number): boolean => {
  const domain = domainOf(job);
  let largest = 0;
  let nodes = 0;
  for (let node = 0; node < memory.nodes; node += 1) {
    const size = memory.held(domain, node);
    largest = Math.max(largest, size);
    if (size > 0) nodes += 1;
  }
  domains.scrubsLeft[domain] = nodes;
  domains.served[job] = transferTime(largest as Bytes, values.machine.scrubRateLocal);
  for (let node = 0; node < memory.nodes; node += 1) {
    if (memory.held(domain, node) > 0) start(domain, SCRUB + node);
  }
  return nodes === 0;
};

/** One node's part of the scrubbing. */
export const scrubPath = ({ hypervisor, memory }: Parts, node: number): Path => [
  step('scrub', `scrubber of node ${node}`, (job) => hypervisor.awaitScrubber(job)),
  step('scrub', 'memory bandwidth', (job) => hypervisor.scrubNode(job)),
  mark('scrub', (job) => {
    hypervisor.scrubberDone(job);
    memory.clear(domainOf(job), node);
  }),
];

/** D5 and D6: RCU, then xenstored and every monitor daemon look what died (xen-host C.3). */
export const aftermathPath = ({ dom0, hypervisor, known, start, values, xenstored }: Parts): Path => [
  step('release', 'RCU', (job) => hypervisor.grace(job)),
  mark('release', (job) => {
    known.inXen -= 1;
    known.running -= 1;
    xenstored.domains(-1);
    xenstored.sockets(-1);
    xenstored.bury((values.xenstored.domctlsPerDeath * known.running * values.hypervisor.domctl) as Micros);
    start(domainOf(job), RELEASED);
  }),
  step('xenstored looks', 'domctl lock', (job) =>
    hypervisor.domctl(job, values.xenstored.domctlsPerDeath * known.running),
  ),
  step('daemons look', 'sysctl lock', (job) => hypervisor.sysctl(job, known.running)),
  step('daemons wake', 'dom0 CPU', (job) =>
    dom0.run(job, (known.running * values.toolstack.daemonWake) as Micros, known.running),
  ),
];

export const releasedPath = ({ hypervisor, known }: Parts): Path => [
  step('xenconsoled', 'domctl lock', (job) => hypervisor.domctl(job, known.inXen + 1)),
];
