/**
 * Placement on NUMA nodes and the population of a domain's memory (xen-host A.5, A.6).
 *
 * Left out: affinity from the configuration, and a claim per node, which no release has.
 */
import type { Bytes, Micros } from '../kernel/units.ts';
import { stored } from './attach.ts';
import { locksOf } from './design.ts';
import { domainOf } from './domain.ts';
import { combinationsTried } from './numa.ts';
import { guarded, type Parts } from './parts.ts';
import { mark, step, type Step } from './step.ts';

/**
 * NUMA placement reads what every domain has; memory is taken much later, so a careful design has both under one mutex,
 * and where nothing keeps two creations apart the nodes may be taken by then (xen-host A.5). The pages go one by one while
 * the domain is populated; here all at its end, since the image, which is loaded before that in Xen, comes after it here.
 */
export const placeAndPopulate = (parts: Parts): readonly Step[] => {
  const { design, domains, dom0, hypervisor, known, values } = parts;
  const { machine } = values;
  const perDomain = (job: number): number => 2 * domains.vcpus[domainOf(job)]! + 2;
  const passes = values.hypervisor.placementLooks;
  const domctls = (job: number): number =>
    passes * known.inXen * (perDomain(job) - 1) + 2 * machine.dom0Vcpus + 2;
  const racing = locksOf(design) === 'none';
  const search = (job: number): boolean => {
    const nodes = plan(parts, job);
    take(parts, job);
    return dom0.run(
      job,
      (combinationsTried(machine.numaNodes, nodes) * values.hypervisor.placementStep) as Micros,
    );
  };
  // the free memory is read first, and every domain's vCPUs after it
  const read = mark('placement', (job) => void plan(parts, job));
  const requests = values.toolstack.placementRequestsPerDomain;
  const looks = [
    step('placement', 'sysctl lock', (job) => hypervisor.sysctl(job, passes * known.inXen + 4)),
    step('placement', 'domctl lock', (job) => hypervisor.domctl(job, domctls(job))),
    ...(requests > 0
      ? stored(parts, [
          step('placement', 'xenstored', (job) => parts.xenstored.ask(job, requests * (known.names + 1), 0)),
        ])
      : []),
  ];
  return [
    ...(racing ? [read] : []),
    ...guarded(parts, 'placement', 'placement', [
      ...(design.toolstack === 'xl' && machine.numaNodes > 1 ? looks : []),
      ...(racing ? [] : [step('placement', 'dom0 CPU', search)]),
    ]),
    step('populate', 'heap lock', (job) => hypervisor.populate(job)),
    ...(racing ? [mark('populate', (job) => take(parts, job))] : []),
    ...(design.scrub === 'idle CPUs'
      ? [step('populate', 'scrub on allocation', (job) => hypervisor.scrubTaken(job))]
      : []),
  ];
};

export const plan = ({ domains, memory }: Parts, job: number): number => {
  const domain = domainOf(job);
  return memory.plan(domain, domains.memory[domain]! as Bytes);
};

export const take = ({ domains, known, memory }: Parts, job: number): void => {
  const domain = domainOf(job);
  const missing = memory.take(domain, domains.memory[domain]! as Bytes);
  if (missing === 0) return;
  known.overcommitted += 1;
  known.misplaced += missing;
};
