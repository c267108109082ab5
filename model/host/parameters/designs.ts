/**
 * What other designs than xl's cost: the lean toolstack, its pool of shells, and devices without xenstored.
 *
 * They count only in the variants that use them. Left out: what such a toolstack cannot do.
 */
import { count, micros, millis } from '../../kernel/units.ts';
import { assumed, cited } from './sources.ts';

export const designs = {
  leanParse: {
    value: millis(1),
    range: [millis(0.3), millis(3)],
    unit: 'µs',
    source: assumed('one small process with a short configuration, against 10 ms of xl'),
  },
  leanMakeRequests: {
    value: count(20),
    range: [count(15), count(30)],
    unit: 'count',
    source: assumed('a lean toolstack sends 60 to 80 requests in all and scans no names (xen-host F.5, L1)'),
  },
  leanDeviceRequests: {
    value: count(20),
    range: [count(15), count(25)],
    unit: 'count',
    source: assumed('of those 60 to 80, one device (xen-host F.5, L1)'),
  },
  leanScript: {
    value: millis(2),
    range: [millis(0.5), millis(5)],
    unit: 'µs',
    source: cited('LightVM (SOSP 2017)', 'a daemon in place of the hotplug scripts (xen-host F.5, L1)'),
  },
  leanXenwatch: {
    value: millis(1),
    range: [millis(0.3), millis(3)],
    unit: 'µs',
    source: assumed('a back end that waits for no script'),
  },
  shellPool: {
    value: count(32),
    range: [count(8), count(128)],
    unit: 'count',
    source: assumed('shells kept ready; the paper says a pool and no size'),
  },
  bindRequests: {
    value: count(8),
    range: [count(4), count(16)],
    unit: 'count',
    source: assumed('a ready shell gets its name, its image and its device addresses'),
  },
  sharedPageDevice: {
    value: micros(300),
    range: [micros(100), micros(600)],
    unit: 'µs',
    source: cited('LightVM (SOSP 2017)', 'a device is three hypercalls and a shared page (xen-host F.5, L3)'),
  },
} as const;
