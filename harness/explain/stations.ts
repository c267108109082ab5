/**
 * Stations in the few kinds that a timeline can tell apart, a letter each: a capital waits, a small one is served.
 *
 * Left out: what a station is (model/host); one that is not known here is shown as "other", never left out.
 */

/** A letter and what it stands for. */
export interface Kind {
  readonly letter: string;
  readonly about: string;
}

/** Waits that are not of a host's path. */
export const ROOM = 'room on a host';
export const OWN_SETUP = 'its own set-up';

const OTHER: Kind = { letter: 'O', about: 'another station' };
const SCRUB: Kind = { letter: 'S', about: 'scrubbing' };

const kinds: readonly (readonly [stations: RegExp, kind: Kind])[] = [
  [/^room on a host$/, { letter: 'H', about: 'room on a host' }],
  [/^its own set-up$/, { letter: 'U', about: 'its own set-up' }],
  [/^(xl|balloon|name|placement) lock$/, { letter: 'L', about: "toolstack's lock" }],
  [/^(domctl|sysctl) lock$/, { letter: 'D', about: 'domctl, sysctl' }],
  [/^xenstored/, { letter: 'X', about: 'xenstored' }],
  [/^(memory|heap)/, { letter: 'M', about: 'memory' }],
  [/scrub/, SCRUB],
  [/^(xenwatch|iptables|hotplug|device|udev|back end)/, { letter: 'V', about: 'devices' }],
  [/^dom0 CPU$/, { letter: 'C', about: 'dom0 CPU' }],
  [/^guest CPU$/, { letter: 'B', about: 'boot of the guest' }],
];

/** In the order in which a legend shows them. */
export const allKinds: readonly Kind[] = [...kinds.map(([, kind]) => kind), OTHER];

/** Of a piece of time; clearing pages inside the hypercall that frees them is scrubbing, waiting for that call is not. */
export const kindOf = (phase: string, station: string, state: 'waited' | 'served'): Kind => {
  if (state === 'served' && phase.includes('scrub')) return SCRUB;
  return kinds.find(([stations]) => stations.test(station))?.[1] ?? OTHER;
};
