/**
 * Disks, network interfaces and consoles: xenstore transactions, dom0's xenwatch thread, hotplug scripts, qemu.
 *
 * Left out: loop-backed disks and their block lock, vfb, PCI, qdisk.
 */
import { count, fraction, millis } from '../../kernel/units.ts';
import { assumed, measuredOn, xenSource } from './sources.ts';

const SCRIPTS = 'hotplug scripts of Xen 4.17 in a sandbox with stub commands, busy 2-vCPU machine';

export const devices = {
  diskTransaction: {
    value: count(53),
    range: [count(37), count(53)],
    unit: 'count',
    source: xenSource('4.8 libxl.c:device_disk_add; 37 before the backend keys were doubled under /libxl'),
  },
  diskRequests: {
    value: count(14),
    range: [count(10), count(20)],
    unit: 'count',
    source: xenSource('4.8 wait for InitWait and hotplug bookkeeping'),
  },
  diskScript: {
    value: millis(35),
    range: [millis(15), millis(60)],
    unit: 'µs',
    source: measuredOn(SCRIPTS, 'block add with early exit: 10 exec, 19 forks (xen-host A.7)'),
  },
  diskXenwatch: {
    value: millis(3),
    range: [millis(1), millis(8)],
    unit: 'µs',
    source: assumed('backend probe in the one xenwatch thread of dom0 (xen-host F.3 P10)'),
  },
  nicTransaction: {
    value: count(41),
    range: [count(30), count(41)],
    unit: 'count',
    source: xenSource('4.8 libxl.c:libxl__device_nic_add'),
  },
  nicRequests: {
    value: count(26),
    range: [count(20), count(32)],
    unit: 'count',
    source: xenSource('4.8 two passes, stubdom look-ups and nictype twice in each'),
  },
  nicScript: {
    value: millis(75),
    range: [millis(37), millis(110)],
    unit: 'µs',
    source: measuredOn(SCRIPTS, 'vif-bridge online: 31 exec, 39 forks (xen-host A.7)'),
  },
  nicScriptLocked: {
    value: millis(15),
    range: [millis(5), millis(30)],
    unit: 'µs',
    source: assumed('the part of vif-bridge under the host-wide iptables lock (xen-host F.3 P12)'),
  },
  nicXenwatch: {
    value: millis(5),
    range: [millis(2), millis(10)],
    unit: 'µs',
    source: assumed('backend probe in the one xenwatch thread of dom0 (xen-host F.3 P12)'),
  },
  consoleRequests: {
    value: count(37),
    range: [count(30), count(37)],
    unit: 'count',
    source: xenSource('4.8 libxl_device.c:libxl__device_generic_add'),
  },
  diskChanges: {
    value: count(50),
    range: [count(30), count(53)],
    unit: 'count',
    source: assumed('of the requests of the disk transaction, those that change a node: nearly all'),
  },
  nicChanges: {
    value: count(38),
    range: [count(26), count(41)],
    unit: 'count',
    source: assumed('of the requests of the nic transaction, those that change a node: nearly all'),
  },
  consoleChanges: {
    value: count(34),
    range: [count(26), count(37)],
    unit: 'count',
    source: assumed('of the requests for the console, those that change a node: nearly all'),
  },
  creationShare: {
    value: fraction(0.5),
    range: [fraction(0.4), fraction(0.6)],
    unit: '1',
    source: xenSource(
      '4.8 libxl_xshelp.c: of those changes, every other one creates a node, the next sets its permissions',
    ),
  },
  diskConnections: {
    value: count(4),
    range: [count(0), count(6)],
    unit: 'count',
    source: xenSource(
      '4.8 hotplug/Linux/block: each xenstore-read is a process that opens and closes a socket',
    ),
  },
  nicConnections: {
    value: count(5),
    range: [count(0), count(8)],
    unit: 'count',
    source: xenSource('4.8 hotplug/Linux/vif-bridge: 4 reads and 1 write, a process each'),
  },
  removalXenwatch: {
    value: millis(3),
    range: [millis(1), millis(8)],
    unit: 'µs',
    source: assumed('backend close per device (xen-host F.4 D1)'),
  },
  removalScript: {
    value: millis(30),
    range: [millis(15), millis(60)],
    unit: 'µs',
    source: assumed('hotplug remove, offline (xen-host F.4 D1)'),
  },
  qemuStart: {
    value: millis(150),
    range: [millis(80), millis(400)],
    unit: 'µs',
    source: assumed('fork, exec and machine init of the device model (xen-host F.3 P11)'),
  },
  scriptFactor: {
    value: fraction(1),
    range: [fraction(0.5), fraction(1.5)],
    unit: '1',
    source: assumed('half on idle bare metal, more on a slower machine (xen-host A.7, f)'),
  },
} as const;
