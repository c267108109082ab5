/**
 * A host profile held against a folder of measurements: a row for every number that was measured.
 *
 * A calibrated profile predicts by its laws, at whatever conditions the folder has: that is how it is judged beyond what
 * it was fitted to. Where a run of the modelled host counts the same thing, that is a row as well. The xl lock needs no
 * profile: creations pass it in the order in which they asked. Left out: tables that nothing is known of.
 */
import { simulationOf } from '../../model/kernel/simulation.ts';
import { lockOf } from '../../model/kernel/lock.ts';
import { inSeconds, moment, seconds } from '../../model/kernel/units.ts';
import type { Profile } from '../../model/host/profile.ts';
import type { CalibratedHost } from '../calibrate/host-file.ts';
import { valueOf, type Conditions } from '../calibrate/laws.ts';
import type { LockRun } from '../calibrate/lock-runs.ts';
import type { Measurement, Measurements, UnusedTable } from '../calibrate/measurements.ts';
import { attemptsOf, BARE, hypercallsOf, requestsOf } from './questions.ts';
import { rowOf, type Fact, type Row } from './row.ts';

/** Rows in the order of the folder's files and lines. */
export const measuredRows = (
  host: CalibratedHost,
  { measured, locks, unused }: Measurements,
): readonly Row[] => [
  ...measured.map((one) => rowOf(factOf(host, one))),
  ...measured.flatMap((one) => throughPaths(host.profile, one)).map(rowOf),
  ...locks.flatMap(lockFacts).map(rowOf),
  ...unused.flatMap(unusedFacts).map(rowOf),
];

const unusedFacts = ({ file, because, rows }: UnusedTable): readonly Fact[] =>
  rows.map(({ line, clients, wallMicros }) => ({
    id: `parallel emulation: creations by ${clients} at once, line ${line}`,
    part: 'measured',
    source: `${file}:${line}`,
    conditions: conditionsOf({ clients }),
    reference: wallMicros,
    unit: 'µs',
    model: null,
    reason: because,
  }));

const factOf = (host: CalibratedHost, { series, at, value, unit, place }: Measurement): Fact => {
  const law = host.laws.get(series);
  const fact = {
    id: `${series}${at.guests === undefined && at.watches === undefined && at.clients === undefined ? '' : `, ${conditionsOf(at)}`}`,
    part: 'measured' as const,
    source: place,
    conditions: conditionsOf(at),
    reference: value,
    unit,
  };
  return law === undefined
    ? {
        ...fact,
        model: null,
        reason: `${host.profile.name} has no law of this series; calibrate on one that it was measured in`,
      }
    : {
        ...fact,
        model: valueOf(law, at),
        reason: 'beyond the noise of that series, or of a form that the law does not have',
      };
};

/** What the host's own paths say, where a run of them counts the same thing; besides what its law says. */
const throughPaths = (profile: Profile, { series, at, value, unit, place }: Measurement): readonly Fact[] => {
  const model = countedBy(profile, series, at);
  if (model === undefined) return [];
  return [
    {
      id: `through the host: ${series}, ${conditionsOf(at)}`,
      part: 'measured',
      source: place,
      conditions: `a run of the modelled ${profile.name}`,
      reference: value,
      unit,
      model,
      // what placement asks was read off such runs
      assumed: series.startsWith('2-node'),
      reason: 'what the paths count was read in the source, and of the release that the profile is based on',
    },
  ];
};

const countedBy = (profile: Profile, series: string, at: Conditions): number | undefined => {
  const { clients = 1, guests = 0, vifs = 0 } = at;
  const nodes = /^(\d)-node create: requests by xl$/u.exec(series)?.[1];
  if (nodes !== undefined && vifs === 0) {
    return requestsOf(profile, 'creation', BARE, { neighbours: guests, nodes: Number(nodes) });
  }
  if (series === '2-node create: hypercalls') return hypercallsOf(profile, guests);
  const daemon = profile.conflicts === 'never' ? 'ox' : 'c';
  if (series === `attempts ${daemon} 57 requests, think 0 µs`) return attemptsOf(profile, clients);
  return undefined;
};

const NAMES: readonly (readonly [keyof Conditions, one: string, many: string])[] = [
  ['guests', 'guest', 'guests'],
  ['watches', 'watch', 'watches'],
  ['clients', 'client', 'clients'],
  ['mib', 'MiB', 'MiB'],
  ['vcpus', 'vCPU', 'vCPUs'],
  ['vifs', 'vif', 'vifs'],
];

/** `50 guests, 16 MiB` */
export const conditionsOf = (at: Conditions): string => {
  const words = NAMES.flatMap(([key, one, many]) => {
    const value = at[key];
    // one vCPU and no interface is what most guests have
    if (value === undefined || (key === 'vcpus' && value === 1) || (key === 'vifs' && value === 0)) return [];
    return [`${value} ${value === 1 ? one : many}`];
  });
  return [...words, ...(at.kernel === 1 ? ['Linux kernel'] : [])].join(', ');
};

/** Requests and holds as recorded, through the model's lock: when would each creation have had it? */
export const lockFacts = ({ file, creations }: LockRun): readonly Fact[] => {
  const simulation = simulationOf();
  const granted = new Map<number, number>();
  const begin = (i: number): void => {
    granted.set(i, inSeconds(simulation.now));
    simulation.schedule(moment(simulation.now + Math.round(seconds(creations[i]!.held))), released, i);
  };
  const lock = lockOf(simulation, { granted: begin });
  const released = simulation.register(() => lock.release());
  const asking = simulation.register((i) => {
    if (lock.acquire(i)) begin(i);
  });
  creations.forEach(({ asked }, i) => simulation.schedule(moment(Math.round(seconds(asked))), asking, i));
  simulation.run();
  return creations.map((creation, i) => ({
    id: `xl lock: creation ${i + 1} of ${creations.length} is granted it`,
    part: 'measured',
    source: `${file}:${creation.line}`,
    conditions: `${creations.length} creations at once, autoballoon on`,
    reference: creation.granted,
    model: granted.get(i)!,
    unit: 's',
    reason: 'other processes run between the unlock and the next one that wakes',
  }));
};
