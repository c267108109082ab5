/**
 * The situations that the evaluation looks at: set-ups at once, destructions at once, both on a loaded host.
 *
 * Each is a bench for the testbed, sized so that it fits. Left out: arrivals over time, which a trace has.
 */
import { guestNamed, type Guest } from '../../model/host/guest.ts';
import { adjusted, type Profile } from '../../model/host/profile.ts';
import { bytes, count, gib, inGib, type Bytes } from '../../model/kernel/units.ts';
import { NOBODY, type Batch, type Bench } from './testbed.ts';

/** A situation without the variant and the seed that meet it. */
export type Situation = Omit<Bench, 'variant' | 'seed'>;

/** A small Linux that serves after 0.2 s: what a set-up takes is the host's part of it, not the guest's. */
export const smallGuest: Guest = guestNamed('pv-tinyx');
export const smallSize: Bytes = gib(4);

/** What runs beside; its memory does not matter, its connections do. */
const neighbourSize: Bytes = gib(1);

const sizeOf = ({ count, memory }: Batch): number => count * memory;

/** The host with whole GiB on every node, and at least `need` beside dom0. */
export const withRoom = (profile: Profile, need: number): Profile => {
  const { memory, dom0Memory, numaNodes } = profile.values.machine;
  const perNode = Math.max(
    Math.ceil(inGib(Math.max(memory, need + dom0Memory)) / numaNodes),
    Math.ceil(inGib(dom0Memory)),
  );
  return adjusted(profile, { machine: { memory: gib(perNode * numaNodes) } });
};

const roomy = (situation: Situation): Situation => {
  const { profile, neighbours, created, destroyed } = situation;
  const need = sizeOf(neighbours) + sizeOf(created) + sizeOf(destroyed);
  return { ...situation, profile: withRoom(profile, need) };
};

interface Crowd {
  readonly profile: Profile;
  readonly guest?: Guest;
  /** Domains that run beside. */
  readonly running: number;
  /** Creations, destructions, or as many of both. */
  readonly atOnce: number;
  readonly memory?: Bytes;
}

export const setupsAtOnce = ({ profile, guest, running, atOnce, memory }: Crowd): Situation =>
  roomy({
    profile,
    guest: guest ?? smallGuest,
    neighbours: { count: running, memory: neighbourSize },
    created: { count: atOnce, memory: memory ?? smallSize },
    destroyed: NOBODY,
  });

export const destroysAtOnce = ({ profile, guest, running, atOnce, memory }: Crowd): Situation =>
  roomy({
    profile,
    guest: guest ?? smallGuest,
    neighbours: { count: running, memory: neighbourSize },
    created: NOBODY,
    destroyed: { count: atOnce, memory: memory ?? smallSize },
  });

/** `running` counts those that are destroyed; on a full host a creation is built from what a destruction gave back. */
export const loaded = (crowd: Crowd, room: 'spare' | 'full'): Situation => {
  const { profile, guest, running, atOnce, memory = smallSize } = crowd;
  const situation: Situation = {
    profile,
    guest: guest ?? smallGuest,
    neighbours: {
      count: Math.max(0, running - atOnce),
      memory: room === 'full' ? memory : neighbourSize,
    },
    created: { count: atOnce, memory },
    destroyed: { count: atOnce, memory },
  };
  if (room === 'spare') return roomy(situation);
  const { neighbours, destroyed } = situation;
  return { ...situation, profile: filled(profile, sizeOf(neighbours) + sizeOf(destroyed)) };
};

/** A host whose memory is taken to the last byte by dom0 and `size` bytes of domains. */
const filled = (profile: Profile, size: number): Profile => {
  const { numaNodes, dom0Memory } = profile.values.machine;
  const perNode = Math.ceil(inGib(size + dom0Memory) / numaNodes);
  // dom0 cannot have more than its node; what rounding leaves over it gets
  const memory = gib(perNode * numaNodes);
  return adjusted(profile, { machine: { memory, dom0Memory: bytes(memory - size) } });
};

/** One domain on a host of two nodes with room for nothing else: so much of it lies on the node where dom0 is not. */
export const remoteShare = (profile: Profile, memory: Bytes, share: number): Situation => {
  const remote = Math.round(inGib(memory) * share);
  return {
    profile: adjusted(profile, {
      machine: { numaNodes: count(2), memory: bytes(2 * memory), dom0Memory: gib(remote) },
    }),
    guest: smallGuest,
    // takes what the domain shall not have of node 1, which is the roomier one while it does
    neighbours: remote === 0 ? NOBODY : { count: 1, memory: bytes(memory - gib(remote)) },
    created: NOBODY,
    destroyed: { count: 1, memory },
  };
};

/** One domain of this size alone on the host: on the fewest nodes that fit, or in equal parts on all. */
export const destroyOf = (profile: Profile, memory: Bytes, placement: 'packed' | 'spread'): Situation => ({
  profile:
    placement === 'spread'
      ? adjusted(profile, { machine: { memory, dom0Memory: gib(0) } })
      : withRoom(profile, memory),
  guest: smallGuest,
  neighbours: NOBODY,
  created: NOBODY,
  destroyed: { count: 1, memory },
});
