/**
 * The model's own parameters, read off the laws of a calibration.
 *
 * Each is a coefficient, or the difference of two, that has the parameter's meaning: what a read costs the server is its
 * request, what it costs more with each introduced domain is a ring, and so on. Left out: parameters that no series tells
 * apart, which stay as the base profile has them.
 */
import type { HostValues } from '../../model/host/profile.ts';
import type { SeriesLaw } from './calibration.ts';
import { ofDaemon } from './daemon-parameters.ts';
import { ofLogs } from './log-parameters.ts';
import { lookIn, type Part } from './part.ts';
import { ofRuns } from './run-parameters.ts';

export interface FittedParameter {
  /** `xenstored.perRing` */
  readonly name: string;
  readonly value: number;
  /** 95 %; null where there were too few points to say. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Series that it was read off. */
  readonly from: string;
}

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
  const apart = ofDaemon(lookIn(laws), daemon, base);
  const runs = nodes === undefined ? {} : ofRuns(laws, nodes, base);
  // what was measured one by one says more than a sum of it
  const parts = { ...known(runs), ...known(apart), ...known(ofLogs(lookIn(laws), base)) };
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
    ...('xenstored.request' in parts && !('xenstored.hardware' in parts)
      ? [{ name: 'xenstored.hardware', value: 1, interval: null, from: 'this machine itself' }]
      : []),
  ];
};
