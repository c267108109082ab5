/**
 * What building and taking down costs a host of its own, read off whole creations and destructions by xl.
 *
 * Left out: an emulated machine, whose clock counts instructions: its laws predict it and say nothing about a host.
 */
import type { HostValues } from '../../model/host/profile.ts';
import { PAGE } from '../../model/kernel/units.ts';
import type { SeriesLaw } from './calibration.ts';
import { valueOf } from './laws.ts';
import { less, lookIn, scaled, sole, type Part, type Parts } from './part.ts';

/**
 * Costs of building and taking down on a real host with so many NUMA nodes, given what the base profile has apart. All that
 * grows with the guests is one slope per request there, since a run does not tell rings, sockets and watches apart.
 */
export const ofRuns = (laws: readonly SeriesLaw[], nodes: number, base: HostValues): Parts => {
  const look = lookIn(laws);
  const create = (term: string): Part | undefined => look(`real ${nodes}-node create: duration`, term);
  const destroy = (term: string): Part | undefined => look(`real ${nodes}-node destroy: duration`, term);
  const server = (term: string): Part | undefined => look(`real ${nodes}-node create: xenstored`, term);
  const empty = (what: string): Part | undefined => {
    const law = laws.find(({ series }) => series === `real ${nodes}-node create: ${what}`);
    if (law === undefined) return undefined;
    const value = valueOf(law, { guests: 0, nodes });
    return sole(value, law.series);
  };
  const { hypervisor, machine, toolstack, xenstored } = base;
  const other =
    hypervisor.createDomain +
    hypervisor.buildCalls * hypervisor.domctl +
    toolstack.kernelLoadUnikernel +
    toolstack.saveConfig +
    (toolstack.makeRequests + toolstack.postBuildRequests) * xenstored.client;
  return {
    'xenstored.request': server('per request'),
    'xenstored.requestPerDomain': server('per request and guest'),
    // a MiB has 256 pages and a part of an extent, and 1024 make a GiB of page tables
    'hypervisor.pageMap': scaled(
      create('per MiB beyond 16'),
      1 / 256,
      ((hypervisor.extentHold + hypervisor.extentOther) * PAGE) / machine.extent +
        hypervisor.pageInit +
        hypervisor.pageTables / 1024 / 256,
    ),
    'hypervisor.pageFree': scaled(destroy('per MiB beyond 16'), 1 / 256),
    'toolstack.parse': scaled(less(empty('duration'), empty('xenstored')), 1, other),
  };
};
