/**
 * The hypervisor's part: counts of calls, lock holds, and the cost of building up and taking down memory.
 *
 * Left out: grant tables, event channels, TLB flushes, and the p2m of HVM guests as its own item.
 */
import { bytes, count, micros, millis } from '../../kernel/units.ts';
import { assumed, cited, xenSource } from './sources.ts';

export const hypervisor = {
  domctl: {
    value: micros(3),
    range: [micros(1), micros(6)],
    unit: 'µs',
    source: assumed('one short domctl or sysctl from dom0 user space (xen-host F.3 P4)'),
  },
  createDomain: {
    value: micros(500),
    range: [micros(200), micros(2000)],
    unit: 'µs',
    source: assumed('XEN_DOMCTL_createdomain: structures, event channels, grant table (xen-host F.3 P4)'),
  },
  buildCalls: {
    value: count(80),
    range: [count(40), count(120)],
    unit: 'count',
    source: xenSource('4.6 small domctls of a build, most of them cpuid leaves (libxc/xc_cpuid_x86.c)'),
  },
  buildCallsPerVcpu: {
    value: count(4),
    range: [count(2), count(8)],
    unit: 'count',
    source: xenSource('4.6 vcpu affinity, context and info'),
  },
  extentHold: {
    value: micros(0.13),
    range: [micros(0.05), micros(0.3)],
    unit: 'µs',
    source: assumed('an extent taken from its list under heap_lock, as long as a page that goes back to it'),
  },
  extentOther: {
    value: micros(1.67),
    range: [micros(1.2), micros(2.5)],
    unit: 'µs',
    source: cited(
      'Xen commit 415b58c184',
      '128 GiB start 60 s sooner with 2 MiB in place of 4 KiB: 1.8 µs an extent, the hold included (xen-host D 5)',
    ),
  },
  pageInit: {
    value: micros(0.00365),
    range: [micros(0.0017), micros(0.0075)],
    unit: 'µs per page',
    source: xenSource(
      '4.6 page_alloc.c:alloc_heap_pages initialises every page_info under heap_lock, 512 in about 2 µs (F.3 P7)',
    ),
  },
  pageMap: {
    value: micros(0.0163),
    range: [micros(0.0095), micros(0.023)],
    unit: 'µs per page',
    source: assumed(
      'p2m and m2p of a page outside heap_lock: what is left of 5 to 8 ms per GiB in 2 MiB extents (F.3 P7)',
    ),
  },
  pageTables: {
    value: millis(2),
    range: [millis(1), millis(4)],
    unit: 'µs per GiB',
    source: assumed('page tables and p2m of a PV domain (xen-host F.3 P8)'),
  },
  pageTableBytes: {
    value: bytes(4 * 1024 * 1024),
    range: [bytes(2 * 1024 * 1024), bytes(8 * 1024 * 1024)],
    unit: 'B per GiB',
    source: assumed('8 bytes of page table and 8 of p2m for each 4 KiB page (xen-host A.6)'),
  },
  pageFree: {
    value: micros(0.2),
    range: [micros(0.15), micros(0.24)],
    unit: 'µs per page',
    source: cited(
      'xen-devel, idle scrubbing of 2017',
      'destroy of 1 TB without scrubbing, 40 to 63 s (xen-host D 3a)',
    ),
  },
  pageFreeHold: {
    value: micros(0.13),
    range: [micros(0.13), micros(0.68)],
    unit: 'µs per page',
    source: cited('Xen commit d0887cc6b1', 'heap_lock held 0.362 s for 2.79 M acquisitions'),
  },
  pageFreeHoldContended: {
    value: micros(0.68),
    range: [micros(0.3), micros(0.8)],
    unit: 'µs per page',
    source: cited(
      'Xen commit d0887cc6b1',
      'heap_lock held 2.268 s for 3.34 M acquisitions where five domains are freed at once without the domctl lock',
    ),
  },
  quantum: {
    value: millis(5),
    range: [millis(1), millis(10)],
    unit: 'µs',
    source: assumed(
      'domain_kill runs that long between preemptions; their existence is in domain.c, the value is not',
    ),
  },
  rcuGrace: {
    value: millis(5),
    range: [millis(1), millis(10)],
    unit: 'µs',
    source: assumed('call_rcu before complete_domain_destroy (xen-host F.4 D5)'),
  },
  completeDestroy: {
    value: millis(1),
    range: [millis(0.3), millis(3)],
    unit: 'µs',
    source: assumed('vcpus, grant table, arch state (xen-host F.4 D5)'),
  },
  placementLooks: {
    value: count(1),
    range: [count(1), count(2)],
    unit: 'count',
    source: xenSource('4.6 libxl_numa.c:nr_vcpus_on_nodes: once over all domains and their vCPUs'),
  },
  placementStep: {
    value: micros(0.1),
    range: [micros(0.05), micros(0.5)],
    unit: 'µs',
    source: assumed('one combination of nodes tried (xen-host F.3 P6)'),
  },
} as const;
