/**
 * What `xl` and the daemons around it do for one domain: processor time and counts of requests and calls.
 *
 * Counts are those of Xen 4.8 (xen-host A.2); releases.ts has what others have instead. Left out: pygrub, vtpm, PCI
 * passthrough.
 */
import { count, gbPerSecond, micros, millis, seconds } from '../../kernel/units.ts';
import { assumed, xenSource } from './sources.ts';

export const toolstack = {
  parse: {
    value: millis(10),
    range: [millis(3), millis(30)],
    unit: 'µs',
    source: assumed('process start, xl.conf and the domain configuration (xen-host F.3 P1)'),
  },
  freememCalls: {
    value: count(1),
    range: [count(1), count(3)],
    unit: 'count',
    source: xenSource('4.6 xl_cmdimpl.c:freemem: one physinfo sysctl when memory is there'),
  },
  makeRequests: {
    value: count(54),
    range: [count(40), count(57)],
    unit: 'count',
    source: xenSource('4.8 libxl_create.c:libxl__domain_make: 3N + 54, this is the 54'),
  },
  makeRequestsPerDomain: {
    value: count(3),
    range: [count(0), count(3)],
    unit: 'count',
    source: xenSource('4.8 libxl_name_to_domid (1) and the dead libxl_list_vm (2), per domain'),
  },
  makeChanges: {
    value: count(44),
    range: [count(30), count(49)],
    unit: 'count',
    source: xenSource('4.8 of those 54, the 46 inside the transaction without its start and end'),
  },
  makeCreations: {
    value: count(22),
    range: [count(15), count(26)],
    unit: 'count',
    source: xenSource('4.8 nodes that they create: 17 directories and 5 written ones (xen-host A.2)'),
  },
  cacheRequests: {
    value: count(1),
    range: [count(1), count(4)],
    unit: 'count',
    source: assumed('one look-up in the cache of names and the invalidation that keeps it true'),
  },
  preBuildRequests: {
    value: count(4),
    range: [count(4), count(4)],
    unit: 'count',
    source: xenSource('4.8 cpupool check and libxl__build_pre'),
  },
  postBuildRequests: {
    value: count(18),
    range: [count(16), count(24)],
    unit: 'count',
    source: xenSource(
      '4.8 libxl__build_post with its transaction and XS_INTRODUCE, dm-version entries: 16 + V + 2',
    ),
  },
  postBuildChanges: {
    value: count(12),
    range: [count(10), count(16)],
    unit: 'count',
    source: xenSource('4.8 libxl__build_post: 7 + V local and 5 vm entries, written'),
  },
  placementRequestsPerDomain: {
    value: count(0),
    range: [count(0), count(1)],
    unit: 'count',
    source: xenSource('4.6 libxl_numa.c: placement asks the hypervisor only (xen-host A.5)'),
  },
  consoledRequests: {
    value: count(0),
    range: [count(0), count(36)],
    unit: 'count',
    source: assumed(
      'what xenconsoled asks for a new domain; measured on 4.17 only, left out where it was not',
    ),
  },
  kernelLoad: {
    value: millis(100),
    range: [millis(40), millis(250)],
    unit: 'µs',
    source: assumed('read and decompress a Linux bzImage in the toolstack process (xen-host F.3 P8)'),
  },
  kernelLoadUnikernel: {
    value: millis(5),
    range: [millis(1), millis(15)],
    unit: 'µs',
    source: assumed('an image of a few MiB (xen-host F.3 P8)'),
  },
  saveConfig: {
    value: millis(2),
    range: [millis(0.5), millis(10)],
    unit: 'µs',
    source: assumed('the JSON of the domain written to /var/lib/xen (xen-host F.3 P13)'),
  },
  daemonise: {
    value: millis(5),
    range: [millis(2), millis(10)],
    unit: 'µs',
    source: assumed('unpause, fork, a new libxl context and socket (xen-host F.3 P14)'),
  },
  daemonRequests: {
    value: count(2),
    range: [count(1), count(3)],
    unit: 'count',
    source: xenSource('4.8 libxl_evenable_domain_death: connect and WATCH @releaseDomain'),
  },
  daemonWake: {
    value: micros(80),
    range: [micros(20), micros(200)],
    unit: 'µs',
    source: assumed('a monitor daemon wakes, looks, and sleeps again (xen-host F.4 D6)'),
  },
  destroyRequests: {
    value: count(25),
    range: [count(20), count(30)],
    unit: 'count',
    source: xenSource('4.6 libxl.c:libxl__domain_destroy, by number; by name adds N/2'),
  },
  destroyRequestsPerDevice: {
    value: count(40),
    range: [count(30), count(50)],
    unit: 'count',
    source: xenSource('4.6 libxl_device.c:libxl__devices_destroy'),
  },
  removalTransaction: {
    value: count(10),
    range: [count(6), count(16)],
    unit: 'count',
    source: xenSource(
      '4.6 libxl_device.c: of those 40, the ones inside the transaction that starts the removal',
    ),
  },
  destroyConsoleRequests: {
    value: count(12),
    range: [count(8), count(16)],
    unit: 'count',
    source: xenSource('4.6 libxl_device.c, console'),
  },
  balloonRound: {
    value: seconds(2),
    range: [seconds(1), seconds(10)],
    unit: 'µs',
    source: xenSource('4.6 xl_cmdimpl.c:freemem sleeps that long between two looks at the free memory'),
  },
  balloonRate: {
    value: gbPerSecond(1),
    range: [gbPerSecond(0.3), gbPerSecond(4)],
    unit: 'B/s',
    source: assumed(
      'how fast the balloon driver of dom0 gives pages back; 33 s for large guests in one mail',
    ),
  },
} as const;
