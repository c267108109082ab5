/**
 * The C xenstored of the paper's time with its database in memory: costs on the one server thread and at its clients.
 *
 * Calibrated: `requestPerDomain` stands for everything that grows with the domains, so the terms of connections, watches
 * and stored nodes are 0 here; other daemons (xenstored-daemons) have them one by one. Left out: quotas, and dead watches.
 */
import type { Parameter } from '../../kernel/parameter.ts';
import { count, fraction, micros, millis, type Micros } from '../../kernel/units.ts';
import { assumed, cited, measuredOn, xenSource } from './sources.ts';

const DAEMON = 'C xenstored 4.6 internal-db, CPU time of the server on a shared KVM guest';

export const xenstored = {
  client: {
    value: micros(30),
    range: [micros(20), micros(60)],
    unit: 'µs',
    source: assumed('client CPU of 12 µs as measured and two wake-ups of 5 to 15 µs (xen-host B.4)'),
  },
  clientCpu: {
    value: micros(12),
    range: [micros(8), micros(30)],
    unit: 'µs',
    source: measuredOn('libxenstore 4.6', 'client CPU per request, 11 to 13 µs (xen-host 0.2)'),
  },
  request: {
    value: micros(30),
    range: [micros(12), micros(45)],
    unit: 'µs',
    source: cited(
      'LightVM (SOSP 2017)',
      '60 µs round trip with no guests, half of it in the server (xen-host B.4)',
    ),
  },
  requestPerDomain: {
    value: micros(0.13),
    range: [micros(0.05), micros(0.8)],
    unit: 'µs',
    source: cited(
      'LightVM (SOSP 2017)',
      '610 ms of xenstore at the 1000th guest: 188 µs a request (xen-host B.4)',
    ),
  },
  scanShare: {
    value: fraction(1),
    range: [fraction(0), fraction(1)],
    unit: '1',
    source: xenSource(
      '4.6 xenstored_core.c:main scans every connection once a pass, whoever is served in it (B.4)',
    ),
  },
  hardware: {
    value: fraction(2.5),
    range: [fraction(1), fraction(3)],
    unit: '1',
    source: assumed('servers of 2015 to 2017 against the measuring machine (xen-host 0.2, f_hw)'),
  },
  transactionCopy: {
    value: micros(25),
    range: [micros(15), micros(80)],
    unit: 'µs',
    source: measuredOn(DAEMON, 'transaction start and abort at one guest (xen-host B.3)'),
  },
  transactionCopyPerDomain: {
    value: micros(0.9),
    range: [micros(0.5), micros(7)],
    unit: 'µs',
    source: measuredOn(
      DAEMON,
      'slope over 1 to 1000 guests; 7 µs when the database is a file (xen-host B.3)',
    ),
  },
  treeRemoval: {
    value: micros(60),
    range: [micros(45), micros(1400)],
    unit: 'µs',
    source: measuredOn(
      DAEMON,
      'rm of a guest tree of about 35 nodes (xen-host B.3); 0.9 to 1.4 ms as a file',
    ),
  },
  roundsMissed: {
    value: fraction(2),
    range: [fraction(0.5), fraction(5)],
    unit: '1',
    source: measuredOn(
      DAEMON,
      'mean extra passes of an attempt that has company: 3.0 and 4.9 attempts a success with 4 and 8 busy creators ' +
        'against 2.4 and 4.7 measured (xen-host B.2)',
    ),
  },
  guestRequests: {
    value: count(125),
    range: [count(100), count(150)],
    unit: 'count',
    source: assumed('front- and backend drivers while a guest boots (xen-host A.2)'),
  },
  guestPace: {
    value: millis(1),
    range: [millis(0.1), millis(24)],
    unit: 'µs',
    source: assumed(
      'a driver works that long between two of those requests; at 24 ms they would be spread over a whole Debian boot',
    ),
  },
  guestWrites: {
    value: fraction(0.5),
    range: [fraction(0.3), fraction(0.7)],
    unit: '1',
    source: assumed(
      'half of those requests write, and each write aborts open transactions up to 4.8 (xen-host A.2)',
    ),
  },
  deviceWrites: {
    value: count(5),
    range: [count(2), count(15)],
    unit: 'count',
    source: assumed('state changes of the backend driver and the hotplug script while one device connects'),
  },
  domctlsPerDeath: {
    value: count(2),
    range: [count(1), count(3)],
    unit: 'count',
    source: xenSource(
      '4.6 VIRQ_DOM_EXC comes twice and each makes one getdomaininfo per domain (xen-host C.3)',
    ),
  },
  perSocket: inSlope('a socket connection, in every pass'),
  perRing: inSlope('a ring connection, in every pass'),
  perRingChange: inSlope('a ring connection, each time a node changes'),
  perWatch: inSlope('a watch, each time a node changes'),
  closePerWatch: inSlope('a watch, each time a socket is closed'),
  nodeCreation: inSlope('a node created, beyond a write'),
  nodeCreationPerDomain: inSlope('a node created, for each domain stored'),
  event: inSlope('a watch event delivered'),
  replayRequest: {
    value: micros(0),
    range: [micros(0), micros(25)],
    unit: 'µs',
    source: xenSource('4.8 no request is replayed by the server: the client does the transaction again'),
  },
  socketsPerDomain: {
    value: count(1),
    range: [count(0), count(2)],
    unit: 'count',
    source: xenSource(
      '4.8 xl_cmdimpl.c:do_daemonize: the monitor daemon of each domain; 0 with xl create -e',
    ),
  },
  socketsPerDeviceModel: {
    value: count(1),
    range: [count(1), count(2)],
    unit: 'count',
    source: xenSource('4.8 qemu of an HVM domain (xen-host A.8)'),
  },
  socketsAlways: {
    value: count(4),
    range: [count(2), count(8)],
    unit: 'count',
    source: assumed('xenconsoled, the dom0 kernel, udev, an operator'),
  },
  watchesPerDomain: {
    value: count(12),
    range: [count(8), count(16)],
    unit: 'count',
    source: assumed('xl 1, xenconsoled 1, back ends 2 a device, the guest about 6 (xen-host A.8)'),
  },
  watchesAlways: {
    value: count(50),
    range: [count(20), count(100)],
    unit: 'count',
    source: assumed('dom0 without any guest (xen-host F.1)'),
  },
  nodesPerDomain: {
    value: count(90),
    range: [count(57), count(100)],
    unit: 'count',
    source: cited(
      'Xen commit 8bf435cdf2',
      'about 100 nodes a domain; 86 in the measured tree (xen-host A.8)',
    ),
  },
  deafWhileLooking: {
    value: fraction(0),
    range: [fraction(0), fraction(1)],
    unit: '1',
    source: assumed(
      'share of its look at dead domains in which the server answers nobody; in Xen it is all of it, this calibrated host leaves it out',
    ),
  },
} as const;

/** A term that the calibrated slope of {@link xenstored} holds already: anything above 0 would count it twice. */
function inSlope(what: string): Parameter<Micros> {
  return {
    value: micros(0),
    range: [micros(0), micros(0)],
    unit: 'µs',
    source: cited(
      'LightVM (SOSP 2017)',
      `${what}: part of requestPerDomain, which was calibrated (xen-host B.4)`,
    ),
  };
}
