/**
 * What the modelled host is asked where a measurement is a count: requests, hypercalls, attempts of a transaction.
 *
 * Each runs the host's own paths with every time but one taken away, so that what remains counts. Left out: times.
 */
import { adjusted, type HostChanges, type Profile } from '../../model/host/profile.ts';
import { count, micros, millis } from '../../model/kernel/units.ts';
import { hostWith } from './host-trial.ts';
import { onlyMake, onlyRequests } from './requests-only.ts';

/** Every request takes so long and nothing else does: time is a count. */
const TICK = millis(1);

const counting: HostChanges = {
  xenstored: {
    client: TICK,
    request: micros(0),
    requestPerDomain: micros(0),
    perSocket: micros(0),
    perRing: micros(0),
    perRingChange: micros(0),
    perWatch: micros(0),
    closePerWatch: micros(0),
    nodeCreation: micros(0),
    nodeCreationPerDomain: micros(0),
    treeRemoval: micros(0),
    event: micros(0),
  },
};

/** Requests that these phases of a creation or destruction send, beside so many guests. */
export const requestsOf = (
  profile: Profile,
  task: 'creation' | 'destruction',
  phases: readonly string[],
  { neighbours, nodes = 1 }: { readonly neighbours: number; readonly nodes?: number },
): number => {
  const counted = adjusted(onlyRequests(profile), { ...counting, machine: { numaNodes: count(nodes) } });
  const trial = hostWith({ profile: counted, neighbours });
  trial.createThenDestroy();
  return trial.served(task, phases, 'xenstored') / TICK;
};

/** Phases of a creation without devices. */
export const BARE = ['make', 'placement', 'introduce', 'console'];

/** Hypercalls of a creation up to its memory, on two nodes and two dom0 vCPUs as the measured machine has. */
export const hypercallsOf = (profile: Profile, neighbours: number): number => {
  const counted = adjusted(onlyRequests(profile), {
    machine: { numaNodes: count(2), dom0Vcpus: count(2) },
    hypervisor: { domctl: TICK, createDomain: TICK },
  });
  const trial = hostWith({ profile: counted, neighbours });
  trial.create();
  const phases = ['memory check', 'createdomain', 'placement'];
  return (
    (trial.served('creation', phases, 'domctl lock') + trial.served('creation', phases, 'sysctl lock')) / TICK
  );
};

/** Attempts per creation of creators that do nothing else. */
export const attemptsOf = (profile: Profile, creators: number, variant = 'stock'): number => {
  const each = 60;
  const trial = hostWith({ profile: onlyMake(profile), variant });
  trial.createInTurns(creators, each);
  return (trial.step('creation', 'make', 'xenstored')?.passes ?? 0) / (creators * each);
};
