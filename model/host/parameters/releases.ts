/**
 * What releases of Xen other than 4.8 have instead: counts of requests, devices, and the machine of their time.
 *
 * Each is a set of records over those of 4.8 (xen-host A.2, F.3). Left out: patch releases, and what distributions change.
 */
import type { Parameter } from '../../kernel/parameter.ts';
import {
  count,
  fraction,
  gbPerSecond,
  micros,
  millis,
  type BytesPerSecond,
  type Count,
  type Micros,
} from '../../kernel/units.ts';
import type { devices } from './devices.ts';
import type { hypervisor } from './hypervisor.ts';
import type { machine } from './machine.ts';
import { assumed, cited, measuredOn, xenSource } from './sources.ts';
import type { toolstack } from './toolstack.ts';
import type { Like, XenstoredRecords } from './xenstored-daemons.ts';

export interface ReleaseRecords {
  readonly machine?: Partial<Like<typeof machine>>;
  readonly toolstack?: Partial<Like<typeof toolstack>>;
  readonly xenstored?: Partial<XenstoredRecords>;
  readonly hypervisor?: Partial<Like<typeof hypervisor>>;
  readonly devices?: Partial<Like<typeof devices>>;
}

const counted = (value: number, low: number, high: number, place: string): Parameter<Count> => ({
  value: count(value),
  range: [count(low), count(high)],
  unit: 'count',
  source: xenSource(place),
});
const modern = (value: Micros, low: Micros, high: Micros, what: string): Parameter<Micros> => ({
  value,
  range: [low, high],
  unit: 'µs',
  source: assumed(`${what}, on a host of 2024 (xen-host F.3)`),
});
const rate = (value: number, low: number, high: number, because: string): Parameter<BytesPerSecond> => ({
  value: gbPerSecond(value),
  range: [gbPerSecond(low), gbPerSecond(high)],
  unit: 'B/s',
  source: assumed(because),
});

/** The hotplug scripts' own requests, which the calibrated host of 4.8 leaves to its slope. */
const scripts: Partial<Like<typeof devices>> = {
  diskRequests: counted(18, 14, 24, '4.8 wait and hotplug bookkeeping, 14, and 4 of the block script'),
  nicRequests: counted(31, 24, 37, '4.8 two passes and bookkeeping, 26, and 5 of vif-bridge'),
};

export const xen46: ReleaseRecords = {
  toolstack: {
    makeRequests: counted(40, 38, 44, '4.6 libxl_create.c:libxl__domain_make: 3N + 40, this is the 40'),
    makeChanges: counted(
      30,
      28,
      32,
      '4.6 of those 40, the 32 inside the transaction without its start and end',
    ),
    makeCreations: counted(15, 12, 18, '4.6 nodes that they create: 10 directories and 5 written ones'),
    postBuildRequests: counted(17, 16, 20, '4.6 libxl__build_post with its transaction: 16 + V + 1'),
  },
  devices: {
    ...scripts,
    diskTransaction: counted(37, 35, 40, '4.6 libxl.c:device_disk_add'),
    diskChanges: counted(34, 28, 37, '4.6 of those 37, all that change a node'),
    nicTransaction: counted(30, 28, 33, '4.6 libxl.c:libxl__device_nic_add'),
    nicChanges: counted(27, 22, 30, '4.6 of those 30, all that change a node'),
    consoleRequests: counted(30, 28, 33, '4.6 libxl_device.c:libxl__device_generic_add'),
    consoleChanges: counted(27, 22, 30, '4.6 of those 30, all that change a node'),
  },
};

export const xen410: ReleaseRecords = { devices: scripts };

/** 4.16 and later: the dead libxl_list_vm is gone, and with it two of three look-ups a domain. */
const since416: Partial<Like<typeof toolstack>> = {
  makeRequests: counted(57, 55, 60, '4.16 libxl_create.c:libxl__domain_make: N + 57, this is the 57'),
  makeRequestsPerDomain: counted(1, 0, 1, '4.16 libxl_name_to_domid; commit fe6cbbf163 took the other two'),
  makeChanges: counted(
    49,
    46,
    51,
    '4.16 of those 57, the 51 inside the transaction without its start and end',
  ),
  makeCreations: counted(24, 20, 26, '4.16 nodes that they create: 19 directories and 5 written ones'),
};

