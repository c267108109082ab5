/**
 * The model's own parameters, read off the laws of a calibration.
 *
 * Each is a coefficient, or the difference of two, that has the parameter's meaning: what a read costs the server is its
 * request, what it costs more with each introduced domain is a ring, and so on (xen-host B.4). Left out: parameters that
 * no series tells apart, which stay as the base profile has them, and laws of an emulated machine, whose clock counts
 * instructions: they predict that machine and say nothing about this one.
 */
import type { HostValues } from '../../model/host/profile.ts';
import { PAGE } from '../../model/kernel/units.ts';
import type { SeriesLaw } from './calibration.ts';
import { formOf, valueOf } from './laws.ts';

export interface FittedParameter {
  /** `xenstored.perRing` */
  readonly name: string;
  readonly value: number;
  /** 95 %; null where there were too few points to say. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Series that it was read off. */
  readonly from: string;
}

/** A coefficient with its interval. */
interface Part {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly sure: boolean;
  readonly from: string;
}

/** Laws by series, and the terms they have. */
type Look = (series: string, term: string) => Part | undefined;

const lookIn =
  (laws: readonly SeriesLaw[]): Look =>
  (series, term) => {
    const law = laws.find((one) => one.series === series);
    if (law === undefined) return undefined;
    const i = formOf(law.form).terms.findIndex(({ name }) => name === term);
    const value = law.coefficients[i];
    // a slope of one point is no slope
    if (value === undefined || (i > 0 && law.points < 2)) return undefined;
    const interval = law.intervals[i] ?? undefined;
    return {
      value,
      low: interval?.[0] ?? value,
      high: interval?.[1] ?? value,
      sure: interval !== undefined,
      from: series,
    };
  };

const less = (a: Part | undefined, b: Part | undefined): Part | undefined =>
  a === undefined || b === undefined
    ? undefined
    : {
        value: Math.max(0, a.value - b.value),
        low: Math.max(0, a.low - b.high),
        high: Math.max(0, a.high - b.low),
        sure: a.sure && b.sure,
        from: `${a.from} − ${b.from}`,
      };

const scaled = (a: Part | undefined, factor: number, minus = 0): Part | undefined =>
  a === undefined
    ? undefined
    : {
        ...a,
        value: Math.max(0, a.value * factor - minus),
        low: Math.max(0, a.low * factor - minus),
        high: Math.max(0, a.high * factor - minus),
      };

const EMPTY = 'on an empty host';
const GUEST = 'per guest';
const WATCH = 'per watch';

/** Costs of one daemon, by its name in the measurements: `c` or `ox`. */
const ofDaemon = (look: Look, daemon: string): Readonly<Record<string, Part | undefined>> => {
  const latency = (op: string, term: string): Part | undefined => look(`latency ${daemon} ${op}`, term);
  const introduced = (op: string): Part | undefined => look(`introduced ${daemon} ${op}`, GUEST);
  const request = look(`server time ${daemon} READ`, EMPTY);
  const withSocket = look(`introduced ${daemon}_plus_monitor_socket READ`, GUEST);
  const removal = less(latency('DESTROY_domain_rm5', EMPTY), scaled(latency('READ', EMPTY), REMOVALS));
  return {
    'xenstored.request': request,
    'xenstored.client': less(latency('READ', EMPTY), request),
    'xenstored.perRing': introduced('READ'),
    'xenstored.perSocket': less(withSocket, introduced('READ')),
    'xenstored.perRingChange': less(introduced('WRITE_existing'), introduced('READ')),
    'xenstored.perWatch': look(`watches ${daemon} WRITE_existing_other`, WATCH),
    'xenstored.event': look(`watches ${daemon} WRITE_match`, WATCH),
    'xenstored.nodeCreation': less(latency('WRITE_new_leaf', EMPTY), latency('WRITE_existing', EMPTY)),
    'xenstored.nodeCreationPerDomain': less(
      latency('WRITE_new_leaf', GUEST),
      latency('WRITE_existing', GUEST),
    ),
    'xenstored.treeRemoval': scaled(removal, 1 / REMOVALS),
  };
};
/** Trees that the measured destruction of a domain removes. */
const REMOVALS = 5;

/**
 * Costs of building and taking down on a real host with so many NUMA nodes, given what the base profile has apart. All that
 * grows with the guests is one slope per request there, since a run does not tell rings, sockets and watches apart.
 */
const ofRuns = (
  laws: readonly SeriesLaw[],
  nodes: number,
  base: HostValues,
): Readonly<Record<string, Part | undefined>> => {
  const look = lookIn(laws);
  const create = (term: string): Part | undefined => look(`real ${nodes}-node create: duration`, term);
  const destroy = (term: string): Part | undefined => look(`real ${nodes}-node destroy: duration`, term);
  const server = (term: string): Part | undefined => look(`real ${nodes}-node create: xenstored`, term);
  const empty = (what: string): Part | undefined => {
    const law = laws.find(({ series }) => series === `real ${nodes}-node create: ${what}`);
    if (law === undefined) return undefined;
    const value = valueOf(law, { guests: 0, nodes });
    return { value, low: value, high: value, sure: false, from: law.series };
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

/** What the one slope per request stands for where it was measured. */
const IN_SLOPE = ['perSocket', 'perRing', 'perRingChange', 'perWatch', 'nodeCreationPerDomain'];

const known = (some: Readonly<Record<string, Part | undefined>>): Record<string, Part> =>
  Object.fromEntries(
    Object.entries(some).flatMap(([name, part]) => (part === undefined ? [] : [[name, part] as const])),
  );
const zero = (names: readonly string[], because: string): readonly FittedParameter[] =>
  names.map((name) => ({ name: `xenstored.${name}`, value: 0, interval: null, from: because }));

/** In the order of the daemons' and the hypervisor's parameters; only those that were measured. */
export const parametersFrom = (
  laws: readonly SeriesLaw[],
  base: HostValues,
  daemon: 'c' | 'ox',
): readonly FittedParameter[] => {
  const nodes = [1, 2, 4, 8].find((n) => laws.some(({ series }) => series.startsWith(`real ${n}-node`)));
  const apart = ofDaemon(lookIn(laws), daemon);
  const runs = nodes === undefined ? {} : ofRuns(laws, nodes, base);
  // terms that were measured one by one say more than their sum
  const parts = { ...known(runs), ...known(apart) };
  const oneByOne = 'xenstored.perRing' in parts;
  const asSlope = !oneByOne && 'xenstored.requestPerDomain' in parts;
  if (oneByOne) delete parts['xenstored.requestPerDomain'];
  return [
    ...Object.entries(parts).map(([name, { value, low, high, sure, from }]) => ({
      name,
      value,
      interval: sure ? ([low, high] as const) : null,
      from,
    })),
    ...zero(oneByOne ? ['requestPerDomain'] : [], 'rings and sockets, each apart'),
    ...zero(
      asSlope ? IN_SLOPE.filter((name) => !(`xenstored.${name}` in parts)) : [],
      'one slope for all that grows with the guests',
    ),
    // server times are this machine's own: no factor between machines is left
    ...('xenstored.request' in parts
      ? [{ name: 'xenstored.hardware', value: 1, interval: null, from: 'this machine itself' }]
      : []),
  ];
};
