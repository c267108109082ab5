/**
 * The machine under the hypervisor: processors, memory, NUMA nodes, and what dom0 has of them.
 *
 * The default is a four-socket server of 2016 with dom0 pinned to the first node. Left out: caches, SMT siblings, and
 * the guests' own use of memory bandwidth.
 */
import { bytes, count, fraction, gbPerSecond, gib, micros } from '../../kernel/units.ts';
import { assumed, cited } from './sources.ts';

export const machine = {
  numaNodes: {
    value: count(4),
    range: [count(1), count(8)],
    unit: 'count',
    source: assumed('a four-socket server; the paper says multi-node and no more'),
  },
  processors: {
    value: count(64),
    range: [count(4), count(192)],
    unit: 'count',
    source: assumed(
      'four sockets of 16 hardware threads, the size of the Opteron host in the boot-scrub commit',
    ),
  },
  memory: {
    value: gib(512),
    range: [gib(16), gib(6144)],
    unit: 'B',
    source: assumed('128 GiB a node; a replay whose domains do not fit sizes it up and says so'),
  },
  dom0Vcpus: {
    value: count(8),
    range: [count(1), count(16)],
    unit: 'count',
    source: assumed('dom0_max_vcpus=8 dom0_vcpus_pin, all on node 0; it decides where stock Xen scrubs'),
  },
  dom0Memory: {
    value: gib(8),
    range: [gib(1), gib(32)],
    unit: 'B',
    source: assumed('dom0_mem=8G, so that nothing balloons'),
  },
  guestUse: {
    value: fraction(0.05),
    range: [fraction(0), fraction(0.5)],
    unit: '1',
    source: assumed('share of a processor that a running domain keeps busy; most tenants idle'),
  },
  scrubRateLocal: {
    value: gbPerSecond(3.5),
    range: [gbPerSecond(2.3), gbPerSecond(20)],
    unit: 'B/s',
    source: cited('xen-devel, idle scrubbing of 2017', 'brackets the 1.8 to 2.8 GB/s of one mixed CPU'),
  },
  scrubRateRemote: {
    value: gbPerSecond(2.0),
    range: [gbPerSecond(1), gbPerSecond(10)],
    unit: 'B/s',
    source: cited('xen-devel, idle scrubbing of 2017', 'brackets the 1.8 to 2.8 GB/s of one mixed CPU'),
  },
  scrubbersPerNode: {
    value: count(1),
    range: [count(1), count(16)],
    unit: 'count',
    source: assumed('local scrubbing by one processor of the node, as upstream idle scrubbing since 4.10'),
  },
  idleShareMin: {
    value: fraction(0.02),
    range: [fraction(0.001), fraction(0.1)],
    unit: '1',
    source: assumed('a node whose processors are all wanted idles for that share of the time all the same'),
  },
  nodeBandwidth: {
    value: gbPerSecond(25),
    range: [gbPerSecond(10), gbPerSecond(100)],
    unit: 'B/s',
    source: assumed('four channels of DDR4-1866 at about 40 % of their peak for stores'),
  },
  lineTransfer: {
    value: micros(0.136),
    range: [micros(0.05), micros(0.2)],
    unit: 'µs',
    source: cited(
      'David, Guerraoui, Trigonakis (SOSP 2013)',
      'table 2: a modified cache line of another socket in 289 cycles of a 2.13 GHz Xeon, of the same one in 109',
    ),
  },
  extent: {
    value: bytes(2 * 1024 * 1024),
    range: [bytes(4096), bytes(1024 * 1024 * 1024)],
    unit: 'B',
    source: cited(
      'Xen source',
      '4.6 libxc/xc_dom_x86.c:arch_setup_meminit: 2 MiB, and 4 KiB where no such extent is left; 1 GiB for HVM',
    ),
  },
} as const;
