/**
 * A host on which only xenstored's requests take time: what remains of a creation when nothing else is measured.
 *
 * Left out: nothing of xenstored; a cost that must not be nothing is a nanosecond.
 */
import { adjusted, type Profile } from '../../model/host/profile.ts';
import { count, fraction, micros } from '../../model/kernel/units.ts';

const NOTHING = micros(0);
/** Stations want more than nothing. */
const NANOSECOND = micros(0.001);
const HARDLY_ANY = count(0.001);

export const onlyRequests = (profile: Profile): Profile =>
  adjusted(profile, {
    machine: { guestUse: fraction(0), numaNodes: count(1) },
    toolstack: {
      parse: NOTHING,
      kernelLoad: NOTHING,
      kernelLoadUnikernel: NOTHING,
      saveConfig: NOTHING,
      daemonise: NOTHING,
      daemonWake: NOTHING,
    },
    hypervisor: {
      domctl: NANOSECOND,
      createDomain: NANOSECOND,
      extentHold: NANOSECOND,
      extentOther: NANOSECOND,
      pageInit: NOTHING,
      pageMap: NOTHING,
      pageTables: NANOSECOND,
      placementStep: NOTHING,
    },
    devices: {
      diskScript: NOTHING,
      nicScript: NOTHING,
      nicScriptLocked: NOTHING,
      diskXenwatch: NOTHING,
      nicXenwatch: NOTHING,
      removalScript: NOTHING,
      removalXenwatch: NOTHING,
    },
    xenstored: { guestRequests: HARDLY_ANY },
  });

/** Of those requests, only the transaction that makes a domain, its name unchecked. */
export const onlyMake = (profile: Profile): Profile =>
  adjusted(onlyRequests(profile), {
    toolstack: {
      makeRequestsPerDomain: count(0),
      preBuildRequests: count(0),
      postBuildRequests: count(0),
      postBuildChanges: count(0),
      daemonRequests: count(0),
    },
    devices: {
      diskTransaction: HARDLY_ANY,
      diskChanges: count(0),
      diskRequests: count(0),
      diskConnections: count(0),
      nicTransaction: HARDLY_ANY,
      nicChanges: count(0),
      nicRequests: count(0),
      nicConnections: count(0),
      consoleRequests: count(0),
      consoleChanges: count(0),
    },
  });