const EMULATED = 'Xen 4.17.7 under QEMU, its xl and daemons traced';

/** The modern column of xen-host F.3. */
export const xen417: ReleaseRecords = {
  machine: {
    scrubRateLocal: rate(
      8,
      2.7,
      20,
      '0.05 to 0.4 s per GiB where an allocation has to scrub (xen-host F.3 P7b)',
    ),
    scrubRateRemote: rate(5, 2, 12, 'local rate over the ratio of 2016, 3.5 to 2.0'),
    nodeBandwidth: rate(
      100,
      40,
      300,
      'eight channels of DDR5-4800 at about a third of their peak for stores',
    ),
  },
  toolstack: {
    ...since416,
    placementRequestsPerDomain: {
      value: count(1),
      range: [count(0), count(1)],
      unit: 'count',
      source: measuredOn(EMULATED, 'requests of a create: 171 + 2N with two NUMA nodes, 169 + N with one'),
    },
    consoledRequests: {
      value: count(36),
      range: [count(30), count(40)],
      unit: 'count',
      source: measuredOn(EMULATED, 'requests of xenconsoled during one create'),
    },
    parse: modern(millis(5), millis(2), millis(15), 'process start, xl.conf and the domain configuration'),
    kernelLoad: modern(millis(60), millis(25), millis(150), 'a Linux bzImage read and decompressed'),
    kernelLoadUnikernel: modern(millis(3), millis(1), millis(8), 'an image of a few MiB'),
    daemonise: modern(millis(3), millis(1), millis(6), 'unpause, fork, a new libxl context and socket'),
  },
  xenstored: {
    client: {
      value: micros(20),
      range: [micros(15), micros(40)],
      unit: 'µs',
      source: measuredOn(
        'libxenstore 4.6 and one client on a shared KVM guest',
        'client CPU of 12 µs and wake-ups; 20 µs of 20 a read beyond 11 of the server at the lower quartile (B.4)',
      ),
    },
    hardware: {
      value: fraction(1),
      range: [fraction(0.8), fraction(1.5)],
      unit: '1',
      source: assumed('a server of 2024 is like the measuring machine (xen-host F.3)'),
    },
  },
  hypervisor: {
    domctl: modern(micros(1.5), micros(0.7), micros(3), 'one short domctl or sysctl'),
    createDomain: modern(micros(300), micros(100), micros(1000), 'XEN_DOMCTL_createdomain'),
    extentOther: modern(micros(0.83), micros(0.4), micros(1.7), 'half of that of 2016'),
    pageMap: modern(
      micros(0.0062),
      micros(0.003),
      micros(0.0125),
      'p2m and m2p of a page: 3 ms per GiB in 2 MiB extents, all else included',
    ),
    placementLooks: {
      value: count(2),
      range: [count(1), count(2)],
      unit: 'count',
      source: measuredOn(
        EMULATED,
        'privcmd calls of a create: 105 + 8N with two NUMA nodes and one vCPU each',
      ),
    },
    pageFree: {
      value: micros(0.15),
      range: [micros(0.1), micros(0.24)],
      unit: 'µs per page',
      source: cited(
        'xen-devel, idle scrubbing of 2017',
        'destroy of 1 TB, 40+ s in version 3 (xen-host D 3)',
      ),
    },
  },
  devices: {
    ...scripts,
    scriptFactor: {
      value: fraction(0.6),
      range: [fraction(0.4), fraction(1)],
      unit: '1',
      source: assumed('25 and 45 ms where 2016 takes 50 and 80 (xen-host F.3 P10, P12)'),
    },
    qemuStart: modern(millis(90), millis(50), millis(250), 'fork, exec and machine init of the device model'),
  },
};

export const xen421: ReleaseRecords = {
  ...xen417,
  xenstored: {
    ...xen417.xenstored,
    domctlsPerDeath: counted(0, 0, 0, '4.21 xenstored asks for the changed domain only (commit 09d8a82363)'),
  },
};
